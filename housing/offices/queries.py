"""Reading offices. A `day` picks those that exist on it; without one, those not closed."""

from datetime import date

from sqlalchemy import ColumnElement, Select, TableClause, column, func, or_, select, table
from sqlalchemy.orm import Session

from housing.core.access.offices import OfficeKind
from housing.offices.models import Office


def get(session: Session, office_id: int | None) -> Office | None:
    """Return the office of that row id, closed ones included; None for None."""
    return session.get(Office, office_id) if office_id is not None else None


def by_code(session: Session, place: str, code: str) -> Office | None:
    """Return the office of that code in a place, closed ones included."""
    return session.scalars(_in(place).where(Office.code == code)).one_or_none()


def codes(session: Session, place: str) -> dict[int, str]:
    """Return the code of every office of a place by row id, closed ones included."""
    wanted = select(Office.id, Office.code).where(Office.place == place)
    return {row.id: row.code for row in session.execute(wanted)}


def listed(
    session: Session, place: str, kind: OfficeKind | None = None, *, closed: bool = False
) -> list[Office]:
    """Return the open offices of a place by kind and code; `closed`: the closed ones too."""
    wanted = _in(place) if closed else _on(_in(place), None)
    if kind is not None:
        wanted = wanted.where(Office.kind == kind)
    return list(session.scalars(wanted.order_by(Office.kind, Office.code)))


def of_kind(
    session: Session, place: str, kind: OfficeKind, day: date | None = None
) -> list[Office]:
    """Return the offices of one kind that a place has on `day`, by code."""
    wanted = _on(_in(place), day).where(Office.kind == kind)
    return list(session.scalars(wanted.order_by(Office.code)))


def checking(
    session: Session, place: str, kind: OfficeKind, day: date | None = None
) -> Office | None:
    """Return the one office that answers checks of `kind` for a county; None: none is named."""
    return next(iter(of_kind(session, place, kind, day)), None)


def street_for(session: Session, place: str, street: str, day: date | None = None) -> Office | None:
    """Return the street office of a street by the word that sheets and applications use."""
    wanted = _on(_in(place), day).where(Office.kind == OfficeKind.STREET, Office.street == street)
    return session.scalars(wanted.order_by(Office.code)).first()


def children(session: Session, office_id: int, day: date | None = None) -> list[Office]:
    """Return the communities of a street office on `day`, by code."""
    wanted = _on(select(Office), day).where(Office.parent_id == office_id)
    return list(session.scalars(wanted.order_by(Office.code)))


def _in(place: str) -> Select[Office]:
    return select(Office).where(Office.place == place)


def _on(wanted: Select[Office], day: date | None) -> Select[Office]:
    if day is None:
        return wanted.where(Office.closed_on.is_(None))
    return wanted.where(
        Office.opened_on <= day, or_(Office.closed_on.is_(None), Office.closed_on > day)
    )


def held_by(session: Session, office_id: int) -> dict[str, int]:
    """Return what still hangs on an office: live accounts, open communities, running deadlines.

    Accounts and deadlines belong to features above this one, so their tables are named by text.
    """
    accounts = table("accounts", column("office_id"), column("closed_at"))
    clocks = table("case_clocks", column("office_id"), column("stopped_on"))
    return {
        "accounts": _count(session, accounts, accounts.c.closed_at.is_(None), office_id),
        "communities": len(children(session, office_id)),
        "clocks": _count(session, clocks, clocks.c.stopped_on.is_(None), office_id),
    }


def _count(session: Session, rows: TableClause, live: ColumnElement[bool], office_id: int) -> int:
    wanted = select(func.count()).select_from(rows).where(rows.c.office_id == office_id, live)
    return session.scalar(wanted) or 0


def county_office(session: Session, place: str, day: date) -> int | None:
    """Return the housing department of a county, the first where it has several."""
    found = checking(session, place, OfficeKind.HOUSING_DEPARTMENT, day)
    return found.id if found else None


def only_operator(session: Session, place: str, day: date) -> int | None:
    """Return the operator of a county's flats; None: there is none, or more than one."""
    found = of_kind(session, place, OfficeKind.OPERATOR, day)
    return found[0].id if len(found) == 1 else None

"""Reads of visits, and what they and the meters say about whether anybody lives in a flat."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.inspections import rules
from housing.inspections.models import Inspection, InspectionFinding
from housing.inspections.rules import Seen, Signal
from housing.inspections.states import InspectionState
from housing.inspections.words import NextStep
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.units.models import Unit

#: The lists of the work page.
ONLY = ("today", "planned", "late", "made", "")


@dataclass(frozen=True, slots=True)
class Due:
    """A let flat whose last visit lies too long ago; `last_on` is None where nobody ever came."""

    lease: Lease
    unit: Unit
    last_on: date | None


def get(session: Session, place: str, inspection_id: int, *, lock: bool = False) -> Inspection:
    """Return one visit of a place.

    Raises:
        NotFound: there is none of that number there.
    """
    found = session.get(Inspection, inspection_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {inspection_id} 号走访 / there is no visit {inspection_id}")
    return found


def finding(session: Session, place: str, finding_id: int) -> tuple[InspectionFinding, Inspection]:
    """Return a finding with its visit.

    Raises:
        NotFound: there is none of that number in the place.
    """
    found = session.get(InspectionFinding, finding_id)
    visit = session.get(Inspection, found.inspection_id) if found else None
    if found is None or visit is None or visit.place != place:
        raise NotFound(f"没有第 {finding_id} 号走访发现 / there is no finding {finding_id}")
    return found, visit


def last_number(session: Session, place: str, prefix: str) -> str:
    """Return the highest number that begins so, or an empty text."""
    found = select(func.max(Inspection.number)).where(
        Inspection.place == place, Inspection.number.startswith(prefix, autoescape=True)
    )
    return session.scalar(found) or ""


def page_of(
    session: Session, place: str, only: str, day: date, offset: int = 0, limit: int | None = None
) -> Sequence[Inspection]:
    """Return one page of a list: planned ones as one walks, by day, estate and room."""
    wanted = _narrowed(select(Inspection), place, only, day)
    order = (
        (Inspection.made_on.desc(), Inspection.id.desc())
        if only == "made"
        else (Inspection.planned_on, Inspection.unit_code, Inspection.id)
    )
    return session.scalars(wanted.order_by(*order).offset(offset).limit(limit)).all()


def count(session: Session, place: str, only: str, day: date) -> int:
    """Return how long a list is."""
    wanted = _narrowed(select(func.count()).select_from(Inspection), place, only, day)
    return session.scalar(wanted) or 0


def of_lease(session: Session, lease_id: int) -> Sequence[Inspection]:
    """Return the visits under a lease, the oldest first."""
    return session.scalars(
        select(Inspection).where(Inspection.lease_id == lease_id).order_by(Inspection.id)
    ).all()


def planned_of(session: Session, lease_id: int) -> Inspection | None:
    """Return the visit that is planned under a lease, or None."""
    return session.scalar(
        select(Inspection).where(
            Inspection.lease_id == lease_id, Inspection.state == InspectionState.PLANNED
        )
    )


def due(session: Session, place: str, visited_by: date, project: str, limit: int) -> list[Due]:
    """Return running leases last visited on `visited_by` or earlier, in the order one walks.

    A lease that began later is not due yet, nor is one for which a visit is planned already.
    `project` narrows to one estate.
    """
    last = (
        select(Inspection.lease_id, func.max(Inspection.made_on).label("last_on"))
        .where(Inspection.place == place, Inspection.state == InspectionState.MADE)
        .group_by(Inspection.lease_id)
        .subquery()
    )
    planned = select(Inspection.lease_id).where(Inspection.state == InspectionState.PLANNED)
    since = func.coalesce(last.c.last_on, Lease.starts_on)
    wanted = (
        select(Lease, Unit, last.c.last_on)
        .join(Unit, Unit.id == Lease.unit_id)
        .outerjoin(last, last.c.lease_id == Lease.id)
        .where(
            Lease.place == place,
            Lease.state == LeaseState.ACTIVE,
            since <= visited_by,
            Lease.id.not_in(planned),
        )
        .order_by(Unit.project_code, Unit.building, Unit.entrance, Unit.floor, Unit.room)
        .limit(limit)
    )
    if project:
        wanted = wanted.where(Unit.project_code == project)
    return [Due(lease, unit, last_on) for lease, unit, last_on in session.execute(wanted)]


def signals(session: Session, lease_id: int) -> list[Signal]:
    """Return what the visits under a lease say about whether anybody lives there, by day.

    Basis: HN 34 (HN-34-8).
    """
    return rules.signals(
        Seen(
            on=visit.made_on,
            answered=visit.answered,
            meters=visit.meters,
            findings=tuple(each.kind for each in visit.findings),
            source=visit.number,
        )
        for visit in of_lease(session, lease_id)
        if visit.made_on is not None and visit.answered is not None
    )


def last_readings(session: Session, unit_id: int) -> dict[str, int]:
    """Return the last reading of each meter of a unit, in hundredths."""
    visits = session.scalars(
        select(Inspection)
        .where(Inspection.unit_id == unit_id, Inspection.state == InspectionState.MADE)
        .order_by(Inspection.made_on, Inspection.id)
    )
    read: dict[str, int] = {}
    for visit in visits:
        read |= visit.meters
    return read


def for_violation(session: Session, place: str) -> list[tuple[InspectionFinding, Inspection]]:
    """Return findings that ask for a case of violation and that no case has taken up, by day."""
    return _open(session, place, NextStep.VIOLATION)


def for_decoration(session: Session, place: str) -> list[tuple[InspectionFinding, Inspection]]:
    """Return findings about decoration that nobody has taken up, by day."""
    return _open(session, place, NextStep.DECORATION)


def _open(
    session: Session, place: str, next_step: NextStep
) -> list[tuple[InspectionFinding, Inspection]]:
    rows = session.execute(
        select(InspectionFinding, Inspection)
        .join(Inspection, Inspection.id == InspectionFinding.inspection_id)
        .where(
            Inspection.place == place,
            InspectionFinding.next_step == next_step,
            InspectionFinding.taken_up == "",
        )
        .order_by(Inspection.made_on, InspectionFinding.id)
    )
    return [(found, visit) for found, visit in rows]


def _narrowed(wanted: Select[Any], place: str, only: str, day: date) -> Select[Any]:
    wanted = wanted.where(Inspection.place == place)
    if only == "made":
        return wanted.where(Inspection.state == InspectionState.MADE)
    if not only:
        return wanted
    wanted = wanted.where(Inspection.state == InspectionState.PLANNED)
    if only == "today":
        return wanted.where(Inspection.planned_on <= day)
    return wanted.where(Inspection.planned_on < day) if only == "late" else wanted

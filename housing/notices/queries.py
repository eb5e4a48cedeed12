"""Reads of notices."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.notices.kinds import NoticeKind
from housing.notices.models import Notice
from housing.offices import queries as offices


def get(session: Session, notice_id: int) -> Notice:
    """Return a notice by row id.

    Raises:
        NotFound: there is none.
    """
    found = session.get(Notice, notice_id)
    if found is None:
        raise _none()
    return found


def by_key(session: Session, key: str, day: date) -> Notice:
    """Return a notice by its public key, once it has begun.

    Raises:
        NotFound: no notice has this key, or it has not begun.
    """
    found = session.scalars(select(Notice).where(Notice.key == key)).one_or_none()
    if found is None or found.starts_on > day:
        raise _none()
    return found


def running(
    session: Session,
    place: str,
    day: date,
    *,
    office_id: int | None = None,
    kinds: Sequence[NoticeKind] | None = None,
    offset: int = 0,
    limit: int = 50,
) -> Sequence[Notice]:
    """Return the notices up on `day`, newest first."""
    chosen = _running(place, day, office_id, kinds)
    ordered = chosen.order_by(Notice.starts_on.desc(), Notice.id.desc())
    return session.scalars(ordered.offset(offset).limit(limit)).all()


def count_running(
    session: Session,
    place: str,
    day: date,
    *,
    office_id: int | None = None,
    kinds: Sequence[NoticeKind] | None = None,
) -> int:
    """Return how many notices are up on `day`."""
    chosen = _running(place, day, office_id, kinds).with_only_columns(Notice.id).subquery()
    return session.scalar(select(func.count()).select_from(chosen)) or 0


def of_case(session: Session, case: CaseRef) -> Sequence[Notice]:
    """Return every notice of a case in order, ended and withdrawn ones included."""
    return session.scalars(_of(case).order_by(Notice.starts_on, Notice.id)).all()


def is_up(session: Session, case: CaseRef, kind: NoticeKind, day: date) -> bool:
    """Return whether a case has a notice of that kind up on `day`."""
    held = session.scalars(_of(case).where(Notice.kind == kind)).all()
    return any(notice.runs_on(day) for notice in held)


def ended(session: Session, place: str, day: date, kind: NoticeKind) -> Sequence[Notice]:
    """Return the notices of a kind whose last day lies before `day`, oldest first."""
    return session.scalars(
        select(Notice)
        .where(
            Notice.place == place,
            Notice.kind == kind,
            Notice.withdrawn_at.is_(None),
            Notice.ends_on < day,
        )
        .order_by(Notice.ends_on, Notice.id)
    ).all()


def office_name(session: Session, notice: Notice) -> str:
    """Return the name of the office that made a notice public."""
    office = offices.get(session, notice.office_id)
    return office.name if office else ""


def _of(case: CaseRef) -> Select[Notice]:
    return select(Notice).where(
        Notice.place == case.place, Notice.case_kind == case.kind, Notice.case_id == case.id
    )


def _running(
    place: str, day: date, office_id: int | None, kinds: Sequence[NoticeKind] | None
) -> Select[Notice]:
    chosen = select(Notice).where(
        Notice.place == place,
        Notice.withdrawn_at.is_(None),
        Notice.starts_on <= day,
        or_(Notice.ends_on.is_(None), Notice.ends_on >= day),
    )
    if office_id is not None:
        chosen = chosen.where(Notice.office_id == office_id)
    return chosen if kinds is None else chosen.where(Notice.kind.in_(kinds))


def _none() -> NotFound:
    return NotFound(
        "没有这份公示，网址可能写错了 / there is no such notice; the address may be wrong"
    )

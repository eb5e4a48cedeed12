"""Reads of clocks; every list is ordered by last day, then id, and never counts far."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, literal, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, NotFound

#: Beyond this a list says "more than"; nobody pages so far, and counting would cost.
MOST_COUNTED = 1_000


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which open clocks a list shows; None means no limit of that sort.

    `overdue_on`: only those that are overdue on that day; `due_until`: only those whose last day
    is not later; `reminded_on`: only those whose holder was reminded and that are not over then.
    """

    offices: Collection[int] | None = None
    role: Role | None = None
    kinds: Collection[ClockKind] | None = None
    overdue_on: date | None = None
    due_until: date | None = None
    reminded_on: date | None = None


@dataclass(frozen=True, slots=True)
class WorkPage:
    """Some rows of a work list; `after` is the key of the next page, empty on the last one.

    `total` counts up to `MOST_COUNTED`; `capped` says that there are more.
    """

    rows: Sequence[CaseClock]
    after: str
    total: int
    capped: bool


def work_list(
    session: Session,
    place: str,
    wanted: Wanted | None = None,
    *,
    after: str = "",
    rows: int = 50,
) -> WorkPage:
    """Return a page of the open clocks of a place, the nearest last day first.

    `after` is the key that the page before gave.

    Raises:
        BadInput: `after` is no such key.
    """
    chosen = _open(place, wanted or Wanted())
    page = chosen.order_by(CaseClock.due_on, CaseClock.id).limit(rows + 1)
    if after:
        day, row = read_key(after)
        # Compared as one row value, so that the index is entered where the page begins.
        page = page.where(tuple_(CaseClock.due_on, CaseClock.id) > (day, row))
    found = session.scalars(page).all()
    counted = select(func.count()).select_from(
        chosen.with_only_columns(literal(1)).limit(MOST_COUNTED + 1).subquery()
    )
    total = session.scalar(counted) or 0
    return WorkPage(
        rows=found[:rows],
        after=_key(found[rows - 1]) if len(found) > rows else "",
        total=min(total, MOST_COUNTED),
        capped=total > MOST_COUNTED,
    )


def read_key(key: str) -> tuple[date, int]:
    """Return the last day and the row id that a page key names.

    Raises:
        BadInput: it is no page key.
    """
    day, _, row = key.partition(".")
    try:
        return date.fromisoformat(day), int(row)
    except ValueError as fault:
        raise BadInput(
            f"页码：{key!r} 无法识别，请从第一页重新翻 / page key: not readable, start again"
        ) from fault


def of_case(session: Session, case: CaseRef) -> Sequence[CaseClock]:
    """Return every clock of a case in the order in which they started, ended ones included."""
    return session.scalars(_of(case).order_by(CaseClock.started_on, CaseClock.id)).all()


def open_clock(session: Session, case: CaseRef, kind: ClockKind, sub: int = 0) -> CaseClock | None:
    """Return the clock of that kind that runs in a case, or None."""
    return session.scalars(
        _of(case).where(
            CaseClock.kind == kind, CaseClock.sub == sub, CaseClock.stopped_on.is_(None)
        )
    ).one_or_none()


def get(session: Session, place: str, clock_id: int) -> CaseClock:
    """Return a clock of a place.

    Raises:
        NotFound: the place has none with this id.
    """
    found = session.get(CaseClock, clock_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {clock_id} 号时限 / there is no clock {clock_id}")
    return found


def places(session: Session) -> list[str]:
    """Return the places in which a clock runs, in order."""
    found = select(CaseClock.place).where(CaseClock.stopped_on.is_(None)).distinct()
    return sorted(session.scalars(found))


def to_remind(session: Session, place: str, day: date, rows: int) -> Sequence[int]:
    """Return ids of clocks whose holder is to be reminded by `day` and was not."""
    return _waiting(session, place, CaseClock.remind_on <= day, CaseClock.reminded_at, rows)


def to_escalate(session: Session, place: str, day: date, rows: int) -> Sequence[int]:
    """Return ids of clocks that are overdue on `day` and not yet on the county head's list."""
    return _waiting(session, place, CaseClock.overdue_from <= day, CaseClock.escalated_at, rows)


def provisional(session: Session, place: str) -> Sequence[CaseClock]:
    """Return the open clocks that rest on days whose holidays were not announced."""
    return session.scalars(
        _open(place, Wanted()).where(CaseClock.provisional.is_(True)).order_by(CaseClock.id)
    ).all()


def _waiting(
    session: Session,
    place: str,
    due: ColumnElement[bool],
    done: InstrumentedAttribute[datetime | None],
    rows: int,
) -> Sequence[int]:
    return session.scalars(
        select(CaseClock.id)
        .where(
            CaseClock.place == place,
            CaseClock.stopped_on.is_(None),
            CaseClock.paused_on.is_(None),
            done.is_(None),
            due,
        )
        .order_by(CaseClock.id)
        .limit(rows)
    ).all()


def _of(case: CaseRef) -> Select[CaseClock]:
    return select(CaseClock).where(
        CaseClock.place == case.place,
        CaseClock.case_kind == case.kind,
        CaseClock.case_id == case.id,
    )


def _open(place: str, wanted: Wanted) -> Select[CaseClock]:
    found = select(CaseClock).where(CaseClock.place == place, CaseClock.stopped_on.is_(None))
    if wanted.offices is not None:
        found = found.where(CaseClock.office_id.in_(wanted.offices))
    if wanted.role is not None:
        found = found.where(CaseClock.role == wanted.role)
    if wanted.kinds is not None:
        found = found.where(CaseClock.kind.in_(wanted.kinds))
    if wanted.due_until is not None:
        found = found.where(CaseClock.due_on <= wanted.due_until)
    if wanted.reminded_on is not None:
        found = found.where(
            CaseClock.first_reminded_at.is_not(None), CaseClock.due_on >= wanted.reminded_on
        )
    if wanted.overdue_on is not None:
        # The second day follows from the first; named, it lets the list begin in its index.
        found = found.where(
            CaseClock.overdue_from <= wanted.overdue_on,
            CaseClock.due_on < wanted.overdue_on,
            CaseClock.paused_on.is_(None),
        )
    return found


def _key(clock: CaseClock) -> str:
    return f"{clock.due_on.isoformat()}.{clock.id}"

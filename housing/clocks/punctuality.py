"""Punctuality: of the deadlines that fell due in some days, which were kept, by office and kind."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from statistics import median_low

from sqlalchemy import ColumnElement, and_, case, func, or_, select
from sqlalchemy.orm import Session

from housing.calendar import Calendar, Measure
from housing.clocks.kinds import KINDS, ClockKind, Outcome
from housing.clocks.models import CaseClock
from housing.clocks.reckoning import days_between
from housing.core.errors import BadInput

#: Kinds that only have to pass; nobody is in time or late with them.
WAITING = tuple(kind for kind, spec in KINDS.items() if spec.waits)


@dataclass(slots=True)
class Line:
    """One office and one kind. `days` are the working days from start to end of what ended."""

    office_id: int | None
    kind: ClockKind
    on_time: int = 0
    late: int = 0
    open: int = 0
    overdue: int = 0
    days: list[int] = field(default_factory=list)

    @property
    def total(self) -> int:
        """How many fell due."""
        return self.on_time + self.late + self.open + self.overdue

    @property
    def percent(self) -> int | None:
        """Whole percent that were kept, of those that are decided; None when none is."""
        decided = self.on_time + self.late + self.overdue
        return self.on_time * 100 // decided if decided else None

    @property
    def median(self) -> int | None:
        """Working days that half of them took at most; None when none has ended."""
        return median_low(self.days) if self.days else None


def punctuality(
    session: Session,
    calendar: Calendar,
    place: str,
    first: date,
    last: date,
    day: date,
    offices: Collection[int] | None = None,
) -> Sequence[Line]:
    """Return a line for each office and kind whose deadlines fell due from `first` to `last`.

    `day` is today: what has not ended and is due later is `open`, what should have ended is
    `overdue`. Void clocks and those that only have to pass are left out. The lines are ordered by
    office, then kind.

    Raises:
        BadInput: the days are the wrong way round.
    """
    if last < first:
        raise BadInput(f"截止日：{last} 早于起始日 {first} / last day: before the first day")
    lines: dict[tuple[int, str], Line] = {}
    for row in _counted(session, place, first, last, offices):
        key = (row.office_id or 0, row.kind.value)
        line = lines.setdefault(key, Line(row.office_id, row.kind))
        _add(line, row, day, calendar)
    return [lines[key] for key in sorted(lines)]


@dataclass(frozen=True, slots=True)
class Standing:
    """How the deadlines of one county stand: running, overdue, and of those due lately the kept."""

    open: int = 0
    overdue: int = 0
    on_time: int = 0
    late: int = 0

    @property
    def percent(self) -> int | None:
        """Whole percent that were kept, of those that are decided; None when none is."""
        decided = self.on_time + self.late + self.overdue
        return self.on_time * 100 // decided if decided else None


def across(
    session: Session, places: Collection[str], first: date, day: date
) -> dict[str, Standing]:
    """Return how the deadlines of each place stand on `day`; a place without any is left out.

    Kept and late ones are those that fell due from `first` on. What only has to pass counts for
    nobody.
    """
    runs = CaseClock.stopped_on.is_(None)
    overdue = and_(runs, CaseClock.paused_on.is_(None), CaseClock.overdue_from <= day)
    lately = CaseClock.due_on.between(first, day)

    def counted(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.sum(case((condition, 1), else_=0))

    rows = session.execute(
        select(
            CaseClock.place,
            counted(runs),
            counted(overdue),
            counted(and_(lately, CaseClock.outcome == Outcome.DONE)),
            counted(and_(lately, CaseClock.outcome == Outcome.LATE)),
        )
        .where(CaseClock.place.in_(places), CaseClock.kind.not_in(WAITING))
        .group_by(CaseClock.place)
    )
    return {place: Standing(*(int(each) for each in counts)) for place, *counts in rows}


@dataclass(frozen=True, slots=True)
class _Row:
    office_id: int | None
    kind: ClockKind
    started_on: date
    due_on: date
    stopped_on: date | None
    outcome: Outcome | None
    is_paused: bool
    count: int


def _add(line: Line, row: _Row, day: date, calendar: Calendar) -> None:
    if row.stopped_on is None:
        if row.due_on < day and not row.is_paused:
            line.overdue += row.count
        else:
            line.open += row.count
        return
    if row.outcome is Outcome.LATE:
        line.late += row.count
    else:
        line.on_time += row.count
    took = days_between(calendar, row.started_on, row.stopped_on, Measure.WORKING_DAYS)
    line.days += [took] * row.count


def _counted(
    session: Session, place: str, first: date, last: date, offices: Collection[int] | None
) -> Iterable[_Row]:
    paused = CaseClock.paused_on.is_not(None)
    columns = (
        CaseClock.office_id,
        CaseClock.kind,
        CaseClock.started_on,
        CaseClock.due_on,
        CaseClock.stopped_on,
        CaseClock.outcome,
        paused,
    )
    wanted = (
        select(*columns, func.count())
        .where(
            CaseClock.place == place,
            CaseClock.due_on.between(first, last),
            CaseClock.kind.not_in(WAITING),
            or_(CaseClock.outcome.is_(None), CaseClock.outcome != Outcome.VOID),
        )
        .group_by(*columns)
    )
    if offices is not None:
        wanted = wanted.where(CaseClock.office_id.in_(offices))
    return (_Row(*row) for row in session.execute(wanted))

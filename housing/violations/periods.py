"""The periods of a case as clocks: to speak, to put it right, to give the dwelling back."""

from dataclasses import replace
from datetime import date

from housing.calendar import Measure, Period
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import KINDS, ClockKind
from housing.clocks.reckoning import Terms
from housing.core.access.offices import OfficeKind
from housing.core.work import Work
from housing.offices import queries as offices
from housing.violations.models import Violation
from housing.violations.rules import ONE_DAY

#: Where a case keeps the last day of each.
UNTIL = {
    ClockKind.VIOLATION_STATEMENT: "statement_until",
    ClockKind.RECTIFICATION: "rectify_until",
    ClockKind.RETURN_ORDERED: "return_until",
}


def begin(work: Work, found: Violation, kind: ClockKind) -> date:
    """Start a period of the county's length today; return its last day. Basis: HN 34 (HN-34-1)."""
    return _started(work, found, kind, work.day, None)


def begin_ordered(work: Work, found: Violation, kind: ClockKind, on: date, days: int) -> date:
    """Start the period that a letter has named, with its delivery; return its last day.

    What the county has set since moves nothing. 0 days: at once, so the day of delivery is the one
    day there is. Basis: HN 34 (HN-34-1, HN-34-2).
    """
    terms = clocks.terms_of(work, found.place, kind, Period(max(days, 1), Measure.DAYS))
    if days == 0:
        return _started(work, found, kind, on - ONE_DAY, replace(terms, rolls_over=False))
    return _started(work, found, kind, on, terms)


def last_day(work: Work, found: Violation, kind: ClockKind) -> date | None:
    """Return the last day of a period: a holiday notice or a pause may have moved it since."""
    clock = running.open_clock(work.session, found.case, kind)
    kept: date | None = getattr(found, UNTIL[kind])
    return clock.due_on if clock else kept


def end(work: Work, found: Violation, kind: ClockKind) -> None:
    """End a period of a case if it runs."""
    if running.open_clock(work.session, found.case, kind):
        clocks.stop(work, found.case, kind)


def _started(work: Work, found: Violation, kind: ClockKind, on: date, terms: Terms | None) -> date:
    office = offices.of_kind(work.session, found.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    return clocks.start(
        work,
        found.case,
        kind,
        office_id=office[0].id if office else None,
        role=KINDS[kind].holders[0],
        on=on,
        terms=terms,
    ).due_on

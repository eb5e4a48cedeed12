"""When a clock ends and when its holder is reminded: pure counting over the calendar."""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.calendar import Calendar, Deadline, Measure, Period, counted_back, due

ONE_DAY = timedelta(days=1)
_BY_DAYS = (Measure.WORKING_DAYS, Measure.DAYS)


@dataclass(frozen=True, slots=True)
class Terms:
    """What a clock was started with: its period, the roll-over switch, the reminder's lead.

    `lead` is in working days, `early` that of a first reminder before it, where there is one;
    `waits`: the period simply has to pass. Kept with the clock, so that a later value never moves
    it.
    """

    period: Period
    rolls_over: bool
    lead: int
    waits: bool = False
    early: int | None = None


@dataclass(frozen=True, slots=True)
class Reckoned:
    """The last day, the days of reminder and escalation, and whether they may still move.

    `early_on` is the day of the first of two reminders, None where there is one.
    """

    due_on: date
    remind_on: date
    overdue_from: date
    provisional: bool
    words: str
    early_on: date | None = None


def reckon(calendar: Calendar, started_on: date, terms: Terms, paused_days: int = 0) -> Reckoned:
    """Return when a clock ends that was started on `started_on` and stood for `paused_days`.

    Pauses lengthen the period: by working days where it is counted in them, else by days of the
    almanac. Who has to do something is reminded `lead` working days before the last day, never
    before the start, and is late on the day after it; a first reminder comes `early` working days
    before the last day, where that lies after the start. Where a period only has to pass, the
    reminder comes on the day after it, and it is left lying `lead` working days later.
    Basis: Civil Code 201-203; HN 15 (HN-15-1, HN-15-9).
    """
    deadline = _deadline(calendar, started_on, terms, paused_days)
    lead, after = Period(terms.lead, Measure.WORKING_DAYS), deadline.day + ONE_DAY
    remind_on = max(counted_back(calendar, deadline.day, lead).day, started_on)
    early_on = _early(calendar, deadline.day, terms)
    if early_on is not None and not started_on < early_on < remind_on:
        early_on = None
    overdue_from = after
    if terms.waits:
        remind_on, overdue_from = after, due(calendar, deadline.day, lead).day + ONE_DAY
    words, provisional = deadline.reason, deadline.provisional
    return Reckoned(deadline.day, remind_on, overdue_from, provisional, words, early_on)


def _early(calendar: Calendar, due_on: date, terms: Terms) -> date | None:
    if terms.early is None or terms.waits:
        return None
    return counted_back(calendar, due_on, Period(terms.early, Measure.WORKING_DAYS)).day


def days_between(calendar: Calendar, first: date, last: date, measure: Measure) -> int:
    """Return the days after `first` up to `last` in the days of a measure.

    A pause that begins and ends on one day costs nothing.
    """
    span = range(1, (last - first).days + 1)
    if measure is not Measure.WORKING_DAYS:
        return len(span)
    return sum(calendar.is_working_day(first + timedelta(days=offset)) for offset in span)


def _deadline(calendar: Calendar, start: date, terms: Terms, paused: int) -> Deadline:
    period, rolls = terms.period, terms.rolls_over
    if not paused:
        return due(calendar, start, period, rolls)
    if period.measure in _BY_DAYS:
        longer = Period(period.length + paused, period.measure)
        return due(calendar, start, longer, rolls)
    without = due(calendar, start, period, rolls_over=False)
    return due(calendar, without.day, Period(paused, Measure.DAYS), rolls)

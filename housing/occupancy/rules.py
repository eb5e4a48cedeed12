"""How a project stands to the targets of occupancy: counts and days in, standing out."""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.calendar import Calendar, Measure, Period, counted_back, due
from housing.occupancy.words import Standing, TargetKind

#: How long before the end a project below the target is pointed out.
ALERT = Period(6, Measure.MONTHS)


@dataclass(frozen=True, slots=True)
class ProjectCounts:
    """A project and its units; a unit counts as occupied once let, with lease and keys.

    `completed_on` is the day on which its last building was finished.
    """

    code: str
    name: str
    started_on: date | None
    highrise: bool
    extension_document: str
    completed_on: date | None
    units: int
    occupied: int


@dataclass(frozen=True, slots=True)
class Terms:
    """The targets in force: years, percentages, and the months a high-rise may be given."""

    cycle_years: int
    cycle_percent: int
    window_years: int
    window_percent: int
    extension_months: int


@dataclass(frozen=True, slots=True)
class Target:
    """One target of one project on a day."""

    kind: TargetKind
    rule: str
    ends_on: date | None
    percent_min: int
    standing: Standing


def reaches(occupied: int, units: int, percent: int) -> bool:
    """Return whether the share reaches the percentage; exactly the percentage does.

    Basis: HN 6 (HN-6-2, HN-6-3: 以上 includes the number).
    """
    return units > 0 and occupied * 100 >= percent * units


def cycle_end(calendar: Calendar, project: ProjectCounts, terms: Terms) -> date | None:
    """Return the last day of the cycle from the start of construction.

    A high-rise is given the extension only where a decision is on file.
    Basis: HN 6 (HN-6-2).
    """
    if project.started_on is None:
        return None
    years = Period(terms.cycle_years, Measure.YEARS)
    end = due(calendar, project.started_on, years, rolls_over=False).day
    if project.highrise and project.extension_document and terms.extension_months:
        more = Period(terms.extension_months, Measure.MONTHS)
        end = due(calendar, end, more, rolls_over=False).day
    return end


def window_end(calendar: Calendar, project: ProjectCounts, terms: Terms) -> date | None:
    """Return the last day of the window after completion. Basis: HN 6 (HN-6-3)."""
    if project.completed_on is None:
        return None
    years = Period(terms.window_years, Measure.YEARS)
    return due(calendar, project.completed_on, years, rolls_over=False).day


def targets(
    calendar: Calendar, project: ProjectCounts, terms: Terms, day: date
) -> tuple[Target, Target]:
    """Return both targets of a project as they stand on `day`; either is kept apart.

    Basis: HN 6 (HN-6-2, HN-6-3).
    """
    cycle, window = cycle_end(calendar, project, terms), window_end(calendar, project, terms)
    return (
        Target(
            TargetKind.CYCLE,
            "HN-6-2",
            cycle,
            terms.cycle_percent,
            _standing(calendar, project, cycle, terms.cycle_percent, day),
        ),
        Target(
            TargetKind.COMPLETION,
            "HN-6-3",
            window,
            terms.window_percent,
            _standing(calendar, project, window, terms.window_percent, day),
        ),
    )


def year_ended(day: date) -> date:
    """Return the last day of the assessment year before `day`. Basis: HN 6 (HN-6-1)."""
    return date(day.year, 1, 1) - timedelta(days=1)


def _standing(
    calendar: Calendar, project: ProjectCounts, end: date | None, percent: int, day: date
) -> Standing:
    if end is None or project.units == 0:
        return Standing.NOT_KNOWN
    if reaches(project.occupied, project.units, percent):
        return Standing.REACHED
    if day > end:
        return Standing.MISSED
    alert_from = counted_back(calendar, end, ALERT).day
    return Standing.ALERT if day >= alert_from else Standing.RUNNING


@dataclass(frozen=True, slots=True)
class Trend:
    """How many more units of a project were occupied at the end of a span than at its start."""

    net: int
    days: int


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a project will come to at the end of a target if lets go on as they did.

    `expected`: occupied units on that day; `lacking`: how many more must be let until then.
    """

    target: Target
    expected: int
    lacking: int
    days_left: int


def outlook(project: ProjectCounts, target: Target, trend: Trend, day: date) -> Outlook | None:
    """Return the outlook of a project that will miss a target which has not ended; else None.

    The trend of the span behind is carried on to the last day, in whole units rounded down, never
    below none or above all. Also who has reached the target is pointed out when more leave than
    come. Basis: HN 6 (HN-6-2, HN-6-3).
    """
    if target.ends_on is None or project.units == 0 or day > target.ends_on or trend.days < 1:
        return None
    left = (target.ends_on - day).days
    expected = project.occupied + trend.net * left // trend.days
    expected = min(max(expected, 0), project.units)
    if reaches(expected, project.units, target.percent_min):
        return None
    wanted = -(-target.percent_min * project.units // 100)
    return Outlook(target, expected, max(wanted - project.occupied, 0), left)

"""When the wait must be over, and what a county may set: values in, days out."""

from dataclasses import dataclass
from datetime import date, timedelta

from housing.calendar import Calendar, Measure, Period, due
from housing.core.errors import BrokenRule

MONTHS_IN_A_YEAR = 12
#: Months before the cap at which an entry appears on the work lists.
WARNINGS = (12, 6, 3, 1)


@dataclass(frozen=True, slots=True)
class Cap:
    """The last day of the waiting period, and whether its year's calendar is announced yet."""

    day: date
    provisional: bool


def check_waiting_period(months: int, most_years: int) -> None:
    """Refuse a local waiting period beyond what the measures allow in general.

    Basis: HN 16 (HN-16-1, HN-16-2). A longer one needs a reason of its own, which the county gives
    by an amendment of the limit with its document.

    Raises:
        BrokenRule: names both lengths.
    """
    if months > most_years * MONTHS_IN_A_YEAR:
        raise BrokenRule(
            f"轮候期 {months} 个月超过一般不超过的 {most_years} 年，不能据以登记"
            f" / a waiting period of {months} months is longer than {most_years} years",
            rules=("HN-16-2",),
        )


def cap_of(calendar: Calendar, registered_on: date, months: int) -> Cap:
    """Return the last day by which a flat or a subsidy must be arranged.

    The period runs from the day of registration, that day not counted; it binds the authority,
    so a last day of rest does not lengthen it. Basis: HN 16 (HN-16-2, HN-16-3).
    """
    found = due(calendar, registered_on, Period(months, Measure.MONTHS), rolls_over=False)
    return Cap(found.day, found.provisional)


def months_left(day: date, cap_on: date) -> int:
    """Return the full calendar months from `day` to the cap; negative once it has passed."""
    if day > cap_on:
        return -1
    months = (cap_on.year - day.year) * MONTHS_IN_A_YEAR + cap_on.month - day.month
    return months - (cap_on.day < day.day)


def warning(day: date, cap_on: date) -> int | None:
    """Return the nearest warning (12, 6, 3 or 1 months) that an entry has reached, or None.

    Basis: HN 16 (HN-16-3): the duty must be seen before it is broken.
    """
    left = months_left(day, cap_on)
    reached = [each for each in WARNINGS if left < each]
    return min(reached) if reached else None


def is_overdue(day: date, cap_on: date) -> bool:
    """Return whether the authority is late with this entry. Basis: HN 16 (HN-16-3)."""
    return day > cap_on


def within(calendar: Calendar, day: date, months: int) -> date:
    """Return the last cap day that lies within so many months of `day`. Basis: HN 16 (HN-16-3)."""
    return due(calendar, day, Period(months, Measure.MONTHS), rolls_over=False).day


def rescue_due_on(registered_on: date) -> date:
    """Return the last day on which a rescue household may be without flat or subsidy.

    The law sets no time; by the recommended reading the next round covers it, or the subsidy from
    the month after registration, so that month's last day at the latest. Basis: HN 18 (HN-18-2).
    """
    months = registered_on.year * MONTHS_IN_A_YEAR + registered_on.month + 1
    return date(months // MONTHS_IN_A_YEAR, months % MONTHS_IN_A_YEAR + 1, 1) - timedelta(days=1)


#: So few can be looked at in one night in any county.
LEAST_A_NIGHT = 50


def most_a_night(waiting: int, days: int) -> int:
    """Return how many of those who wait are looked at, or asked, in one night at most.

    Spread over `days` nights, so that neither departments nor telephones are flooded where many
    fall due together. Basis: HN 16 (HN-16-4).
    """
    return max(LEAST_A_NIGHT, -(-waiting // days))

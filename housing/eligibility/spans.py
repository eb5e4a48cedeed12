"""Years, months and ages between days of the almanac."""

from calendar import monthrange
from datetime import date, timedelta

MONTHS_IN_A_YEAR = 12


def years_before(day: date, years: int) -> date:
    """Return the corresponding day `years` earlier; 29 February becomes 28 February.

    Basis: Civil Code 202 (the month's last day where the corresponding day is missing).
    """
    year = day.year - years
    return date(year, day.month, min(day.day, monthrange(year, day.month)[1]))


def first_day_outside(event: date, years: int) -> date:
    """Return the first day whose `years` before it no longer reach back to `event`."""
    day = years_before(event, -years)
    while years_before(day, years) <= event:
        day += timedelta(days=1)
    return day


def full_years(since: date, day: date) -> int:
    """Return the full years from `since` to `day`; somebody's age from the day of birth."""
    return day.year - since.year - ((day.month, day.day) < (since.month, since.day))


def full_months(since: date, day: date) -> int:
    """Return the full months from `since` to `day`; negative when `since` is later."""
    months = (day.year - since.year) * MONTHS_IN_A_YEAR + day.month - since.month
    return months - (day.day < since.day)


def month_number(month: str) -> int:
    """Return a month such as '2026-03' as a running number, so that neighbours differ by one.

    Raises:
        ValueError: it is no month.
    """
    day = date.fromisoformat(f"{month}-01")
    return day.year * MONTHS_IN_A_YEAR + day.month - 1


def month_text(number: int) -> str:
    """Return the month of a running number, such as '2026-03'."""
    return f"{number // MONTHS_IN_A_YEAR:04d}-{number % MONTHS_IN_A_YEAR + 1:02d}"

"""Days of a lease, as values: how long it may be, when it ends, which duties it meets."""

from datetime import date, timedelta

from housing.calendar.book import Calendar
from housing.calendar.periods import Measure, Period, due
from housing.core.errors import BadInput, BrokenRule

ONE_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12
#: Months end on the same days in every calendar.
_ALMANAC = Calendar()


def last_day(starts_on: date, months: int) -> date:
    """Return the last day of a lease of so many months: the day before the corresponding day.

    Basis: HN 24 (HN-24-4).

    Raises:
        BadInput: less than one month, or days that leave the calendar.
    """
    if months < 1:
        raise BadInput("租期（月）：至少 1 个月 / months: at least 1")
    return due(_ALMANAC, starts_on, Period(months, Measure.MONTHS), False).day - ONE_DAY


def must_be_short(starts_on: date, ends_on: date, years: int) -> None:
    """Refuse a lease beyond the longest term.

    Basis: HN 24 (HN-24-4: `ends_on` at most `starts_on` + 5 years - 1 day).

    Raises:
        BadInput: it ends before it begins.
        BrokenRule: it is longer.
    """
    if ends_on < starts_on:
        raise BadInput(
            f"租期：止于 {ends_on}，早于起始日 {starts_on} / term: it ends before it begins"
        )
    longest = last_day(starts_on, years * MONTHS_IN_A_YEAR)
    if ends_on > longest:
        raise BrokenRule(
            f"租期：{starts_on} 至 {ends_on}，超过 {years} 年；最晚可到 {longest}"
            f" / term: longer than {years} years; it may end on {longest} at the latest",
            rules=("HN-24-4",),
        )


def term_words(starts_on: date, ends_on: date) -> str:
    """Return how long a lease is, in words: whole months, and days beyond them."""
    months = (ends_on.year - starts_on.year) * MONTHS_IN_A_YEAR + ends_on.month - starts_on.month
    months += 1  # The last day is part of the term.
    while months and last_day(starts_on, months) > ends_on:
        months -= 1
    reached = last_day(starts_on, months) if months else starts_on - ONE_DAY
    days = (ends_on - reached).days
    words = f"{months} 个月" if months else ""
    return f"{words}零 {days} 天" if months and days else words or f"{days} 天"


def months_on(day: date, months: int) -> date:
    """Return the day that lies so many months after `day`."""
    return due(_ALMANAC, day, Period(months, Measure.MONTHS), False).day

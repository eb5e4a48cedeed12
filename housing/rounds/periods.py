"""When a publicity period ends: calendar days, the first not counted, rolling over days of rest."""

from datetime import date, timedelta

import chinese_calendar  # type: ignore[import-untyped, unused-ignore]

_SATURDAY = 5


def last_publicity_day(posted_on: date, days: int, rolls_over: bool) -> date:
    """Return the last day of a publicity period of `days` calendar days.

    The day of posting is not counted; with `rolls_over` a last day that is a day of rest moves to
    the next working day. Basis: HN 21 (HN-21-6) read as HN-15-9; Civil Code 201, 203.
    """
    last = posted_on + timedelta(days=days)
    while rolls_over and not is_working_day(last):
        last += timedelta(days=1)
    return last


def is_working_day(day: date) -> bool:
    """Return whether `day` is a working day of the State Council's calendar (工作日).

    Make-up working days count. A year that has not been announced yet is judged by its weekends
    alone, so that a date in it is provisional.
    """
    try:
        return bool(chinese_calendar.is_workday(day))
    except RuntimeError:  # The library's refusal of a year that it does not hold.
        return day.weekday() < _SATURDAY

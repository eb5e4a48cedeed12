"""When a publicity period ends: calendar days, the first not counted, rolling over days of rest."""

from datetime import date

from housing.calendar import Measure, Period, due, load_calendar


def last_publicity_day(posted_on: date, days: int, rolls_over: bool) -> date:
    """Return the last day of a publicity period of `days` calendar days.

    The day of posting is not counted; with `rolls_over` a last day that is a day of rest moves to
    the next working day. Basis: HN 21 (HN-21-6) read as HN-15-9; Civil Code 201, 203.
    """
    return due(load_calendar(), posted_on, Period(days, Measure.DAYS), rolls_over).day


def is_working_day(day: date) -> bool:
    """Return whether `day` is a working day of the State Council's calendar (工作日).

    Make-up working days count. A year that has not been announced yet is judged by its weekends
    alone, so that a date in it is provisional.
    """
    return load_calendar().is_working_day(day)

"""Working days of the State Council's calendar, and when a period ends (design §2.5)."""

from housing.calendar.book import Calendar, load_calendar
from housing.calendar.notice import Notice, read_notice
from housing.calendar.periods import Deadline, Measure, Period, counted_back, due

__all__ = [
    "Calendar",
    "Deadline",
    "Measure",
    "Notice",
    "Period",
    "counted_back",
    "due",
    "load_calendar",
    "read_notice",
]

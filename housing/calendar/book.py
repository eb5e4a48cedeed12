"""Which days are worked: the notices on file, then the published calendar, then weekends alone."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Self

import chinese_calendar  # type: ignore[import-untyped, unused-ignore]

from housing.calendar.notice import SATURDAY, Notice, read_notice
from housing.core.settings import config_folder

PUBLISHED = "国务院办公厅历年放假安排通知 / the State Council's yearly notices (chinesecalendar)"
UNKNOWN = "尚无放假安排，暂按周末休息计算 / no notice yet; weekends alone are taken as days of rest"
#: The years that are shown.
FIRST_YEAR, LAST_YEAR = 1950, 2199
#: Holidays as the published calendar names them.
NAMES = {
    "New Year's Day": "元旦",
    "Spring Festival": "春节",
    "Tomb-sweeping Day": "清明节",
    "Labour Day": "劳动节",
    "Dragon Boat Festival": "端午节",
    "Mid-autumn Festival": "中秋节",
    "National Day": "国庆节",
    "Anti-Fascist 70th Day": "抗战胜利70周年纪念日",
}


@dataclass(frozen=True, slots=True)
class CalendarDay:
    """One day: is it worked, under which holiday's name, and does a notice say so."""

    day: date
    working: bool
    holiday: str
    provisional: bool

    @property
    def is_made_up(self) -> bool:
        """Return whether the day is a weekend day that is worked."""
        return self.working and self.day.weekday() >= SATURDAY


class Calendar:
    """The working days of all years. Read-only; no year is ever an error."""

    def __init__(self, notices: Iterable[Notice] = ()) -> None:
        """A notice goes before the published calendar for its whole year."""
        in_order = sorted(notices, key=lambda notice: notice.year)
        self._notices = {notice.year: notice for notice in in_order}
        # Last comes the notice of the year after: it may speak of this year's last days. Other
        # days are worked out when they are first asked for.
        self._days = {
            day: CalendarDay(day, working, name, provisional=False)
            for notice in in_order
            for days, working in ((notice.rest, False), (notice.working, True))
            for day, name in days.items()
        }

    @classmethod
    def of(cls, folder: Path) -> Self:
        """Return the calendar with the notices of `folder`.

        Raises:
            BadInput: see `read_notice`.
        """
        paths = sorted(folder.glob("*.toml"))
        return cls(read_notice(path.name, path.read_bytes()) for path in paths)

    def day(self, day: date) -> CalendarDay:
        """Return what is known of `day`."""
        found = self._days.get(day)
        if found is None:
            found = self._days[day] = self._not_named(day)
        return found

    def _not_named(self, day: date) -> CalendarDay:
        published = None if day.year in self._notices else _published(day)
        if published is not None:
            return published
        unknown = day.year not in self._notices
        return CalendarDay(day, day.weekday() < SATURDAY, "", provisional=unknown)

    def is_working_day(self, day: date) -> bool:
        """Return whether `day` is worked (工作日); make-up working days count."""
        return self.day(day).working

    def is_provisional(self, year: int) -> bool:
        """Return whether nobody has announced the holidays of `year` yet."""
        return year not in self._notices and _published(date(year, 7, 1)) is None

    def source(self, year: int) -> str:
        """Return where the days of `year` are written, or that nothing is known."""
        if year in self._notices:
            return self._notices[year].source
        return UNKNOWN if self.is_provisional(year) else PUBLISHED

    def days_of(self, year: int) -> list[CalendarDay]:
        """Return every day of `year` in order."""
        first = date(year, 1, 1)
        count = (date(year, 12, 31) - first).days + 1
        return [self.day(first + timedelta(days=offset)) for offset in range(count)]


def load_calendar(folder: Path | None = None) -> Calendar:
    """Return the calendar of this installation (`config/calendar`), or of another folder.

    A notice that an officer adds while the system runs is seen at the next call.

    Raises:
        BadInput: a notice on file cannot be read; see `read_notice`.
    """
    place = folder or config_folder() / "calendar"
    stamps = tuple(
        (path.name, path.stat().st_mtime_ns, path.stat().st_size)
        for path in sorted(place.glob("*.toml"))
    )
    return _kept(place, stamps)


@cache
def _kept(folder: Path, _stamps: tuple[tuple[str, int, int], ...]) -> Calendar:
    return Calendar.of(folder)


@cache
def _published(day: date) -> CalendarDay | None:
    try:
        working = bool(chinese_calendar.is_workday(day))
        _, name = chinese_calendar.get_holiday_detail(day)
    except RuntimeError:  # The library's refusal of a year that it does not hold.
        return None
    return CalendarDay(day, working, NAMES.get(name, name or ""), provisional=False)

"""The day and the time, asked in one place so that tests and demonstrations can choose them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

ZONE = ZoneInfo("Asia/Shanghai")


@dataclass(frozen=True, slots=True)
class Clock:
    """Tells the time; `read` returns an aware UTC time."""

    read: Callable[[], datetime]

    def now(self) -> datetime:
        """Return the present instant in UTC."""
        return self.read().astimezone(UTC)

    def today(self) -> date:
        """Return the calendar day in Asia/Shanghai, where every legal day of this system lies."""
        return day_of(self.now())


def day_of(instant: datetime) -> date:
    """Return the calendar day in Asia/Shanghai on which `instant` falls."""
    return instant.astimezone(ZONE).date()


def system_clock() -> Clock:
    """Return the clock of this machine."""
    return Clock(lambda: datetime.now(UTC))


def standing_clock(instant: datetime) -> Clock:
    """Return a clock that always shows `instant` (aware)."""
    return Clock(lambda: instant)


def chinese_day(day: date) -> str:
    """Return a day as letters and contracts write it: 2026年9月1日."""
    return f"{day.year}年{day.month}月{day.day}日"

"""The days of the demonstration: all before the given day, with a real publicity period."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterHead, RegisterRow
from housing.core.clock import ZONE, Clock, standing_clock

#: Seven days of publicity and the longest run of days of rest lie between the first day and `day`.
DAYS_BEFORE = 28


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns a day and an hour of the story into the instant of an act."""

    day: date

    @property
    def first_day(self) -> date:
        """The day of the import and the freeze."""
        return self.day - timedelta(days=DAYS_BEFORE)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return the instant `days` after the first day, in the county's time."""
        moment = datetime.combine(self.first_day, time(hour, minute), ZONE)
        return (moment + timedelta(days=days)).astimezone(UTC)


def after(day: date, hour: int) -> datetime:
    """Return the instant on the day after `day`."""
    return datetime.combine(day + timedelta(days=1), time(hour), ZONE).astimezone(UTC)


def clock_at(session: Session, place: str, instant: datetime) -> Clock:
    """Return a clock at `instant`, or just after the register's last row if that is later.

    A demonstration that was interrupted and looked at in between must not backdate anything.
    """
    head = session.get(RegisterHead, place)
    last = session.get(RegisterRow, (place, head.number)) if head and head.number else None
    if last is not None and last.at >= instant:
        return standing_clock(last.at + timedelta(seconds=1))
    return standing_clock(instant)

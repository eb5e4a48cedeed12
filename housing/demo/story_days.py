"""The days of the demonstration: all before the given day, with real periods of publicity."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterHead, RegisterRow
from housing.core.clock import ZONE, Clock, standing_clock

#: The round: seven days of publicity and the longest run of days of rest.
ROUND_DAYS = 28
#: Admission: two publicities, a reconsideration between them, and as many days of rest.
ADMISSION_DAYS = 42
#: So many days lie between the first day of the story and the day of the demonstration.
DAYS_BEFORE = ROUND_DAYS + ADMISSION_DAYS


@dataclass(frozen=True, slots=True)
class Calendar:
    """Turns a day and an hour of the story into the instant of an act.

    A round on one's own sheets has no admission after it (`days_before` is `ROUND_DAYS`), so that
    it lies as near to the day of the demonstration as the sheets do.
    """

    day: date
    days_before: int = DAYS_BEFORE

    @property
    def first_day(self) -> date:
        """The day of the import and the freeze."""
        return self.day - timedelta(days=self.days_before)

    def at(self, days: int, hour: int, minute: int = 0) -> datetime:
        """Return the instant `days` after the first day, in the county's time."""
        moment = datetime.combine(self.first_day, time(hour, minute), ZONE)
        return (moment + timedelta(days=days)).astimezone(UTC)


def on(day: date, hour: int, minute: int = 0) -> datetime:
    """Return the instant on that day, in the county's time."""
    return datetime.combine(day, time(hour, minute), ZONE).astimezone(UTC)


def after(day: date, hour: int) -> datetime:
    """Return the instant on the day after `day`."""
    return on(day + timedelta(days=1), hour)


def clock_at(session: Session, place: str, instant: datetime) -> Clock:
    """Return a clock at `instant`, or just after the register's last row if that is later.

    A demonstration that was interrupted and looked at in between must not backdate anything.
    """
    head = session.get(RegisterHead, place)
    last = session.get(RegisterRow, (place, head.number)) if head and head.number else None
    if last is not None and last.at >= instant:
        return standing_clock(last.at + timedelta(seconds=1))
    return standing_clock(instant)

"""When whose turn is: slots in the public order, over the working days of a hall."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from housing.calendar import Calendar
from housing.core.clock import ZONE
from housing.core.errors import BadInput

MIDNIGHT = 24 * 60
MOST_MINUTES, MOST_AT_ONCE = 240, 200


@dataclass(frozen=True, slots=True)
class Hours:
    """The hours of a hall: from the first day on, each working day between two minutes.

    Minutes count from midnight in Asia/Shanghai. `per_slot` households are told one time, and
    called in their order within it.
    """

    starts_on: date
    from_minute: int
    until_minute: int
    slot_minutes: int
    per_slot: int

    def check(self) -> None:
        """Refuse hours in which nobody could pick.

        Raises:
            BadInput: names the field and what it may be.
        """
        if not 1 <= self.slot_minutes <= MOST_MINUTES:
            raise BadInput(
                f"每批时长：{self.slot_minutes}，应为 1 至 {MOST_MINUTES} 分钟"
                f" / minutes of a slot: 1 to {MOST_MINUTES}"
            )
        if not 1 <= self.per_slot <= MOST_AT_ONCE:
            raise BadInput(
                f"每批户数：{self.per_slot}，应为 1 至 {MOST_AT_ONCE} 户"
                f" / households of a slot: 1 to {MOST_AT_ONCE}"
            )
        if not 0 <= self.from_minute <= self.until_minute - self.slot_minutes < MIDNIGHT:
            raise BadInput(
                "选房时间：结束时间须晚于开始时间，且至少够一批"
                " / hours: the end must leave room for one slot after the start"
            )


def times_of(hours: Hours, calendar: Calendar, count: int) -> list[datetime]:
    """Return the time of each of `count` turns (UTC), in their order.

    Basis: HN 21 (HN-21-7), HN 22 (HN-22-4).

    Raises:
        BadInput: see `Hours.check`; the first day is no working day.
    """
    hours.check()
    if not calendar.is_working_day(hours.starts_on):
        raise BadInput(
            f"选房日期：{hours.starts_on} 不是工作日，请另选一天"
            f" / first day: {hours.starts_on} is a day of rest; choose another"
        )
    batches = _batches(hours, calendar)
    batches = _batches(hours, calendar)
    times: list[datetime] = []
    while len(times) < count:
        times += [next(batches)] * hours.per_slot
    return times[:count]


def _batches(hours: Hours, calendar: Calendar) -> Iterator[datetime]:
    day = hours.starts_on
    while True:
        if calendar.is_working_day(day):
            midnight = datetime.combine(day, time(), tzinfo=ZONE)
            for minute in range(
                hours.from_minute, hours.until_minute - hours.slot_minutes + 1, hours.slot_minutes
            ):
                yield (midnight + timedelta(minutes=minute)).astimezone(UTC)
        day += timedelta(days=1)

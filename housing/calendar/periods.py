"""When a period ends: pure counting over a calendar, with the reason in words.

Basis: Civil Code 201 (the first day is not counted), 202 (the corresponding day of the last month,
the month's end where it is missing), 203 (a last day of rest moves to the next working day); read
for this law as HN 15 (HN-15-9), HN 24 (HN-24-2, HN-24-5).
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from housing.calendar.book import Calendar
from housing.core.errors import BadInput

ONE_DAY = timedelta(days=1)
MONTHS_IN_A_YEAR = 12


class Measure(StrEnum):
    """What a period is counted in; working days follow the calendar, the others the almanac."""

    WORKING_DAYS = "working_day"
    DAYS = "calendar_day"
    MONTHS = "month"
    YEARS = "year"


WORDS = {
    Measure.WORKING_DAYS: ("个工作日", "working day"),
    Measure.DAYS: ("日", "day"),
    Measure.MONTHS: ("个月", "month"),
    Measure.YEARS: ("年", "year"),
}
#: Longer than anything in the law, and short enough for every calendar.
LONGEST = {
    Measure.WORKING_DAYS: 2_500,
    Measure.DAYS: 36_500,
    Measure.MONTHS: 1_200,
    Measure.YEARS: 100,
}


@dataclass(frozen=True, slots=True)
class Period:
    """A length of time as the law writes it, e.g. 15 working days."""

    length: int
    measure: Measure

    def __post_init__(self) -> None:
        """Refuse what is no period.

        Raises:
            BadInput: the length is below 1, or beyond every period of the law.
        """
        if not 1 <= self.length <= LONGEST[self.measure]:
            raise BadInput(
                f"期限：{self.chinese}，应为 1 至 {LONGEST[self.measure]}"
                f" / period: {self.english}; give 1 to {LONGEST[self.measure]}"
            )

    @property
    def chinese(self) -> str:
        """Return the period in Chinese words."""
        return f"{self.length} {WORDS[self.measure][0]}"

    @property
    def english(self) -> str:
        """Return the period in English words."""
        return _counted(self.length, WORDS[self.measure][1])


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day of a period, whether it may still move, and how it was counted.

    `provisional` is true when it rests on days whose holidays nobody has announced yet; such a day
    is to be counted again when the notice appears. `reason` is Chinese, then English.
    """

    day: date
    provisional: bool
    reason: str


def due(calendar: Calendar, start: date, period: Period, rolls_over: bool = True) -> Deadline:
    """Return the last day of `period`, counted from the day after `start`.

    Working days end on a working day by themselves. Any other period ends on its last day or, with
    `rolls_over`, on the next working day when that is a day of rest (policy value
    `last_day_rolls_over`). Basis: HN-15-9, HN-21-2, HN-24-2; Civil Code 201-203.

    Raises:
        BadInput: the period leaves the calendar.
    """
    if period.measure is Measure.WORKING_DAYS:
        return _working_days(calendar, start, period)
    last = _moved(start, period, forward=True)
    end = last
    unsure = rolls_over and calendar.day(end).provisional
    while rolls_over and not calendar.is_working_day(end):
        end = _step(end, ONE_DAY)
        unsure = unsure or calendar.day(end).provisional
    chinese = f"自 {start} 次日起 {period.chinese}，到 {last}"
    english = f"{period.english} from the day after {start}, to {last}"
    if end != last:
        chinese += f"，该日休息，顺延至 {end}"
        english += f", a day of rest, hence {end}"
    return _deadline(end, unsure, chinese, english)


def counted_back(calendar: Calendar, end: date, period: Period) -> Deadline:
    """Return the day that lies `period` before `end`, for what must be done that long before.

    Months and years give the corresponding day, the month's end where it is missing; the day never
    moves, for moving it either way would shorten somebody's time. Basis: HN 24 (HN-24-5: the last
    day to apply for renewal), HN 12 (HN-12-1: where a look-back begins).

    Raises:
        BadInput: the period leaves the calendar.
    """
    if period.measure is Measure.WORKING_DAYS:
        day, provisional, _ = _walk(calendar, end, period.length, -ONE_DAY)
    else:
        day, provisional = _moved(end, period, forward=False), False
    return _deadline(
        day,
        provisional,
        f"{end} 之前 {period.chinese}，为 {day}",
        f"{period.english} before {end}, that is {day}",
    )


def _working_days(calendar: Calendar, start: date, period: Period) -> Deadline:
    end, provisional, made_up = _walk(calendar, start, period.length, ONE_DAY)
    rest = (end - start).days - period.length
    chinese = f"自 {start} 次日起 {period.chinese}，休息 {rest} 天不计，到 {end}"
    english = (
        f"{period.english} from the day after {start},"
        f" {_counted(rest, 'day')} of rest not counted, to {end}"
    )
    if made_up:
        chinese += f"，含补班 {made_up} 天"
        english += f", {_counted(made_up, 'made-up day')} counted"
    return _deadline(end, provisional, chinese, english)


def _walk(calendar: Calendar, day: date, count: int, step: timedelta) -> tuple[date, bool, int]:
    """Walk `count` working days; return the day, was any day unsure, how many were made up for."""
    provisional, made_up = False, 0
    while count:
        day = _step(day, step)
        found = calendar.day(day)
        provisional = provisional or found.provisional
        count -= found.working
        made_up += found.is_made_up
    return day, provisional, made_up


def _moved(day: date, period: Period, forward: bool) -> date:
    sign = 1 if forward else -1
    if period.measure is Measure.DAYS:
        return _step(day, timedelta(days=sign * period.length))
    factor = MONTHS_IN_A_YEAR if period.measure is Measure.YEARS else 1
    year, month = divmod(
        day.year * MONTHS_IN_A_YEAR + day.month - 1 + sign * period.length * factor,
        MONTHS_IN_A_YEAR,
    )
    if not date.min.year <= year < date.max.year:
        raise _beyond(day)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _step(day: date, step: timedelta) -> date:
    try:
        return day + step
    except OverflowError as fault:
        raise _beyond(day) from fault


def _beyond(day: date) -> BadInput:
    return BadInput(f"日期：从 {day} 起算超出日历 / date: counting from {day} leaves the calendar")


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _deadline(day: date, provisional: bool, chinese: str, english: str) -> Deadline:
    if provisional:
        chinese += "（暂定：所涉年度的放假安排尚未公布）"
        english += " (provisional: the holidays of a year in it are not announced yet)"
    return Deadline(day, provisional, f"{chinese} / {english}")

"""Days and conditions of an exit, as values: how long one may stay, and when one may be sued."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from housing.calendar.book import Calendar
from housing.calendar.periods import Measure, Period, due
from housing.core.errors import BadInput, BrokenRule

ONE_DAY = timedelta(days=1)
#: Months end on the same days in every calendar.
_ALMANAC = Calendar()
_NUMBERS = "零一二三四五六七八九"


@dataclass(frozen=True, slots=True)
class Relocation:
    """The county's relocation period: `months` from delivery, `most_months` if it is extended."""

    months: int
    most_months: int

    @classmethod
    def of(cls, value: Mapping[str, Any]) -> "Relocation":
        """Return the period as the county's value gives it (parameter relocation_period)."""
        months = int(value["months"])
        return cls(months, max(months, int(value.get("months_extended_most", 0))))

    def until(self, delivered_on: date) -> date:
        """Return the last day of the period; the day of delivery is not counted.

        Basis: HN 33 (HN-33-5).
        """
        return months_after(delivered_on, self.months)

    def longest(self, delivered_on: date) -> date:
        """Return the last day to which the period may be extended; it too runs from delivery."""
        return months_after(delivered_on, self.most_months)

    @property
    def words(self) -> str:
        """The period as letters write it, 三个月."""
        return f"{_in_words(self.months)}个月"


def months_after(day: date, months: int) -> date:
    """Return the corresponding day so many months later, the end of a month that is shorter."""
    return day if months == 0 else due(_ALMANAC, day, Period(months, Measure.MONTHS), False).day


def years_after(day: date, years: int) -> date:
    """Return the corresponding day so many years later."""
    return due(_ALMANAC, day, Period(years, Measure.YEARS), False).day


def must_extend(period: Relocation, delivered_on: date, now_until: date, until: date) -> None:
    """Refuse a longer relocation than the county's rule knows.

    Basis: HN 33 (HN-33-5).

    Raises:
        BadInput: it is no longer than now. BrokenRule: it is longer than the rule allows.
    """
    if until <= now_until:
        raise BadInput(f"延长到：须晚于现在的 {now_until} / until: must be later than {now_until}")
    longest = period.longest(delivered_on)
    if until > longest:
        raise BrokenRule(
            f"延长到：{until}，按本地规定最晚到 {longest}"
            f" / until: the rule of the county allows {longest} at the latest",
            rules=("HN-33-5",),
        )


def must_be_suable(relocate_until: date | None, habitable: bool | None, day: date) -> None:
    """Refuse a lawsuit before the period is over, or over a tenant without a home of their own.

    Basis: HN 33 (HN-33-8).

    Raises:
        BrokenRule: says which of the two is missing.
    """
    if relocate_until is None or day <= relocate_until:
        until = f"（到 {relocate_until}）" if relocate_until else ""
        raise BrokenRule(
            f"搬迁期{until}届满后才能提起诉讼 / a lawsuit needs the relocation period to be over",
            rules=("HN-33-8", "HN-33-5"),
        )
    if not habitable:
        raise BrokenRule(
            "没有登记符合入住条件的自有住房，不能提起诉讼；确无其他住房的，按市场价格缴纳租金，可以继续居住"
            " / no own dwelling fit to live in is on file; a tenant without one pays the market's"
            " rent and stays",
            rules=("HN-33-8", "HN-33-6"),
        )


def has_no_other_home(area: int | None, habitable: bool | None) -> bool:
    """Return whether it is established that the household has nowhere else to live.

    `area`: dwellings on the registry's answer in hundredths of m², None while it has not answered;
    `habitable`: whether the own dwelling on file is fit to live in, None where none is on file.
    Basis: HN 33 (HN-33-6).
    """
    if habitable is not None:
        return not habitable
    return area == 0


def _in_words(number: int) -> str:
    if number < len(_NUMBERS):
        return "两" if number == 2 else _NUMBERS[number]
    tens, rest = divmod(number, 10)
    return ("" if tens == 1 else _NUMBERS[tens]) + "十" + (_NUMBERS[rest] if rest else "")

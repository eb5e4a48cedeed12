"""Periods and idleness of a flat: days in, days out."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from housing.calendar.book import Calendar
from housing.calendar.periods import Measure, Period, due
from housing.core.errors import BrokenRule
from housing.violations.words import ViolationKind

ONE_DAY = timedelta(days=1)
_ALMANAC = Calendar()


@dataclass(frozen=True, slots=True)
class Night:
    """What was seen on a day: whether somebody lives there; None where it could not be told."""

    on: date
    lived_in: bool | None


@dataclass(frozen=True, slots=True)
class Idle:
    """Since which verified day nobody lives in a flat, and for how many full months."""

    since: date
    months: int


def days_to_rectify(value: dict[str, int], kind: ViolationKind) -> int:
    """Return how many days a county gives; unlawful acts have to cease sooner.

    Basis: HN 34 (HN-34-1, HN-34-7).
    """
    return value["unlawful_activity_days" if kind is ViolationKind.UNLAWFUL else "days"]


def idle(nights: Iterable[Night], away: Collection[tuple[date, date]], day: date) -> Idle | None:
    """Return since when a flat stands idle without good reason; None when it does not.

    It begins with the first verified unoccupied day. Any verified night interrupts, and so does
    an accepted absence (`away`: first and last day): what is seen until its end does not count.
    Basis: HN 34 (HN-34-8).
    """
    seen = [night for night in nights if night.on <= day]
    excused = [until for begun, until in away if begun <= day]
    lived = [night.on for night in seen if night.lived_in]
    floor = max([*lived, *excused], default=date.min)
    empty = [night.on for night in seen if night.lived_in is False and night.on > floor]
    if not empty:
        return None
    since = min(empty)
    return Idle(since, full_months(since, day))


def full_months(since: date, day: date) -> int:
    """Return how many full months have passed: to the corresponding day, by the almanac."""
    months = (day.year - since.year) * 12 + day.month - since.month
    while months > 0 and _months_after(since, months) > day:
        months -= 1
    return max(months, 0)


def must_be_idle(found: Idle | None, limit: int) -> Idle:
    """Return the idleness if it has lasted long enough; so many full months are enough.

    Basis: HN 34 (HN-34-8: 连续6个月以上).

    Raises:
        BrokenRule: names since when and what is still missing.
    """
    if found is None:
        raise BrokenRule(
            "没有查实无人居住的记录，或者其后有人居住、外出理由已认可；请先上门或者抄表核实"
            " / no verified day without anybody counts; visit the flat or read its meters first",
            rules=("HN-34-8",),
        )
    if found.months < limit:
        until = _months_after(found.since, limit)
        raise BrokenRule(
            f"自 {found.since} 起无人居住，满 {found.months} 个月，未满 {limit} 个月；"
            f"到 {until} 仍无人居住的才可以立案"
            f" / empty since {found.since}, {found.months} full months of {limit}; possible"
            f" from {until}",
            rules=("HN-34-8",),
        )
    return found


def warning_due(found: Idle | None, marks: Sequence[int], warned: Collection[int]) -> int | None:
    """Return the highest mark (in months) that was reached and not warned of, or None.

    Basis: HN 34 (HN-34-8).
    """
    reached = [mark for mark in marks if found is not None and mark <= found.months]
    mark = max(reached, default=None)
    return None if mark is None or any(each >= mark for each in warned) else mark


def check_served(ordered_on: date, delivered_on: date, day: date, name: str) -> None:
    """Refuse a day of delivery before the letter or after today.

    Raises:
        BrokenRule: names both days.
    """
    if not ordered_on <= delivered_on <= day:
        raise BrokenRule(
            f"{name}送达日期：{delivered_on}，应在 {ordered_on} 至 {day} 之间"
            f" / delivered on {delivered_on}; give a day from {ordered_on} to {day}",
            rules=("HN-34-1",),
        )


def check_period_over(until: date | None, day: date, what: tuple[str, str], rule: str) -> None:
    """Refuse before the period of an order has ended; `what`: the period in both languages.

    Basis: HN 34 (HN-34-1, HN-34-3).

    Raises:
        BrokenRule: names the last day; carries `rule`.
    """
    if until is None or day <= until:
        first = f"{until + ONE_DAY}" if until else "—"
        raise BrokenRule(
            f"{what[0]}到 {until or '—'} 届满，{first} 起才可以办理"
            f" / {what[1]} runs until {until or '—'}; possible from {first}",
            rules=(rule,),
        )


def _months_after(since: date, months: int) -> date:
    return due(_ALMANAC, since, Period(months, Measure.MONTHS), False).day

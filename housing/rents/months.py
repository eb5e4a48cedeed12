"""Months of account ('2026-09'), and what a month costs when it is not full or the rent changes.

A part of a month is charged by its days: the month's rent × days ÷ days of that month, first and
last day included; the parts are added first and rounded once, half up.
Basis: HN 26 (HN-26-1).
"""

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from housing.core.errors import BadInput
from housing.core.money import Fen, yuan

MONTHS = 12
_LENGTH = 7


@dataclass(frozen=True, slots=True)
class Span:
    """An amount a month that holds from a day to a last day; None: no end is known."""

    from_on: date
    to_on: date | None
    monthly_fen: int


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a month costs; `note` tells the parts, and is empty for one full month."""

    fen: int
    note: str = ""


def month_of(day: date) -> str:
    """Return the month of a day."""
    return f"{day:%Y-%m}"


def first_of(period: str) -> date:
    """Return the first day of a month.

    Raises:
        BadInput: it is no month; says how to write one.
    """
    try:
        if len(period) != _LENGTH:
            raise ValueError(period)
        return date.fromisoformat(f"{period}-01")
    except ValueError as fault:
        raise BadInput(
            f"月份：“{period}”应写作 2026-09 / month: {period} should look like 2026-09"
        ) from fault


def days_in(period: str) -> int:
    """Return how many days a month has."""
    day = first_of(period)
    return calendar.monthrange(day.year, day.month)[1]


def last_of(period: str) -> date:
    """Return the last day of a month."""
    return first_of(period).replace(day=days_in(period))


def later(period: str, months: int = 1) -> str:
    """Return the month so many months later; earlier when negative."""
    day = first_of(period)
    year, month = divmod(day.year * MONTHS + day.month - 1 + months, MONTHS)
    return f"{year:04d}-{month + 1:02d}"


def between(first: str, last: str) -> list[str]:
    """Return the months from `first` to `last`, both included."""
    found = []
    while first <= last:
        found.append(first)
        first = later(first)
    return found


def reckon(period: str, spans: Iterable[Span], first: date, last: date | None) -> Reckoned:
    """Return what `period` costs one who owes from `first` to `last`, both days included."""
    begin, end, length = first_of(period), last_of(period), days_in(period)
    begin, end = max(begin, first), end if last is None else min(end, last)
    parts: list[tuple[date, date, int]] = []
    for span in spans:
        since = max(begin, span.from_on)
        until = end if span.to_on is None else min(end, span.to_on)
        if since <= until:
            parts.append((since, until, span.monthly_fen))
    weighed = sum(((until - since).days + 1) * fen for since, until, fen in parts)
    whole = (weighed * 2 + length) // (length * 2)
    is_full = len(parts) == 1 and (parts[0][1] - parts[0][0]).days + 1 == length
    return Reckoned(whole, "" if is_full else "；".join(_told(*part, length) for part in parts))


def taken_off(fen: int, percent: int) -> int:
    """Return what a reduction of `percent` takes off an amount, rounded half up."""
    return (fen * percent + 50) // 100


def _told(since: date, until: date, fen: int, length: int) -> str:
    days = (until - since).days + 1
    return (
        f"{since.month}月{since.day}日至{until.month}月{until.day}日"
        f" {days}/{length} × {yuan(Fen(fen))}元"
    )

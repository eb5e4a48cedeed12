"""What a household is paid a month, and what it is owed over all months. Pure; money is fen.

A month is its first day. An amount is rounded once, at the very end, half up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from housing.core.errors import BadInput, MissingPolicyValue
from housing.core.money import Fen, yuan
from housing.households.words import Group
from housing.rent_standards.rules import Market, times

BAND_WORDS = {"rescue": "住房救助对象", "low_income": "低收入家庭", "others": "其他保障对象"}
PERCENT_OF_MARKET, OWN_RATE = "percent_of_market_rent", "fen_per_m2"


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The subsidy of a month with every input, so that anybody can work it out again.

    Areas are hundredths of m²; `rate_fen` is fen per m², of which `percent` is paid.
    """

    size: int
    guaranteed_area: int
    own_area: int
    paid_area: int
    band: str
    market_area: str
    rate_fen: int
    percent: int
    most_fen: int
    monthly_fen: int

    def lines(self) -> list[str]:
        """Return the reckoning step by step, in the words of the letter."""
        area = f"保障面积：{self.size} 人户 {_m2(self.guaranteed_area)} 平方米"
        if self.own_area:
            area += f"，减去自有住房 {_m2(self.own_area)} 平方米，为 {_m2(self.paid_area)} 平方米"
        of = f"市场租金参考（{self.market_area}）" if self.market_area else "补贴标准"
        rate = f"{of}每平方米每月 {yuan(Fen(self.rate_fen))} 元"
        if self.percent != 100:
            rate += f"，{BAND_WORDS[self.band]}按 {self.percent}%"
        sum_ = times(self.paid_area, self.rate_fen, self.percent)
        share = "" if self.percent == 100 else f" × {self.percent}%"
        last = f"{_m2(self.paid_area)} 平方米 × {yuan(Fen(self.rate_fen))} 元{share}"
        last += f" = 每月 {yuan(Fen(sum_))} 元"
        if self.monthly_fen < sum_:
            last += f"，不超过上限 {yuan(Fen(self.most_fen))} 元"
        return [area, rate, last]


def band_of(group: Group, rescue: bool) -> str:
    """Return the band of the standard that a household belongs to. Basis: HN-10-2, HN-18-2."""
    if rescue:
        return "rescue"
    return "low_income" if group is Group.LOW_INCOME else "others"


def guaranteed_area(table: Sequence[Mapping[str, int]], size: int) -> int:
    """Return the guaranteed area of a household in hundredths of m². Basis: HN 10 (HN-10-2).

    Raises:
        MissingPolicyValue: the table has no row for this size.
    """
    for row in table:
        if row["size_min"] <= size <= row.get("size_max", size):
            return row["area"]
    raise MissingPolicyValue(
        f"保障面积表没有 {size} 人户，请在 guaranteed_area_by_household_size 补上"
        f" / no guaranteed area for {size} people; add it to the parameter",
        rules=("HN-10-2",),
    )


def reckon(
    *,
    size: int,
    own_area: int,
    band: str,
    areas: Sequence[Mapping[str, int]],
    standard: Mapping[str, Any],
    formula: Mapping[str, int],
    market: Market | None,
) -> Reckoning:
    """Return the subsidy of a month: (guaranteed area − own area) × standard, within the cap.

    `standard` is {"percent_of_market_rent": {band: percent}}, for which `market` is needed, or
    {"fen_per_m2": {band: fen}}; `formula` is {"less_own_area": 0 or 1, "most_fen": 0 for none}.
    Basis: HN 10 (HN-10-2).

    Raises:
        BadInput: a size below 1 or an area below 0.
        MissingPolicyValue: no area for the size, no rate for the band, or no market rent.
    """
    if size < 1 or own_area < 0:
        raise BadInput(
            "家庭人口应不少于 1，自有住房面积不能为负数"
            " / at least one person, and no area below zero"
        )
    guaranteed = guaranteed_area(areas, size)
    paid = max(0, guaranteed - own_area) if formula["less_own_area"] else guaranteed
    rate, percent = _rate(standard, band, market)
    fen, most = times(paid, rate, percent), formula["most_fen"]
    return Reckoning(
        size=size,
        guaranteed_area=guaranteed,
        own_area=own_area if formula["less_own_area"] else 0,
        paid_area=paid,
        band=band,
        market_area=market.area if market and PERCENT_OF_MARKET in standard else "",
        rate_fen=rate,
        percent=percent,
        most_fen=most,
        monthly_fen=min(fen, most) if most else fen,
    )


@dataclass(frozen=True, slots=True)
class Rate:
    """A monthly amount that was approved, from its first month on; later ones override it."""

    from_month: date
    monthly_fen: int


def owed(rates: Sequence[Rate], since: date, until: date) -> dict[date, int]:
    """Return what each month from `since` to `until` comes to, both included.

    `rates` are in the order of their approval; of those that have begun the last one holds.
    """
    months: dict[date, int] = {}
    month = since
    while month <= until:
        begun = [rate.monthly_fen for rate in rates if rate.from_month <= month]
        months[month] = begun[-1] if begun else 0
        month = next_month(month)
    return months


def unpaid(months: Mapping[date, int], paid: Mapping[date, int]) -> dict[date, int]:
    """Return what each month still comes to; negative where too much was paid."""
    rest = {month: months.get(month, 0) - paid.get(month, 0) for month in {*months, *paid}}
    return {month: rest[month] for month in sorted(rest) if rest[month]}


def paid_by(lines: Iterable[Sequence[tuple[str, int]]]) -> dict[date, int]:
    """Return what lists have paid for each month."""
    found: dict[date, int] = {}
    for months in lines:
        for written, fen in months:
            month = date.fromisoformat(written)
            found[month] = found.get(month, 0) + fen
    return found


def month_of(day: date) -> date:
    """Return the month that a day lies in."""
    return day.replace(day=1)


def next_month(month: date) -> date:
    """Return the month after."""
    return date(month.year + month.month // 12, month.month % 12 + 1, 1)


def month_before(month: date) -> date:
    """Return the month before."""
    return date(month.year - (month.month == 1), (month.month - 2) % 12 + 1, 1)


def month_words(month: date) -> str:
    """Return a month as letters write it."""
    return f"{month.year}年{month.month}月"


def _rate(standard: Mapping[str, Any], band: str, market: Market | None) -> tuple[int, int]:
    if PERCENT_OF_MARKET in standard and band in standard[PERCENT_OF_MARKET] and market:
        return market.rent_fen, int(standard[PERCENT_OF_MARKET][band])
    if OWN_RATE in standard and band in standard[OWN_RATE]:
        return int(standard[OWN_RATE][band]), 100
    raise MissingPolicyValue(
        f"补贴标准没有“{BAND_WORDS[band]}”一档，请在 rental_subsidy_standard 补上"
        f" / the subsidy standard has no rate for the band {band}; add it to the parameter",
        rules=("HN-10-2",),
    )


def _m2(hundredths: int) -> str:
    return f"{hundredths // 100}.{hundredths % 100:02d}"

"""What the sale measures reckon: cap, price, settlement, lock and refund; values in, values out.

Money is fen, areas are hundredths of m². Every amount is rounded once, half up, at its end.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.calendar import Calendar, Measure, Period, due
from housing.core.errors import BrokenRule
from housing.ownership.words import InvestmentType
from housing.sales.words import (
    BASIS_OF,
    Level,
    LockStart,
    PriceBasis,
    RefundReading,
    SubsidyLevel,
)

DAYS_OF_A_YEAR = 365


def half_up(numerator: int, denominator: int) -> int:
    """Return the quotient of two whole numbers that are not negative, rounded half up."""
    return (2 * numerator + denominator) // (2 * denominator)


def level_of(place: str) -> Level:
    """Return the level of a place: a city's own dwellings are handled by the city's centre.

    Basis: HZS 5 (HZS-5-2, HZS-5-3), HZS 14 (HZS-14-1).
    """
    return Level.CITY if place.endswith("00") else Level.COUNTY


def cap_of(total: int, percent: int, extra: int, sold_before: int) -> int:
    """Return how many dwellings of a county may be in sale or sold by this system.

    `total`: all dwellings ever built or raised, those sold included; `percent`: the ratio;
    `extra`: what exception decisions add; `sold_before`: sold without a case here. Dwellings are
    counted, and a fraction of one is none. Basis: HZS 9 (HZS-9-1), reading on file.
    """
    return max(0, total * percent // 100 + extra - sold_before)


def price_by_area(fen_per_m2: int, area: int) -> int:
    """Return the price (fen) of a dwelling of `area` at a price per m²."""
    return half_up(fen_per_m2 * area, 100)


def reduced(appraisal_fen_per_m2: int, reduction_percent: int) -> int:
    """Return the price per m²: the appraisal of ordinary housing there, less the reduction.

    Basis: HZS 11 (HZS-11-1).
    """
    return half_up(appraisal_fen_per_m2 * (100 - reduction_percent), 100)


def basis_for(investment: InvestmentType, collective: bool) -> PriceBasis:
    """Return on what the price must rest: cost where a unit buys, else by whose money built it.

    Basis: HZS 11 (HZS-11-1), HZS 12 (HZS-12-1, HZS-12-4), HZS 13 (HZS-13-1).
    """
    return PriceBasis.COST if collective else BASIS_OF[investment]


def lacking(
    investment: InvestmentType,
    policy_document: str,
    government_document: str,
    disposal_document: str,
) -> tuple[str, ...]:
    """Return the papers that a dwelling lacks before its sale can be approved.

    Joint and private ones follow the local policy for affordable housing, which must be named;
    what a state-owned enterprise or institution built is blocked without its government's
    approval and the record of the disposal of a state asset.
    Basis: HZS 12 (HZS-12-1, HZS-12-3, HZS-12-4).
    """
    if investment is InvestmentType.SELF_BUILT_STATE_OWNED:
        papers = {
            "同级人民政府的批准文件 / government approval": government_document,
            "国有资产处置记录 / state asset disposal": disposal_document,
        }
    elif investment is InvestmentType.GOVERNMENT_FULL:
        papers = {}
    else:
        papers = {"参照的经济适用住房政策文件 / affordable housing policy": policy_document}
    return tuple(name for name, paper in papers.items() if not paper.strip())


def lock_until(calendar: Calendar, bought_on: date, years: int) -> date:
    """Return the last day on which a dwelling may not be traded.

    The corresponding day, even where it is a day of rest. Basis: HZS 22 (HZS-22-1).
    """
    return due(calendar, bought_on, Period(years, Measure.YEARS), rolls_over=False).day


def bought_on(start: LockStart, contracted: date, paid: date, registered: date) -> date:
    """Return the day of purchase that a county reads; the contract's by recommendation.

    Basis: HZS 22 (HZS-22-1).
    """
    days = {
        LockStart.CONTRACT: contracted,
        LockStart.PAYMENT: paid,
        LockStart.REGISTRATION: registered,
    }
    return days[start]


@dataclass(frozen=True, slots=True)
class Subsidy:
    """Construction money of one level in one project, and how much of it has come back (fen)."""

    level: SubsidyLevel
    fen: int
    recovered_fen: int


@dataclass(frozen=True, slots=True)
class Share:
    """What becomes of a price: recovered by level, to the special account, to the owner (fen)."""

    recovered: Mapping[SubsidyLevel, int]
    to_account_fen: int
    to_owner_fen: int


def share_of(
    investment: InvestmentType,
    price_fen: int,
    account_percent: int,
    subsidies: Sequence[Subsidy],
    area: int,
    project_area: int,
) -> Share:
    """Return how a price is split.

    Wholly government-built: all of it (`account_percent`) goes to the special account. Otherwise
    the government's money comes back by floor area, without interest, until the project's subsidy
    is repaid; that goes to the account and the rest to the owner.
    Basis: HZS 12 (HZS-12-2), HZS 20 (HZS-20-1, HZS-20-2), readings on file.
    """
    if investment is InvestmentType.GOVERNMENT_FULL:
        account = half_up(price_fen * account_percent, 100)
        return Share({}, account, price_fen - account)
    recovered: dict[SubsidyLevel, int] = {}
    left = price_fen
    for each in subsidies:
        by_area = half_up(each.fen * area, project_area)
        recovered[each.level] = min(by_area, each.fen - each.recovered_fen, left)
        left -= recovered[each.level]
    return Share(recovered, price_fen - left, left)


@dataclass(frozen=True, slots=True)
class Refund:
    """What is paid back when a dwelling is taken back, each item by itself (fen)."""

    price_fen: int
    taxes_fen: int
    depreciation_fen: int
    mortgage_fen: int
    reading: RefundReading

    @property
    def total_fen(self) -> int:
        """The price at its original amount, without interest, after taxes and depreciation."""
        taxes = self.taxes_fen if self.reading is RefundReading.REFUND_TAXES else -self.taxes_fen
        return max(0, self.price_fen + taxes - self.depreciation_fen)

    @property
    def to_buyer_fen(self) -> int:
        """What is left for the buyer once the purchase mortgage is paid off."""
        return max(0, self.total_fen - self.mortgage_fen)


def refund_of(
    price_fen: int,
    taxes_fen: int,
    percent_a_year: int,
    held: tuple[date, date],
    reading: RefundReading,
    mortgage_fen: int = 0,
) -> Refund:
    """Return the refund of a dwelling taken back as a sanction.

    Depreciation runs in a straight line by the days between the two days of `held` (bought,
    left), at `percent_a_year` of the price, never beyond it. Whether taxes and fees of the
    transfer are deducted or refunded is the county's `reading`. Basis: HZS 23 (HZS-23-4).
    """
    days = max(0, (held[1] - held[0]).days)
    worn = half_up(price_fen * percent_a_year * days, 100 * DAYS_OF_A_YEAR)
    return Refund(price_fen, taxes_fen, min(worn, price_fen), mortgage_fen, reading)


def land_payment(market_fen: int, reference_fen: int, percent: int) -> int:
    """Return what is paid to the government on a resale: a share of the difference in price.

    Basis: HZS 22 (HZS-22-3).
    """
    return half_up(max(0, market_fen - reference_fen) * percent, 100)


def must_not_trade(until: date, day: date) -> None:
    """Refuse a transfer, a mortgage or a letting while the lock runs.

    Basis: HZS 22 (HZS-22-1).

    Raises:
        BrokenRule: names the last day of the lock.
    """
    if day <= until:
        raise BrokenRule(
            f"该住房在 {until}（含当日）前不得上市交易，包括转让、抵押、转租"
            f" / this dwelling may not be transferred, mortgaged or let until {until} (included)",
            rules=("HZS-22-1",),
        )

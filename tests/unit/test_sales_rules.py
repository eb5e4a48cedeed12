"""What the sale measures reckon: HZS-5-3, HZS-9-1, HZS-11-1, HZS-12-2, HZS-20-1, HZS-22-1."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.calendar import load_calendar
from housing.core.errors import BadInput
from housing.ownership.words import InvestmentType
from housing.sales import typed
from housing.sales.rules import (
    Refund,
    Subsidy,
    basis_for,
    bought_on,
    cap_of,
    half_up,
    lacking,
    land_payment,
    level_of,
    lock_until,
    must_not_trade,
    price_by_area,
    reduced,
    refund_of,
    share_of,
)
from housing.sales.words import Level, LockStart, PriceBasis, RefundReading, SubsidyLevel
from tests.refusing import breaks

Kind, L = InvestmentType, SubsidyLevel


@pytest.mark.parametrize(
    ("total", "percent", "extra", "before", "allowed"),
    [
        (100, 40, 0, 0, 40),
        (99, 40, 0, 0, 39),
        (10, 40, 2, 1, 5),
        (2, 40, 0, 0, 0),
        (5, 40, 0, 9, 0),
    ],
)
def test_a_fraction_of_a_dwelling_is_never_sold(
    total: int, percent: int, extra: int, before: int, allowed: int
) -> None:
    """HZS-9-1: units are counted, those sold before count too."""
    assert cap_of(total, percent, extra, before) == allowed


def test_a_city_handles_its_own_dwellings_and_a_county_its_own() -> None:
    """HZS-5-3, HZS-14-1."""
    assert level_of("610700") is Level.CITY
    assert level_of("610702") is Level.COUNTY


def test_the_price_is_the_appraisal_less_the_reduction() -> None:
    """HZS-11-1: 3,150 yuan less 20 percent, for 50.01 m²; rounded once, half up."""
    assert reduced(315_000, 20) == 252_000
    assert price_by_area(252_000, 5001) == 12_602_520
    assert half_up(5, 2) == 3
    assert half_up(4, 3) == 1


def test_whose_money_built_it_decides_what_the_price_rests_on() -> None:
    """HZS-11-1, HZS-12-1, HZS-12-4, HZS-13-1."""
    assert basis_for(Kind.GOVERNMENT_FULL, False) is PriceBasis.APPRAISAL
    assert basis_for(Kind.JOINT, False) is PriceBasis.AFFORDABLE
    assert basis_for(Kind.SELF_BUILT_PRIVATE, False) is PriceBasis.AFFORDABLE
    assert basis_for(Kind.SELF_BUILT_STATE_OWNED, False) is PriceBasis.STATE_ASSET
    assert {basis_for(each, True) for each in Kind} == {PriceBasis.COST}


def test_state_owned_dwellings_are_blocked_without_both_papers() -> None:
    """HZS-12-3, HZS-12-4; HZS-12-1 asks for the policy that others follow."""
    assert len(lacking(Kind.SELF_BUILT_STATE_OWNED, "p", "", "")) == 2
    assert len(lacking(Kind.SELF_BUILT_STATE_OWNED, "", "g", " ")) == 1
    assert lacking(Kind.SELF_BUILT_STATE_OWNED, "", "g", "d") == ()
    assert len(lacking(Kind.JOINT, "", "g", "d")) == 1
    assert lacking(Kind.GOVERNMENT_FULL, "", "", "") == ()


def test_all_of_a_government_price_goes_to_the_account() -> None:
    """HZS-20-1."""
    split = share_of(Kind.GOVERNMENT_FULL, 1001, 100, [Subsidy(L.CITY, 500, 0)], 1, 2)
    assert (split.to_account_fen, split.to_owner_fen, split.recovered) == (1001, 0, {})


def test_construction_money_comes_back_by_area_until_it_is_repaid() -> None:
    """HZS-12-2, HZS-20-2: half of the area, half of the subsidy, and no more than is left."""
    held = [Subsidy(L.CENTRAL, 1000, 0), Subsidy(L.COUNTY, 600, 500)]
    split = share_of(Kind.JOINT, 10_000, 100, held, 50, 100)
    assert split.recovered == {L.CENTRAL: 500, L.COUNTY: 100}
    assert (split.to_account_fen, split.to_owner_fen) == (600, 9400)


@given(
    st.sampled_from(InvestmentType),
    st.integers(0, 10**9),
    st.lists(st.integers(0, 10**9), max_size=4),
    st.integers(1, 200),
)
def test_a_price_is_split_to_the_fen(
    kind: InvestmentType, price: int, sums: list[int], area: int
) -> None:
    held = [Subsidy(level, fen, fen // 3) for level, fen in zip(L, sums, strict=False)]
    split = share_of(kind, price, 100, held, area, 200)
    assert split.to_account_fen + split.to_owner_fen == price
    assert min(split.to_account_fen, split.to_owner_fen) >= 0
    assert sum(split.recovered.values()) <= split.to_account_fen
    for each in held:
        assert split.recovered.get(each.level, 0) + each.recovered_fen <= each.fen or (
            kind is Kind.GOVERNMENT_FULL
        )


def test_the_lock_ends_with_the_corresponding_day() -> None:
    """HZS-22-1; the last day may be one of rest, and 29 February ends with the month."""
    calendar = load_calendar()
    assert lock_until(calendar, date(2026, 9, 9), 5) == date(2031, 9, 9)
    assert lock_until(calendar, date(2024, 2, 29), 5) == date(2029, 2, 28)
    must_not_trade(date(2031, 9, 9), date(2031, 9, 10))
    with breaks("HZS-22-1", match="2031-09-09"):
        must_not_trade(date(2031, 9, 9), date(2031, 9, 9))


def test_a_county_chooses_which_day_is_that_of_the_purchase() -> None:
    days = (date(2026, 9, 1), date(2026, 9, 20), date(2026, 10, 8))
    assert [bought_on(start, *days) for start in LockStart] == list(days)


@pytest.mark.parametrize(
    ("reading", "total"),
    [(RefundReading.DEDUCT_TAXES, 9_700_000), (RefundReading.REFUND_TAXES, 9_900_000)],
)
def test_the_refund_follows_the_reading_of_the_county(reading: RefundReading, total: int) -> None:
    """HZS-23-4: 2 percent a year of 100,000 yuan for one year, taxes of 1,000 yuan, no interest."""
    held = (date(2026, 3, 1), date(2027, 3, 1))
    found = refund_of(10_000_000, 100_000, 2, held, reading, 9_000_000)
    assert found.depreciation_fen == 200_000
    assert found.total_fen == total
    assert found.to_buyer_fen == total - 9_000_000


def test_a_refund_is_never_negative() -> None:
    """HZS-23-4: depreciation never exceeds the price, nor the mortgage the refund."""
    worn = refund_of(100, 0, 2, (date(2000, 1, 1), date(2090, 1, 1)), RefundReading.DEDUCT_TAXES)
    assert (worn.depreciation_fen, worn.total_fen) == (100, 0)
    assert Refund(100, 500, 0, 0, RefundReading.DEDUCT_TAXES).total_fen == 0
    assert Refund(100, 0, 0, 300, RefundReading.DEDUCT_TAXES).to_buyer_fen == 0


def test_the_government_takes_its_share_of_a_gain_alone() -> None:
    """HZS-22-3."""
    assert land_payment(300_001, 100_000, 50) == 100_001
    assert land_payment(90_000, 100_000, 50) == 0


def test_lines_that_people_type_name_what_they_lack() -> None:
    found = typed.people("王一 610702198506070011\n\n李二　610702198506070022 配偶")
    assert [each.relation for each in found] == ["本人", "配偶"]
    with pytest.raises(BadInput, match="第 2 行"):
        typed.people("王一 610702198506070011\n李二 610702198506070022")
    assert typed.dwellings("P01-1 张三 610702198506070011 无房证1")[0].occupant.no_dwelling
    with pytest.raises(BadInput, match="第 1 行"):
        typed.dwellings("P01-1 张三")

"""The amount of a subsidy, and what a household is owed over the months."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, MissingPolicyValue
from housing.households.words import Group
from housing.rent_standards.rules import Market
from housing.subsidies.rules import (
    Rate,
    band_of,
    month_before,
    next_month,
    owed,
    paid_by,
    reckon,
    unpaid,
)
from housing.subsidies.states import (
    ENTITLEMENT,
    PAYMENT_LIST,
    EntitlementAct,
    EntitlementState,
    ListAct,
    ListState,
)

AREAS = [
    {"size_min": 1, "size_max": 1, "area": 3000},
    {"size_min": 2, "size_max": 2, "area": 4500},
    {"size_min": 3, "area": 6000},
]
STANDARD = {"percent_of_market_rent": {"rescue": 70, "low_income": 60, "others": 40}}
MARKET = Market("全县", 1500)
PLAIN = {"less_own_area": 1, "most_fen": 0}


def amount(size: int, own: int = 0, band: str = "others", **changes: object) -> int:
    facts = {"areas": AREAS, "standard": STANDARD, "formula": PLAIN, "market": MARKET, **changes}
    return reckon(size=size, own_area=own, band=band, **facts).monthly_fen  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("size", "own", "band", "fen"),
    [
        (1, 0, "others", 18000),
        (2, 0, "low_income", 40500),
        (3, 1500, "rescue", 47250),
        (5, 0, "others", 36000),
        (1, 3000, "rescue", 0),
        (1, 9000, "rescue", 0),
    ],
)
def test_the_amount_is_the_area_that_lacks_times_the_standard(
    size: int, own: int, band: str, fen: int
) -> None:
    """HN-10-2"""
    assert amount(size, own, band) == fen


def test_an_amount_is_rounded_once_half_up() -> None:
    odd = {"percent_of_market_rent": {"others": 33}}
    assert amount(1, 2999, "others", standard=odd, market=Market("全县", 1515)) == 5
    assert amount(1, 2999, "others", standard=odd, market=Market("全县", 1516)) == 5


def test_the_county_may_keep_own_area_in_and_set_a_cap_or_a_rate_of_its_own() -> None:
    kept = {"less_own_area": 0, "most_fen": 0}
    assert amount(1, 1000, formula=kept) == amount(1)
    capped = {"less_own_area": 1, "most_fen": 10000}
    assert amount(1, formula=capped) == 10000
    assert amount(1, standard={"fen_per_m2": {"others": 600}}, market=None) == 18000


def test_every_step_of_the_reckoning_is_told() -> None:
    found = reckon(
        size=2,
        own_area=1500,
        band="low_income",
        areas=AREAS,
        standard=STANDARD,
        formula=PLAIN,
        market=MARKET,
    )
    assert found.lines() == [
        "保障面积：2 人户 45.00 平方米，减去自有住房 15.00 平方米，为 30.00 平方米",
        "市场租金参考（全县）每平方米每月 15.00 元，低收入家庭按 60%",
        "30.00 平方米 × 15.00 元 × 60% = 每月 270.00 元",
    ]


def test_what_the_county_has_not_set_is_named() -> None:
    with pytest.raises(MissingPolicyValue, match="guaranteed_area_by_household_size"):
        amount(2, areas=AREAS[:1])
    with pytest.raises(MissingPolicyValue, match="rental_subsidy_standard"):
        amount(1, market=None)
    with pytest.raises(BadInput):
        amount(0)


def test_rescue_comes_before_income() -> None:
    assert band_of(Group.LOW_INCOME, True) == "rescue"
    assert band_of(Group.LOW_INCOME, False) == "low_income"
    assert band_of(Group.MIGRANT_WORKER, False) == "others"


JAN, MAR, APR = date(2026, 1, 1), date(2026, 3, 1), date(2026, 4, 1)


def test_the_last_approved_rate_that_has_begun_holds_for_each_month() -> None:
    rates = [Rate(JAN, 100), Rate(APR, 200), Rate(MAR, 50)]
    months = owed(rates, JAN, date(2026, 5, 1))
    assert list(months.values()) == [100, 100, 50, 50, 50]
    assert owed(rates, APR, MAR) == {}


def test_what_was_paid_is_taken_off_and_too_much_shows_negative() -> None:
    paid = paid_by([[("2026-01-01", 100), ("2026-02-01", 100)], [("2026-02-01", 20)]])
    assert unpaid({JAN: 100, date(2026, 2, 1): 100, MAR: 100}, paid) == {
        date(2026, 2, 1): -20,
        MAR: 100,
    }


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)))
def test_months_follow_each_other(day: date) -> None:
    month = day.replace(day=1)
    assert month_before(next_month(month)) == month
    assert 28 <= (next_month(month) - month).days <= 31


@pytest.mark.parametrize("act", list(EntitlementAct))
@pytest.mark.parametrize("state", list(EntitlementState))
def test_only_a_granted_subsidy_changes_and_a_stopped_one_never_comes_back(
    state: EntitlementState, act: EntitlementAct
) -> None:
    fits = act in ENTITLEMENT.acts_from(state)
    wanted = {
        EntitlementState.PROPOSED: {
            EntitlementAct.GRANT,
            EntitlementAct.REFUSE,
            EntitlementAct.STOP,
        },
        EntitlementState.GRANTED: {EntitlementAct.CHANGE, EntitlementAct.STOP},
    }.get(state, set())
    assert fits == (act in wanted)


def test_a_list_is_paid_only_after_its_approval() -> None:
    sources = {move.source for move in PAYMENT_LIST.moves if move.act is ListAct.PAY}
    assert sources == {ListState.APPROVED}
    assert PAYMENT_LIST.acts_from(ListState.DROPPED) == ()

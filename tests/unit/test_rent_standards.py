"""The rent of a month by class, group, area and market: HN-25-1, HN-25-2."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, MissingPolicyValue
from housing.households.words import Group, Rescue
from housing.policies.queries import book_of_files
from housing.rent_standards import rules, service
from housing.rent_standards.rules import Premises
from housing.rent_standards.service import rent_group_of
from housing.units.models import Unit

DAY = date(2026, 9, 1)
FLAT = Premises(
    area=5025, unit_class="P01-两居室-中-普通", project_code="P01", street="东街", standard_fen=800
)
MARKET = {"survey_months": 12, "areas": [{"area": "全县", "rent_fen": 1500}]}


def test_a_rent_is_area_times_market_rent_times_the_percentage_of_the_group() -> None:
    table = {"percent_of_market_rent": {"rescue": 10, "low_income": 30}}
    found = rules.quote(table, MARKET, FLAT, "low_income")
    # 50.25 m² × 15.00 yuan × 30 % = 226.125 yuan, half up.
    assert (found.monthly_fen, found.rate, found.percent) == (22613, 1500, 30)
    assert found.lines[-1] == "50.25 平方米 × 15.00 元 × 30% = 每月 226.13 元"


def test_a_class_of_units_comes_before_its_project_and_both_before_the_rest() -> None:
    table = {
        "fen_per_m2": {"low_income": 500},
        "classes": [
            {"class": "P01", "fen_per_m2": {"low_income": 400}},
            {"class": "P01-两居室-中-普通", "percent_of_unit_standard": {"low_income": 50}},
        ],
    }
    assert rules.quote(table, None, FLAT, "low_income").monthly_fen == 20100
    other = Premises(5025, "P01-一居室-低-普通", "P01", "东街", 800)
    assert rules.quote(table, None, other, "low_income").monthly_fen == 20100
    elsewhere = Premises(5025, "P02-一居室-低-普通", "P02", "东街", 800)
    assert rules.quote(table, None, elsewhere, "low_income").monthly_fen == 25125


def test_the_market_rent_of_the_project_comes_before_the_street_and_the_county() -> None:
    areas = [
        {"area": "全县", "rent_fen": 1500},
        {"area": "东街", "rent_fen": 1600},
        {"area": "P01", "rent_fen": 1700},
    ]
    found = [rules.market_quote({"areas": areas[:count]}, FLAT).monthly_fen for count in (1, 2, 3)]
    assert found == [75375, 80400, 85425]
    with pytest.raises(MissingPolicyValue, match="P01"):
        rules.market_quote({"areas": [{"area": "西街", "rent_fen": 1}]}, FLAT)


def test_a_group_or_a_form_that_the_table_lacks_is_named() -> None:
    with pytest.raises(MissingPolicyValue, match="migrant_worker"):
        rules.quote({"fen_per_m2": {"low_income": 1}}, None, FLAT, "migrant_worker")
    with pytest.raises(BadInput, match="percent_of_market_rent"):
        rules.quote({"rate": {"low_income": 1}}, None, FLAT, "low_income")


@given(area=st.integers(1, 30_000), rate=st.integers(0, 10_000), percent=st.integers(0, 100))
def test_an_amount_is_rounded_once_and_by_half_a_fen_at_most(
    area: int, rate: int, percent: int
) -> None:
    fen = rules.times(area, rate, percent)
    assert abs(fen * 10_000 - area * rate * percent) * 2 <= 10_000
    assert rules.times(area, rate) >= fen


def test_rescue_households_have_a_tier_of_their_own() -> None:
    assert rent_group_of(Group.LOW_INCOME, Rescue.MINIMUM_ALLOWANCE) == "rescue"
    assert rent_group_of(Group.LOW_INCOME) == "low_income"


def test_the_sample_county_quotes_and_hanzhong_asks_for_its_survey_first() -> None:
    unit = Unit(
        place="430199", area=5000, unit_class="P01-两居室-中-普通", project_code="P01", rent_fen=800
    )
    book = book_of_files()
    found = service.quote(book, "430199", unit, "rescue", DAY)
    assert found.monthly_fen == 7500
    assert found.cites == ("HN-25-1", "HN-25-3")
    assert found.provisional
    assert "暂定租金标准" in found.standard
    assert service.market_quote(book, "430199", unit, DAY).monthly_fen == 75000
    with pytest.raises(MissingPolicyValue, match="market_rent_by_area"):
        service.quote(book, "610702", unit, "rescue", DAY)

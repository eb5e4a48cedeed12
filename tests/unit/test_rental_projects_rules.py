"""Standards of rental projects on both sides: KM-N3-1 to KM-N3-6, OD-4-1-1, OD-4-1-2, OD-4-3-2,
OD-4-3-3."""

from dataclasses import replace

import pytest

from housing.rental_projects import rules
from housing.rental_projects.rules import Facts, Finding, Layout, Outcome, Terms

TERMS = Terms(30, 150000, 7000, 70, 30, None)
SMALL = Layout("一居室", 21, 7000, 1700, 200, ("床", "热水器"))
LARGE = Layout("三居室", 9, 7001, 1700, 200, ("床",))
FACTS = Facts((SMALL, LARGE), 150000, 45000, legacy=False)


def test_a_project_needs_thirty_units_and_fifteen_hundred_square_metres() -> None:
    """KM-N3-1."""
    assert rules.large_enough(FACTS, TERMS).outcome is Outcome.PASSED
    fewer = replace(FACTS, layouts=(SMALL, replace(LARGE, units=8)))
    assert rules.large_enough(fewer, TERMS).outcome is Outcome.FAILED
    smaller = replace(FACTS, floor_area=149999)
    assert rules.large_enough(smaller, TERMS).outcome is Outcome.FAILED


def test_seventy_percent_of_units_have_at_most_seventy_square_metres() -> None:
    """KM-N3-2: in principle, so that less is a warning and not a refusal."""
    assert rules.mostly_small(FACTS, TERMS).outcome is Outcome.PASSED
    more = replace(FACTS, layouts=(SMALL, replace(LARGE, units=10)))
    assert rules.mostly_small(more, TERMS).outcome is Outcome.WARNING


def test_a_project_begun_before_the_plan_is_measured_with_the_citys_relaxation() -> None:
    """KM-N3-3."""
    large = replace(FACTS, layouts=(replace(SMALL, area=7500), LARGE))
    relaxed = replace(TERMS, relaxation=500)
    assert rules.mostly_small(large, relaxed).outcome is Outcome.WARNING
    assert rules.mostly_small(replace(large, legacy=True), relaxed).outcome is Outcome.PASSED
    assert rules.mostly_small(replace(large, legacy=True), TERMS).outcome is Outcome.WARNING
    assert rules.unit_area_max(replace(large, legacy=True), relaxed) == 7500


def test_thirty_percent_of_commerce_passes_and_more_is_a_warning() -> None:
    """KM-N3-4."""
    assert rules.little_commerce(FACTS, TERMS).outcome is Outcome.PASSED
    more = replace(FACTS, commercial_area=45001)
    assert rules.little_commerce(more, TERMS).outcome is Outcome.WARNING


def test_a_unit_is_equipped_with_everything_that_is_required() -> None:
    """KM-N3-5."""
    assert rules.equipped(SMALL, ("床", "热水器")).outcome is Outcome.PASSED
    lacking = rules.equipped(LARGE, ("床", "热水器"))
    assert lacking.outcome is Outcome.FAILED
    assert "缺少热水器" in lacking.says


@pytest.mark.parametrize(
    ("rent", "market", "outcome"),
    [(1700, 2000, Outcome.PASSED), (1701, 2000, Outcome.FAILED), (1700, 1999, Outcome.FAILED)],
)
def test_rent_is_at_most_eighty_five_percent_of_the_market(
    rent: int, market: int, outcome: Outcome
) -> None:
    """KM-N3-6: the fee is shown and not counted."""
    found = rules.rent_within(replace(SMALL, rent_fen=rent, fee_fen=9900), market, 85)
    assert found.outcome is outcome
    assert "服务费 99.00 元" in found.says


def test_a_listing_has_every_field_with_words_in_it() -> None:
    """OD-4-3-2."""
    whole = {"位置": "东胜区", "租金": "500"}
    assert rules.listing_whole(whole, ("位置", "租金")).outcome is Outcome.PASSED
    blank = rules.listing_whole({**whole, "租金": " "}, ("位置", "租金"))
    assert blank.outcome is Outcome.FAILED
    assert "租金" in blank.says


def _outcomes(found: list[Finding]) -> list[Outcome]:
    return [each.outcome for each in found]


def test_funds_and_staff_grow_with_the_scale() -> None:
    """OD-4-3-3: 100 units at 1,000 yuan each and one employee for 30."""
    passed, failed = Outcome.PASSED, Outcome.FAILED
    assert _outcomes(rules.enterprise_fits(10_000_000, 4, 100, 100_000, 30)) == [passed, passed]
    assert _outcomes(rules.enterprise_fits(9_999_999, 4, 100, 100_000, 30)) == [failed, passed]
    assert _outcomes(rules.enterprise_fits(10_000_000, 3, 100, 100_000, 30)) == [passed, failed]
    assert _outcomes(rules.enterprise_fits(0, 0, 0, 100_000, 30)) == [passed, passed]


def test_what_is_bought_is_needed_and_its_price_reasonable() -> None:
    """OD-4-1-1, OD-4-1-2."""
    passed, failed = Outcome.PASSED, Outcome.FAILED
    assert _outcomes(rules.worth_buying(40, 500_000, 40, 500_000)) == [passed, passed]
    assert _outcomes(rules.worth_buying(41, 500_001, 40, 500_000)) == [failed, failed]

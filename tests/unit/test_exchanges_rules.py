"""Which flat is better than the one at hand, and which way an exchange takes."""

from dataclasses import replace
from typing import Any

import pytest

from housing.exchanges.rules import (
    Flat,
    Wanted,
    Way,
    by_county,
    needs_met,
    rank_of,
    rules_of,
    way_of,
)
from housing.exchanges.words import Reason
from housing.ownership.words import InvestmentType

OWN = Flat("P01", "一居室", 3, False, False, 3460, "", "affordable")


def wanted(*tiers: list[dict[str, Any]], access: bool = False, size: bool = False) -> Wanted:
    return Wanted(tuple(tuple(tier) for tier in tiers), access, size)


@pytest.mark.parametrize(
    ("condition", "fits"),
    [
        ({"project": "P02"}, {"project": "P02"}),
        ({"layout": "两居室"}, {"layout": "两居室"}),
        ({"floor_from": 4}, {"floor": 4}),
        ({"floor_to": 2}, {"floor": 2}),
        ({"lift": True}, {"lift": True}),
        ({"accessible": True}, {"accessible": True}),
    ],
)
def test_each_condition_is_met_or_not(condition: dict[str, Any], fits: dict[str, Any]) -> None:
    """HN-31-1: nobody gets what it did not ask for."""
    asked = wanted([condition])
    assert rank_of(asked, OWN, replace(OWN, **fits)) == 0
    assert rank_of(asked, OWN, replace(OWN, area=9000)) is None


def test_a_flat_no_better_than_the_own_one_is_never_given() -> None:
    asked = wanted([{"project": "P02"}], [{"project": "P01"}])
    assert rank_of(asked, OWN, replace(OWN, project="P02")) == 0
    assert rank_of(asked, OWN, replace(OWN, floor=5)) is None
    assert rank_of(asked, replace(OWN, project="P02"), OWN) is None


def test_what_is_needed_is_never_lost() -> None:
    anything = [{"floor_from": 1}]
    elsewhere = replace(OWN, project="P02", floor=9)
    asked = wanted([{"project": "P02"}], anything, access=True, size=True)
    assert rank_of(asked, replace(OWN, accessible=True), elsewhere) is None
    assert rank_of(asked, OWN, replace(elsewhere, area=3000)) is None
    better = replace(elsewhere, accessible=True, area=5000)
    assert rank_of(asked, OWN, better) == 0
    assert needs_met(asked, OWN, better) == ("access", "size")
    assert needs_met(wanted(anything), OWN, better) == ()


def test_flats_kept_for_an_employer_stay_among_its_people() -> None:
    asked = wanted([{"project": "P02"}])
    kept = replace(OWN, project="P02", keeper="宏达")
    assert rank_of(asked, OWN, kept) is None
    assert rank_of(asked, replace(OWN, keeper="宏达"), kept) == 0
    assert rank_of(asked, OWN, replace(OWN, project="P02", programme="talent")) is None


@pytest.mark.parametrize("investment", list(InvestmentType))
@pytest.mark.parametrize("reason", list(Reason))
def test_the_county_approves_government_flats_for_work_and_schooling(
    investment: InvestmentType, reason: Reason
) -> None:
    """HN-31-1, HN-31-2: every other part needs the owner's consent."""
    expected = investment is InvestmentType.GOVERNMENT_FULL and reason in ("work", "schooling")
    assert by_county(investment, reason) is expected


@pytest.mark.parametrize(
    ("members", "way", "rules"),
    [
        ([True, True], Way(True, False), ("HN-31-1",)),
        ([False, False], Way(False, True), ("HN-31-2", "HN-31-3")),
        ([True, False], Way(True, True), ("HN-31-1", "HN-31-2", "HN-31-3")),
    ],
)
def test_a_mixed_exchange_takes_both_ways(
    members: list[bool], way: Way, rules: tuple[str, ...]
) -> None:
    """HN-31-3: what owners consent to is filed."""
    assert way_of(members) == way
    assert rules_of(way) == rules

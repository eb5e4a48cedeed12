"""Tier, points and suitability of the sample county: each line of the tables, with its article."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from housing.core.errors import BadInput
from housing.households.words import Group, Rescue
from housing.policies import PolicyBook
from housing.standing.rules import Facts, full_years, points_of, suits, tier_of, whole_months

DAY = date(2026, 9, 1)
PLAIN = Facts(
    application_number="SQ1",
    group=Group.LOWER_MIDDLE,
    rescue=Rescue.NONE,
    priority_groups=(),
    size=2,
    present_area=3000,
    birth_on=date(1990, 1, 1),
    accepted_on=date(2026, 9, 1),
)


def value(parameter: str) -> Any:
    return PolicyBook.load().value(parameter, "430199", DAY).value


def points(facts: Facts) -> dict[str, int]:
    line = int(value("housing_area_line_per_capita"))
    found = points_of(facts, DAY, value("scoring_table"), value("priority_rules"), line)
    assert all(each.reason for each in found)
    return {each.factor: each.points for each in found}


@pytest.mark.parametrize(
    ("changes", "tier"),
    [
        ({}, 2),
        ({"group": Group.LOW_INCOME}, 1),
        ({"priority_groups": ("孤老",)}, 1),
        ({"priority_groups": ("孤老", "烈士家属")}, 1),
        ({"rescue": Rescue.MINIMUM_ALLOWANCE}, 0),
        ({"rescue": Rescue.EXTREME_POVERTY, "priority_groups": ("重度残疾",)}, 0),
        ({"group": Group.MIGRANT_WORKER}, 2),
    ],
)
def test_tiers_of_hn_18(changes: dict[str, Any], tier: int) -> None:
    """HN-18-1, HN-18-2: rescue households first, then any priority group, then others."""
    assert tier_of(replace(PLAIN, **changes), value("priority_rules")) == tier


def test_public_reasons_name_no_misfortune_and_no_age() -> None:
    """HN-21-4: the roll is public, so its reasons say which line of the table holds, no more."""
    facts = replace(
        PLAIN,
        rescue=Rescue.MINIMUM_ALLOWANCE,
        priority_groups=("重度残疾", "孤老"),
        birth_on=date(1950, 3, 4),
    )
    line = int(value("housing_area_line_per_capita"))
    found = points_of(facts, DAY, value("scoring_table"), value("priority_rules"), line)
    said = {each.factor: each.reason for each in found}
    assert said["income"] == "救助对象"
    assert said["priority"] == "优先情形 2 项"
    assert said["family"] == "申请人满 70 周岁"


def test_an_unknown_priority_group_is_refused_by_name() -> None:
    facts = replace(PLAIN, priority_groups=("老教师",))
    with pytest.raises(BadInput, match=r"SQ1.*老教师.*孤老"):
        tier_of(facts, value("priority_rules"))
    with pytest.raises(BadInput, match="老教师"):
        points(facts)


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"rescue": Rescue.MINIMUM_ALLOWANCE}, 3000),
        ({"group": Group.LOW_INCOME}, 2000),
        ({"group": Group.LOWER_MIDDLE}, 1000),
        ({"group": Group.NEW_EMPLOYEE}, 500),
        ({"group": Group.MIGRANT_WORKER}, 500),
    ],
)
def test_points_for_income(changes: dict[str, Any], expected: int) -> None:
    """HN-17-1."""
    assert points(replace(PLAIN, **changes))["income"] == expected


@pytest.mark.parametrize(
    ("present_area", "size", "expected"),
    [
        (0, 3, 3000),
        (1, 3, 2500),
        (1200, 2, 2500),
        (1201, 2, 2000),
        (1800, 2, 2000),
        (1801, 2, 1000),
        (2599, 2, 1000),
        (2600, 2, 0),
        (9000, 2, 0),
        (1999, 3, 2000),
    ],
)
def test_points_for_housing_difficulty(present_area: int, size: int, expected: int) -> None:
    """HN-17-1: 不超过 includes the number, 低于 does not."""
    facts = replace(PLAIN, present_area=present_area, size=size)
    assert points(facts)["housing"] == expected


@pytest.mark.parametrize(
    ("accepted_on", "expected"),
    [
        (date(2026, 9, 1), 0),
        (date(2026, 8, 2), 0),
        (date(2026, 8, 1), 50),
        (date(2025, 9, 1), 600),
        (date(2023, 5, 2), 39 * 50),
        (date(2023, 5, 1), 2000),
        (date(2001, 1, 1), 2000),
    ],
)
def test_points_for_waiting_are_whole_months_up_to_twenty(accepted_on: date, expected: int) -> None:
    """HN-17-1: from the day of acceptance."""
    assert points(replace(PLAIN, accepted_on=accepted_on))["waiting"] == expected


def test_points_for_priority_groups_stop_at_fifteen() -> None:
    """HN-18-1: each group once."""
    words = ("孤老", "重度残疾", "烈士家属", "劳动模范")
    found = [points(replace(PLAIN, priority_groups=words[:n]))["priority"] for n in range(5)]
    assert found == [0, 500, 1000, 1500, 1500]
    assert points(replace(PLAIN, priority_groups=("孤老", "孤老")))["priority"] == 500


def test_points_for_age_need_a_known_birth_date() -> None:
    ages = (date(1956, 9, 1), date(1956, 9, 2), None)
    assert [points(replace(PLAIN, birth_on=born))["family"] for born in ages] == [100, 0, 0]


def test_each_earlier_round_without_a_flat_counts() -> None:
    assert points(replace(PLAIN, rounds_left_out=3))["carried_over"] == 600


def test_whole_months_and_years() -> None:
    assert whole_months(date(2026, 1, 31), date(2026, 2, 28)) == 0
    assert whole_months(date(2026, 1, 31), date(2026, 3, 31)) == 2
    assert whole_months(date(2026, 9, 2), DAY) == 0
    assert full_years(date(2000, 2, 29), date(2018, 2, 28)) == 17
    assert full_years(date(2000, 2, 29), date(2018, 3, 1)) == 18


def unit_class(**changes: Any) -> dict[str, Any]:
    plain = {"layout": "一居室", "accessible": 0, "area_min": 3460, "area_max": 3980}
    return plain | changes


@pytest.mark.parametrize(
    ("size", "changes", "needs", "expected"),
    [
        (1, {}, False, True),
        (2, {}, False, True),
        (3, {}, False, False),
        (3, {"layout": "两居室", "area_min": 4950, "area_max": 5990}, False, True),
        (9, {"layout": "两居室", "area_min": 4950, "area_max": 6000}, False, True),
        (3, {"layout": "两居室", "area_min": 4950, "area_max": 6001}, False, False),
        (1, {"area_min": 1999}, False, False),
        (1, {"layout": "两居室"}, False, False),
        (5, {"accessible": 1}, True, True),
        (5, {"accessible": 1}, False, False),
        (1, {"accessible": 1}, False, True),
        (5, {}, True, False),
    ],
)
def test_suitability(size: int, changes: dict[str, Any], needs: bool, expected: bool) -> None:
    """HN-10-2, HN-21-7: size against layout and area, except for who needs an accessible flat."""
    rows = [{"size_max": None, **row} for row in value("suitable_flats")]
    assert suits(size, needs, unit_class(**changes), rows) is expected

"""When time alone makes the points others: never later than they are."""

from datetime import date, timedelta
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from housing.households.words import Group, Rescue
from housing.policies import PolicyBook
from housing.standing.rescoring import first_of_next_month, rescored_on
from housing.standing.rules import Facts, points_of

PLACE = "430199"
BOOK = PolicyBook.load()
DAYS = st.dates(date(2023, 1, 1), date(2029, 12, 31))


def _table(parameter: str) -> Any:
    return BOOK.value(parameter, PLACE, date(2026, 9, 1)).value


SCORE, TIERS = _table("scoring_table"), _table("priority_rules")
LINE = int(_table("housing_area_line_per_capita"))


def _facts(accepted_on: date, birth_on: date | None) -> Facts:
    return Facts("SQ1", Group.LOWER_MIDDLE, Rescue.NONE, (), 2, 1200, birth_on, accepted_on)


def _score(facts: Facts, day: date) -> int:
    return sum(each.points for each in points_of(facts, day, SCORE, TIERS, LINE))


@given(DAYS, st.none() | st.dates(date(1950, 1, 1), date(1965, 12, 31)), DAYS)
def test_on_no_first_of_a_month_before_it_are_the_points_others(
    accepted_on: date, birth_on: date | None, day: date
) -> None:
    """HN-17-1: the kept order misses no month and no birthday that the table counts."""
    facts, day = _facts(accepted_on, birth_on), day.replace(day=1)
    named = rescored_on(facts, day, SCORE)
    first = first_of_next_month(day)
    while first < (named or day + timedelta(days=366 * 12)):
        assert _score(facts, first) == _score(facts, day)
        first = first_of_next_month(first)


def test_a_full_count_waits_for_the_birthday_and_then_for_nothing() -> None:
    long_ago = date(2015, 1, 1)
    young = _facts(long_ago, date(1960, 5, 17))
    assert rescored_on(young, date(2026, 9, 1), SCORE) == date(2030, 6, 1)
    assert rescored_on(young, date(2030, 6, 1), SCORE) is None
    assert rescored_on(_facts(long_ago, None), date(2026, 9, 1), SCORE) is None
    assert rescored_on(_facts(date(2026, 1, 5), None), date(2026, 12, 1), SCORE) == date(2027, 1, 1)

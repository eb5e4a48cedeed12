"""What a household is told that would change its place: facts and dates, never a forecast."""

from datetime import date
from typing import Any

import pytest

from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.policies import PolicyBook
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.outlook import Sentence, points, what_would_change
from housing.waitlist.ranking import Terms, terms_of
from housing.waitlist.rules import rescue_due_on
from housing.waitlist.states import EntryState

DAY = date(2026, 9, 10)


@pytest.fixture(scope="module")
def terms() -> Terms:
    """The sample county's tables."""
    return terms_of(PolicyBook.load(), "430199", DAY)


def _told(terms: Terms, day: date = DAY, **changes: Any) -> list[Sentence]:
    household = Household(
        group=Group.LOWER_MIDDLE,
        rescue=Rescue.NONE,
        priority_groups=[],
        accepted_on=changes.pop("accepted_on", date(2025, 3, 2)),
        birth_on=changes.pop("birth_on", date(1980, 1, 1)),
    )
    plain = {"rescue": False, "tier": 2, "rounds_left_out": 1, "cap_on": date(2028, 6, 1)}
    entry = WaitlistEntry(
        state=EntryState.WAITING,
        assistance=Assistance.FLAT,
        registered_on=date(2025, 6, 1),
        **(plain | changes),
    )
    return list(what_would_change(entry, household, terms, day))


def _words(told: list[Sentence]) -> str:
    return "".join(each.zh for each in told)


def test_points_that_time_and_rounds_bring_are_named_with_their_most(terms: Terms) -> None:
    """HN-17-1."""
    words = _words(_told(terms))
    assert "每多等一个整月加 0.5 分（每月一日计入），现在 8.5 分，最多 20 分" in words
    assert "加 2 分；您已计 1 轮" in words
    assert "计满 20 分" in _words(_told(terms, accepted_on=date(2020, 1, 1)))


def test_an_age_is_named_when_it_is_near(terms: Terms) -> None:
    assert "70 周岁" not in _words(_told(terms))
    assert "满 70 周岁后加 1 分，2029-06-01 起计入" in _words(
        _told(terms, birth_on=date(1959, 5, 4))
    )


def test_the_priority_tier_is_offered_to_those_outside_it(terms: Terms) -> None:
    """HN-18-1."""
    assert "烈士家属" in _words(_told(terms))
    assert "烈士家属" not in _words(_told(terms, tier=1))


def test_the_cap_binds_the_authority_and_a_late_one_is_told_so(terms: Terms) -> None:
    """HN-16-3."""
    assert "最迟应在 2028-06-01 之前" in _words(_told(terms))
    late = _words(_told(terms, day=date(2028, 6, 2)))
    assert "责任在主管部门，您的轮候继续有效" in late


def test_a_rescue_household_does_not_queue(terms: Terms) -> None:
    """HN-18-2: next round, or subsidy from the month after registration."""
    words = _words(_told(terms, rescue=True, tier=0))
    assert "不排队" in words
    assert "最迟 2025-07-31" in words
    assert "期限已过" in words
    assert "每多等" not in words


@pytest.mark.parametrize(
    ("registered", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 11, 1), date(2026, 12, 31)),
        (date(2026, 12, 5), date(2027, 1, 31)),
    ],
)
def test_the_month_after_registration_ends_on_its_last_day(registered: date, due: date) -> None:
    """HN-18-2."""
    assert rescue_due_on(registered) == due


def test_every_sentence_is_said_in_both_languages_and_names_no_article(terms: Terms) -> None:
    for told in (_told(terms), _told(terms, rescue=True)):
        for each in told:
            assert each.said("zh") == each.zh != each.said("en")
            assert "HN" not in each.zh + each.en


def test_points_are_written_without_idle_zeros() -> None:
    assert [points(each) for each in (0, 50, 200, 1234, 2000)] == ["0", "0.5", "2", "12.34", "20"]

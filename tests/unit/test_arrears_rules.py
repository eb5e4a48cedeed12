"""What counts as overdue, its age, and what instalments may be agreed."""

from datetime import date

import pytest

from housing.arrears.rules import (
    Owing,
    by_age,
    check_plan,
    is_kept,
    must_be_long_enough,
    overdue,
)
from housing.arrears.states import ARREARS, LIVE, ArrearsAct, ArrearsState
from housing.core.errors import BadInput, BrokenRule, WrongState

BEGUN = date(2026, 1, 1)


@pytest.mark.parametrize(
    ("day", "months"),
    [
        (date(2026, 9, 10), ["2026-07", "2026-08"]),
        (date(2026, 9, 11), ["2026-07", "2026-08", "2026-09"]),
        (date(2026, 8, 1), ["2026-07"]),
    ],
)
def test_a_month_is_overdue_after_its_day_of_payment(day: date, months: list[str]) -> None:
    """HN-26-1"""
    open_months = {"2026-07": 1, "2026-08": 2, "2026-09": 4}
    assert list(overdue(open_months, day, 10, BEGUN).months) == months


def test_january_follows_december() -> None:
    assert overdue({"2026-12": 5}, date(2027, 1, 3), 10, BEGUN).oldest == "2026-12"
    assert overdue({"2026-12": 5}, date(2026, 12, 10), 10, BEGUN).fen == 0


def test_months_are_said_as_a_span_only_without_a_gap() -> None:
    assert Owing({"2026-05": 1, "2026-06": 1, "2026-07": 1}).words() == "2026年5月至2026年7月"
    assert Owing({"2026-05": 1, "2026-07": 1}).words() == "2026年5月、2026年7月"


def test_cases_are_counted_by_age() -> None:
    found = by_age([(1, 10), (2, 20), (4, 30), (6, 40), (30, 50)])
    assert found == {1: (5, 150), 2: (4, 140), 3: (3, 120), 6: (2, 90), 12: (1, 50)}


def test_the_employer_is_not_told_before_the_county_allows() -> None:
    """HN-26-5"""
    must_be_long_enough(3, 3)
    with pytest.raises(BrokenRule, match="满 3 个月") as refused:
        must_be_long_enough(2, 3)
    assert refused.value.rules == ("HN-26-5",)


TODAY = date(2026, 9, 1)


@pytest.mark.parametrize(
    "parts",
    [
        [],
        [(date(2026, 9, 30), 300)],
        [(date(2026, 9, 1), 900)],
        [(date(2026, 10, 1), 450), (date(2026, 9, 30), 450)],
        [(date(2026, 9, 30), 900), (date(2026, 10, 30), 0)],
    ],
)
def test_instalments_must_come_to_what_is_owed_on_days_ahead(
    parts: list[tuple[date, int]],
) -> None:
    with pytest.raises(BadInput):
        check_plan(parts, 900, TODAY)


def test_a_plan_is_kept_while_every_part_due_was_paid() -> None:
    parts = [(date(2026, 9, 30), 300), (date(2026, 10, 31), 600)]
    check_plan(parts, 900, TODAY)
    assert is_kept(parts, 900, 900, date(2026, 9, 30))
    assert not is_kept(parts, 900, 900, date(2026, 10, 1))
    assert is_kept(parts, 900, 600, date(2026, 10, 31))
    assert not is_kept(parts, 900, 600, date(2026, 11, 1))


TABLE = {(move.source, move.act): move.target for move in ARREARS.moves}


@pytest.mark.parametrize("state", list(ArrearsState))
@pytest.mark.parametrize("act", list(ArrearsAct))
def test_a_case_moves_by_its_table_and_no_other_way(state: ArrearsState, act: ArrearsAct) -> None:
    if (state, act) in TABLE:
        assert ARREARS.step(state, act).target is TABLE[state, act]
    else:
        with pytest.raises(WrongState):
            ARREARS.step(state, act)


def test_nothing_leads_on_from_a_settled_case_and_every_other_may_be_settled() -> None:
    assert ARREARS.acts_from(ArrearsState.SETTLED) == ()
    assert all(ArrearsAct.SETTLE in ARREARS.acts_from(state) for state in LIVE)
    told = [move for move in ARREARS.moves if move.target is ArrearsState.NOTIFIED]
    assert {move.source for move in told if move.act is not ArrearsAct.ANSWER} == {
        ArrearsState.NOTICE_PROPOSED
    }


def test_a_first_month_begun_after_the_day_of_payment_is_due_with_the_next() -> None:
    """HN-26-1: nobody owes late on the day on which the keys are handed over."""
    begun = date(2026, 10, 16)
    assert overdue({"2026-10": 5}, date(2026, 10, 31), 10, begun).fen == 0
    assert overdue({"2026-10": 5}, date(2026, 11, 10), 10, begun).fen == 0
    assert overdue({"2026-10": 5}, date(2026, 11, 11), 10, begun).oldest == "2026-10"
    assert overdue({"2026-10": 5}, date(2026, 10, 31), 10, date(2026, 10, 10)).fen == 5

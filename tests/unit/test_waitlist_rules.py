"""When the wait must be over: HN-16-1, HN-16-2, HN-16-3 on both sides of every line."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.calendar import load_calendar
from housing.waitlist import rules
from housing.waitlist.states import LIFECYCLE, WAITING, EntryAct, EntryState
from tests.refusing import breaks


@pytest.mark.parametrize(
    ("registered", "months", "cap"),
    [
        ("2026-09-01", 36, "2029-09-01"),
        ("2024-02-29", 36, "2027-02-28"),  # no 29th in the last month: its last day
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-12-31", 1, "2027-01-31"),
        ("2025-10-01", 12, "2026-10-01"),  # a holiday does not lengthen the authority's period
    ],
)
def test_the_cap_is_a_calendar_period_that_no_holiday_lengthens(
    registered: str, months: int, cap: str
) -> None:
    """HN-16-3."""
    found = rules.cap_of(load_calendar(), date.fromisoformat(registered), months)
    assert found.day == date.fromisoformat(cap)


@pytest.mark.parametrize(
    ("months", "years", "fits"), [(36, 3, True), (37, 3, False), (60, 5, True)]
)
def test_a_county_cannot_set_a_longer_wait_than_the_measures(
    months: int, years: int, fits: bool
) -> None:
    """HN-16-2."""
    if fits:
        rules.check_waiting_period(months, years)
    else:
        with breaks("HN-16-2"):
            rules.check_waiting_period(months, years)


CAP = date(2029, 9, 1)


@pytest.mark.parametrize(
    ("day", "left", "warned", "late"),
    [
        ("2028-08-31", 12, None, False),
        ("2028-09-01", 12, None, False),
        ("2028-09-02", 11, 12, False),
        ("2029-03-01", 6, 12, False),
        ("2029-03-02", 5, 6, False),
        ("2029-06-02", 2, 3, False),
        ("2029-08-02", 0, 1, False),
        ("2029-09-01", 0, 1, False),
        ("2029-09-02", -1, 1, True),
    ],
)
def test_warnings_come_at_twelve_six_three_and_one_months(
    day: str, left: int, warned: int | None, late: bool
) -> None:
    """HN-16-3."""
    on = date.fromisoformat(day)
    assert rules.months_left(on, CAP) == left
    assert rules.warning(on, CAP) == warned
    assert rules.is_overdue(on, CAP) is late


@given(st.dates(date(2026, 1, 1), date(2031, 1, 1)), st.integers(0, 2000))
def test_a_warning_never_goes_away_again_as_the_days_pass(cap: date, before: int) -> None:
    day = cap - timedelta(days=before)
    today, tomorrow = rules.warning(day, cap), rules.warning(day + timedelta(days=1), cap)
    assert today is None or (tomorrow is not None and tomorrow <= today)


def test_who_is_late_with_keeps_every_right() -> None:
    """HN-16-3: an overdue entry is still valid: all that waiting allows, it allows."""
    for state in WAITING:
        acts = set(LIFECYCLE.acts_from(state))
        assert {EntryAct.JOIN_ROUND, EntryAct.HOUSE, EntryAct.OPEN_REVIEW} <= acts
    assert EntryState.OVERDUE in WAITING


def test_nobody_is_cancelled_without_a_review() -> None:
    """HN-16-4: cancellation only follows a review."""
    assert {move.source for move in LIFECYCLE.moves if move.act is EntryAct.CANCEL} == {
        EntryState.UNDER_REVIEW
    }

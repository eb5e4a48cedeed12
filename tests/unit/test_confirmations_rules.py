"""On which days a household is asked again."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.confirmations.rules import letters_due, reminder_days

OPENED = date(2026, 9, 1)


def test_reminders_are_spread_over_the_days_to_answer() -> None:
    days = reminder_days(OPENED, OPENED + timedelta(days=30), 2)
    assert days == [date(2026, 9, 11), date(2026, 9, 21)]


@pytest.mark.parametrize(
    ("day", "letters"), [(1, 1), (10, 1), (11, 2), (20, 2), (21, 3), (30, 3), (60, 3)]
)
def test_a_missed_night_is_caught_up_by_date(day: int, letters: int) -> None:
    today = OPENED + timedelta(days=day - 1)
    assert letters_due(OPENED, OPENED + timedelta(days=30), 2, today) == letters


@given(st.integers(1, 120), st.integers(0, 10))
def test_no_reminder_on_the_first_or_the_last_day(window: int, reminders: int) -> None:
    due_on = OPENED + timedelta(days=window)
    days = reminder_days(OPENED, due_on, reminders)
    assert len(days) <= reminders
    assert days == sorted(set(days))
    assert all(OPENED < day < due_on for day in days)

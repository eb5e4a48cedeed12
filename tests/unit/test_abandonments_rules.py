"""How long a freeze lasts and what follows: HN-22-2 and HN-22-3 on both sides of every line."""

import itertools
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.abandonments.page_words import CASES, LISTS, STATES
from housing.abandonments.rules import Reading, freeze_end, must_reapply
from housing.abandonments.states import (
    ABANDONMENT,
    CALLED,
    AbandonmentAct,
    AbandonmentState,
)
from housing.abandonments.words import CASE_WORDS, RULES, AbandonmentCase
from housing.calendar import load_calendar
from housing.catalogue.book import load_catalogue
from housing.core.errors import WrongState

CALENDAR = load_calendar()
RUNS, STOPS = Reading.CLOCK_RUNS, Reading.CLOCK_STOPS


@pytest.mark.parametrize(
    ("happened", "last"),
    [
        ("2026-09-01", "2028-09-01"),
        ("2028-02-29", "2030-02-28"),
        ("2026-10-01", "2028-10-01"),  # a holiday makes it no longer
    ],
)
def test_the_freeze_lasts_two_years_from_the_event(happened: str, last: str) -> None:
    """HN-22-2."""
    assert freeze_end(CALENDAR, date.fromisoformat(happened), 2) == date.fromisoformat(last)


@pytest.mark.parametrize(
    ("registered", "happened", "reading", "lapses"),
    [
        # The clock runs: the day after the freeze is the third anniversary, or the day after it.
        ("2025-09-02", "2026-09-01", RUNS, False),
        ("2025-09-01", "2026-09-01", RUNS, True),
        ("2026-08-01", "2026-09-01", RUNS, False),
        # It stands: only who gave up after three years lapses.
        ("2025-09-01", "2026-09-01", STOPS, False),
        ("2023-09-01", "2026-09-01", STOPS, False),
        ("2023-08-31", "2026-09-01", STOPS, True),
    ],
)
def test_who_would_return_after_three_years_applies_anew(
    registered: str, happened: str, reading: Reading, lapses: bool
) -> None:
    """HN-22-3, by either reading."""
    event = date.fromisoformat(happened)
    found = must_reapply(
        CALENDAR,
        registered_on=date.fromisoformat(registered),
        happened_on=event,
        frozen_until=freeze_end(CALENDAR, event, 2),
        years=3,
        reading=reading,
    )
    assert found is lapses


@given(registered=st.dates(date(2020, 1, 1), date(2026, 1, 1)), wait=st.integers(0, 4_000))
def test_a_clock_that_stands_never_harms(registered: date, wait: int) -> None:
    """HN-22-3: whoever keeps the place when the clock runs keeps it when it stands."""
    event = registered + timedelta(days=wait)
    until = freeze_end(CALENDAR, event, 2)
    lapses = [
        must_reapply(
            CALENDAR,
            registered_on=registered,
            happened_on=event,
            frozen_until=until,
            years=3,
            reading=reading,
        )
        for reading in (RUNS, STOPS)
    ]
    assert lapses != [False, True]


@pytest.mark.parametrize(
    ("state", "act"), list(itertools.product(AbandonmentState, AbandonmentAct))
)
def test_a_report_is_decided_once(state: AbandonmentState, act: AbandonmentAct) -> None:
    """HN-22-1."""
    target = {
        ("reported", "confirm"): "confirmed",
        ("reported", "excuse"): "excused",
        ("reported", "set_aside"): "void",
        ("confirmed", "reverse"): "reversed",
    }.get((state, act))
    if target:
        assert ABANDONMENT.step(state, act, CALLED).target == target
    else:
        with pytest.raises(WrongState, match=str(CALLED[state])):
            ABANDONMENT.step(state, act, CALLED)


def test_every_case_has_its_rule_and_its_words() -> None:
    """HN-22-4, HN-22-5, HN-22-6, HN-22-7, HN-22-8."""
    catalogue = {rule.id for rule in load_catalogue().select(instrument="HN")}
    assert set(RULES) == set(CASE_WORDS) == set(CASES) == set(AbandonmentCase)
    assert set(RULES.values()) == {f"HN-22-{number}" for number in range(4, 9)}
    assert set(RULES.values()) <= catalogue
    assert set(STATES) == set(AbandonmentState)
    assert [key for key, _words in LISTS] == ["reported", "frozen", ""]

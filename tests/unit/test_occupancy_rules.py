"""Targets of occupancy on both sides: HN-6-1, HN-6-2, HN-6-3."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.calendar import load_calendar
from housing.occupancy import rules
from housing.occupancy.page_words import percent
from housing.occupancy.rules import ProjectCounts, Terms
from housing.occupancy.words import Standing

TERMS = Terms(3, 90, 1, 90, 12)
PROJECT = ProjectCounts(
    code="P01",
    name="清溪雅苑",
    started_on=date(2023, 6, 30),
    highrise=False,
    extension_document="",
    completed_on=date(2025, 2, 28),
    units=100,
    occupied=89,
)


def _standings(project: ProjectCounts, day: date) -> list[Standing]:
    return [each.standing for each in rules.targets(load_calendar(), project, TERMS, day)]


@pytest.mark.parametrize(
    ("day", "cycle", "completion"),
    [
        (date(2025, 8, 27), Standing.RUNNING, Standing.RUNNING),
        (date(2025, 8, 28), Standing.RUNNING, Standing.ALERT),
        (date(2025, 12, 30), Standing.ALERT, Standing.ALERT),
        (date(2026, 2, 28), Standing.ALERT, Standing.ALERT),
        (date(2026, 3, 1), Standing.ALERT, Standing.MISSED),
        (date(2026, 6, 30), Standing.ALERT, Standing.MISSED),
        (date(2026, 7, 1), Standing.MISSED, Standing.MISSED),
    ],
)
def test_each_target_runs_alerts_and_is_missed_on_its_own_day(
    day: date, cycle: Standing, completion: Standing
) -> None:
    """HN-6-2, HN-6-3."""
    assert _standings(PROJECT, day) == [cycle, completion]


def test_exactly_ninety_percent_reaches_the_target() -> None:
    """HN-6-2, HN-6-3: 以上 includes 90 itself."""
    late = date(2030, 1, 1)
    assert _standings(replace(PROJECT, occupied=90), late) == [Standing.REACHED] * 2
    assert _standings(replace(PROJECT, units=1001, occupied=900), late) == [Standing.MISSED] * 2


def test_a_high_rise_is_given_longer_only_with_a_decision_on_file() -> None:
    """HN-6-2."""
    high = replace(PROJECT, highrise=True)
    extended = replace(high, extension_document="县政函〔2026〕3号")
    calendar = load_calendar()
    assert rules.cycle_end(calendar, high, TERMS) == date(2026, 6, 30)
    assert rules.cycle_end(calendar, extended, TERMS) == date(2027, 6, 30)
    assert rules.cycle_end(calendar, extended, replace(TERMS, extension_months=0)) == date(
        2026, 6, 30
    )
    assert rules.window_end(calendar, extended, TERMS) == date(2026, 2, 28)


def test_without_a_day_or_a_unit_nothing_is_claimed() -> None:
    unknown = replace(PROJECT, started_on=None, completed_on=None)
    assert _standings(unknown, date(2030, 1, 1)) == [Standing.NOT_KNOWN] * 2
    assert (
        _standings(replace(PROJECT, units=0, occupied=0), date(2030, 1, 1))
        == [Standing.NOT_KNOWN] * 2
    )


@given(st.integers(0, 5000), st.integers(1, 5000))
def test_what_is_shown_never_reads_ninety_before_it_is(occupied: int, units: int) -> None:
    shown = percent(min(occupied, units), units)
    reads = shown.startswith("100") or shown >= "90.0%"
    assert rules.reaches(min(occupied, units), units, 90) == (reads and len(shown) >= 5)


def test_the_assessment_year_is_the_last_whole_one() -> None:
    """HN-6-1."""
    assert rules.year_ended(date(2027, 1, 1)) == date(2026, 12, 31)
    assert rules.year_ended(date(2026, 12, 31)) == date(2025, 12, 31)


@pytest.mark.parametrize(
    ("occupied", "net", "expected", "lacking"),
    [
        (70, 12, 82, 20),  # twelve in a span, and as long again to go
        (70, 19, 89, 20),  # 89 of 100 is below
        (70, 0, 70, 20),
        (92, -9, 83, 0),  # reached, but more leave than come
        (3, -12, 0, 87),  # never below none
    ],
)
def test_a_project_at_risk_is_named_before_it_fails(
    occupied: int, net: int, expected: int, lacking: int
) -> None:
    """HN-6-2, HN-6-3."""
    project = replace(PROJECT, units=100, occupied=occupied)
    target = rules.targets(load_calendar(), project, TERMS, date(2026, 1, 1))[1]
    assert target.ends_on is not None
    day = target.ends_on - timedelta(days=90)
    seen = rules.outlook(project, target, rules.Trend(net, 90), day)
    assert seen is not None
    assert (seen.expected, seen.lacking, seen.days_left) == (expected, lacking, 90)


def test_no_outlook_where_the_trend_reaches_the_target_or_the_day_has_passed() -> None:
    project = replace(PROJECT, units=100, occupied=70)
    target = rules.targets(load_calendar(), project, TERMS, date(2026, 1, 1))[1]
    assert target.ends_on is not None
    day = target.ends_on - timedelta(days=90)
    assert rules.outlook(project, target, rules.Trend(20, 90), day) is None
    assert rules.outlook(project, target, rules.Trend(0, 90), day + timedelta(days=91)) is None
    assert rules.outlook(replace(project, units=0), target, rules.Trend(0, 90), day) is None

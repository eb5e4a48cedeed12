"""Worked examples of every counting rule, and what holds for all periods."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.calendar import Measure, Period, counted_back, due, load_calendar
from housing.core.errors import BadInput

CALENDAR = load_calendar()
DAYS = st.dates(date(2004, 1, 1), date(2030, 12, 31))
LENGTHS = st.integers(1, 60)


def working(length: int) -> Period:
    return Period(length, Measure.WORKING_DAYS)


def days(length: int) -> Period:
    return Period(length, Measure.DAYS)


def months(length: int) -> Period:
    return Period(length, Measure.MONTHS)


def years(length: int) -> Period:
    return Period(length, Measure.YEARS)


@pytest.mark.parametrize(
    ("why", "start", "period", "last"),
    [
        ("the first day is not counted", "2026-03-02", working(1), "2026-03-03"),
        ("begun on a day of rest", "2026-09-05", working(1), "2026-09-07"),
        ("over a plain weekend", "2026-03-06", working(5), "2026-03-13"),
        ("HN-21-2 over New Year, 4 January worked", "2025-12-24", working(15), "2026-01-15"),
        ("HN-21-2 over the Spring Festival", "2026-02-10", working(15), "2026-03-09"),
        ("HN-15-1 over the Spring Festival", "2026-02-09", working(30), "2026-03-27"),
        ("HN-15-1 without a holiday", "2026-03-02", working(30), "2026-04-14"),
        ("onto a made-up Saturday", "2026-05-08", working(1), "2026-05-09"),
        ("onto a made-up Sunday", "2026-09-18", working(1), "2026-09-20"),
        ("over Labour Day", "2026-04-29", working(3), "2026-05-07"),
        ("over both autumn holidays", "2026-09-24", working(5), "2026-10-09"),
        ("and onto the Saturday after them", "2026-09-24", working(6), "2026-10-10"),
    ],
)
def test_working_days(why: str, start: str, period: Period, last: str) -> None:
    """HN-15-1, HN-15-5, HN-21-2: 工作日."""
    for rolls_over in (True, False):
        found = due(CALENDAR, date.fromisoformat(start), period, rolls_over)
        assert (found.day, found.provisional) == (date.fromisoformat(last), False), why


@pytest.mark.parametrize(
    ("why", "start", "period", "plain", "rolled"),
    [
        ("HN-15-9 on a working day", "2026-09-01", days(7), "2026-09-08", "2026-09-08"),
        ("HN-15-9 on a Saturday", "2026-09-05", days(7), "2026-09-12", "2026-09-14"),
        ("HN-15-9 on a worked Sunday", "2026-09-13", days(7), "2026-09-20", "2026-09-20"),
        ("HN-15-9 in the autumn holiday", "2026-09-24", days(7), "2026-10-01", "2026-10-08"),
        ("HN-24-2 on National Day", "2026-09-01", days(30), "2026-10-01", "2026-10-08"),
        ("HN-24-2 on a working day", "2026-03-10", days(30), "2026-04-09", "2026-04-09"),
        ("over New Year", "2025-12-25", days(7), "2026-01-01", "2026-01-04"),
        ("31 January and a month", "2025-01-31", months(1), "2025-02-28", "2025-02-28"),
        ("the same in a leap year", "2024-01-31", months(1), "2024-02-29", "2024-02-29"),
        ("onto a worked Saturday", "2026-01-31", months(1), "2026-02-28", "2026-02-28"),
        ("31 March and half a year", "2026-03-31", months(6), "2026-09-30", "2026-09-30"),
        ("over the end of a year", "2025-11-30", months(3), "2026-02-28", "2026-02-28"),
        ("30 stays 30", "2026-06-30", months(1), "2026-07-30", "2026-07-30"),
        ("HN-16-2 on a Sunday", "2023-03-15", years(3), "2026-03-15", "2026-03-16"),
        ("HN-16-2 in the Spring Festival", "2023-02-17", years(3), "2026-02-17", "2026-02-24"),
        ("HN-22-2", "2024-06-30", years(2), "2026-06-30", "2026-06-30"),
        ("the leap day three years on", "2020-02-29", years(3), "2023-02-28", "2023-02-28"),
        ("the leap day four years on", "2020-02-29", years(4), "2024-02-29", "2024-02-29"),
    ],
)
def test_days_months_and_years(
    why: str, start: str, period: Period, plain: str, rolled: str
) -> None:
    """HN-15-9, HN-24-2, HN-16-2, HN-22-2, with the switch `last_day_rolls_over` off and on."""
    begun = date.fromisoformat(start)
    off, on = (due(CALENDAR, begun, period, switch) for switch in (False, True))
    assert (off.day.isoformat(), on.day.isoformat()) == (plain, rolled), why
    assert not off.provisional
    assert not on.provisional
    assert ("顺延" in on.reason) == (plain != rolled)


@pytest.mark.parametrize(
    ("end", "period", "day"),
    [
        ("2026-12-31", months(3), "2026-09-30"),
        ("2026-05-31", months(3), "2026-02-28"),
        ("2024-05-31", months(3), "2024-02-29"),
        ("2026-01-15", months(3), "2025-10-15"),
        ("2026-11-15", months(3), "2026-08-15"),
        ("2024-02-29", years(2), "2022-02-28"),
        ("2026-07-01", years(2), "2024-07-01"),
        ("2026-03-09", working(15), "2026-02-10"),
        ("2026-01-05", days(7), "2025-12-29"),
    ],
)
def test_counting_back(end: str, period: Period, day: str) -> None:
    """HN-24-5: three months before the end; HN-12-1: two years back; a Saturday stays one."""
    found = counted_back(CALENDAR, date.fromisoformat(end), period)
    assert (found.day.isoformat(), found.provisional) == (day, False)


def test_a_day_that_rests_on_an_unannounced_year_says_so() -> None:
    """The 2026 calendar is whole, that of 2090 is not: a period reaching into it is provisional."""
    start = date(2090, 5, 1)
    for period in (working(15), days(7), months(1)):
        found = due(CALENDAR, start, period, rolls_over=True)
        assert found.provisional
        assert "暂定" in found.reason
        assert "provisional" in found.reason
    assert not due(CALENDAR, start, days(7), rolls_over=False).provisional
    assert not counted_back(CALENDAR, start, months(3)).provisional
    assert counted_back(CALENDAR, start, working(3)).provisional


def test_the_reason_tells_how_the_days_were_counted() -> None:
    found = due(CALENDAR, date(2026, 2, 10), working(15))
    for words in (
        "15 个工作日",
        "休息 12 天不计",
        "含补班 2 天",
        "15 working days",
        "12 days of rest",
    ):
        assert words in found.reason


@pytest.mark.parametrize("length", [0, -1, 1_000_000])
@pytest.mark.parametrize("measure", list(Measure))
def test_what_is_no_period_is_refused(length: int, measure: Measure) -> None:
    with pytest.raises(BadInput, match=str(length)):
        Period(length, measure)


@pytest.mark.parametrize("period", [working(40), days(365), months(12), years(1)])
def test_the_end_of_the_calendar_is_an_answer_in_words(period: Period) -> None:
    with pytest.raises(BadInput, match=r"9999-12-.*leaves the calendar"):
        due(CALENDAR, date(9999, 12, 20), period)
    with pytest.raises(BadInput, match=r"0001-01-.*leaves the calendar"):
        counted_back(CALENDAR, date(1, 1, 10), period)


@given(start=DAYS, length=LENGTHS)
def test_so_many_working_days_lie_in_the_period_and_its_last_is_one(
    start: date, length: int
) -> None:
    last = due(CALENDAR, start, working(length)).day
    counted = [start + timedelta(days=n) for n in range(1, (last - start).days + 1)]
    assert sum(CALENDAR.is_working_day(day) for day in counted) == length
    assert CALENDAR.is_working_day(last)
    assert counted_back(CALENDAR, last, working(length)).day <= start


@given(start=DAYS, length=LENGTHS, measure=st.sampled_from([Measure.DAYS, Measure.MONTHS]))
def test_rolling_over_passes_days_of_rest_only(start: date, length: int, measure: Measure) -> None:
    plain = due(CALENDAR, start, Period(length, measure), rolls_over=False).day
    rolled = due(CALENDAR, start, Period(length, measure), rolls_over=True).day
    passed = [plain + timedelta(days=n) for n in range((rolled - plain).days)]
    assert not any(CALENDAR.is_working_day(day) for day in passed)
    assert CALENDAR.is_working_day(rolled)


@given(start=DAYS, length=LENGTHS)
def test_a_month_ends_in_the_right_month_and_never_after_its_day(start: date, length: int) -> None:
    last = due(CALENDAR, start, months(length), rolls_over=False).day
    assert (last.year * 12 + last.month) - (start.year * 12 + start.month) == length
    assert last.day == start.day or (
        last.day < start.day and (last + timedelta(days=1)).month != last.month
    )

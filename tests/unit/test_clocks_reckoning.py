"""When deadlines end: worked examples over the holidays of 2026, pauses, reminders."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.calendar import Calendar, Measure, Period, load_calendar
from housing.calendar.notice import Notice
from housing.catalogue.book import load_catalogue
from housing.clocks.kinds import KINDS, ClockKind
from housing.clocks.page_words import KIND_WORDS
from housing.clocks.reckoning import Terms, days_between, reckon
from housing.clocks.rights import is_within

CALENDAR = load_calendar()
W, D, M = Measure.WORKING_DAYS, Measure.DAYS, Measure.MONTHS


def day(text: str) -> date:
    return date.fromisoformat(f"2026-{text}")


@pytest.mark.parametrize(
    ("start", "length", "measure", "due_on", "why"),
    [
        # Counted by hand: 9-4 is the 3rd, 9-11 the 8th, 9-18 the 13th, Sunday 9-20 (worked) the
        # 14th, 9-24 the 18th, 9-30 the 21st, 10-9 the 23rd, Saturday 10-10 (worked) the 24th.
        ("09-01", 30, W, "10-19", "Mid-autumn and National Day rest, two made-up days count"),
        ("01-23", 15, W, "02-13", "ends before the Spring Festival"),
        # 2-13 is the 5th, Saturday 2-14 (worked) the 6th, 2-27 the 10th, Saturday 2-28 the 11th.
        ("02-06", 15, W, "03-05", "Spring Festival rests 02-15 to 02-23"),
        ("09-25", 7, D, "10-08", "ends 10-02, a day of rest; rolls over to 10-08"),
        ("09-01", 7, D, "09-08", "ends on a working day"),
        ("04-23", 5, W, "04-30", "ends on the day before Labour Day"),
        ("04-24", 5, W, "05-06", "the 5th comes after Labour Day, 05-01 to 05-05"),
        ("01-31", 1, M, "02-28", "no 31 February; Saturday 28 is worked"),
    ],
)
def test_worked_examples(start: str, length: int, measure: Measure, due_on: str, why: str) -> None:
    found = reckon(CALENDAR, day(start), Terms(Period(length, measure), True, 3))
    assert found.due_on == day(due_on), why
    assert not found.provisional
    assert found.overdue_from == found.due_on + timedelta(days=1)


def test_the_reminder_of_thirty_working_days_comes_on_the_twenty_seventh() -> None:
    """HN-15-1: a warning at 27 of 30 working days."""
    found = reckon(CALENDAR, day("09-01"), Terms(Period(30, W), True, 3))
    assert days_between(CALENDAR, day("09-01"), found.remind_on, W) == 27


def test_the_first_reminder_of_thirty_working_days_comes_on_the_twentieth() -> None:
    """HN-15-1: warnings at 20 and 27 of 30 working days."""
    found = reckon(CALENDAR, day("09-01"), Terms(Period(30, W), True, 3, early=10))
    assert found.early_on is not None
    assert days_between(CALENDAR, day("09-01"), found.early_on, W) == 20
    assert days_between(CALENDAR, day("09-01"), found.remind_on, W) == 27


@pytest.mark.parametrize(
    "terms",
    [
        Terms(Period(10, W), True, 3, early=10),
        Terms(Period(30, W), True, 3, early=3),
        Terms(Period(30, W), True, 3, early=2),
        Terms(Period(60, D), True, 3, waits=True, early=10),
    ],
)
def test_there_is_no_first_reminder_where_it_would_not_come_first(terms: Terms) -> None:
    assert reckon(CALENDAR, day("09-01"), terms).early_on is None


def test_a_reminder_never_comes_before_the_start() -> None:
    found = reckon(CALENDAR, day("09-01"), Terms(Period(2, W), True, 3))
    assert found.remind_on == day("09-01")


def test_what_only_has_to_pass_is_reminded_after_it() -> None:
    """HN-15-9: nothing can be done before the publicity is over."""
    found = reckon(CALENDAR, day("09-01"), Terms(Period(7, D), True, 3, waits=True))
    assert found.due_on == day("09-08")
    assert found.remind_on == day("09-09")
    assert found.overdue_from == day("09-12")


def test_an_unannounced_year_is_provisional_and_moves_with_its_notice() -> None:
    terms = Terms(Period(15, W), True, 3)
    start = date(2040, 12, 20)
    before = reckon(Calendar(), start, terms)
    rest = {date(2041, 1, 1) + timedelta(days=offset): "元旦" for offset in range(3)}
    notices = [
        Notice(2040, "通知", {date(2040, 10, 1): "国庆节"}, {}),
        Notice(2041, "通知", rest, {}),
    ]
    after = reckon(Calendar(notices), start, terms)
    assert before.provisional
    assert not after.provisional
    assert after.due_on > before.due_on


@pytest.mark.parametrize(
    ("measure", "length", "paused", "due_on"),
    [
        (W, 15, 5, "09-29"),  # the 20th: 9-24 is the 18th, 9-25 to 9-27 rest
        (D, 7, 3, "09-11"),
        (M, 1, 7, "10-08"),
    ],
)
def test_pauses_lengthen_a_period_in_its_own_days(
    measure: Measure, length: int, paused: int, due_on: str
) -> None:
    terms = Terms(Period(length, measure), True, 3)
    assert reckon(CALENDAR, day("09-01"), terms, paused).due_on == day(due_on)


@given(
    start=st.dates(date(2026, 1, 1), date(2026, 9, 1)),
    length=st.integers(1, 40),
    paused=st.integers(0, 20),
    measure=st.sampled_from([W, D]),
)
def test_a_pause_never_shortens_and_a_deadline_is_never_on_a_day_of_rest(
    start: date, length: int, paused: int, measure: Measure
) -> None:
    terms = Terms(Period(length, measure), True, 3)
    plain, longer = reckon(CALENDAR, start, terms), reckon(CALENDAR, start, terms, paused)
    assert longer.due_on >= plain.due_on
    assert CALENDAR.is_working_day(longer.due_on)
    assert start <= longer.remind_on <= longer.due_on < longer.overdue_from


@given(first=st.dates(date(2026, 1, 1), date(2026, 10, 1)), length=st.integers(1, 40))
def test_days_between_is_the_other_way_of_counting(first: date, length: int) -> None:
    found = reckon(CALENDAR, first, Terms(Period(length, W), True, 3))
    assert days_between(CALENDAR, first, found.due_on, W) == length


def test_every_deadline_of_the_law_that_belongs_to_admission_has_a_clock() -> None:
    """Compare with the catalogue: articles 14 to 16, each period of days or months."""
    periods = {
        value.name
        for rule in load_catalogue().select(instrument="HN")
        if rule.id.split("-")[1] in {"14", "15", "16"}
        for value in rule.parameters
        if value.unit in tuple(Measure)
    }
    not_a_clock_of_admission = {
        "waiting_period_max",  # the ceiling over waiting_period_local, not a clock of its own
        "waitlist_recheck_interval",  # how often those who wait are looked at again
    }
    ours = {spec.parameter for spec in KINDS.values()}
    assert periods - not_a_clock_of_admission <= ours
    own = {"acceptance_period", "supplement_period", "county_receipt_period"}
    own.add("waitlist_recheck_period")
    own.add("filing_review_period")
    own |= {"surplus_transfer_after", "abandonment_statement_window"}
    own |= {"lease_signing_period", "move_in_period"}
    own.add("round_rereview_period")
    own |= {"violation_statement_window", "rectification_period", "return_period"}
    own |= {"exit_review_period", "renewal_review_period"}
    own |= {"exchange_decision_period", "exchange_filing_period"}
    own |= {"lease_filing_period", "rent_reduction_decision_period", "repair_response_time"}
    own |= {"buyer_review_period", "price_approval_period", "buyback_decision_period"}
    own |= {"correction_period", "leave_period"}
    own |= {"subsidy_payment_period", "land_price_balance_period"}
    assert ours - periods == own | {"department_check_target"}


def test_every_kind_has_a_rule_a_holder_and_words() -> None:
    known = {rule.id for rule in load_catalogue().rules}
    assert set(KINDS) == set(ClockKind) == set(KIND_WORDS)
    for kind, spec in KINDS.items():
        assert set(spec.rules) <= known, kind
        assert spec.rules, kind
        assert spec.holders, kind


@pytest.mark.parametrize(
    ("place", "above", "right"),
    [
        ("430199", "430199", True),
        ("430199", "430100", True),
        ("430199", "430000", True),
        ("430299", "430100", False),
        ("610700", "430000", False),
        ("430199", "430121", False),
        ("430100", "430199", False),
    ],
)
def test_who_lies_within_whom(place: str, above: str, right: bool) -> None:
    assert is_within(place, above) is right

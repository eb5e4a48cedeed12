"""Nothing is skipped, and a flat is idle only as the law says: HN-34-1 to HN-34-8."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BrokenRule, WrongState
from housing.violations import rules
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.order import WAY, missing_step, step
from housing.violations.page_words import ABSENCES, CATEGORIES, CONSENTS, REPORTS, STATES
from housing.violations.rules import Idle, Night
from housing.violations.states import CALLED, VIOLATION
from housing.violations.states import ViolationAct as A
from housing.violations.states import ViolationState as S
from housing.violations.words import CATEGORY_WORDS, KIND_WORDS, RULES, Category, ViolationKind

MAY = date(2026, 5, 1)
#: The state in which each step of the law is next, and the rule that asks for it.
ASKED = {
    S.REPORTED: (A.NOTIFY, "HN-34-1"),
    S.NOTICED: (A.FIND, "HN-34-1"),
    S.FOUND: (A.ORDER, "HN-34-1"),
    S.ORDERED: (A.DELIVER_ORDER, "HN-34-1"),
    S.RECTIFYING: (A.CANCEL, "HN-34-2"),
    S.CANCELLED: (A.DELIVER_DECISION, "HN-34-2"),
    S.RETURNING: (A.APPLY, "HN-34-3"),
}
AHEAD = [
    (state, later)
    for at, state in enumerate(ASKED)
    for later in [act for act, _rule in list(ASKED.values())[at + 1 :]]
]


@pytest.mark.parametrize(("state", "act"), AHEAD)
def test_every_act_ahead_is_refused_with_the_rule_of_the_missing_step(state: S, act: A) -> None:
    with pytest.raises(BrokenRule, match="还没有") as refused:
        step(state, act)
    assert refused.value.rules == (ASKED[state][1],)
    named = missing_step(state, act)
    assert named is not None
    assert named.act is ASKED[state][0]


@pytest.mark.parametrize("state", list(S))
@pytest.mark.parametrize("act", list(A))
def test_every_pair_is_in_the_table_or_refused(state: S, act: A) -> None:
    fits = act in VIOLATION.acts_from(state)
    try:
        moved = step(state, act)
    except (BrokenRule, WrongState):
        assert not fits
    else:
        assert fits
        assert moved.source is state


def test_no_way_leads_to_the_court_past_the_order_and_the_decision() -> None:
    ways: set[tuple[A, ...]] = set()

    def walk(state: S, done: tuple[A, ...]) -> None:
        if state is S.ENFORCEMENT:
            ways.add(done)
        for act in VIOLATION.acts_from(state):
            target = VIOLATION.step(state, act).target
            if target is not state:
                walk(target, (*done, act))

    walk(S.REPORTED, ())
    law = tuple(each.act for each in WAY)
    assert ways == {law}
    assert law.index(A.ORDER) < law.index(A.DELIVER_ORDER) < law.index(A.CANCEL)
    assert law[-1] is A.APPLY


def nights(*seen: tuple[date, bool | None]) -> list[Night]:
    return [Night(on, lived) for on, lived in seen]


@pytest.mark.parametrize(
    ("seen", "away", "day", "found"),
    [
        ((), (), date(2026, 11, 1), None),
        (((MAY, None),), (), date(2026, 11, 1), None),
        (((MAY, False),), (), date(2026, 10, 31), Idle(MAY, 5)),
        (((MAY, False),), (), date(2026, 11, 1), Idle(MAY, 6)),
        (((MAY, False), (date(2026, 8, 1), True)), (), date(2026, 12, 1), None),
        (
            ((MAY, False), (date(2026, 8, 1), True), (date(2026, 9, 1), False)),
            (),
            date(2026, 12, 1),
            Idle(date(2026, 9, 1), 3),
        ),
        (((MAY, False), (MAY, True)), (), date(2026, 12, 1), None),
        (((MAY, False),), ((date(2026, 4, 1), date(2026, 6, 30)),), date(2026, 12, 1), None),
        (
            ((MAY, False), (date(2026, 7, 1), False)),
            ((date(2026, 4, 1), date(2026, 6, 30)),),
            date(2026, 12, 31),
            Idle(date(2026, 7, 1), 5),
        ),
        (((MAY, False),), ((date(2027, 1, 1), date(2027, 2, 1)),), date(2026, 11, 1), Idle(MAY, 6)),
        (((date(2026, 8, 31), False),), (), date(2027, 2, 28), Idle(date(2026, 8, 31), 6)),
    ],
)
def test_idle_since_the_first_verified_day_that_nothing_interrupts(
    seen: tuple[tuple[date, bool | None], ...],
    away: tuple[tuple[date, date], ...],
    day: date,
    found: Idle | None,
) -> None:
    assert rules.idle(nights(*seen), away, day) == found


days = st.dates(date(2026, 1, 1), date(2027, 12, 31))


@given(st.lists(st.tuples(days, st.sampled_from([True, False, None])), max_size=8), days, days)
def test_one_more_verified_night_never_makes_it_longer(
    seen: list[tuple[date, bool | None]], night: date, day: date
) -> None:
    before = rules.idle(nights(*seen), (), day)
    after = rules.idle(nights(*seen, (night, True)), (), day)
    assert after is None or (before is not None and before.since <= after.since)


def test_six_full_months_are_enough_and_five_are_not() -> None:
    assert rules.must_be_idle(Idle(MAY, 6), 6) == Idle(MAY, 6)
    with pytest.raises(BrokenRule, match="2026-11-01") as refused:
        rules.must_be_idle(Idle(MAY, 5), 6)
    assert refused.value.rules == ("HN-34-8",)
    with pytest.raises(BrokenRule, match="上门"):
        rules.must_be_idle(None, 6)


@pytest.mark.parametrize(
    ("months", "warned", "due"),
    [(2, set(), None), (3, set(), 3), (4, {3}, None), (5, {3}, 5), (5, set(), 5), (9, {5}, None)],
)
def test_a_tenant_is_warned_once_at_the_highest_mark(
    months: int, warned: set[int], due: int | None
) -> None:
    assert rules.warning_due(Idle(MAY, months), [3, 5], warned) == due
    assert rules.warning_due(None, [3, 5], warned) is None


@pytest.mark.parametrize(
    ("kind", "given_days"), [(ViolationKind.UNLAWFUL, 0), (ViolationKind.LENT, 30)]
)
def test_unlawful_acts_cease_at_once(kind: ViolationKind, given_days: int) -> None:
    table = {"days": 30, "unlawful_activity_days": 0}
    assert rules.days_to_rectify(table, kind) == given_days


def test_a_period_is_over_only_after_its_last_day() -> None:
    what = ("整改期限", "the period")
    rules.check_period_over(MAY, MAY + timedelta(days=1), what, "HN-34-1")
    for until in (MAY, None):
        with pytest.raises(BrokenRule, match="整改期限"):
            rules.check_period_over(until, MAY, what, "HN-34-1")


def test_every_word_has_its_name_and_every_act_its_rule() -> None:
    assert set(RULES) == set(KIND_WORDS) == set(ViolationKind)
    assert set(CATEGORIES) == set(CATEGORY_WORDS) == set(Category)
    assert {kind.value for kind in ViolationKind} < {each.value for each in Category}
    assert set(STATES) == set(S)
    assert set(CALLED) == set(S) | set(A)
    assert set(REPORTS) == set(ReportState)
    assert set(CONSENTS) == set(ConsentState)
    assert set(ABSENCES) == set(AbsenceState)

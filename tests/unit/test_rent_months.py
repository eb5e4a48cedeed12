"""What a month costs: HN-26-1; and whose the income is: HN-29-1, HN-29-3."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, WrongState
from housing.leases.words import LeaseKind
from housing.ledger.words import (
    ACCOUNT_NAMES,
    ONCE_A_MONTH,
    TRANSFER_NAMES,
    AccountKind,
    TransferKind,
)
from housing.ownership.words import InvestmentType
from housing.rents.basis import Basis, Off, owes_from
from housing.rents.changes import next_year
from housing.rents.income import income_of
from housing.rents.months import (
    Reckoned,
    Span,
    between,
    days_in,
    first_of,
    last_of,
    later,
    month_of,
    reckon,
    taken_off,
)
from housing.rents.states import REDUCTION, ReductionAct, ReductionState

JANUARY = date(2026, 1, 1)
DAYS = st.dates(date(2024, 1, 1), date(2028, 12, 31))
FEN = st.integers(0, 1_000_000)


def test_a_full_month_costs_the_rent_and_a_part_its_days() -> None:
    rent = [Span(JANUARY, None, 31000)]
    assert reckon("2026-02", rent, JANUARY, None) == Reckoned(31000)
    part = reckon("2026-01", rent, date(2026, 1, 10), date(2026, 1, 12))
    assert part == Reckoned(3000, "1月10日至1月12日 3/31 × 310.00元")
    assert reckon("2026-01", rent, date(2026, 2, 1), None).fen == 0


@given(DAYS, DAYS, FEN, st.integers(0, 40))
def test_cutting_a_rent_in_two_changes_nothing_and_neighbours_meet(
    first: date, cut: date, fen: int, length: int
) -> None:
    period, last = month_of(first), first + timedelta(days=length)
    whole = reckon(period, [Span(date(2020, 1, 1), None, fen)], first, last)
    eve = cut - timedelta(days=1)
    parts = [Span(date(2020, 1, 1), eve, fen), Span(cut, None, fen)]
    assert reckon(period, parts, first, last).fen == whole.fen
    days = (min(last, last_of(period)) - first).days + 1
    assert abs(whole.fen * days_in(period) - fen * days) * 2 <= days_in(period)


@given(DAYS, st.integers(-30, 30))
def test_months_can_be_counted_on_and_back(day: date, months: int) -> None:
    period = month_of(day)
    assert later(later(period, months), -months) == period
    assert first_of(period) <= day <= last_of(period)
    if months >= 0:
        assert len(between(period, later(period, months))) == months + 1


@pytest.mark.parametrize("written", ["2026", "2026-13", "26-01-01", "2026-1x"])
def test_what_is_no_month_is_refused(written: str) -> None:
    with pytest.raises(BadInput, match="2026-09"):
        first_of(written)


def test_of_two_reductions_the_larger_counts_and_only_in_its_months() -> None:
    held = Basis(
        lease_id=1,
        unit_id=1,
        owner="",
        own_stock=False,
        project_code="P01",
        first=JANUARY,
        last=None,
        rents=[Span(JANUARY, None, 333)],
        off=[Off("2026-03", "2026-04", 30), Off("2026-04", "2026-04", 50)],
    )
    found = [
        held.of(period).get(TransferKind.RENT_REDUCTION) for period in between("2026-02", "2026-05")
    ]
    assert found == [None, Reckoned(100, "减免 30%"), Reckoned(167, "减免 50%"), None]
    assert taken_off(333, 50) == 167


def test_charges_begin_with_the_keys_or_after_the_month_of_carrying_over() -> None:
    keys = date(2026, 1, 20)
    assert owes_from(LeaseKind.FIRST, JANUARY, keys, JANUARY) == keys
    assert owes_from(LeaseKind.FIRST, keys, JANUARY, JANUARY) == keys
    assert owes_from(LeaseKind.RENEWAL, JANUARY, None, JANUARY) == JANUARY
    assert owes_from(LeaseKind.CARRIED, JANUARY, None, keys) == date(2026, 2, 1)


@pytest.mark.parametrize(
    ("starts_on", "day", "begins"),
    [
        (JANUARY, date(2026, 5, 1), date(2027, 1, 1)),
        (JANUARY, date(2026, 12, 31), date(2027, 1, 1)),
        (JANUARY, date(2027, 1, 1), date(2028, 1, 1)),
        (date(2024, 2, 29), date(2026, 2, 28), date(2026, 3, 1)),
        (date(2024, 2, 29), date(2027, 6, 1), date(2028, 2, 29)),
    ],
)
def test_the_next_year_of_a_lease(starts_on: date, day: date, begins: date) -> None:
    assert next_year(starts_on, day) == begins


def test_income_is_the_governments_or_the_owners() -> None:
    income = AccountKind.RENT_INCOME
    assert income_of(InvestmentType.GOVERNMENT_FULL, "厂", True).kind is income
    assert income_of(None, "县住建局", False).kind is income
    for own in (InvestmentType.SELF_BUILT_PRIVATE, InvestmentType.SELF_BUILT_STATE_OWNED):
        found = income_of(own, "厂", False, 5000)
        assert (found.kind, found.ref, found.share) == (AccountKind.OWNER_INCOME, "owner:厂", 0)
    assert income_of(InvestmentType.JOINT, "厂", False, 5000).share == 5000
    assert income_of(None, "厂", True).kind is AccountKind.OWNER_INCOME


def test_a_reduction_only_moves_by_its_table() -> None:
    allowed = {
        (ReductionState.APPLIED, ReductionAct.GRANT): ReductionState.GRANTED,
        (ReductionState.APPLIED, ReductionAct.REFUSE): ReductionState.REFUSED,
        (ReductionState.APPLIED, ReductionAct.WITHDRAW): ReductionState.WITHDRAWN,
        (ReductionState.GRANTED, ReductionAct.END): ReductionState.ENDED,
    }
    for state in ReductionState:
        for act in ReductionAct:
            if (state, act) in allowed:
                assert REDUCTION.step(state, act).target is allowed[state, act]
            else:
                with pytest.raises(WrongState):
                    REDUCTION.step(state, act)


def test_every_kind_of_account_and_transfer_has_a_name() -> None:
    assert set(ACCOUNT_NAMES) == set(AccountKind)
    assert set(TRANSFER_NAMES) == set(TransferKind)
    assert set(ONCE_A_MONTH) <= set(TransferKind)

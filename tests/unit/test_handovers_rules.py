"""What a settlement comes to, on values: HN-24-3; and every act on a handover and a repair."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.handovers.rules import (
    Deduction,
    must_be_new,
    must_be_whole,
    must_not_be_worse,
    reckon,
)
from housing.handovers.states import HANDOVER, HandoverAct, HandoverState
from housing.inspections.states import INSPECTION, InspectionAct, InspectionState
from housing.ledger.words import AccountKind as A
from housing.repairs.states import REPAIR, RepairAct, RepairState

MOVES = {
    HANDOVER: {
        ("begun", "inspect"): "inspected",
        ("inspected", "inspect"): "inspected",
        ("inspected", "settle"): "settled",
        ("settled", "settle"): "settled",
        ("settled", "object"): "settled",
        ("settled", "answer"): "settled",
        ("settled", "close"): "closed",
        ("closed", "settle"): "closed",
        ("closed", "object"): "closed",
        ("closed", "answer"): "closed",
        ("begun", "call_off"): "called_off",
        ("inspected", "call_off"): "called_off",
    },
    REPAIR: {
        ("requested", "assign"): "assigned",
        ("assigned", "assign"): "assigned",
        ("assigned", "finish"): "done",
        ("done", "confirm"): "confirmed",
        ("done", "reopen"): "requested",
        ("requested", "decline"): "declined",
        ("assigned", "decline"): "declined",
        ("requested", "withdraw"): "withdrawn",
        ("assigned", "withdraw"): "withdrawn",
    },
    INSPECTION: {
        ("planned", "make"): "made",
        ("planned", "move"): "planned",
        ("planned", "call_off"): "called_off",
    },
}
PAIRS = [
    *((HANDOVER, *pair) for pair in itertools.product(HandoverState, HandoverAct)),
    *((REPAIR, *pair) for pair in itertools.product(RepairState, RepairAct)),
    *((INSPECTION, *pair) for pair in itertools.product(InspectionState, InspectionAct)),
]


@pytest.mark.parametrize(("machine", "state", "act"), PAIRS)
def test_every_act_moves_as_the_table_says_or_not_at_all(machine, state, act) -> None:  # type: ignore[no-untyped-def]
    target = MOVES[machine].get((state, act))
    if target is None:
        with pytest.raises(WrongState, match=f"cannot {act} while {state}"):
            machine.step(state, act)
    else:
        assert machine.step(state, act).target == target


def test_rent_comes_first_then_fees_then_damages_and_the_rest_goes_back() -> None:
    held = {A.RENT_DUE: 30000, A.FEE_DUE: 2000, A.PREPAID: 10000, A.DEPOSIT_HELD: 60000}
    found = reckon(held, [Deduction("灶台", 5000, "破损")])
    assert [(use.source, use.target, use.fen) for use in found.uses] == [
        (A.PREPAID, A.RENT_DUE, 10000),
        (A.DEPOSIT_HELD, A.RENT_DUE, 20000),
        (A.DEPOSIT_HELD, A.FEE_DUE, 2000),
        (A.DEPOSIT_HELD, A.DAMAGE_DUE, 5000),
        (A.DEPOSIT_HELD, A.REFUND_PAYABLE, 33000),
    ]
    assert (found.deposit, found.arrears, found.damages) == (60000, 32000, 5000)
    assert (found.refund, found.owed) == (33000, 0)


def test_a_deposit_that_never_came_is_struck_out_and_does_not_come_back() -> None:
    found = reckon({A.DEPOSIT_HELD: 60000, A.DEPOSIT_DUE: 60000, A.RENT_DUE: 100}, [])
    assert [(use.source, use.target, use.fen) for use in found.uses] == [
        (A.DEPOSIT_HELD, A.DEPOSIT_DUE, 60000)
    ]
    assert (found.deposit, found.refund, found.owed) == (0, 0, 100)


def test_rent_charged_too_much_goes_back_like_money_paid_ahead() -> None:
    found = reckon({A.RENT_DUE: -4000, A.FEE_DUE: 1000}, [])
    assert (found.arrears, found.refund, found.owed) == (1000, 3000, 0)


@given(
    dues=st.tuples(*[st.integers(-9_000, 90_000)] * 3),
    has=st.tuples(*[st.integers(0, 90_000)] * 2),
    unpaid=st.integers(0, 90_000),
    damages=st.lists(st.integers(1, 50_000), max_size=3),
)
def test_no_fen_appears_or_is_lost(
    dues: tuple[int, int, int], has: tuple[int, int], unpaid: int, damages: list[int]
) -> None:
    held = dict(zip((A.RENT_DUE, A.FEE_DUE, A.DAMAGE_DUE), dues, strict=True))
    held |= {A.PREPAID: has[0], A.DEPOSIT_HELD: has[1], A.DEPOSIT_DUE: min(unpaid, has[1])}
    lines = [Deduction(f"第{at}项", fen, "破损") for at, fen in enumerate(damages)]
    found = reckon(held, lines)
    net = sum(has) - held[A.DEPOSIT_DUE] - sum(dues) - sum(damages)
    assert found.refund - found.owed == net
    assert found.refund == 0 or found.owed == 0
    assert all(use.fen > 0 for use in found.uses)


def test_nothing_is_charged_for_what_was_like_that_before() -> None:
    must_be_new([Deduction("灶台", 100, "破损")], ["灶台"])
    with pytest.raises(BrokenRule, match="有差别的：灶台") as refused:
        must_be_new([Deduction("入户门", 100, "划痕")], ["灶台"])
    assert refused.value.rules == ("HN-24-3",)


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ([Deduction(" ", 100, "破损")], "赔偿第 1 项：名称和理由都要写"),
        ([Deduction("灶台", 100, "")], "赔偿第 1 项"),
        ([Deduction("灶台", 0, "破损")], "金额应大于零"),
        ([Deduction("灶台", 1, "破损"), Deduction("灶台", 2, "破损")], "“灶台”写了两次"),
    ],
)
def test_a_damage_names_thing_reason_and_amount_once(lines: list[Deduction], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        must_be_whole(lines)


def test_a_second_settlement_after_an_objection_is_never_worse() -> None:
    must_not_be_worse(-100, -100)
    must_not_be_worse(-100, 50)
    with pytest.raises(BrokenRule, match="更不利"):
        must_not_be_worse(50, 49)

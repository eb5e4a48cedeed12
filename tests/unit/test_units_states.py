"""Every pair of state and act of a unit either moves as the table says or is refused."""

import itertools

import pytest

from housing.core.errors import WrongState
from housing.imports.states import REPORT, ReportAct, ReportState
from housing.units.states import UNIT, UnitAct, UnitState
from housing.units.words import STATE_WORDS

UNIT_MOVES = {
    ("vacant", "reserve"): "reserved",
    ("reserved", "release"): "vacant",
    ("reserved", "offer"): "offered",
    ("offered", "release"): "vacant",
    ("offered", "let"): "let",
    ("let", "return_unused"): "vacant",
    ("let", "give_notice"): "vacating",
    ("vacating", "stay"): "let",
    ("vacating", "take_back"): "vacant",
    ("vacant", "begin_repair"): "repair",
    ("vacating", "begin_repair"): "repair",
    ("repair", "end_repair"): "vacant",
    ("vacant", "sell"): "sold",
    ("let", "sell"): "sold",
    ("vacant", "sell_off"): "sold",
    ("let", "sell_off"): "sold",
    ("sold", "buy_back"): "vacant",
}


@pytest.mark.parametrize(("state", "act"), list(itertools.product(UnitState, UnitAct)))
def test_a_unit_moves_as_the_table_says_or_not_at_all(state: UnitState, act: UnitAct) -> None:
    target = UNIT_MOVES.get((state, act))
    if target is None:
        with pytest.raises(WrongState, match=f"cannot {act} while {state}"):
            UNIT.step(state, act)
    else:
        assert UNIT.step(state, act).target == target


@pytest.mark.parametrize(("state", "act"), list(itertools.product(ReportState, ReportAct)))
def test_a_closed_report_stays_closed(state: ReportState, act: ReportAct) -> None:
    targets = {"set_aside": "open", "take": "taken", "discard": "discarded"}
    if state is ReportState.OPEN:
        assert REPORT.step(state, act).target == targets[act]
    else:
        with pytest.raises(WrongState):
            REPORT.step(state, act)


def test_every_state_of_a_unit_has_its_word() -> None:
    assert set(STATE_WORDS) == set(UnitState)
    assert len(set(STATE_WORDS.values())) == len(UnitState)

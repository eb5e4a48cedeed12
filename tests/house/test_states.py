"""Every machine of the house: each (state, act) pair either moves as its table says or refuses."""

import importlib
import pkgutil
from enum import StrEnum

import pytest

import housing
from housing.core.errors import WrongState
from housing.core.lifecycle import Lifecycle

pytestmark = pytest.mark.house


def _machines() -> list[tuple[str, Lifecycle[StrEnum, StrEnum]]]:
    found = []
    for module in pkgutil.walk_packages(housing.__path__, "housing."):
        if module.name.endswith(".states"):
            loaded = importlib.import_module(module.name)
            found += [
                (f"{module.name}.{name}", value)
                for name, value in vars(loaded).items()
                if isinstance(value, Lifecycle)
            ]
    return found


MACHINES = _machines()


def test_there_are_machines() -> None:
    assert MACHINES


@pytest.mark.parametrize(("name", "machine"), MACHINES, ids=[name for name, _ in MACHINES])
def test_every_pair_moves_or_refuses(name: str, machine: Lifecycle[StrEnum, StrEnum]) -> None:
    states = list(type(machine.moves[0].source))
    acts = list(type(machine.moves[0].act))
    table = {(move.source, move.act): move for move in machine.moves}
    for state in states:
        for act in acts:
            if (state, act) in table:
                assert machine.step(state, act) is table[state, act]
            else:
                with pytest.raises(WrongState, match=str(state)):
                    machine.step(state, act)


@pytest.mark.parametrize(("name", "machine"), MACHINES, ids=[name for name, _ in MACHINES])
def test_every_move_names_its_basis_and_every_state_is_reached(
    name: str, machine: Lifecycle[StrEnum, StrEnum]
) -> None:
    assert all(move.basis for move in machine.moves)
    first = machine.moves[0].source
    reached = {first} | {move.target for move in machine.moves}
    assert reached == set(type(first))

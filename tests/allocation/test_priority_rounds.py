"""Rounds too large for brute force: solver, own road and second opinion agree on all of them."""

from typing import Any

import numpy as np
import pytest

from allocation import class_sets
from allocation.check import check
from allocation.flow import housed_by_flow
from allocation.market import Market
from allocation.priority import decide, solve_priority
from allocation.problem import Problem
from benchmarks.families import FAMILIES, make

Json = dict[str, Any]


def as_problem(market: Market) -> Json:
    """The JSON form of a market."""
    households = []
    for position in range(market.households):
        entries = slice(market.start[position], market.start[position + 1])
        ranks: dict[int, list[str]] = {}
        pairs = zip(market.rank[entries].tolist(), market.choice[entries].tolist(), strict=True)
        for rank, number in pairs:
            ranks.setdefault(rank, []).append(f"c{number}")
        acceptable = [ranks[rank] for rank in sorted(ranks)]
        row = {"id": f"h{position}", "priority": position, "acceptable": acceptable}
        households.append(row)
    classes = [
        {"id": f"c{number}", "capacity": units}
        for number, units in enumerate(market.capacity.tolist())
    ]
    return {"format": 1, "mechanism": "priority", "households": households, "classes": classes}


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("family", FAMILIES)
def test_a_round_of_two_thousand_passes_the_second_opinion(family: str, seed: int) -> None:
    problem = as_problem(Market(*make(family, 2_000, 600, seed)))
    assert check(problem, solve_priority(Problem.parse(problem)).to_json()) == []


@pytest.mark.parametrize("family", FAMILIES)
def test_twenty_thousand_households_are_housed_alike_by_both_roads(family: str) -> None:
    market = Market(*make(family, 20_000, 5_000, seed=7))
    assert np.array_equal(decide(market).housed, housed_by_flow(market))


def chain(length: int, households_of_a_class: int = 1) -> Market:
    """Early households accept a class and the next; late ones the first only; one must stay out."""
    per_class = households_of_a_class
    early = [[k, k + 1] for k in range(length) for _ in range(per_class)]
    late = [[0] for _ in range(per_class + 1)]
    lists = early + late
    return Market(
        capacity=np.full(length + 1, per_class, dtype=np.int64),
        start=np.cumsum([0, *map(len, lists)]).astype(np.int64),
        choice=np.array([k for row in lists for k in row], dtype=np.int32),
        rank=np.array([place for row in lists for place in range(len(row))], dtype=np.int32),
    )


@pytest.mark.parametrize("bits", [-1, 10**9])
@pytest.mark.parametrize("per_class", [1, 5])
def test_one_household_may_move_everybody(
    bits: int, per_class: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(class_sets, "MOST_BITS", bits)
    length = 200
    decision = decide(chain(length, per_class))
    moved = [k + 1 for k in range(length) for _ in range(per_class)]
    assert decision.chosen.tolist() == [*moved, *[0] * per_class, -1]
    # Who came last in vain accepts one class, and so does everybody in it now.
    assert decision.closing.tolist() == [len(moved) + per_class] + [-1] * length

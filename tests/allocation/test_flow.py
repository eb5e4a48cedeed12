"""The solver's road to the housed set."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from ortools.graph.python import min_cost_flow

from allocation.flow import housed_by_flow
from allocation.market import Market
from allocation.problem import Problem
from tests.allocation.brute_force import housed
from tests.strategies import problems

Json = dict[str, Any]


@given(problem=problems())
@settings(deadline=None, max_examples=200)
def test_the_flow_houses_the_greedy_set(problem: Json) -> None:
    market, ids, _ = Market.of(Problem.parse(problem))
    found = {ids[place] for place in np.flatnonzero(housed_by_flow(market))}
    assert found == {household["id"] for household in housed(problem)}


def test_nobody_is_housed_where_nobody_waits() -> None:
    none = np.zeros(0, dtype=np.int32)
    market = Market(np.array([3]), np.zeros(1, dtype=np.int64), none, none)
    assert housed_by_flow(market).tolist() == []


def test_a_flow_that_is_not_optimal_is_an_error(monkeypatch: pytest.MonkeyPatch) -> None:
    solver = min_cost_flow.SimpleMinCostFlow
    monkeypatch.setattr(solver, "solve", lambda self: self.INFEASIBLE)
    one = np.zeros(1, dtype=np.int32)
    market = Market(np.array([1]), np.array([0, 1]), one, one)
    with pytest.raises(RuntimeError, match="ended as INFEASIBLE"):
        housed_by_flow(market)

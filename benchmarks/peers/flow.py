"""OR-Tools minimum-cost flow, households → classes → one sink."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import min_cost_flow

from benchmarks.families import Arrays, Ints, Short


def in_order(market: Arrays) -> Short:
    """Weights n − position: the set of households is exact, their classes are arbitrary."""
    worth = market.households - np.arange(market.households, dtype=np.int64)
    return _solve(market, -np.repeat(worth, np.diff(market.start)))


def least_rank(market: Arrays) -> Short:
    """As many households as possible, then the least sum of ranks: what one writes first."""
    return _solve(market, market.rank.astype(np.int64) - 1_000)


def _solve(market: Arrays, cost: Ints) -> Short:
    """The cheapest flow when household i in its e-th class costs ``cost[start[i] + e]``."""
    n, classes, entries = market.households, len(market.capacity), len(market.choice)
    household = np.repeat(np.arange(n, dtype=np.int32), np.diff(market.start))
    sink = n + classes
    tail = np.concatenate([household, np.arange(sink, dtype=np.int32)])
    head = np.concatenate([n + market.choice, np.full(sink, sink, dtype=np.int32)])
    room = np.concatenate([np.ones(entries + n, dtype=np.int64), market.capacity])
    price = np.concatenate([cost, np.zeros(sink, dtype=np.int64)])
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(tail, head, room, price)
    supply = np.ones(sink + 1, dtype=np.int64)
    supply[n:] = 0
    supply[sink] = -n
    solver.set_nodes_supplies(np.arange(sink + 1, dtype=np.int32), supply)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"SimpleMinCostFlow ended with {status}")
    used = np.asarray(solver.flows(np.arange(entries, dtype=np.int32))) > 0
    given = np.full(n, -1, dtype=np.int32)
    given[household[used]] = market.choice[used]
    return given

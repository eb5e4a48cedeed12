"""OR-Tools linear assignment: it wants a perfect matching, so the graph is doubled."""

from __future__ import annotations

import numpy as np
from ortools.graph.python import linear_sum_assignment

from benchmarks.families import Arrays, Short
from benchmarks.peers.units import pairs


def doubled(market: Arrays) -> Short:
    """Household i may take a unit (−weight) or its own shadow; a unit's shadow takes the rest.

    Left: households, then shadows of units. Right: units, then shadows of households. A shadow
    of a unit may take that unit, or the shadow of any household that accepts it, so a perfect
    matching always exists and costs minus the weight of the housed.
    """
    n, units = market.households, int(market.capacity.sum())
    who, unit, class_of = pairs(market)
    everyone, every_unit = np.arange(n), np.arange(units)
    left = np.concatenate([who, everyone, n + every_unit, n + unit]).astype(np.int32)
    right = np.concatenate([unit, units + everyone, every_unit, units + who]).astype(np.int32)
    cost = np.zeros(len(left), dtype=np.int64)
    cost[: len(who)] = who - n
    solver = linear_sum_assignment.SimpleLinearSumAssignment()
    solver.add_arcs_with_cost(left, right, cost)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"SimpleLinearSumAssignment ended with {status}")
    mate = np.array([solver.right_mate(i) for i in range(n)])
    given = np.full(n, -1, dtype=np.int32)
    housed = mate < units
    given[housed] = class_of[mate[housed]]
    return given

"""Who is housed, by the solver: one minimum-cost flow from households to classes.

Sets of households that can be housed together form a transversal matroid (Edmonds and Fulkerson
1965), so the greedy set over the public order has the greatest weight for every strictly falling
choice of positive weights (Rado 1957; Edmonds 1971). The plain weights n - position are enough,
and the numbers stay small at any size.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from ortools.graph.python import min_cost_flow

from allocation.market import Market


def housed_by_flow(market: Market) -> NDArray[np.bool_]:
    """bool[n]: whether the household at each position is housed.

    One `SimpleMinCostFlow` of OR-Tools with n + K + 2 nodes and E + 2n + K arcs.

    Raises:
        RuntimeError: the solver did not report an optimal flow.
    """
    n, classes = market.households, market.classes
    if n == 0:
        return np.zeros(0, dtype=np.bool_)
    households = np.arange(n, dtype=np.int32)
    of_entry = np.repeat(households, np.diff(market.start))
    of_class = np.arange(n, n + classes, dtype=np.int32)
    source, sink = n + classes, n + classes + 1
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        np.full(n, source, dtype=np.int32),
        households,
        np.ones(n, dtype=np.int64),
        households.astype(np.int64) - n,
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        of_entry,
        market.choice + np.int32(n),
        np.ones(len(of_entry), dtype=np.int64),
        np.zeros(len(of_entry), dtype=np.int64),
    )
    solver.add_arcs_with_capacity_and_unit_cost(
        of_class,
        np.full(classes, sink, dtype=np.int32),
        np.minimum(market.capacity, n),
        np.zeros(classes, dtype=np.int64),
    )
    # A household that finds nothing takes this way round the classes, so all n can flow.
    solver.add_arc_with_capacity_and_unit_cost(source, sink, n, 0)
    solver.set_node_supply(source, n)
    solver.set_node_supply(sink, -n)
    status = solver.solve()
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the minimum-cost flow ended as {status.name}, not as OPTIMAL")
    return np.asarray(solver.flows(np.arange(n, dtype=np.int32)) > 0)

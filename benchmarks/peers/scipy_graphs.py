"""scipy's assignment, matching and maximum-flow functions."""

from __future__ import annotations

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import csr_array
from scipy.sparse.csgraph import (
    maximum_bipartite_matching,
    maximum_flow,
    min_weight_full_bipartite_matching,
)

from benchmarks.families import Arrays, Short
from benchmarks.peers.units import pairs


def dense(market: Arrays) -> Short:
    """The full table households × units, weight n − position where acceptable, else 0."""
    who, unit, class_of = pairs(market)
    n = market.households
    worth = np.zeros((n, len(class_of)))
    worth[who, unit] = n - who
    rows, columns = linear_sum_assignment(worth, maximize=True)
    taken = worth[rows, columns] > 0
    given = np.full(n, -1, dtype=np.int32)
    given[rows[taken]] = class_of[columns[taken]]
    return given


def sparse(market: Arrays) -> Short:
    """Acceptable pairs only, and a dummy for each household that may stay without."""
    who, unit, class_of = pairs(market)
    n, units = market.households, len(class_of)
    everyone = np.arange(n)
    # Weights must not be 0, so all are one higher than n − position needs; the dummy is dearest.
    cost = np.concatenate([who + 1.0, np.full(n, n + 1.0)])
    place = (np.concatenate([who, everyone]), np.concatenate([unit, units + everyone]))
    graph = csr_array((cost, place), shape=(n, units + n))
    rows, columns = min_weight_full_bipartite_matching(graph)
    taken = columns < units
    given = np.full(n, -1, dtype=np.int32)
    given[rows[taken]] = class_of[columns[taken]]
    return given


def most_by_flow(market: Arrays) -> Short:
    """A largest set of households, whichever it is: maximum_flow has no weights."""
    n, classes = market.households, len(market.capacity)
    source, sink = n + classes, n + classes + 1
    who = np.repeat(np.arange(n), np.diff(market.start))
    tail = np.concatenate([who, np.full(n, source), n + np.arange(classes)])
    head = np.concatenate([n + market.choice, np.arange(n), np.full(classes, sink)])
    room = np.concatenate([np.ones(len(who) + n), market.capacity]).astype(np.int32)
    graph = csr_array((room, (tail, head)), shape=(sink + 1, sink + 1))
    flow = maximum_flow(graph, source, sink).flow.tocoo()
    used = (flow.data > 0) & (flow.row < n)
    given = np.full(n, -1, dtype=np.int32)
    given[flow.row[used]] = flow.col[used] - n
    return given


def most_by_matching(market: Arrays) -> Short:
    """A largest set of households, whichever it is, over single units."""
    who, unit, class_of = pairs(market)
    shape = (market.households, len(class_of))
    graph = csr_array((np.ones(len(who), dtype=np.int8), (who, unit)), shape=shape)
    mate = maximum_bipartite_matching(graph, perm_type="column")
    given = np.full(market.households, -1, dtype=np.int32)
    given[mate >= 0] = class_of[mate[mate >= 0]]
    return given

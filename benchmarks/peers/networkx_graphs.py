"""networkx: network simplex on classes, weighted matching (blossom) on units."""

from __future__ import annotations

import networkx
import numpy as np

from benchmarks.families import Arrays, Short
from benchmarks.peers.units import pairs


def simplex(market: Arrays) -> Short:
    """Minimum-cost flow with weights n − position."""
    n = market.households
    graph = networkx.DiGraph()
    sink = -1
    graph.add_node(sink, demand=n)
    for household in range(n):
        graph.add_node(household, demand=-1)
    who = np.repeat(np.arange(n), np.diff(market.start)).tolist()
    for household, wanted in zip(who, (n + market.choice).tolist(), strict=True):
        graph.add_edge(household, wanted, capacity=1, weight=household - n)
    for household in range(n):
        graph.add_edge(household, sink, capacity=1, weight=0)
    for number, room in enumerate(market.capacity.tolist()):
        graph.add_edge(n + number, sink, capacity=room, weight=0)
    _, flow = networkx.network_simplex(graph)
    given = np.full(n, -1, dtype=np.int32)
    for household in range(n):
        for wanted, used in flow[household].items():
            if used and wanted != sink:
                given[household] = wanted - n
    return given


def blossom(market: Arrays) -> Short:
    """Maximum-weight matching of households and single units."""
    who, unit, class_of = pairs(market)
    n = market.households
    graph = networkx.Graph()
    graph.add_weighted_edges_from(
        (household, n + number, n - household)
        for household, number in zip(who.tolist(), unit.tolist(), strict=True)
    )
    given = np.full(n, -1, dtype=np.int32)
    for pair in networkx.max_weight_matching(graph):
        household, number = sorted(pair)
        given[household] = class_of[number - n]
    return given

"""The engine as the benchmarks call it, and the floor that nothing can be below."""

from __future__ import annotations

import numpy as np

from benchmarks.families import Arrays, Short
from benchmarks.peers import Peer, Solve


def everything(market: Arrays) -> Short:
    """Who is housed by the second road, which class, and all the proof tables."""
    from allocation.market import Market
    from allocation.priority import decide

    return decide(Market(*market)).chosen


def housed_only(market: Arrays) -> Short:
    """Who is housed by the second road, with the closing table; classes not yet chosen."""
    from allocation.greedy import house
    from allocation.market import Market

    housed = house(Market(*market))
    given = np.full(market.households, -1, dtype=np.int32)
    given[housed.position] = housed.holds
    return given


def both_roads(market: Arrays) -> Short:
    """What is done before anything is published: everything, and the flow, which must agree."""
    from allocation.flow import housed_by_flow
    from allocation.market import Market

    chosen = everything(market)
    if not np.array_equal(chosen >= 0, housed_by_flow(Market(*market))):
        raise RuntimeError("the two roads disagree on who is housed")
    return chosen


def floor(market: Arrays) -> Short:
    """Read every array once and sort the households by tier and draw: no method can do less."""
    read = sum(int(part.sum()) for part in market)
    draw = np.arange(market.households, dtype=np.uint64) * np.uint64(0x9E3779B97F4A7C15)
    order = np.lexsort((draw, draw & np.uint64(3)))
    return order.astype(np.int32) if read >= 0 else np.empty(0, dtype=np.int32)


OWN: dict[str, Solve] = {
    "own": everything,
    "own-a": housed_only,
    "own-both": both_roads,
    "floor": floor,
}
LABELS = {
    "own": "**engine: A by the second road, B, all proof tables**",
    "own-a": "engine: A by the second road, closing table only",
    "own-both": "engine: all of it, and the flow to agree with",
    "floor": "floor: read the arrays, sort the order (numpy)",
}


def label(subject: str, peers: dict[str, Peer]) -> str:
    """What the tables call a subject."""
    return LABELS[subject] if subject in LABELS else peers[subject].label

"""The best way to give every household one slot: flow, prices that prove it, one settled answer.

One minimum-cost flow of OR-Tools. Prices of slots are the potentials of that flow: no household
could do better at these prices, which proves the answer best (linear programming duality;
Kuhn 1955). All best answers use only pairs that the prices leave at no loss, so that among these
the public order decides, household by household.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from ortools.graph.python import min_cost_flow


class Option(NamedTuple):
    """A slot that a household can have, and what that is worth."""

    slot: int
    worth: int


class Given(NamedTuple):
    """The slot of each household, and a price for each slot."""

    slots: list[int]
    prices: list[int]


def give(options: Sequence[Sequence[Option]], capacity: Sequence[int]) -> Given:
    """Fill all slots at the greatest worth; ties go to earlier households, by order of options.

    The capacities add up to the number of households, and some filling exists. O(flow) for the
    value and O(n * pairs) at worst for settling the ties.

    Raises:
        ValueError: the worths are too large for the solver.
        RuntimeError: the solver did not report an optimal flow.
    """
    slots = _flow(options, capacity)
    prices = _prices(options, slots, len(capacity))
    tight = [
        [each.slot for each in listed if each.worth - prices[each.slot] == _best(listed, prices)]
        for listed in options
    ]
    _settle(tight, slots)
    return Given(slots, prices)


def _flow(options: Sequence[Sequence[Option]], capacity: Sequence[int]) -> list[int]:
    if not options:
        return []
    n = len(options)
    household = np.repeat(np.arange(n), [len(listed) for listed in options])
    slot = np.array([each.slot for listed in options for each in listed], dtype=np.int64)
    worth = np.array([each.worth for listed in options for each in listed], dtype=np.int64)
    solver = min_cost_flow.SimpleMinCostFlow()
    solver.add_arcs_with_capacity_and_unit_cost(
        household.astype(np.int32),
        (slot + n).astype(np.int32),
        np.ones(len(slot), dtype=np.int64),
        -worth,
    )
    for number in range(n):
        solver.set_node_supply(number, 1)
    for number, count in enumerate(capacity):
        solver.set_node_supply(n + number, -count)
    status = solver.solve()
    if status == solver.BAD_COST_RANGE:
        raise ValueError("too many households or ranks for one search; split it by district")
    if status != solver.OPTIMAL:
        raise RuntimeError(f"the minimum-cost flow ended as {status.name}, not as OPTIMAL")
    used = np.asarray(solver.flows(np.arange(len(slot), dtype=np.int32))) > 0
    return [int(each) for each in slot[used]]


def _prices(options: Sequence[Sequence[Option]], slots: Sequence[int], count: int) -> list[int]:
    """The least prices from 0 up at which nobody envies another slot (Bellman and Ford)."""
    worths = [{each.slot: each.worth for each in listed} for listed in options]
    steps = [
        (held, each.slot, each.worth - worths[i][held])
        for i, held in enumerate(slots)
        for each in options[i]
        if each.slot != held
    ]
    prices = np.zeros(count, dtype=np.int64)
    if not steps:
        return [0] * count
    held, wanted, gain = (np.array(column, dtype=np.int64) for column in zip(*steps, strict=True))
    for _ in range(count + 1):
        before = prices.copy()
        np.maximum.at(prices, wanted, before[held] + gain)
        if np.array_equal(before, prices):
            return [int(each) for each in prices]
    raise RuntimeError("the flow is not optimal: prices rise without end")


def _best(listed: Sequence[Option], prices: Sequence[int]) -> int:
    return max(each.worth - prices[each.slot] for each in listed)


def _settle(tight: Sequence[Sequence[int]], slots: list[int]) -> None:
    """Give each household in turn its first tight slot that leaves all later ones a tight one."""
    ways: dict[int, dict[int, set[int]]] = {}
    for i, listed in enumerate(tight):
        for slot in listed:
            ways.setdefault(slot, {}).setdefault(slots[i], set()).add(i)
    for i, listed in enumerate(tight):
        _forget(ways, tight, slots, i)
        wanted = listed[: listed.index(slots[i])]
        if wanted:
            _take(ways, tight, slots, i, wanted)


def _take(
    ways: dict[int, dict[int, set[int]]],
    tight: Sequence[Sequence[int]],
    slots: list[int],
    i: int,
    wanted: Sequence[int],
) -> None:
    """Move i to the first of `wanted` from which somebody can move on until i's slot is filled."""
    freed = slots[i]
    onward: dict[int, int] = {freed: freed}
    waiting = deque([freed])
    while waiting and wanted[0] not in onward:
        into = waiting.popleft()
        for held, movers in ways.get(into, {}).items():
            if movers and held not in onward:
                onward[held] = into
                waiting.append(held)
    found = next((slot for slot in wanted if slot in onward), None)
    if found is None:
        return
    slots[i] = found
    while found != freed:
        mover = min(ways[onward[found]][found])
        _forget(ways, tight, slots, mover)
        slots[mover] = onward[found]
        for slot in tight[mover]:
            ways.setdefault(slot, {}).setdefault(slots[mover], set()).add(mover)
        found = onward[found]


def _forget(
    ways: dict[int, dict[int, set[int]]],
    tight: Sequence[Sequence[int]],
    slots: Sequence[int],
    i: int,
) -> None:
    for slot in tight[i]:
        ways[slot][slots[i]].discard(i)

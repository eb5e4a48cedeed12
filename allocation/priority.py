"""The mechanism `priority`: housed by two roads that must agree, classes chosen, tables made."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from allocation.choose import choose
from allocation.errors import RoadsDisagree
from allocation.flow import housed_by_flow
from allocation.greedy import NEVER, house
from allocation.market import Market
from allocation.plan import Plan
from allocation.problem import Problem


@dataclass(frozen=True, slots=True)
class Decision:
    """A round decided on arrays; households are positions, classes are numbers.

    `housed` bool[n]; `chosen` int32[n], -1 for the left-out; `closing` int64[K] of positions,
    `NEVER` (-1) for a class that no left-out household's search reached; `order` int32[K] and
    `cuts` int64[K - 1] of positions or -1; `tie_order` and `tie_cuts` the same of the second
    pass.
    """

    housed: NDArray[np.bool_]
    chosen: NDArray[np.int32]
    closing: NDArray[np.int64]
    order: NDArray[np.int32]
    cuts: NDArray[np.int64]
    tie_order: NDArray[np.int32]
    tie_cuts: NDArray[np.int64]


def decide(market: Market) -> Decision:
    """Who is housed and in which class, with the tables that prove both, by the own road.

    Deterministic; equal households and classes under other names give equal arrays as long as
    classes are numbered alike (`Market.of` numbers them by their first listing). The solver has
    no part in it: `solve_priority` compares with it.
    """
    housed = house(market)
    choice = choose(market, housed)
    chosen = np.full(market.households, -1, dtype=np.int32)
    position = np.array(housed.position, dtype=np.int64)
    chosen[position] = np.array(choice.holds, dtype=np.int32)
    return Decision(
        housed=chosen >= 0,
        chosen=chosen,
        closing=housed.closing,
        order=np.array(choice.order, dtype=np.int32),
        cuts=np.array(choice.cuts, dtype=np.int64),
        tie_order=np.array(choice.tie_order, dtype=np.int32),
        tie_cuts=np.array(choice.tie_cuts, dtype=np.int64),
    )


def solve_priority(problem: Problem) -> Plan:
    """The plan of a problem: nobody is left out whom the same flats could have housed without
    passing over anyone earlier.

    Raises:
        RoadsDisagree: OR-Tools' flow and the own greedy house different households.
    """
    market, household_ids, class_ids = Market.of(problem)
    decision = decide(market)
    _agree(housed_by_flow(market), decision.housed, household_ids)
    housed = np.flatnonzero(decision.housed).tolist()
    chosen = decision.chosen.tolist()
    closing = zip(class_ids, _positions(decision.closing), strict=True)
    return Plan(
        mechanism=problem.mechanism,
        problem_sha256=problem.sha256(),
        assignment={household_ids[place]: class_ids[chosen[place]] for place in housed},
        closing=dict(closing),
        order=tuple(class_ids[number] for number in decision.order.tolist()),
        cuts=tuple(_positions(decision.cuts)),
        tie_order=tuple(class_ids[number] for number in decision.tie_order.tolist()),
        tie_cuts=tuple(_positions(decision.tie_cuts)),
        status="optimal",
    )


def _positions(table: NDArray[np.int64]) -> list[int | None]:
    return [None if position == NEVER else position for position in table.tolist()]


def _agree(
    by_flow: NDArray[np.bool_], by_greedy: NDArray[np.bool_], household_ids: tuple[str, ...]
) -> None:
    apart = np.flatnonzero(by_flow != by_greedy)
    if len(apart):
        place = int(apart[0])
        only = "the solver" if by_flow[place] else "the second road"
        raise RoadsDisagree(
            f"{len(apart)} households are housed by one road only, first '{household_ids[place]}' "
            f"at position {place}, housed by {only}; nothing may be published"
        )

"""CP-SAT as one first writes it: a Boolean for each acceptable pair, weight n − position."""

from __future__ import annotations

from collections import defaultdict

import numpy as np
from ortools.sat.python import cp_model

from benchmarks.families import Arrays, Short
from benchmarks.peers.units import pairs

SECONDS = 40.0
"""For the search alone, so that building a large model still fits into a minute."""
WORKERS = 8
"""More workers than cores on purpose: with 2 it fails to prove 300 households."""


def units(market: Arrays) -> Short:
    """One Boolean for each household and unit; at most one of each."""
    who, unit, class_of = pairs(market)
    room = np.ones(int(market.capacity.sum()), dtype=np.int64)
    taken = _solve(market.households, who.tolist(), unit.tolist(), room.tolist())
    return _given(market, who[taken], class_of[unit[taken]])


def classes(market: Arrays) -> Short:
    """One Boolean for each household and class; no more than the capacity of each."""
    who = np.repeat(np.arange(market.households), np.diff(market.start))
    room = market.capacity.tolist()
    taken = _solve(market.households, who.tolist(), market.choice.tolist(), room)
    return _given(market, who[taken], market.choice[taken])


def _solve(n: int, who: list[int], what: list[int], room: list[int]) -> list[int]:
    """The pairs that the best solution takes; none when there is no solution in time."""
    model = cp_model.CpModel()
    take = [model.new_bool_var("") for _ in who]
    of_household, of_place = defaultdict(list), defaultdict(list)
    for variable, household, place in zip(take, who, what, strict=True):
        of_household[household].append(variable)
        of_place[place].append(variable)
    for mine in of_household.values():
        model.add_at_most_one(mine)
    for place, here in of_place.items():
        if room[place] == 1:
            model.add_at_most_one(here)
        else:
            model.add(cp_model.LinearExpr.sum(here) <= room[place])
    model.maximize(cp_model.LinearExpr.weighted_sum(take, [n - household for household in who]))
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = SECONDS
    solver.parameters.num_workers = WORKERS
    status = solver.solve(model)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return []
    return [number for number, variable in enumerate(take) if solver.boolean_value(variable)]


def _given(market: Arrays, who: np.ndarray, what: np.ndarray) -> Short:
    given = np.full(market.households, -1, dtype=np.int32)
    given[who] = what
    return given

"""Exchanges whose cycles may not be long: the solver counts cycles of classes, not of households.

Flats of a class are alike, so it asks how often each short cycle of classes happens and who leaves
which class for which; the second follows from the first as a flow. With cycles of three and more
the question is NP-hard (Abraham, Blum and Sandholm 2007), hence bounds and no promise of time.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple, TypeVar

from ortools.sat.python import cp_model

from allocation.exchange_problem import Tenant

#: More possible cycles of classes than these are refused rather than begun.
MOST_CYCLES = 200_000
ClassCycle = tuple[str, ...]
Item = TypeVar("Item")


class Wish(NamedTuple):
    """One class that a household wants, by the number of the household."""

    household: int
    name: str
    rank: int
    met: int


class Short(NamedTuple):
    """How often each class cycle happens, and what no plan can exceed, goal by goal.

    `bounds` are None where the solver did not come to that goal.
    """

    cycles: Counter[ClassCycle]
    bounds: tuple[int | None, int | None, int | None]


def class_cycles(tenants: Sequence[Tenant], longest: int) -> list[ClassCycle]:
    """Every cycle of at most `longest` classes that households could move around, least name first.

    Raises:
        ValueError: there are more than 200,000.
    """
    onward: dict[str, set[str]] = {}
    for tenant in tenants:
        wanted = {name for tier in tenant.wishes for name in tier}
        onward.setdefault(tenant.home, set()).update(wanted)
    found: list[ClassCycle] = []
    for first in sorted(onward):
        paths: list[ClassCycle] = [(first,)]
        while paths:
            path = paths.pop()
            if first in onward.get(path[-1], ()) and len(path) > 1:
                found.append(path)
            if len(found) > MOST_CYCLES:
                raise ValueError(
                    f"more than {MOST_CYCLES} possible cycles of {longest}; allow only shorter"
                    " ones, or any length"
                )
            if len(path) < longest:
                further = sorted(onward.get(path[-1], ()), reverse=True)
                paths += [(*path, name) for name in further if name > first and name not in path]
    return sorted(found, key=lambda cycle: (len(cycle), cycle))


def search(
    tenants: Sequence[Tenant],
    longest: int,
    believed: Sequence[Sequence[int]],
    seconds: float,
) -> Short:
    """The best mix of short cycles found; goals in turn, each kept while the next is sought.

    `believed` are cycles of household numbers to begin with. `seconds` are those of the solver's
    own deterministic clock, for all goals together, so that the answer is the same everywhere.

    Raises:
        ValueError: too many possible cycles.
    """
    wishes = [
        Wish(i, name, rank, tenant.met(name))
        for i, tenant in enumerate(tenants)
        for rank, tier in enumerate(tenant.wishes)
        for name in tier
    ]
    cycles = class_cycles(tenants, longest)
    start = Counter(_named(tenants, cycle) for cycle in believed)
    model, moves, counts = _model(tenants, wishes, cycles)
    hinted = {(i, tenants[j].home) for cycle in believed for i, j in _around(cycle)}
    for wish, move in zip(wishes, moves, strict=True):
        model.add_hint(move, (wish.household, wish.name) in hinted)
    for cycle, count in zip(cycles, counts, strict=True):
        model.add_hint(count, start[cycle])
    bounds: list[int | None] = [None, None, None]
    best = start
    for number, factors in enumerate(
        ([each.met for each in wishes], [1] * len(wishes), [-each.rank for each in wishes])
    ):
        total = cp_model.LinearExpr.weighted_sum(moves, factors)
        model.maximize(total)
        solver = _solver(seconds / 3)
        status = solver.solve(model)
        if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
            break
        bounds[number] = round(solver.best_objective_bound)
        values = [solver.value(count) for count in counts]
        best = Counter({cycle: n for cycle, n in zip(cycles, values, strict=True) if n})
        model.add(total >= round(solver.objective_value))
        model.clear_hints()  # type: ignore[no-untyped-call]
        for variable in (*moves, *counts):
            model.add_hint(variable, solver.value(variable))
    return Short(best, (bounds[0], bounds[1], bounds[2]))


def _model(
    tenants: Sequence[Tenant], wishes: Sequence[Wish], cycles: Sequence[ClassCycle]
) -> tuple[cp_model.CpModel, list[cp_model.IntVar], list[cp_model.IntVar]]:
    model = cp_model.CpModel()
    moves = [model.new_bool_var("") for _ in wishes]
    own: dict[int, list[cp_model.IntVar]] = {}
    along: dict[tuple[str, str], list[cp_model.IntVar]] = {}
    for wish, move in zip(wishes, moves, strict=True):
        own.setdefault(wish.household, []).append(move)
        along.setdefault((tenants[wish.household].home, wish.name), []).append(move)
    for mine in own.values():
        model.add_at_most_one(mine)
    used: dict[tuple[str, str], list[cp_model.IntVar]] = {way: [] for way in along}
    counts = []
    for cycle in cycles:
        ways = list(_around(cycle))
        count = model.new_int_var(0, min(len(along[way]) for way in ways), "")
        counts.append(count)
        for way in ways:
            used[way].append(count)
    for way, movers in along.items():
        model.add(sum(movers) == sum(used[way]))
    return model, moves, counts


def _around(cycle: Sequence[Item]) -> list[tuple[Item, Item]]:
    return list(zip(cycle, [*cycle[1:], cycle[0]], strict=True))


def _named(tenants: Sequence[Tenant], cycle: Sequence[int]) -> ClassCycle:
    names = [tenants[i].home for i in cycle]
    first = names.index(min(names))
    return tuple(names[first:] + names[:first])


def _solver(seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    # One worker, a deterministic clock and this level give the same answer on every machine.
    solver.parameters.num_workers = 1
    solver.parameters.linearization_level = 2
    solver.parameters.max_deterministic_time = seconds
    return solver

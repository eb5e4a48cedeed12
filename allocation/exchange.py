"""Exchanges of flats among several households: the best cycles, and the prices that prove it.

Goals in this order: most needs met (access, size), most households that move, least sum of ranks.
Nobody is worse off than staying, because only classes that a household prefers to its own can be
given to it.
"""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Sequence
from dataclasses import replace

from allocation.exchange_cycles import cycles_of
from allocation.exchange_flow import Given, Option, give
from allocation.exchange_problem import ExchangePlan, ExchangeProblem, Goal, Tenant
from allocation.exchange_short import ClassCycle, Short, search

__all__ = ["ExchangePlan", "ExchangeProblem", "Goal", "Tenant", "pairs_only", "solve_exchange"]

GOALS = ("needs", "moves", "ranks")
Values = tuple[int, int, int]
Cycles = list[list[int]]


def solve_exchange(problem: ExchangeProblem, *, seconds: float = 60.0) -> ExchangePlan:
    """The best exchanges, proven by prices, with ties settled in the public order.

    Any length of cycle: one minimum-cost flow over n households and K classes, always "optimal",
    and the same plan on every machine; among all best plans the first household in the order gets
    its best class, then the second, and so on, and cycles are cut as short as alike flats allow.

    With `longest` the same plan where its cycles are short enough; else a search of `seconds` by
    the solver's own clock, whose bounds say how far it is from the best. There the tie is settled
    among the plans that move as many along each way.

    Raises:
        ValueError: with `longest`, too many possible cycles; or numbers too large for the solver.
    """
    tenants = problem.in_order()
    free = _free(tenants)
    classes = sorted({each.home for each in tenants})
    prices = dict(zip(classes, free.prices, strict=True))
    taken = {
        i: classes[slot] for i, slot in enumerate(free.slots) if classes[slot] != tenants[i].home
    }
    cycles = cycles_of([each.home for each in tenants], taken)
    bounds = values_of(tenants, cycles)
    goals = tuple(Goal(name, value, value) for name, value in zip(GOALS, bounds, strict=True))
    if problem.longest is not None and any(len(each) > problem.longest for each in cycles):
        cycles, goals = _short(tenants, problem.longest, cycles, bounds, seconds)
    named = tuple(tuple(tenants[i].id for i in cycle) for cycle in cycles)
    proven = all(goal.value == goal.bound for goal in goals)
    return ExchangePlan(problem.sha256(), named, goals, prices, "optimal" if proven else "feasible")


def pairs_only(problem: ExchangeProblem, *, seconds: float = 60.0) -> ExchangePlan:
    """What swaps between two households alone could reach, to compare with."""
    return solve_exchange(replace(problem, longest=2), seconds=seconds)


def values_of(tenants: Sequence[Tenant], cycles: Sequence[Sequence[int]]) -> Values:
    """Needs met, households that move, and the sum of ranks."""
    needs = moves = ranks = 0
    for cycle in cycles:
        for i, j in zip(cycle, [*cycle[1:], cycle[0]], strict=True):
            gets = tenants[j].home
            needs += tenants[i].met(gets)
            ranks += tenants[i].rank(gets)
            moves += 1
    return needs, moves, ranks


def worth_of(tenants: Sequence[Tenant]) -> tuple[int, int]:
    """What one need met and one move count, so that a step of a goal outweighs all after it."""
    tiers = max((len(each.wishes) for each in tenants), default=0)
    move = len(tenants) * tiers + 1
    return len(tenants) * move + 1, move


def _worth(tenant: Tenant, name: str, weights: tuple[int, int]) -> int:
    return tenant.met(name) * weights[0] + weights[1] - tenant.rank(name)


def _free(tenants: Sequence[Tenant]) -> Given:
    """The best moves with cycles of any length: a slot is a class."""
    number = {name: k for k, name in enumerate(sorted({each.home for each in tenants}))}
    capacity = Counter(number[each.home] for each in tenants)
    weights = worth_of(tenants)
    options = [
        [
            *(
                Option(number[name], _worth(each, name, weights))
                for tier in each.wishes
                for name in tier
            ),
            Option(number[each.home], 0),
        ]
        for each in tenants
    ]
    return give(options, [capacity[k] for k in range(len(number))])


def _short(
    tenants: Sequence[Tenant], longest: int, free: Cycles, bounds: Values, seconds: float
) -> tuple[Cycles, tuple[Goal, ...]]:
    believed = [cycle for cycle in free if len(cycle) <= longest]
    found = search(tenants, longest, believed, seconds)
    cycles = _movers(tenants, found.cycles)
    if _better(tenants, believed, cycles):
        cycles = believed
    return cycles, _goals(values_of(tenants, cycles), bounds, found)


def _better(tenants: Sequence[Tenant], cycles: Cycles, others: Cycles) -> bool:
    first, second = values_of(tenants, cycles), values_of(tenants, others)
    return (*first[:2], -first[2]) > (*second[:2], -second[2])


def _goals(values: Values, bounds: Values, found: Short) -> tuple[Goal, ...]:
    """Bounds of the solver and of free cycles; the latter while all goals before reach them."""
    goals = []
    is_level = True
    for name, value, free, proven in zip(GOALS, values, bounds, found.bounds, strict=True):
        least = name == "ranks"
        solved = None if proven is None else -proven if least else proven
        known = [each for each in (solved, free if is_level else None) if each is not None]
        bound = (max(known) if least else min(known)) if known else (0 if least else free)
        goals.append(Goal(name, value, bound))
        is_level = is_level and value == free
    return tuple(goals)


def _movers(tenants: Sequence[Tenant], counted: Counter[ClassCycle]) -> Cycles:
    """Who moves along each way between classes, when it is known how many do."""
    ways = Counter[tuple[str, str]]()
    for cycle, times in counted.items():
        for way in zip(cycle, (*cycle[1:], cycle[0]), strict=True):
            ways[way] += times
    leaving = Counter[str]()
    for (home, _), times in ways.items():
        leaving[home] += times
    staying = Counter(each.home for each in tenants) - leaving
    slots: list[tuple[str, str]] = [*sorted(ways), *((home, home) for home in sorted(staying))]
    number = {way: k for k, way in enumerate(slots)}
    weights = worth_of(tenants)
    options = [
        [
            *(
                Option(number[each.home, name], _worth(each, name, weights))
                for tier in each.wishes
                for name in tier
                if (each.home, name) in number
            ),
            *([Option(number[each.home, each.home], 0)] if staying[each.home] else []),
        ]
        for each in tenants
    ]
    given = give(options, [ways[way] or staying[way[0]] for way in slots])
    queues: dict[tuple[str, str], deque[int]] = {}
    for i, slot in enumerate(given.slots):
        queues.setdefault(slots[slot], deque()).append(i)
    found = [
        [queues[way].popleft() for way in zip(cycle, (*cycle[1:], cycle[0]), strict=True)]
        for cycle, times in sorted(counted.items(), key=lambda each: (len(each[0]), each[0]))
        for _ in range(times)
    ]
    return sorted((_from_first(cycle) for cycle in found), key=lambda each: (len(each), each))


def _from_first(cycle: list[int]) -> list[int]:
    first = cycle.index(min(cycle))
    return cycle[first:] + cycle[:first]

"""Exchanges among 2,000 households: moves against pairs only, time against the naive models.

Made-up tenants live in estates of flats that differ by layout and band of floors, and name one to
three kinds of flats they would rather have. Ours is solved and checked; pairs are the same search
with cycles of two. The naive models are those that one writes first, given the same goals as one
weighed objective:
- `pairs of household and flat`: one yes-or-no each, every flat once (any length of cycle), CP-SAT;
- `every cycle`: all cycles of at most three households listed, each a yes-or-no, CP-SAT.
Each has 8 workers and a minute to search after it was built; one that is too large is not built.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ortools.sat.python import cp_model

from allocation.exchange import (
    ExchangeProblem,
    Tenant,
    pairs_only,
    solve_exchange,
    worth_of,
)
from allocation.exchange_check import check_exchange
from benchmarks import machine

RESULTS = Path(__file__).parent / "results" / "exchange.json"
HOUSEHOLDS, SECONDS, MOST_CYCLES, REPEATS = 2000, 60.0, 2_000_000, 3
#: Of the solver's own clock, for the three goals of pairs together.
PAIRS_SECONDS = 15.0
LAYOUTS, BANDS = 3, 3
#: Number of estates; with 2,000 of them hardly two flats are alike.
ESTATES = (10, 30, 100)
Row = dict[str, Any]
Arc = tuple[int, int, int]


def tenants(count: int, estates: int, seed: int = 1) -> tuple[Tenant, ...]:
    """Households with one flat each, one to three wishes, and a need in one of five."""
    chance = random.Random(seed)
    kinds = [(e, r, b) for e in range(estates) for r in range(LAYOUTS) for b in range(BANDS)]
    homes = [chance.choice(kinds) for _ in range(count)]
    held, liked = set(homes), [1 / (1 + e) ** 0.6 for e in range(estates)]
    found = []
    for number, home in enumerate(homes):
        tiers: list[list[tuple[int, int, int]]] = []
        named = {home}
        for _ in range(chance.choice([1, 1, 2, 2, 3])):
            estate = home[0] if chance.random() < 0.25 else chance.choices(range(estates), liked)[0]
            layout = home[1] if chance.random() < 0.5 else chance.randrange(LAYOUTS)
            bands = range(BANDS) if chance.random() < 0.6 else [chance.randrange(BANDS)]
            wanted = [(estate, layout, band) for band in bands]
            tiers.append([each for each in wanted if each in held and each not in named])
            named.update(wanted)
        found.append(_tenant(number, home, [tier for tier in tiers if tier], chance.random()))
    return tuple(found)


def _tenant(
    number: int,
    home: tuple[int, int, int],
    tiers: list[list[tuple[int, int, int]]],
    fate: float,
) -> Tenant:
    wished = [each for tier in tiers for each in tier]
    low = [each for each in wished if each[2] == 0 and home[2] > 0] if fate < 0.1 else []
    large = [each for each in wished if each[1] > home[1]] if 0.1 <= fate < 0.2 else []
    return Tenant(
        id=f"h{number:05d}",
        priority=(number,),
        home=_name(home),
        wishes=tuple(tuple(_name(each) for each in tier) for tier in tiers),
        needs=tuple(frozenset(map(_name, need)) for need in (low, large) if need),
    )


def _name(kind: tuple[int, int, int]) -> str:
    return f"{kind[0]:04d}-{kind[1]}-{kind[2]}"


def arcs_of(listed: tuple[Tenant, ...]) -> list[Arc]:
    """Return household, household whose flat it would rather have, and what that is worth."""
    holders: dict[str, list[int]] = {}
    for number, each in enumerate(listed):
        holders.setdefault(each.home, []).append(number)
    need, move = worth_of(listed)
    return [
        (number, holder, each.met(name) * need + move - rank)
        for number, each in enumerate(listed)
        for rank, tier in enumerate(each.wishes)
        for name in tier
        for holder in holders[name]
    ]


def pairs_of_household_and_flat(listed: tuple[Tenant, ...]) -> Row:
    """Solve with one yes-or-no for each household and flat."""
    arcs = arcs_of(listed)
    model = cp_model.CpModel()
    moves = [model.new_bool_var("") for _ in arcs]
    takes: list[list[cp_model.IntVar]] = [[] for _ in listed]
    gives: list[list[cp_model.IntVar]] = [[] for _ in listed]
    for (who, whose, _), variable in zip(arcs, moves, strict=True):
        takes[who].append(variable)
        gives[whose].append(variable)
    for taken, given in zip(takes, gives, strict=True):
        model.add_at_most_one(taken)
        model.add(sum(taken) == sum(given))
    model.maximize(cp_model.LinearExpr.weighted_sum(moves, [worth for *_, worth in arcs]))
    return _cp_sat(model, lambda solver: sum(solver.value(each) for each in moves), len(moves))


def every_cycle(listed: tuple[Tenant, ...]) -> Row:
    """Solve with one yes-or-no for every cycle of at most three households."""
    arcs = arcs_of(listed)
    onward: dict[int, dict[int, int]] = {}
    for who, whose, worth in arcs:
        onward.setdefault(who, {})[whose] = worth
    cycles = []
    for cycle in _cycles(onward, len(listed)):
        cycles.append(cycle)
        if len(cycles) > MOST_CYCLES:
            return {"not_built": f"more than {MOST_CYCLES} cycles"}
    model = cp_model.CpModel()
    chosen = [model.new_bool_var("") for _ in cycles]
    own: list[list[cp_model.IntVar]] = [[] for _ in listed]
    for (members, _), variable in zip(cycles, chosen, strict=True):
        for member in members:
            own[member].append(variable)
    for mine in own:
        model.add_at_most_one(mine)
    model.maximize(cp_model.LinearExpr.weighted_sum(chosen, [worth for _, worth in cycles]))
    sizes = [len(members) for members, _ in cycles]
    return _cp_sat(
        model,
        lambda solver: sum(
            size for size, each in zip(sizes, chosen, strict=True) if solver.value(each)
        ),
        len(chosen),
    )


def _cycles(onward: dict[int, dict[int, int]], count: int) -> Iterator[tuple[tuple[int, ...], int]]:
    for first in range(count):
        for second, worth in onward.get(first, {}).items():
            if second <= first:
                continue
            back = onward.get(second, {})
            if first in back:
                yield (first, second), worth + back[first]
            for third, more in back.items():
                if third > first and first in onward.get(third, {}):
                    yield (first, second, third), worth + more + onward[third][first]


def _cp_sat(
    model: cp_model.CpModel, moved: Callable[[cp_model.CpSolver], int], answers: int
) -> Row:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 8
    solver.parameters.max_time_in_seconds = SECONDS
    status = solver.solve(model)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    return {
        "answers": answers,
        "moves": moved(solver) if found else 0,
        "proven": status == cp_model.OPTIMAL,
    }


NAIVE: dict[str, Callable[[tuple[Tenant, ...]], Row]] = {
    "pairs of household and flat": pairs_of_household_and_flat,
    "every cycle": every_cycle,
}


def timed(run: Callable[[], Row]) -> Row:
    """Return what `run` tells, with the seconds elapsed and those of the processors."""
    elapsed, own = time.perf_counter(), time.process_time()
    told = run()
    spent = time.perf_counter() - elapsed, time.process_time() - own
    return {**told, "seconds": round(spent[0], 3), "processor_seconds": round(spent[1], 3)}


def own(problem: ExchangeProblem) -> Row:
    """Solve by ours, check it, and tell moves, cycles by length and whether it is proven best."""
    plan = solve_exchange(problem)
    faults = check_exchange(problem.to_json(), plan.to_json(), problem_sha256=problem.sha256())
    if faults:
        raise RuntimeError(f"the plan does not hold: {faults[0]}")
    lengths = [len(cycle) for cycle in plan.cycles]
    return {
        "moves": plan.moves,
        "needs": plan.goals[0].value,
        "cycles": len(lengths),
        "longest": max(lengths, default=0),
        "in_short_cycles": sum(each for each in lengths if each <= 6),
        "proven": plan.status == "optimal",
    }


def pairs_of(problem: ExchangeProblem) -> Row:
    """Solve with cycles of two; tell the moves and what cannot be exceeded."""
    moves = pairs_only(problem, seconds=PAIRS_SECONDS).goals[1]
    return {"moves": moves.value, "bound": moves.bound}


def measure(count: int, estates: int, *, naive: bool = True) -> Row:
    """Return moves and times of one market; ours the median of REPEATS runs, the others once."""
    listed = tenants(count, estates)
    problem = ExchangeProblem(listed)
    runs = [timed(lambda: own(problem)) for _ in range(REPEATS)]
    ours = sorted(runs, key=lambda row: row["processor_seconds"])[REPEATS // 2]
    pairs = timed(lambda: pairs_of(problem))
    row: Row = {
        "households": count,
        "estates": estates,
        "classes": len({each.home for each in listed}),
        "pairs_of_household_and_flat": len(arcs_of(listed)),
        "own": ours,
        "pairs_only": pairs,
        "moves_ratio": round(ours["moves"] / max(pairs["moves"], 1), 2),
    }
    if naive:
        row["naive"] = {}
        for name, run in NAIVE.items():
            told = timed(lambda run=run: run(listed))  # type: ignore[misc]
            spent = told["processor_seconds"] / ours["processor_seconds"]
            told["times_own"] = round(spent, 1)
            row["naive"][name] = told
    return row


def main(arguments: list[str] | None = None) -> int:
    """Measure every market and write the results file."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.exchange", description=__doc__)
    parser.add_argument("--households", type=int, default=HOUSEHOLDS)
    parser.add_argument("--estates", type=int, nargs="+", default=ESTATES)
    given = parser.parse_args(arguments)
    rows = []
    for estates in given.estates:
        rows.append(measure(given.households, estates))
        sys.stdout.write(f"{json.dumps(rows[-1])}\n")
        sys.stdout.flush()
    told = {"command": "python -m benchmarks.exchange", "machine": machine.facts(), "rows": rows}
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

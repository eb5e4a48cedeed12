"""The second opinion on exchanges: it reads problem and plan, and never sees the solver.

One file, Python 3 and its standard library alone. It rests on the prices of classes: at these
prices no household could do better than what it gets, so that no plan is worth more (duality);
and on the public order: no household could have an earlier class of its list without a worse plan
or a change for somebody before it. With a greatest length of cycles the prices still bound every
plan; where they do not reach the plan's value, the bounds it names are the solver's word.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

MOST = 50  # So many findings are spelt out, the others are counted.
GOALS = ("needs", "moves", "ranks")


class Fault(Exception):
    """A file is no problem or no plan of its own; the message names the place."""


class Case(NamedTuple):
    """Households in the public order, and the class that each gets (its own if it stays)."""

    ids: list[str]
    homes: list[str]
    wishes: list[list[list[str]]]
    needs: list[list[list[str]]]
    gets: list[str]
    longest: int | None
    plan: dict[str, Any]

    def met(self, i: int, name: str) -> int:
        """How many needs of a household a class meets."""
        return sum(name in need for need in self.needs[i])

    def weights(self) -> tuple[int, int]:
        """The worth of a need met and of a move; a rank costs one."""
        tiers = max((len(tiers) for tiers in self.wishes), default=0)
        move = len(self.ids) * tiers + 1
        return len(self.ids) * move + 1, move

    def options(self, i: int) -> dict[str, int]:
        """What a household can have, from its best class on, staying last, and its worth."""
        need, move = self.weights()
        found = {
            name: self.met(i, name) * need + move - rank
            for rank, tier in enumerate(self.wishes[i])
            for name in tier
        }
        return {**found, self.homes[i]: 0}


def check_exchange(problem: Any, plan: Any, *, problem_sha256: str | None = None) -> list[str]:
    """What speaks against the plan, in plain sentences; an empty list means that it holds.

    Never raises: malformed input is a finding. O(n * pairs of classes) at worst.
    """
    try:
        written = json.dumps(problem, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        digest = problem_sha256 or hashlib.sha256(written.encode()).hexdigest()
        case = _case(problem, plan, digest)
        findings = list(_goal_faults(case))
        findings += findings or list(_proof_faults(case))
    except Fault as fault:
        return [str(fault)]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as fault:
        return [f"problem or plan: not of this form ({type(fault).__name__}: {fault})"]
    more = len(findings) - MOST
    return findings if more <= 0 else [*findings[:MOST], f"and {more} more findings"]


def _need(holds: Any, words: str) -> None:
    if not holds:
        raise Fault(words)


def _case(problem: dict[str, Any], plan: dict[str, Any], digest: str) -> Case:
    for name, value in (("problem", problem), ("plan", plan)):
        _need(value["format"] == 1 and value["mechanism"] == "exchange", f"{name}: not of format 1")
    _need(plan["problem_sha256"] == digest, "problem_sha256: the plan was made for another problem")
    rows = sorted(problem["households"], key=lambda row: (tuple(row["priority"]), row["id"]))
    ids = [row["id"] for row in rows]
    _need(len(set(ids)) == len(ids), "households: an id is there twice")
    number = {name: i for i, name in enumerate(ids)}
    homes = [row["home"] for row in rows]
    gets, longest = list(homes), problem.get("longest")
    moved: set[str] = set()
    for k, cycle in enumerate(plan["cycles"]):
        _need(len(cycle) >= 2, f"cycles[{k}]: fewer than two households")
        _need(longest is None or len(cycle) <= longest, f"cycles[{k}]: longer than {longest}")
        _need(not moved & set(cycle), f"cycles[{k}]: a household is in two cycles")
        _need(len(set(cycle)) == len(cycle), f"cycles[{k}]: a household is there twice")
        _need(set(cycle) <= set(number), f"cycles[{k}]: an unknown household")
        moved |= set(cycle)
        passed = [homes[number[name]] for name in cycle]
        _need(len(set(passed)) == len(passed), f"cycles[{k}]: could be cut in two")
        for name, home in zip(cycle, passed[1:] + passed[:1], strict=True):
            gets[number[name]] = home
    wishes, needs = [row["wishes"] for row in rows], [row.get("needs", []) for row in rows]
    for i, name in enumerate(ids):
        wanted = [each for tier in wishes[i] for each in tier]
        _need(homes[i] not in wanted, f"household '{name}': wishes for the class it lives in")
        _need(gets[i] in (*wanted, homes[i]), f"household '{name}': gets '{gets[i]}' unwished")
    return Case(ids, homes, wishes, needs, gets, longest, plan)


def _reached(case: Case) -> dict[str, int]:
    values = dict.fromkeys(GOALS, 0)
    for i, name in enumerate(case.gets):
        if name != case.homes[i]:
            values["needs"] += case.met(i, name)
            values["moves"] += 1
            values["ranks"] += next(r for r, tier in enumerate(case.wishes[i]) if name in tier)
    return values


def _goal_faults(case: Case) -> Iterator[str]:
    reached = _reached(case)
    goals = case.plan["goals"]
    _need([goal["goal"] for goal in goals] == list(GOALS), f"goals: must be {', '.join(GOALS)}")
    for goal in goals:
        name, value, bound = goal["goal"], goal["value"], goal["bound"]
        if value != reached[name]:
            yield f"goal '{name}': the plan says {value}, its cycles reach {reached[name]}"
        if (bound > value) if name == "ranks" else (bound < value):
            yield f"goal '{name}': the bound {bound} lies on the wrong side of {value}"
    proven = all(goal["value"] == goal["bound"] for goal in goals)
    if (case.plan["status"] == "optimal") != proven:
        yield f"status: '{case.plan['status']}' does not fit the bounds"


def _proof_faults(case: Case) -> Iterator[str]:
    prices = case.plan["prices"]
    _need(set(prices) == set(case.homes), "prices: must name every class once, and no other")
    _need(all(type(price) is int for price in prices.values()), "prices: must be whole numbers")
    need, move = case.weights()
    reached = _reached(case)
    value = reached["needs"] * need + reached["moves"] * move - reached["ranks"]
    rests = [
        {name: worth - prices[name] for name, worth in case.options(i).items()}
        for i in range(len(case.ids))
    ]
    held = Counter(case.homes)
    bound = sum(max(rest.values()) for rest in rests)
    bound += sum(prices[name] * count for name, count in held.items())
    if case.longest is None:
        if value != bound:
            yield f"prices: they allow {bound}, the plan reaches {value}, so it is not proven best"
            return
        yield from _order_faults(case, rests)
    elif value > bound or case.plan["goals"][0]["bound"] * need > bound + need * move:
        yield f"prices: they allow no more than {bound}, the plan claims more"


def _order_faults(case: Case, rests: Sequence[dict[str, int]]) -> Iterator[str]:
    """A household that could have an earlier class, with no harm to the goals or to those before.

    Only classes at no loss by the prices occur in a best plan; it could have one if later
    households can move on, from class to class, until what it leaves is filled.
    """
    tight = [[name for name, rest in each.items() if rest == max(each.values())] for each in rests]
    into: dict[str, Counter[str]] = {}
    for i, names in enumerate(tight):
        for name in names:
            into.setdefault(name, Counter())[case.gets[i]] += 1
    for i, names in enumerate(tight):
        for name in names:
            into[name][case.gets[i]] -= 1
        better = names[: names.index(case.gets[i])]
        if better and (found := _filled(into, case.gets[i]) & set(better)):
            yield (
                f"household '{case.ids[i]}': could have {sorted(found)} in an equally good plan"
                " without a change for anybody before it"
            )


def _filled(into: dict[str, Counter[str]], freed: str) -> set[str]:
    """The classes from which later households can fill the one that is freed."""
    found, waiting = {freed}, [freed]
    while waiting:
        for held, movers in into.get(waiting.pop(), Counter[str]()).items():
            if movers > 0 and held not in found:
                found.add(held)
                waiting.append(held)
    return found

"""The bridge to `allocation`: the only module of picking that knows the engine."""

from collections.abc import Mapping
from typing import Any

import allocation
from allocation.hall import safe_classes

Json = dict[str, Any]


def safe(problem: Json, household: str, taken: Mapping[str, str]) -> tuple[str, ...]:
    """Return the classes that a household may take now, in the order of their names.

    `taken` maps those who hold a flat already to its class. Basis: HN 21 (HN-21-7).
    """
    return tuple(sorted(safe_classes(allocation.Problem.parse(problem), household, taken)))


def housed(problem: Json) -> frozenset[str]:
    """Return the households that the round can house, whatever they pick (`priority` only)."""
    return frozenset(allocation.solve(allocation.Problem.parse(problem)).assignment)


def hopeless(problem: Json, taken: Mapping[str, str]) -> frozenset[str]:
    """Return the households of a problem for whom nothing is left, whatever others pick."""
    everybody = {row["id"]: row["acceptable"] for row in problem["households"]}
    if problem["mechanism"] != "in_turn":
        return frozenset(everybody) - housed(problem)
    room = {row["id"]: row["capacity"] for row in problem["classes"]}
    for name in taken.values():
        room[name] -= 1
    return frozenset(
        name
        for name, ranks in everybody.items()
        if not any(room[each] > 0 for rank in ranks for each in rank)
    )

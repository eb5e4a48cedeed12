"""Every way to spoil a plan by one step, for tests of the second opinion."""

import copy
from collections.abc import Iterator
from itertools import combinations
from typing import Any

Json = dict[str, Any]
WRONG: tuple[Any, ...] = (
    *(None, True, 1.5, -1, 2**53, "", "?", "\ud800"),
    *([], [[]], {}, {"?": 1}),
)


def changed_assignments(problem: Json, plan: Json) -> Iterator[tuple[str, Json]]:
    """Plans with another assignment and the same tables, each with a word for the change."""
    held: dict[str, str] = plan["assignment"]
    left_out = [row["id"] for row in problem["households"] if row["id"] not in held]
    for k in (row["id"] for row in problem["classes"]):
        for name in held:
            if k != held[name]:
                yield f"move {name} to {k}", _with(plan, {**held, name: k})
        for name in left_out:
            yield f"house {name} in {k}", _with(plan, {**held, name: k})
    for other in held:
        rest = {h: k for h, k in held.items() if h != other}
        yield f"drop {other}", _with(plan, rest)
        for name in left_out:
            yield f"{name} in place of {other}", _with(plan, {**rest, name: held[other]})
    for first, second in combinations(held, 2):
        if held[first] != held[second]:
            swapped = {**held, first: held[second], second: held[first]}
            yield f"swap {first} and {second}", _with(plan, swapped)


def changed_tables(problem: Json, plan: Json) -> Iterator[tuple[str, Json]]:
    """Plans of the mechanism `priority` with one entry of a proof table changed."""
    positions = [None, *range(len(problem["households"]))]
    for k in plan["closing"]:
        for value in positions:
            if value != plan["closing"][k]:
                mutant = copy.deepcopy(plan)
                mutant["closing"][k] = value
                yield f"closing {k} {value}", mutant
    for table in ("cuts", "tie_cuts"):
        for p in range(len(plan[table])):
            for value in positions:
                if value != plan[table][p]:
                    mutant = copy.deepcopy(plan)
                    mutant[table][p] = value
                    yield f"{table} {p} {value}", mutant
    for table in ("order", "tie_order"):
        for p in range(len(plan[table]) - 1):
            mutant = copy.deepcopy(plan)
            row = mutant[table]
            row[p], row[p + 1] = row[p + 1], row[p]
            yield f"{table} {p}", mutant


def malformed(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Copies of a JSON value in which one part, at any depth, has a wrong type or is missing."""
    for wrong in WRONG:
        if wrong != value or type(wrong) is not type(value):
            yield f"{path or 'all'} = {wrong!r}", wrong
    if isinstance(value, dict):
        for key, part in value.items():
            rest = {k: v for k, v in value.items() if k != key}
            yield f"{path}.{key} missing", rest
            yield f"{path}.{key} renamed", {**rest, f"{key}?": part}
            for name, mutant in malformed(part, f"{path}.{key}"):
                yield name, {**value, key: mutant}
    if isinstance(value, list):
        for i, part in enumerate(value):
            yield f"{path}[{i}] twice", [*value, part]
            for name, mutant in malformed(part, f"{path}[{i}]"):
                yield name, [*value[:i], mutant, *value[i + 1 :]]


def _with(plan: Json, assignment: dict[str, str]) -> Json:
    return {**plan, "assignment": assignment}

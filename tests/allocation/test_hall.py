"""Picking in a hall: what is safe to take, against every matching there is. Basis: HN-21-7."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.check import check
from allocation.hall import safe_classes
from allocation.problem import Problem
from allocation.solve import solve
from tests.allocation import brute_force
from tests.strategies import Json, problems


def _flat_lists(problem: Json) -> Json:
    """In a hall nobody has ranked anything yet: all that suits is liked alike."""
    for row in problem["households"]:
        names = brute_force.listed(row)
        row["acceptable"] = [names] if names else []
    return problem


def _put_first(row: Json, class_id: str) -> None:
    others = [name for name in brute_force.listed(row) if name != class_id]
    row["acceptable"] = [[class_id], *([others] if others else [])]


def _safe_by_trying(problem: Json, row: Json, taken: dict[str, str]) -> set[str]:
    """Classes of which some matching of everybody who is housed keeps all that was taken."""
    kept = brute_force.housed(problem)
    if row["id"] not in {each["id"] for each in kept}:
        return set()
    return {
        matching[row["id"]]
        for matching in brute_force.matchings(problem, kept, everybody=True)
        if all(matching[name] == class_id for name, class_id in taken.items())
    }


@settings(max_examples=150)
@given(problems("priority"), st.data())
def test_what_is_safe_keeps_everybody_housed(problem: Json, data: Any) -> None:
    """HN-21-7: everybody the round can house is housed, and gets what it picked."""
    _flat_lists(problem)
    housed = {row["id"] for row in brute_force.housed(problem)}
    taken: dict[str, str] = {}
    for row in brute_force.in_order(problem):
        safe = safe_classes(Problem.parse(problem), row["id"], taken)
        assert set(safe) == _safe_by_trying(problem, row, taken)
        assert bool(safe) == (row["id"] in housed)
        if safe and data.draw(st.integers(0, 3)):  # Else it is absent, and its flat is kept.
            taken[row["id"]] = data.draw(st.sampled_from(safe))
            _put_first(row, taken[row["id"]])
    plan = solve(Problem.parse(problem))
    assert set(plan.assignment) == housed
    assert {name: plan.assignment[name] for name in taken} == taken
    assert check(problem, plan.to_json()) == []


@settings(max_examples=100)
@given(problems("in_turn"), st.data())
def test_in_turn_whatever_has_room_is_safe(problem: Json, data: Any) -> None:
    """HN-21-7: who is absent takes nothing, and the turn goes on."""
    _flat_lists(problem)
    room = {row["id"]: row["capacity"] for row in problem["classes"]}
    taken: dict[str, str] = {}
    for row in brute_force.in_order(problem):
        safe = safe_classes(Problem.parse(problem), row["id"], taken)
        assert list(safe) == [name for name in brute_force.listed(row) if room[name] > 0]
        if safe and data.draw(st.integers(0, 3)):
            taken[row["id"]] = data.draw(st.sampled_from(safe))
            room[taken[row["id"]]] -= 1
            _put_first(row, taken[row["id"]])
        elif safe:
            row["acceptable"] = []
    plan = solve(Problem.parse(problem))
    assert plan.assignment == taken
    assert check(problem, plan.to_json()) == []


def test_no_hall_picks_under_another_mechanism() -> None:
    problem = {
        "format": 1,
        "mechanism": "deferred_acceptance",
        "households": [{"id": "h1", "priority": 1, "acceptable": [["c1"]]}],
        "classes": [{"id": "c1", "capacity": 1}],
    }
    with pytest.raises(ValueError, match="deferred_acceptance"):
        safe_classes(Problem.parse(problem), "h1", {})

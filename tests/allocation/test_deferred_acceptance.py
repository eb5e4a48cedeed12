"""Deferred acceptance: groups that come first in a class, and nobody with a just complaint."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from allocation.deferred_acceptance import solve_deferred_acceptance
from allocation.in_turn import solve_in_turn
from allocation.problem import Problem
from tests.allocation import brute_force
from tests.strategies import Json, problems


def _solve(problem: Json) -> dict[str, str]:
    return dict(solve_deferred_acceptance(Problem.parse(problem)).assignment)


def _round(wishes: list[list[list[str]]], units: dict[str, int], **parts: Json) -> Json:
    return {
        "format": 1,
        "mechanism": "deferred_acceptance",
        "households": [
            {"id": f"h{r}", "priority": r, "acceptable": ranks} for r, ranks in enumerate(wishes)
        ],
        "classes": [{"id": name, "capacity": capacity} for name, capacity in units.items()],
        **parts,
    }


def test_own_people_come_first_in_their_own_flats_only() -> None:
    problem = _round(
        [[["park"], ["town"]], [["park"], ["town"]], [["town"]]],
        {"park": 1, "town": 1},
        groups={"staff": ["h1"]},
        first={"park": ["staff"]},
    )
    assert _solve(problem) == {"h1": "park", "h0": "town"}


def test_earlier_named_groups_come_before_later_named_ones() -> None:
    problem = _round(
        [[["park"]], [["park"]], [["park"]], [["park"]]],
        {"park": 2},
        groups={"firm": ["h3"], "zone": ["h2", "h3"]},
        first={"park": ["firm", "zone"]},
    )
    assert _solve(problem) == {"h2": "park", "h3": "park"}


def test_one_who_is_turned_away_late_still_gets_the_next_wish() -> None:
    problem = _round(
        [[["a"], ["b"]], [["b"], ["c"]], [["a"]]],
        {"a": 1, "b": 1, "c": 1},
        groups={"own": ["h2"], "early": ["h0"]},
        first={"a": ["own"], "b": ["early"]},
    )
    assert _solve(problem) == {"h0": "b", "h1": "c", "h2": "a"}


def test_a_class_without_flats_turns_everybody_away() -> None:
    assert _solve(_round([[["a"]], []], {"a": 0})) == {}


@settings(max_examples=300, deadline=None)
@given(problems("deferred_acceptance"))
def test_equals_the_definition(problem: Json) -> None:
    assert _solve(problem) == brute_force.deferred_acceptance(problem)


@settings(max_examples=200, deadline=None)
@given(problems("deferred_acceptance", max_households=12, max_classes=6))
def test_nobody_has_a_just_complaint(problem: Json) -> None:
    assert brute_force.is_stable(problem, _solve(problem))


@settings(max_examples=200, deadline=None)
@given(problems("in_turn", max_households=12, max_classes=6))
def test_without_groups_that_come_first_it_is_choosing_in_turn(problem: Json) -> None:
    in_turn = solve_in_turn(Problem.parse(problem)).assignment
    assert _solve({**problem, "mechanism": "deferred_acceptance"}) == in_turn


@settings(max_examples=100, deadline=None)
@given(problems("deferred_acceptance"), st.randoms(use_true_random=False))
def test_the_order_of_the_file_changes_nothing(problem: Json, random: Random) -> None:
    shuffled = {**problem, "households": list(problem["households"])}
    shuffled["classes"] = list(problem["classes"])
    random.shuffle(shuffled["households"])
    random.shuffle(shuffled["classes"])
    assert _solve(shuffled) == _solve(problem)

"""Constrained rounds: every rule alone, all together, and the definition."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from allocation import LimitsConflict, Plan, Problem
from allocation.check import check
from allocation.constrained import goals, solve_constrained
from tests.allocation import brute_force
from tests.strategies import Json, problems


def _round(wishes: dict[str, list[list[str]]], units: dict[str, int], **parts: Any) -> Json:
    return {
        "format": 1,
        "mechanism": "constrained",
        "households": [
            {"id": name, "priority": [0, place], "acceptable": ranks}
            for place, (name, ranks) in enumerate(wishes.items())
        ],
        "classes": [{"id": name, "capacity": capacity} for name, capacity in units.items()],
        **parts,
    }


def _plan(problem: Json) -> Plan:
    return solve_constrained(Problem.parse(problem), workers=1)


def _solve(problem: Json) -> dict[str, str]:
    plan = _plan(problem)
    assert plan.status == "optimal"
    assert check(problem, plan.to_json()) == []
    return dict(plan.assignment)


def _limit(kind: str, group: str | None, classes: list[str], units: int) -> Json:
    return {"kind": kind, "group": group, "classes": classes, "units": units}


@pytest.fixture(params=[1, goals._LARGEST_QUESTION])
def largest_question(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small rounds fit one question; with 1 every goal and every household is one of its own."""
    monkeypatch.setattr(goals, "_LARGEST_QUESTION", request.param)


THREE = {"h0": [["a"], ["b"]], "h1": [["a"], ["b"]], "h2": [["a"], ["b"]]}
ROOM = {"a": 3, "b": 3}
YOUNG = {"young": ["h0", "h1"]}


def test_without_limits_everybody_gets_the_first_wish() -> None:
    assert _solve(_round(THREE, ROOM)) == {"h0": "a", "h1": "a", "h2": "a"}


def test_a_share_of_a_building_is_not_exceeded_by_its_group() -> None:
    problem = _round(THREE, ROOM, groups=YOUNG, limits=[_limit("max", "young", ["a"], 1)])
    assert _solve(problem) == {"h0": "a", "h1": "b", "h2": "a"}


def test_a_cap_over_several_classes_counts_them_together() -> None:
    problem = _round(THREE, ROOM, limits=[_limit("max", None, ["a", "b"], 2)])
    assert _solve(problem) == {"h0": "a", "h1": "a"}


def test_a_reserve_is_filled_by_its_group_even_from_behind() -> None:
    problem = _round(
        THREE, {"a": 1, "b": 0}, groups={"park": ["h2"]}, limits=[_limit("min", "park", ["a"], 1)]
    )
    assert _solve(problem) == {"h2": "a"}


def test_related_households_live_in_one_estate() -> None:
    problem = _round(
        {"h0": [["a"], ["b"]], "h1": [["b"]], "h2": [["a"]]},
        {"a": 1, "b": 2},
        together=[["h0", "h1"]],
        estates={"north": ["a"], "south": ["b"]},
    )
    assert _solve(problem) == {"h0": "b", "h1": "b", "h2": "a"}


def test_related_households_are_housed_together_or_not_at_all() -> None:
    problem = _round(
        {"h0": [["a"]], "h1": [["b"]], "h2": [["a"]]},
        {"a": 1, "b": 1},
        together=[["h0", "h1"]],
        estates={"north": ["a"], "south": ["b"]},
    )
    assert _solve(problem) == {"h2": "a"}


def test_three_related_households_need_three_homes_in_one_estate() -> None:
    wishes = [["a"], ["b"], ["c"]]
    problem = _round(
        {"h0": wishes, "h1": wishes, "h2": wishes},
        {"a": 2, "b": 2, "c": 1},
        together=[["h2", "h0", "h1"]],
        estates={"north": ["a"], "south": ["b", "c"]},
    )
    assert _solve(problem) == {"h0": "b", "h1": "b", "h2": "c"}


def test_a_class_outside_every_estate_is_no_home_for_related_households() -> None:
    problem = _round({"h0": [["a"]], "h1": [["a"]]}, {"a": 2}, together=[["h0", "h1"]])
    assert _solve(problem) == {}


def test_an_earlier_tier_comes_before_any_number_of_later_households() -> None:
    problem = _round(
        {"h0": [["a"]], "h1": [["b"]], "h2": [["c"]], "h3": []},
        {"a": 1, "b": 1, "c": 1},
        limits=[_limit("max", None, ["a", "b"], 1), _limit("max", None, ["a", "c"], 1)],
    )
    assert _solve(problem) == {"h1": "b", "h2": "c"}
    for household, tier in zip(problem["households"], (0, 1, 1, 1), strict=True):
        household["priority"][0] = tier
    assert _solve(problem) == {"h0": "a"}


def test_what_is_still_open_is_settled_by_order_and_list() -> None:
    either = [["b", "a"]]
    problem = _round({"h0": either, "h1": either}, {"a": 1, "b": 1})
    assert _solve(problem) == {"h0": "b", "h1": "a"}


@pytest.mark.usefixtures("largest_question")
def test_of_two_plans_with_equal_sums_the_one_for_earlier_households_is_taken() -> None:
    problem = _round(
        {"h0": [["a"]], "h1": [["b"]], "h2": [["c"]]},
        {"a": 1, "b": 1, "c": 1},
        limits=[_limit("max", None, ["a", "b"], 1), _limit("max", None, ["a", "c"], 1)],
    )
    assert _solve(problem) == {"h0": "a"}


def test_stages_are_reported_in_words_with_value_and_bound() -> None:
    plan = _plan(_round({"h0": [["c"], ["a"]], "h1": [["b"]]}, {"a": 1, "b": 0, "c": 0}))
    assert [(stage.goal, stage.value, stage.bound) for stage in plan.stages] == [
        ("tier 0: greatest sum of n - position over its housed", 2, 2),
        ("least sum of ranks over all housed", 1, 1),
    ]


def test_nobody_and_nothing_make_an_empty_plan() -> None:
    assert _solve(_round({}, {})) == {}


def test_a_reserve_larger_than_the_class_is_refused_alone() -> None:
    limits = [_limit("max", None, ["a"], 2), _limit("min", None, ["b"], 4)]
    with pytest.raises(
        LimitsConflict, match=r"limits\[1\] \(flats of b for everybody: at least 4"
    ) as caught:
        _plan(_round(THREE, ROOM, limits=limits))
    assert caught.value.limits == ("limits[1] (flats of b for everybody: at least 4)",)


def test_a_conflict_names_related_households_too() -> None:
    problem = _round(
        {"h0": [["a"]], "h1": [["b"]]},
        {"a": 1, "b": 1},
        groups={"one": ["h0"]},
        limits=[_limit("max", None, ["b"], 5), _limit("min", "one", ["a"], 1)],
        together=[["h0", "h1"]],
        estates={"north": ["a"], "south": ["b"]},
    )
    with pytest.raises(LimitsConflict) as caught:
        _plan(problem)
    assert caught.value.limits == (
        "limits[1] (flats of a for the group 'one': at least 1)",
        "together[0] (h0, h1 in one estate or not housed)",
    )


def _named(words: str) -> tuple[str, int]:
    field, rest = words.split("[", 1)
    return field, int(rest.split("]", 1)[0])


def _only(problem: Json, named: list[tuple[str, int]]) -> Json:
    kept = {
        field: [each for i, each in enumerate(problem[field]) if (field, i) in named]
        for field in ("limits", "together")
    }
    return {**problem, **kept}


@pytest.mark.usefixtures("largest_question")
@settings(
    max_examples=200,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(problems("constrained"))
def test_equals_the_definition_or_names_a_smallest_conflict(problem: Json) -> None:
    expected = brute_force.constrained(problem)
    if expected is not None:
        assert _solve(problem) == expected
        return
    with pytest.raises(LimitsConflict) as caught:
        _plan(problem)
    named = [_named(words) for words in caught.value.limits]
    assert brute_force.constrained(_only(problem, named)) is None
    for one in named:
        without = [other for other in named if other != one]
        assert brute_force.constrained(_only(problem, without)) is not None


@settings(max_examples=100, deadline=None)
@given(problems("constrained"))
def test_stage_values_are_the_best_there_are(problem: Json) -> None:
    values, optima = brute_force.constrained_optima(problem)
    if optima:
        stages = _plan(problem).stages
        assert [stage.value for stage in stages] == values
        assert [stage.bound for stage in stages] == values

"""Choosing in turn: the best of what is left, in the public order."""

from hypothesis import given, settings

from allocation.in_turn import solve_in_turn
from allocation.plan import Plan
from allocation.problem import Problem
from tests.allocation import brute_force
from tests.strategies import Json, problems


def _plan(households: list[Json], classes: dict[str, int]) -> Plan:
    return solve_in_turn(
        Problem.parse(
            {
                "format": 1,
                "mechanism": "in_turn",
                "households": households,
                "classes": [{"id": name, "capacity": units} for name, units in classes.items()],
            }
        )
    )


def test_the_order_decides_and_not_the_file() -> None:
    late = {"id": "late", "priority": 2, "acceptable": [["c1"], ["c2"]]}
    early = {"id": "early", "priority": 1, "acceptable": [["c1"]]}
    plan = _plan([late, early], {"c1": 1, "c2": 1})
    assert plan.assignment == {"early": "c1", "late": "c2"}


def test_a_flexible_household_may_take_the_only_flat_of_a_later_one() -> None:
    flexible = {"id": "flexible", "priority": 1, "acceptable": [["c1"], ["c2"]]}
    bound = {"id": "bound", "priority": 2, "acceptable": [["c1"]]}
    assert _plan([flexible, bound], {"c1": 1, "c2": 1}).assignment == {"flexible": "c1"}


def test_inside_a_rank_the_earliest_listed_class_with_room_is_taken() -> None:
    first = {"id": "first", "priority": 1, "acceptable": [["c2", "c1"]]}
    second = {"id": "second", "priority": 2, "acceptable": [["c3"], ["c2", "c1"]]}
    plan = _plan([first, second], {"c1": 1, "c2": 1, "c3": 0})
    assert plan.assignment == {"first": "c2", "second": "c1"}


def test_nobody_and_nothing_make_an_empty_plan() -> None:
    assert _plan([], {}).assignment == {}
    assert _plan([{"id": "h1", "priority": 1, "acceptable": []}], {"c1": 1}).assignment == {}


def test_the_plan_names_its_problem_and_has_no_tables() -> None:
    problem = Problem.parse({"format": 1, "mechanism": "in_turn", "households": [], "classes": []})
    assert solve_in_turn(problem).to_json() == {
        "format": 1,
        "mechanism": "in_turn",
        "problem_sha256": problem.sha256(),
        "assignment": {},
        "status": "optimal",
    }


@settings(max_examples=300, deadline=None)
@given(problems("in_turn", max_households=8, max_classes=5))
def test_equals_the_definition(problem: Json) -> None:
    assert solve_in_turn(Problem.parse(problem)).assignment == brute_force.in_turn(problem)

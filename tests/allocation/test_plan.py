"""Plans are written as the format says and read strictly."""

from typing import Any

import pytest

from allocation.errors import BadPlan
from allocation.plan import TABLES, Plan, Stage

Json = dict[str, Any]

PRIORITY = Plan(
    mechanism="priority",
    problem_sha256="ab",
    assignment={"h1": "c1"},
    closing={"c1": 4, "c2": None},
    order=("c1", "c2"),
    cuts=(4,),
    tie_order=("c2", "c1"),
    tie_cuts=(None,),
)


def test_fields_of_other_mechanisms_are_left_out() -> None:
    plain = {"format", "mechanism", "problem_sha256", "assignment", "status"}
    assert set(PRIORITY.to_json()) == plain | set(TABLES)
    assert set(Plan("in_turn", "ab", {}).to_json()) == plain
    assert set(Plan("deferred_acceptance", "ab", {}).to_json()) == plain
    assert set(Plan("constrained", "ab", {}).to_json()) == plain | {"stages"}


@pytest.mark.parametrize(
    "plan",
    [
        PRIORITY,
        Plan("in_turn", "ab", {"h1": "c1"}),
        Plan("constrained", "ab", {}, status="feasible", stages=(Stage("tier 0", 5, 6),)),
    ],
)
def test_what_was_written_is_read_again(plan: Plan) -> None:
    assert Plan.read(plan.canonical()) == plan


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        ({"format": 2}, "format: 2 is not known"),
        ({"mechanism": "luck"}, "plan: unknown field 'closing'"),
        ({"assignment": []}, "assignment: [] must be an object"),
        ({"assignment": {"h1": 1}}, "assignment.h1: 1 must be a non-empty text"),
        ({"status": None}, "status: None must be a non-empty text"),
        ({"closing": {"c1": -1}}, "closing.c1: -1 must lie"),
        ({"order": ["c1", 2]}, "order[1]: 2 must be a non-empty text"),
        ({"cuts": ["4"]}, "cuts[0]: '4' must be a whole number"),
        ({"stages": []}, "plan: unknown field 'stages'"),
    ],
)
def test_a_fault_is_named_by_its_place(change: Json, fault: str) -> None:
    with pytest.raises(BadPlan) as caught:
        Plan.parse(PRIORITY.to_json() | change)
    assert fault in str(caught.value)


def test_a_plan_without_its_tables_is_refused() -> None:
    plan = PRIORITY.to_json()
    del plan["tie_cuts"]
    with pytest.raises(BadPlan, match="the field 'tie_cuts' is missing"):
        Plan.parse(plan)


def test_an_unknown_mechanism_is_refused() -> None:
    plan = Plan("in_turn", "ab", {}).to_json() | {"mechanism": "luck"}
    with pytest.raises(BadPlan, match="mechanism: unknown 'luck'"):
        Plan.parse(plan)


def test_a_truncated_plan_is_refused() -> None:
    with pytest.raises(BadPlan, match="plan: not JSON, or cut off"):
        Plan.read(PRIORITY.canonical()[:-3])

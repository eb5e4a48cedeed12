"""The mechanism `priority`: the definitions, the proof tables, and what may not matter."""

import random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import arcs, class_sets, priority
from allocation.errors import RoadsDisagree
from allocation.market import Market
from allocation.plan import Plan
from allocation.priority import decide, solve_priority
from allocation.problem import Problem
from tests.allocation.brute_force import housed, in_order
from tests.allocation.brute_force import priority as by_definition
from tests.allocation.statement import holds
from tests.strategies import problems

Json = dict[str, Any]
thorough = settings(deadline=None, max_examples=500)
enough = settings(deadline=None, max_examples=200)


def solved(problem: Json) -> Plan:
    return solve_priority(Problem.parse(problem))


@given(problem=problems(max_households=7))
@thorough
def test_the_plan_is_the_one_of_the_definitions_and_its_tables_prove_it(problem: Json) -> None:
    plan = solved(problem)
    assert plan.assignment == by_definition(problem)
    assert holds(problem, plan.to_json())
    assert plan.status == "optimal"


@given(problem=problems(max_households=7))
@enough
def test_sets_of_many_classes_decide_alike(problem: Json) -> None:
    plan = solved(problem)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(arcs, "FEW_ENOUGH_FOR_A_SQUARE", -1)
        assert solved(problem) == plan
        patch.setattr(class_sets, "MOST_BITS", -1)
        assert solved(problem) == plan
        patch.undo()
        patch.setattr(class_sets, "MOST_BITS", -1)
        assert solved(problem) == plan


@given(problem=problems(max_households=6), shuffle=st.randoms(use_true_random=False))
@enough
def test_names_and_the_order_of_the_file_change_nothing(
    problem: Json, shuffle: random.Random
) -> None:
    households = {row["id"]: f"家庭{number}" for number, row in enumerate(problem["households"])}
    listed = {k for row in problem["households"] for rank in row["acceptable"] for k in rank}
    # Classes that nobody lists are alike but for their size; their names settle their places.
    classes = {row["id"]: row["id"] for row in problem["classes"]}
    classes |= dict(zip(sorted(listed), shuffle.sample(sorted(listed), len(listed)), strict=True))
    renamed = renaming(problem, households, classes)
    shuffle.shuffle(renamed["households"])
    shuffle.shuffle(renamed["classes"])
    plan, other = solved(problem), solved(renamed)
    assert other.assignment == {households[h]: classes[k] for h, k in plan.assignment.items()}
    assert plan.closing is not None
    assert other.closing == {classes[k]: position for k, position in plan.closing.items()}
    assert (other.cuts, other.tie_cuts) == (plan.cuts, plan.tie_cuts)
    assert other.order == tuple(classes[k] for k in plan.order or ())
    assert other.tie_order == tuple(classes[k] for k in plan.tie_order or ())


def renaming(problem: Json, households: dict[str, str], classes: dict[str, str]) -> Json:
    return problem | {
        "households": [
            row
            | {
                "id": households[row["id"]],
                "acceptable": [[classes[k] for k in rank] for rank in row["acceptable"]],
            }
            for row in problem["households"]
        ],
        "classes": [row | {"id": classes[row["id"]]} for row in problem["classes"]],
    }


@given(problem=problems())
@enough
def test_one_more_flat_of_a_class_houses_the_household_at_its_closing(problem: Json) -> None:
    closing = solved(problem).closing
    assert closing is not None
    before = {row["id"] for row in housed(problem)}
    ids = [row["id"] for row in in_order(problem)]
    for row in problem["classes"]:
        row["capacity"] += 1
        gained = [h["id"] for h in housed(problem) if h["id"] not in before]
        row["capacity"] -= 1
        position = closing[row["id"]]
        assert gained == ([] if position is None else [ids[position]])


def test_the_example_of_the_notes() -> None:
    """h2 likes two classes equally; h4 accepts only the first of them, so h2 gets the other."""
    lists = ["1|2", "13", "1|23", "1", "2|1", "23|1", "3|4", ""]
    capacities = {"c1": 2, "c2": 1, "c3": 1, "c4": 2}
    plan = solved(
        {
            "format": 1,
            "households": [
                {
                    "id": f"h{number}",
                    "priority": number,
                    "acceptable": [[f"c{k}" for k in rank] for rank in row.split("|") if rank],
                }
                for number, row in enumerate(lists, 1)
            ],
            "classes": [{"id": k, "capacity": units} for k, units in capacities.items()],
        }
    )
    assert plan.assignment == {"h1": "c1", "h2": "c3", "h3": "c2", "h4": "c1", "h7": "c4"}
    assert plan.closing == {"c1": 4, "c2": 4, "c3": 4, "c4": None}
    assert (plan.order, plan.cuts) == (("c1", "c2", "c3", "c4"), (2, None, 6))
    assert (plan.tie_order, plan.tie_cuts) == (("c1", "c2", "c3", "c4"), (1, None, None))


def test_two_roads_that_differ_publish_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def nobody(market: Market) -> Any:
        return np.zeros(market.households, dtype=np.bool_)

    monkeypatch.setattr(priority, "housed_by_flow", nobody)
    with pytest.raises(RoadsDisagree, match="first 'h1' at position 0, housed by the second road"):
        solved(
            {
                "format": 1,
                "households": [{"id": "h1", "priority": 1, "acceptable": [["c1"]]}],
                "classes": [{"id": "c1", "capacity": 1}],
            }
        )


def test_a_round_without_classes_or_households_is_decided_too() -> None:
    none = np.zeros(0, dtype=np.int32)
    empty = decide(Market(np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64), none, none))
    assert [len(table) for table in (empty.housed, empty.order, empty.cuts)] == [0, 0, 0]
    unused = decide(Market(np.array([0, 2]), np.zeros(3, dtype=np.int64), none, none))
    assert unused.chosen.tolist() == [-1, -1]
    assert (unused.closing.tolist(), unused.order.tolist()) == ([-1, -1], [0, 1])

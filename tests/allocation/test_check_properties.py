"""The second opinion against brute force: right plans hold, spoilt ones do not."""

import json
from collections.abc import Iterator
from itertools import permutations, product
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allocation import Problem, solve
from allocation.check import NEVER, _Line, check
from tests.allocation.brute_force import (
    MECHANISMS,
    deferred_acceptance,
    in_turn,
    is_allowed,
    is_stable,
    matchings,
    stage_values,
)
from tests.allocation.mutations import changed_assignments, changed_tables, malformed
from tests.allocation.statement import holds
from tests.strategies import problems

Json = dict[str, Any]
#: Hypothesis stops at its own time limit otherwise, which a busy machine would trip.
thorough = settings(deadline=None, max_examples=150)


def solved(problem: Json) -> Json:
    return solve(Problem.parse(problem)).to_json()


@pytest.mark.parametrize("mechanism", ["priority", "in_turn", "deferred_acceptance"])
@given(draw=st.data())
@thorough
def test_the_only_right_assignment_holds(mechanism: str, draw: st.DataObject) -> None:
    problem = draw.draw(problems(mechanism))
    plan = solved(problem)
    assert plan["assignment"] == MECHANISMS[mechanism](problem)
    assert check(problem, plan) == []


@pytest.mark.parametrize("mechanism", ["priority", "in_turn", "deferred_acceptance"])
@given(draw=st.data())
@thorough
def test_any_other_assignment_is_rejected(mechanism: str, draw: st.DataObject) -> None:
    problem = draw.draw(problems(mechanism, max_households=5))
    plan = solved(problem)
    for words, mutant in changed_assignments(problem, plan):
        assert check(problem, mutant) != [], words


def every_table(problem: Json) -> Iterator[Json]:
    """All tables that anybody could write for a problem."""
    classes = [row["id"] for row in problem["classes"]]
    positions = [None, *range(len(problem["households"]))]
    orders = list(permutations(classes))
    cuts = list(product(positions, repeat=max(len(classes) - 1, 0)))
    closings = product(positions, repeat=len(classes))
    for closing, order, cut, ties, tie_cut in product(closings, orders, cuts, orders, cuts):
        yield {
            "closing": dict(zip(classes, closing, strict=True)),
            "order": list(order),
            "cuts": list(cut),
            "tie_order": list(ties),
            "tie_cuts": list(tie_cut),
        }


@given(problem=problems("priority", max_households=2, max_classes=2))
@settings(deadline=None, max_examples=40)
def test_no_tables_at_all_pass_for_a_wrong_assignment(problem: Json) -> None:
    plan = solved(problem)
    proven = [
        matching
        for matching in matchings(problem, problem["households"], everybody=False)
        if any(
            not check(problem, {**plan, **t, "assignment": matching}) for t in every_table(problem)
        )
    ]
    assert proven == [plan["assignment"]]


@given(problem=problems("priority", max_households=4, max_classes=3), draw=st.data())
@thorough
def test_a_wrong_assignment_has_no_tables_that_pass(problem: Json, draw: st.DataObject) -> None:
    """Whatever tables anybody writes for it: they are drawn, not derived from the right ones."""
    plan = solved(problem)
    classes = [row["id"] for row in problem["classes"]]
    positions = st.sampled_from([None, *range(len(problem["households"]))])
    cuts = st.lists(positions, min_size=len(plan["cuts"]), max_size=len(plan["cuts"]))
    tables = {
        "closing": {k: draw.draw(positions) for k in classes},
        "order": list(draw.draw(st.permutations(classes))),
        "tie_order": list(draw.draw(st.permutations(classes))),
        "cuts": draw.draw(cuts),
        "tie_cuts": draw.draw(cuts),
    }
    for matching in matchings(problem, problem["households"], everybody=False):
        if matching != plan["assignment"]:
            assert check(problem, {**plan, **tables, "assignment": matching}) != []


@given(problem=problems("priority", max_households=5))
@thorough
def test_changed_tables_pass_only_if_the_statement_still_holds(problem: Json) -> None:
    plan = solved(problem)
    assert holds(problem, plan)
    for words, mutant in changed_tables(problem, plan):
        assert (check(problem, mutant) == []) == holds(problem, mutant), words


@given(cuts=st.lists(st.one_of(st.none(), st.integers(0, 99)), max_size=20))
def test_the_smallest_cut_between_two_places(cuts: list[int | None]) -> None:
    """Small rounds have too few classes for the wider rows of the table of minima."""
    line = _Line([f"c{p}" for p in range(len(cuts) + 1)], cuts)
    for p in range(len(cuts)):
        for q in range(p + 1, len(cuts) + 1):
            plain = [NEVER if cut is None else cut for cut in cuts[p:q]]
            assert line.low(p, q) == min(plain)


@given(problem=problems("deferred_acceptance", max_households=5))
@thorough
def test_stable_but_worse_plans_are_rejected(problem: Json) -> None:
    right = deferred_acceptance(problem)
    plan = solved(problem)
    for matching in matchings(problem, problem["households"], everybody=False):
        findings = check(problem, {**plan, "assignment": matching})
        assert (findings == []) == (matching == right)
        if is_stable(problem, matching) and matching != right:
            assert "proposals in turn" in findings[0]


@given(problem=problems("in_turn", max_households=5))
@thorough
def test_in_turn_holds_for_one_plan_alone(problem: Json) -> None:
    plan = solved(problem)
    for matching in matchings(problem, problem["households"], everybody=False):
        findings = check(problem, {**plan, "assignment": matching})
        assert (findings == []) == (matching == in_turn(problem))


@given(problem=problems("constrained", max_households=4))
@thorough
def test_constrained_holds_exactly_for_allowed_plans(problem: Json) -> None:
    """The check cannot know the best plan; it must know every allowed one and its values."""
    base = {
        "format": 1,
        "mechanism": "constrained",
        "problem_sha256": Problem.parse(problem).sha256(),
        "status": "optimal",
    }
    for matching in matchings(problem, problem["households"], everybody=False):
        values = stage_values(problem, matching)
        stages = [{"goal": "a goal", "value": v, "bound": v} for v in values]
        plan = {**base, "assignment": matching, "stages": stages}
        assert (check(problem, plan) == []) == is_allowed(problem, matching)
        stages[0] = {**stages[0], "value": values[0] + 1}
        assert check(problem, plan) != []


def same(mutant: object, value: object) -> bool:
    """Equal as files: to Python alone, true is one."""
    return json.dumps(mutant) == json.dumps(value)


@given(draw=st.data())
@settings(deadline=None, max_examples=25)
def test_malformed_files_are_findings_and_never_exceptions(draw: st.DataObject) -> None:
    mechanism = draw.draw(st.sampled_from(["priority", "in_turn", "deferred_acceptance"]))
    problem = draw.draw(problems(mechanism, max_households=3, max_classes=3))
    plan = solved(problem)
    for words, mutant in malformed(plan):
        # A table entry without a position can leave the statement true.
        harmless = words.endswith("= None") and ("cuts" in words or "closing" in words)
        assert check(problem, mutant) or harmless or same(mutant, plan), words
    for words, mutant in malformed(problem):
        check(mutant, plan, problem_sha256=plan["problem_sha256"])
        assert check(mutant, plan) or same(mutant, problem), words

"""Constrained rounds: bounds that are true, time that runs out, size, and one answer only."""

from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ortools.sat.python.cp_model import CpSolver

from allocation import LimitsConflict, Problem
from allocation.check import check
from allocation.constrained import OutOfTime, conflict, search, solve_constrained, space
from allocation.constrained.constraints import always, conditions
from allocation.constrained.exclusion import exclude
from allocation.constrained.goals import Goal, goals_of, next_question
from allocation.constrained.model import Model, Row
from allocation.constrained.search import Effort, Found, maximise
from tests.allocation import brute_force
from tests.strategies import Json, problems


def _rows(model: Model) -> list[Row]:
    return [*always(model), *(row for each in conditions(model) for row in each.rows)]


def _plans(problem: Json, model: Model) -> list[frozenset[int]]:
    """The answers of every plan that keeps what the round sets, found by trying everything."""
    everyone = brute_force.in_order(problem)
    every = brute_force.matchings(problem, everyone, everybody=False)
    return [model.chosen(plan) for plan in every if brute_force.is_allowed(problem, plan)]


@settings(max_examples=150, deadline=None)
@given(problems("constrained", max_households=5))
def test_the_rows_hold_for_allowed_plans_and_for_no_others(problem: Json) -> None:
    model = Model.of(Problem.parse(problem))
    rows = _rows(model)
    everyone = brute_force.in_order(problem)
    for plan in brute_force.matchings(problem, everyone, everybody=False):
        chosen = model.chosen(plan)
        holds = all(sum(f for w, f in row.terms.items() if w in chosen) <= row.most for row in rows)
        assert holds == brute_force.is_allowed(problem, plan)
        assert model.assignment(chosen) == plan


@settings(max_examples=150, deadline=None)
@given(problems("constrained", max_households=5), st.integers(0, 6))
def test_a_struck_wish_is_in_no_plan_worth_the_value(problem: Json, value: int) -> None:
    model = Model.of(Problem.parse(problem))
    rows = _rows(model)
    plans = _plans(problem, model)
    for goal in goals_of(model):
        exclusion = exclude(rows, model.questions(), goal.terms, goal.sign * value)
        for chosen in plans:
            assert goal.value(chosen) <= exclusion.bound
            if goal.value(chosen) >= goal.sign * value:
                assert not chosen & exclusion.struck


def test_prices_strike_most_of_a_large_round() -> None:
    model = Model.of(Problem.parse(_large_round(300, tiers=1)))
    rows, everything = _rows(model), model.questions()
    goal = goals_of(model)[0]
    best = maximise(rows, everything, goal.terms, frozenset(), Effort.lasting(300, 1, 0), 300)
    assert best is not None
    value = goal.value(best.chosen)
    assert value == best.bound
    exclusion = exclude(rows, everything, goal.terms, value)
    assert exclusion.bound < value + value // 50
    assert len(exclusion.struck) > len(everything) // 2


@settings(max_examples=100, deadline=None)
@given(problems("constrained", max_households=5), st.integers(0, 20))
def test_a_bound_of_the_weighed_sum_bounds_each_goal_in_turn(problem: Json, slack: int) -> None:
    model = Model.of(Problem.parse(problem))
    goals = goals_of(model)
    question = next_question(model, model.questions(), goals)
    plans = _plans(problem, model)
    terms = question.terms()
    worth = {chosen: sum(f for w, f in terms.items() if w in chosen) for chosen in plans}
    for chosen in plans[:20]:
        values = [goal.value(chosen) for goal in question.goals]
        bounds = question.bounds(values, max(worth.values()) + slack)
        for place, bound in enumerate(bounds):
            peers = (
                p for p in plans if [g.value(p) for g in question.goals[:place]] == values[:place]
            )
            assert max(question.goals[place].value(peer) for peer in peers) <= bound


def test_goals_share_a_question_only_while_weights_stay_small() -> None:
    round_ = _large_round(300, tiers=4)
    model = Model.of(Problem.parse(round_))
    goals = goals_of(model)
    question = next_question(model, model.questions(), goals)
    assert 1 <= len(question.goals) < len(goals)
    assert question.weights[-1] == 1
    wide = Goal("", {0: 1 << 30, 1: 1})
    assert len(next_question(model, model.questions(), [wide, *goals]).goals) == 1


def _large_round(n: int, tiers: int, seed: int = 1) -> Json:
    """Uneven classes in a few estates, lists drawn by popularity, five crossing limits and one
    pair of related households in fifty."""
    random = Random(seed)
    classes = [f"c{k}" for k in range(n // 25)]
    estates = {f"e{e}": classes[e::3] for e in range(3)}
    popularity = {name: random.gammavariate(0.7, 1) + 0.05 for name in classes}
    capacity = dict.fromkeys(classes, 0)
    for _ in range(n * 3 // 10):
        capacity[random.choice(classes)] += 1
    households = [
        {
            "id": f"h{r}",
            "priority": [r * tiers // n, r],
            "acceptable": _wishes(random, popularity),
        }
        for r in range(n)
    ]
    ids = [f"h{r}" for r in range(n)]
    units = {name: sum(capacity[k] for k in part) for name, part in estates.items()}
    groups = {"young": random.sample(ids, n // 3), "park": random.sample(ids, n // 7)}
    limits: list[tuple[str, str | None, list[str], int]] = [
        ("max", "young", estates["e0"], units["e0"] // 4),
        ("max", "young", classes, n * 3 // 40),
        ("min", "park", classes, n // 20),
        ("min", "park", estates["e1"], units["e1"] // 8),
        ("max", None, classes[::2], sum(capacity[k] for k in classes[::2]) * 4 // 5),
    ]
    names = ("kind", "group", "classes", "units")
    return {
        "format": 1,
        "mechanism": "constrained",
        "households": households,
        "classes": [{"id": name, "capacity": flats} for name, flats in capacity.items()],
        "groups": groups,
        "limits": [dict(zip(names, limit, strict=True)) for limit in limits],
        "together": [random.sample(ids, 2) for _ in range(n // 50)],
        "estates": estates,
    }


def _wishes(random: Random, popularity: dict[str, float]) -> list[list[str]]:
    size = min(len(popularity), 1 + int(random.gammavariate(3, 2.5)))
    drawn = sorted(popularity, key=lambda name: random.random() ** (1 / popularity[name]))[-size:]
    ranks: list[list[str]] = []
    for name in reversed(drawn):
        if ranks and random.random() < 0.2:
            ranks[-1].append(name)
        else:
            ranks.append([name])
    return ranks


@pytest.mark.parametrize(("n", "tiers"), [(300, 4), (300, 300), (1000, 4)])
def test_a_large_round_is_proven_optimal(n: int, tiers: int) -> None:
    round_ = _large_round(n, tiers)
    plan = solve_constrained(Problem.parse(round_), workers=1, seconds=300)
    assert plan.status == "optimal"
    assert len(plan.stages) == tiers + 1
    assert all(stage.value == stage.bound for stage in plan.stages)
    assert check(round_, plan.to_json()) == []
    assert len(plan.assignment) > n // 5


def test_workers_seed_and_the_order_of_the_file_change_nothing() -> None:
    round_ = _large_round(100, tiers=3)
    plan = solve_constrained(Problem.parse(round_), workers=1)
    shuffled = {**round_, "households": round_["households"][::-1]}
    shuffled["classes"] = round_["classes"][::-1]
    shuffled["limits"] = round_["limits"][::-1]
    other = solve_constrained(Problem.parse(shuffled), workers=8, seed=11)
    assert plan.status == other.status == "optimal"
    assert other.assignment == plan.assignment
    assert other.stages == plan.stages


def test_two_workers_are_refused() -> None:
    with pytest.raises(ValueError, match="workers: 2 must be 1, or 8 and more"):
        Effort.lasting(60, 2, 0)


def test_no_plan_in_time_is_said_and_no_conflict_is_made_up(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(space, "maximise", lambda *_: None)
    with pytest.raises(OutOfTime, match="nor proven that there is none"):
        solve_constrained(Problem.parse(_large_round(50, tiers=2)), workers=1)


def test_time_that_runs_out_after_the_first_plan_leaves_true_bounds(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = _large_round(50, tiers=2)
    best = solve_constrained(Problem.parse(round_), workers=1)
    asked = []

    def any_plan_then_nothing(*question: Any) -> Found | None:
        asked.append(question)
        rows, possible, _, hint, effort, seconds = question
        if len(asked) > 1:
            return None
        found = maximise(rows, possible, {}, hint, effort, seconds)
        return found and Found(found.chosen, bound=1 << 60)

    monkeypatch.setattr(space, "maximise", any_plan_then_nothing)
    plan = solve_constrained(Problem.parse(round_), workers=1)
    assert plan.status == "feasible"
    assert check(round_, plan.to_json()) == []
    assert plan.stages[0].value < best.stages[0].value <= plan.stages[0].bound


def test_a_goal_that_gains_after_its_stage_is_reported_as_it_ended(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = _three_pairs_for_two_homes()
    asked = []

    def nobody_at_first(*question: Any) -> Found | None:
        asked.append(question)
        return Found(frozenset(), bound=1 << 60) if len(asked) == 1 else maximise(*question)

    monkeypatch.setattr(space, "maximise", nobody_at_first)
    plan = solve_constrained(Problem.parse(round_), workers=1)
    assert plan.assignment == brute_force.constrained(round_)
    assert [stage.value for stage in plan.stages] == [6 + 5 + 4 + 3, 0]
    assert plan.stages[0].bound == 6 + 5 + 4 + 3 + 2 + 1
    assert plan.status == "feasible"
    assert check(round_, plan.to_json()) == []


def test_a_plan_whose_ties_are_not_settled_is_not_called_optimal(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(space.Space, "settle", lambda _: False)
    plan = solve_constrained(Problem.parse(_large_round(50, tiers=2)), workers=1)
    assert plan.status == "feasible"
    assert all(stage.value == stage.bound for stage in plan.stages)


def _three_pairs_for_two_homes() -> Json:
    """Fractions of families would fit where whole ones do not, and equal homes are left open."""
    ids = [f"h{r}" for r in range(6)]
    return {
        "format": 1,
        "mechanism": "constrained",
        "households": [
            {"id": name, "priority": [0, r], "acceptable": [["b", "a"]]}
            for r, name in enumerate(ids)
        ],
        "classes": [{"id": "a", "capacity": 3}, {"id": "b", "capacity": 3}],
        "together": [ids[:2], ids[2:4], ids[4:]],
        "estates": {"north": ["a"], "south": ["b"]},
    }


def test_related_households_are_settled_in_order_where_fractions_would_fit() -> None:
    round_ = _three_pairs_for_two_homes()
    plan = solve_constrained(Problem.parse(round_), workers=1)
    assert plan.status == "optimal"
    assert plan.assignment == {"h0": "b", "h1": "b", "h2": "a", "h3": "a"}
    assert plan.assignment == brute_force.constrained(round_)


@pytest.mark.parametrize("round_", [_large_round(50, tiers=2), _three_pairs_for_two_homes()])
def test_settling_stops_when_a_question_is_not_proven(
    monkeypatch: pytest.MonkeyPatch, round_: Json
) -> None:
    model = Model.of(Problem.parse(round_))
    plans = space.Space(model, _rows(model), frozenset(), Effort.lasting(60, 1, 0))
    plans.reach_all(goals_of(model))
    monkeypatch.setattr(space, "maximise", lambda *_: None)
    assert plans.settle() is False


def test_a_search_that_stops_early_tells_what_it_proved_and_not_what_it_found(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """At most 3 of 6 questions worth 1 to 6: no answers pass 15, whatever was found first."""
    settled = search._solver

    def stops_at_first(effort: Effort, seconds: float) -> CpSolver:
        solver = settled(effort, seconds)
        solver.parameters.stop_after_first_solution = True
        solver.parameters.cp_model_presolve = False
        return solver

    monkeypatch.setattr(search, "_solver", stops_at_first)
    terms = {number: number + 1 for number in range(6)}
    rows, effort = [Row(dict.fromkeys(terms, 1), 3)], Effort.lasting(60, 1, 0)
    found = maximise(rows, frozenset(terms), terms, frozenset({0}), effort, 60)
    assert found is not None
    assert sum(terms[number] for number in found.chosen) < 15 <= found.bound


def test_without_time_there_is_no_answer() -> None:
    model = Model.of(Problem.parse(_large_round(300, tiers=1)))
    goal, effort = goals_of(model)[0], Effort.lasting(0, 1, 0)
    assert effort.left() == 0
    assert maximise(_rows(model), model.questions(), goal.terms, frozenset(), effort, 0) is None


def test_what_no_answers_can_keep_is_impossible() -> None:
    never = [Row({0: 1}, -1)]
    with pytest.raises(search.Impossible):
        maximise(never, frozenset({0}), {0: 1}, frozenset(), Effort.lasting(60, 1, 0), 60)


def test_a_conflict_is_named_even_when_no_time_is_left_to_make_it_small(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    round_ = _large_round(50, tiers=2)
    round_["limits"].append({"kind": "min", "group": None, "classes": ["c0"], "units": 999})
    monkeypatch.setattr(conflict, "maximise", lambda *_: None)
    with pytest.raises(LimitsConflict) as caught:
        solve_constrained(Problem.parse(round_), workers=1)
    assert any("flats of c0 for everybody: at least 999" in words for words in caught.value.limits)
    assert len(caught.value.limits) > 1

"""The stages of a constrained round: each goal in turn, then what is still open by the order."""

from __future__ import annotations

from dataclasses import replace

from allocation.constrained.conflict import limits_conflict
from allocation.constrained.constraints import always, conditions
from allocation.constrained.goals import goals_of
from allocation.constrained.model import Model
from allocation.constrained.search import Effort, Impossible
from allocation.constrained.space import Space
from allocation.plan import Plan
from allocation.priority import solve_priority
from allocation.problem import Problem


def solve_constrained(
    problem: Problem, *, seconds: float = 60.0, workers: int = 1, seed: int = 0
) -> Plan:
    """The plan that keeps every limit and every set of related households, goal after goal.

    Goals, each kept while the next is sought: for every tier in ascending order the sum of
    n - position over its housed households, as great as possible; then the sum of ranks, as small
    as possible. What is still open is settled in the public order: each household gets its
    earliest listed class, no flat last. So a plan of status "optimal" is unique: neither the
    number of workers nor the seed nor the machine changes it.

    Every stage reports its value and what it cannot exceed. The status is "feasible" when a stage
    was not proven or the settling not finished in `seconds`; the plan still keeps all limits, and
    every bound is true, but another run may find another such plan. `workers` is the number of
    the solver's searches side by side, 1 or at least 8; one proved every measured round soonest.
    `seed` is the solver's. The question is NP-hard (related households alone make it so), hence
    no time is promised; 1,000 households need seconds, 10,000 may keep a small gap.

    Basis: HN 20 (the plan sets the limits) and HN 21 (HN-21-5: a scientific, open, fair method).

    Raises:
        LimitsConflict: no plan keeps all limits; names a small set of them in conflict.
        OutOfTime: in `seconds` no plan was found, nor proven that there is none.
        ValueError: 2 to 7 workers.
    """
    effort = Effort.lasting(seconds, workers, seed)
    model = Model.of(problem)
    set_by_round = [row for condition in conditions(model) for row in condition.rows]
    hint = model.chosen(_without_limits(problem))
    space = Space(model, [*always(model), *set_by_round], hint, effort)
    goals = goals_of(model)
    try:
        bounds = space.reach_all(goals)
    except Impossible:
        raise limits_conflict(model, effort) from None
    is_settled = space.settle()
    stages = [goal.stage(space.chosen, bound) for goal, bound in zip(goals, bounds, strict=True)]
    is_proven = all(stage.value == stage.bound for stage in stages)
    return Plan(
        mechanism="constrained",
        problem_sha256=problem.sha256(),
        assignment=model.assignment(space.chosen),
        status="optimal" if is_proven and is_settled else "feasible",
        stages=tuple(stages),
    )


def _without_limits(problem: Problem) -> dict[str, str]:
    """The plan of the same round if it had no limits: where the search begins."""
    free = replace(problem, mechanism="priority", limits=(), together=())
    return dict(solve_priority(free).assignment)

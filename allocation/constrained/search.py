"""One question to the OR-Tools CP-SAT solver, with the settings under which it finishes."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from ortools.sat.python import cp_model

from allocation.constrained.model import Row, Terms


class OutOfTime(RuntimeError):
    """The time was over before any plan was found, or found impossible: give more seconds."""


class Impossible(Exception):
    """No answers keep all rows."""


@dataclass(frozen=True, slots=True)
class Effort:
    """How hard to try. `ends_at` is a reading of the monotonic clock, in seconds."""

    ends_at: float
    workers: int
    seed: int

    @classmethod
    def lasting(cls, seconds: float, workers: int, seed: int) -> Effort:
        """An effort that begins now.

        Raises:
            ValueError: 2 to 7 workers. With these (and with the solver's own choice on a small
                machine) it failed to prove 300 households in 40 s; 1 or 8 need less than a second.
        """
        if workers != 1 and workers < 8:
            raise ValueError(f"workers: {workers} must be 1, or 8 and more")
        return cls(time.perf_counter() + seconds, workers, seed)

    def left(self) -> float:
        """Seconds left, 0 or more."""
        return max(0.0, self.ends_at - time.perf_counter())


class Found(NamedTuple):
    """The questions answered with yes, and what no answers can exceed."""

    chosen: frozenset[int]
    bound: int


def maximise(
    rows: Sequence[Row],
    possible: frozenset[int],
    terms: Terms,
    hint: frozenset[int],
    effort: Effort,
    seconds: float,
) -> Found | None:
    """The best answers that keep all rows, or the best found in `seconds`; None if none was found.

    Only `possible` questions may be answered with yes. `hint` are answers believed good.

    Raises:
        Impossible: proven that no answers keep all rows.
    """
    model = cp_model.CpModel()
    answers = {number: model.new_bool_var("") for number in sorted(possible)}
    for row in rows:
        model.add_linear_constraint(_sum(answers, row.terms), _LEAST, row.most)
    model.maximize(_sum(answers, terms))
    for number, answer in answers.items():
        model.add_hint(answer, number in hint)
    solver = _solver(effort, seconds)
    status = solver.solve(model)
    if status == cp_model.INFEASIBLE:
        raise Impossible
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return None
    chosen = frozenset(number for number, answer in answers.items() if solver.value(answer))
    return Found(chosen, round(solver.best_objective_bound))


#: Below every sum that a row can have, and small enough for the solver's arithmetic.
_LEAST = -(2**62)


def _sum(answers: dict[int, cp_model.IntVar], terms: Terms) -> cp_model.LinearExprT:
    numbers = [number for number in terms if number in answers]
    return cp_model.LinearExpr.weighted_sum(
        [answers[number] for number in numbers], [terms[number] for number in numbers]
    )


def _solver(effort: Effort, seconds: float) -> cp_model.CpSolver:
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = effort.workers
    if effort.workers == 1:
        solver.parameters.linearization_level = 2
    solver.parameters.random_seed = effort.seed
    solver.parameters.max_time_in_seconds = seconds
    return solver

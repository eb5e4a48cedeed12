"""What cannot come true in any plan as good as the one found, proven by prices.

Any prices of 0 or more on the rows give a bound: a plan is worth no more than the rows at their
prices and each answer at its worth above them. A question whose yes would push that bound below
the value already reached can be struck. Prices come from the linear relaxation (OR-Tools GLOP)
and are rounded; the bound is then computed anew in whole numbers, so that rounding can weaken the
argument but never make it wrong (Dantzig, Fulkerson and Johnson 1954 for the argument, Neumaier
and Shcherbina 2004 for safe bounds from rounded prices).
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from ortools.linear_solver import pywraplp

from allocation.constrained.model import Row, Terms

#: Prices are whole numbers of this part of one.
_PARTS = 1 << 20


class Exclusion(NamedTuple):
    """What no plan can exceed, and the questions that no plan worth the value answers with yes."""

    bound: int
    struck: frozenset[int]


def exclude(rows: Sequence[Row], possible: frozenset[int], terms: Terms, value: int) -> Exclusion:
    """The bound of `terms`, and the questions that any plan of at least `value` answers with no.

    Without prices the bound is weak and nothing is struck, which loses nothing but speed.
    """
    prices = _prices(rows, possible, terms)
    worth = {number: terms.get(number, 0) * _PARTS for number in possible}
    bound = 0
    for row, price in zip(rows, prices, strict=True):
        if price:
            bound += price * row.most
            for number, factor in row.terms.items():
                worth[number] -= price * factor
    bound += sum(each for each in worth.values() if each > 0)
    least = value * _PARTS
    struck = (number for number, each in worth.items() if each < 0 and bound + each < least)
    return Exclusion(bound // _PARTS, frozenset(struck))


def _prices(rows: Sequence[Row], possible: frozenset[int], terms: Terms) -> list[int]:
    solver = pywraplp.Solver.CreateSolver("GLOP")
    shares = {number: solver.NumVar(0, 1, "") for number in sorted(possible)}
    constraints = []
    for row in rows:
        constraint = solver.Constraint(-solver.infinity(), row.most)
        for number, factor in row.terms.items():
            constraint.SetCoefficient(shares[number], factor)
        constraints.append(constraint)
    objective = solver.Objective()
    objective.SetMaximization()
    for number, factor in terms.items():
        if number in shares:
            objective.SetCoefficient(shares[number], factor)
    if solver.Solve() != pywraplp.Solver.OPTIMAL:
        return [0] * len(rows)
    return [max(0, round(constraint.dual_value() * _PARTS)) for constraint in constraints]

"""Who gets which flat, and why: values in, a plan with its proofs out.

The door of the package. The solver and its libraries are loaded when `solve` is first called, so
that checking, explaining and drawing need nothing but a Python interpreter.
"""

from __future__ import annotations

from allocation.check import check
from allocation.draw import draw_key
from allocation.errors import BadPlan, BadProblem, LimitsConflict, RoadsDisagree
from allocation.explain import explain
from allocation.flats import flats_by_draw, hand_out
from allocation.plan import Plan
from allocation.problem import Problem
from allocation.solve import solve

__all__ = [
    "BadPlan",
    "BadProblem",
    "LimitsConflict",
    "Plan",
    "Problem",
    "RoadsDisagree",
    "check",
    "draw_key",
    "explain",
    "flats_by_draw",
    "hand_out",
    "solve",
]

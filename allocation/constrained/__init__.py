"""Rounds with limits that cross: shares, reserves, related households in one estate.

Such limits break the matroid that the mechanism `priority` rests on, so an integer model decides
(OR-Tools CP-SAT), goal after goal, with the value and the proven bound of each.
"""

from __future__ import annotations

from allocation.constrained.search import OutOfTime
from allocation.constrained.stages import solve_constrained

__all__ = ["OutOfTime", "solve_constrained"]

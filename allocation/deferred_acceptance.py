"""Deferred acceptance: classes in which some groups come before everybody else.

For joint rounds in which the people of an enterprise or a park come first in its own flats
(HN 19). A single public order no longer exists there, so a class accepts for the time being whom
it puts first and turns away the others, until nobody is left to propose (Gale and Shapley 1962).
Nobody ends up envying a household that comes later in the class it holds, and among all such
plans this one is best for every household at once (Gale and Shapley 1962; Roth 1984).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from heapq import heappush, heappushpop

from allocation.plan import Plan
from allocation.problem import Problem


@dataclass(slots=True)
class _Class:
    """One class: its flats, whom it puts first, and whom it holds for the time being."""

    capacity: int
    #: Level of the members of its first groups, 0 first; all others have the level `others`.
    levels: Mapping[int, int]
    others: int
    #: Heap of (-level, -position): the household that comes last here is on top.
    held: list[tuple[int, int]] = field(default_factory=list)

    def propose(self, position: int) -> int | None:
        """Hold the household; the position of the one turned away for it, if any."""
        place = (-self.levels.get(position, self.others), -position)
        if len(self.held) < self.capacity:
            heappush(self.held, place)
            return None
        if not self.held:
            return position
        return -heappushpop(self.held, place)[1]


def solve_deferred_acceptance(problem: Problem) -> Plan:
    """The stable plan that every household likes best.

    Households propose down their lists, equally liked classes in the order listed. A class with
    `problem.first` puts the members of its first group first, then those of the second and so
    on, then everybody else; inside a level the public order decides. The plan does not depend on
    the order of proposals, so it is unique; it has no tables, for envy can be looked up directly.
    Takes O(E log n) time for E wishes of n households.

    Basis: HN 19 (HN-19-1, HN-19-2), HN 23 (HN-23-1).
    """
    ordered = problem.in_order()
    position = {household.id: r for r, household in enumerate(ordered)}
    classes = _classes(problem, position)
    wishes = [[name for rank in household.acceptable for name in rank] for household in ordered]
    _propose_all(wishes, classes)
    holder = {-place: name for name, each in classes.items() for _, place in each.held}
    return Plan(
        mechanism="deferred_acceptance",
        problem_sha256=problem.sha256(),
        assignment={ordered[r].id: holder[r] for r in sorted(holder)},
    )


def _classes(problem: Problem, position: Mapping[str, int]) -> dict[str, _Class]:
    found = {}
    for unit_class in problem.classes:
        firsts = problem.first.get(unit_class.id, ())
        levels: dict[int, int] = {}
        for level, group in enumerate(firsts):
            for member in problem.groups[group]:
                levels.setdefault(position[member], level)
        found[unit_class.id] = _Class(unit_class.capacity, levels, len(firsts))
    return found


def _propose_all(wishes: list[list[str]], classes: Mapping[str, _Class]) -> None:
    """Let everybody propose until nobody who is turned away has a wish left."""
    asked = [0] * len(wishes)
    for newcomer in range(len(wishes)):
        proposer: int | None = newcomer
        while proposer is not None and asked[proposer] < len(wishes[proposer]):
            wish = wishes[proposer][asked[proposer]]
            asked[proposer] += 1
            proposer = classes[wish].propose(proposer)

"""Serial dictatorship: each household in its turn takes the best of what is left.

What a hall does by hand, and the literal reading of HN 21: those served choose in their order.
Abdulkadiroğlu and Sönmez (1998) show that, for strict lists, no household can be better served
without another being worse served, and that striking or reordering wishes never helps. Its price:
a flexible household may take the only flat that a later one could have lived in.
"""

from __future__ import annotations

from allocation.plan import Plan
from allocation.problem import Household, Problem


def solve_in_turn(problem: Problem) -> Plan:
    """The plan when households choose one after the other in the public order.

    Each takes its best rank that has room and, inside a rank, the earliest listed class with
    room; it goes without when nothing on its list has room. The plan is unique and has no tables:
    it is checked by repeating it. Takes O(n log n + E) time for n households with E wishes.

    Basis: HN 21 (HN-21-7).
    """
    room = {unit_class.id: unit_class.capacity for unit_class in problem.classes}
    assignment: dict[str, str] = {}
    for household in problem.in_order():
        taken = _best_with_room(household, room)
        if taken is not None:
            room[taken] -= 1
            assignment[household.id] = taken
    return Plan(mechanism="in_turn", problem_sha256=problem.sha256(), assignment=assignment)


def _best_with_room(household: Household, room: dict[str, int]) -> str | None:
    for rank in household.acceptable:
        for class_id in rank:
            if room[class_id] > 0:
                return class_id
    return None

"""What a household may take when its turn comes in a hall, class by class.

In turn it may take whatever has room. Under priority it may take what leaves a flat for everybody
whom the round can house: then those after it lose choice, and nobody loses the roof.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from allocation.market import Market
from allocation.priority import decide
from allocation.problem import Household, Problem


def safe_classes(problem: Problem, household_id: str, taken: Mapping[str, str]) -> tuple[str, ...]:
    """The classes of a household's list that it may take now, in the order of the list.

    `taken` maps those who had their turn and hold a flat to its class; every one of them must
    have this class alone on its best rank, so that the plan gives it to them. Those who had their
    turn and hold nothing are in the problem as their mechanism counts them: with an empty list
    in turn, with the whole list under priority, where their flat is kept until the hall closes.
    Under priority nothing is safe for a household that the round cannot house.

    Raises:
        KeyError: the problem has no such household.
        ValueError: the mechanism is none that a hall knows.
    """
    own = {each.id: each for each in problem.households}[household_id]
    if problem.mechanism == "in_turn":
        return _with_room(problem, own, taken)
    if problem.mechanism == "priority":
        return _keeping_all(problem, own, taken)
    raise ValueError(f"no hall picks under '{problem.mechanism}'")


def _with_room(problem: Problem, own: Household, taken: Mapping[str, str]) -> tuple[str, ...]:
    room = {each.id: each.capacity for each in problem.classes}
    for class_id in taken.values():
        room[class_id] -= 1
    return tuple(name for rank in own.acceptable for name in rank if room[name] > 0)


def _keeping_all(problem: Problem, own: Household, taken: Mapping[str, str]) -> tuple[str, ...]:
    """The classes from which a chain of moves leads to room, or to the flat held for `own`.

    In one plan that houses everybody, a household still to come may move from the class that is
    held for it to another of its list. Any other plan differs from this one by such chains, so
    that a class from which none leads on cannot be taken (Berge 1957).
    """
    market, household_ids, class_ids = Market.of(problem)
    chosen = decide(market).chosen.tolist()
    place = household_ids.index(own.id)
    if chosen[place] < 0:
        return ()
    room = market.capacity.tolist()
    moves: list[set[int]] = [set() for _ in class_ids]
    start = market.start.tolist()
    for position, held in enumerate(chosen):
        if held < 0:
            continue
        room[held] -= 1
        if position != place and household_ids[position] not in taken:
            listed = market.choice[start[position] : start[position + 1]].tolist()
            for number in listed:
                moves[number].add(held)
    ends = {number for number, left in enumerate(room) if left > 0} | {chosen[place]}
    safe = {class_ids[number] for number in _reaching(ends, moves)}
    return tuple(name for rank in own.acceptable for name in rank if name in safe)


def _reaching(ends: Collection[int], moves: list[set[int]]) -> set[int]:
    """The classes from which a chain leads to one of `ends`; `moves[k]`: who can move into k."""
    found, looking = set(ends), list(ends)
    while looking:
        for origin in moves[looking.pop()] - found:
            found.add(origin)
            looking.append(origin)
    return found

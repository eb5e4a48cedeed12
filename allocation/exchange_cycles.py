"""Who takes whose flat, once it is known who gets which class: as many short cycles as possible.

Flats of a class are alike, so a cycle that comes through a class twice falls into two. Cycles of
two are taken first, then of three, and so on; each begins with the first household in the public
order that has one so short, and goes on with the first household that fits.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Mapping, Sequence
from itertools import pairwise

#: For each pair of classes, who leaves the first for the second, in the public order.
Moves = dict[str, dict[str, deque[int]]]


def cycles_of(homes: Sequence[str], taken: Mapping[int, str]) -> list[list[int]]:
    """Cycles of household numbers (the public order), where `taken` is the class each moves to.

    In each class as many move in as out. Every cycle passes a class at most once; they come by
    length, then by their first household.
    """
    moves: Moves = {}
    for i in sorted(taken):
        moves.setdefault(homes[i], {}).setdefault(taken[i], deque()).append(i)
    left = sorted(taken)
    found: list[list[int]] = []
    length = 2
    while left:
        still = []
        for i in left:
            same_way = moves[homes[i]][taken[i]]
            if same_way and same_way[0] == i:
                path = _back(moves, taken[i], homes[i], length - 1)
                if path is not None:
                    found.append(_pop(moves, [homes[i], *path]))
                    continue
            still.append(i)
        gone = {i for cycle in found for i in cycle}
        left = [i for i in still if i not in gone]
        length += 1
    return found


def _back(moves: Moves, start: str, goal: str, most: int) -> list[str] | None:
    """The shortest way of at most `most` moves from a class back to another, by name at ties."""
    came: dict[str, str] = {start: start}
    edge = [start]
    for _ in range(most):
        further: list[str] = []
        for place in edge:
            for onward in sorted(moves.get(place, {})):
                if onward not in came and moves[place][onward]:
                    came[onward] = place
                    further.append(onward)
        if goal in came:
            path = [goal]
            while path[-1] != start:
                path.append(came[path[-1]])
            return path[::-1]
        edge = further
    return None


def _pop(moves: Moves, path: Sequence[str]) -> list[int]:
    return [moves[here][there].popleft() for here, there in pairwise(path)]

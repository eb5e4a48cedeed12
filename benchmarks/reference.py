"""The right answer from the definitions, slowly: no proofs, no short cuts, no shared code.

The engine is compared with it on small markets before anything else is compared with the engine.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from benchmarks.families import Arrays, Short


@dataclass(slots=True)
class Rooms:
    """Who is in which class, and which classes each household could still be moved to."""

    free: list[int]
    inside: list[set[int]]
    given: list[int]
    may_hold: list[list[int]]

    @classmethod
    def of(cls, market: Arrays) -> Rooms:
        """Nobody housed yet; everybody may hold anything on the list."""
        choice = market.choice.tolist()
        lists = [choice[a:b] for a, b in pairwise(market.start.tolist())]
        inside: list[set[int]] = [set() for _ in market.capacity]
        return cls(market.capacity.tolist(), inside, [-1] * len(lists), lists)

    def admit(self, household: int) -> bool:
        """House it in some class, moving others along a chain; False when there is no chain."""
        return self._settle(household, self.may_hold[household])

    def move(self, household: int, wanted: list[int]) -> bool:
        """Move a housed household into one of the classes, if all others can stay housed."""
        before = self.given[household]
        if before in wanted:
            return True
        self._leave(household)
        if self._settle(household, wanted):
            return True
        self._enter(household, before)
        return False

    def _settle(self, household: int, wanted: Iterable[int]) -> bool:
        """Shortest chain from the wanted classes to one with room, walked back to front."""
        came_from: dict[int, tuple[int, int]] = dict.fromkeys(wanted, (household, -1))
        queue = list(came_from)
        for number in queue:
            if self.free[number]:
                self._walk(number, came_from)
                return True
            for occupant in self.inside[number]:
                for other in self.may_hold[occupant]:
                    if other not in came_from:
                        came_from[other] = (occupant, number)
                        queue.append(other)
        return False

    def _walk(self, number: int, came_from: dict[int, tuple[int, int]]) -> None:
        while number >= 0:
            household, before = came_from[number]
            if before >= 0:
                self._leave(household)
            self._enter(household, number)
            number = before

    def _leave(self, household: int) -> None:
        self.inside[self.given[household]].remove(household)
        self.free[self.given[household]] += 1
        self.given[household] = -1

    def _enter(self, household: int, number: int) -> None:
        self.inside[number].add(household)
        self.free[number] -= 1
        self.given[household] = number


def answer(market: Arrays) -> Short:
    """Class of each household, −1 for the left out: who is housed, then best ranks, then ties.

    Each pass walks down the order and keeps what all can be kept beside. About
    O(housed × entries of the housed) time for each rank that is tried in vain.
    """
    rooms = Rooms.of(market)
    housed = [row for row in range(market.households) if rooms.admit(row)]
    ranks, starts = market.rank.tolist(), market.start.tolist()
    for row in housed:
        wishes = rooms.may_hold[row]
        ranked = ranks[starts[row] : starts[row + 1]]
        _keep_first(
            rooms,
            row,
            [[k for k, rank in zip(wishes, ranked, strict=True) if rank == r] for r in _up(ranked)],
        )
    for row in housed:
        _keep_first(rooms, row, [[number] for number in rooms.may_hold[row]])
    return np.array(rooms.given, dtype=np.int32)


def _up(ranked: list[int]) -> list[int]:
    return sorted(set(ranked))


def _keep_first(rooms: Rooms, row: int, groups: list[list[int]]) -> None:
    """Hold the household for good to the first group of classes that it can get."""
    for group in groups:
        if rooms.move(row, group):
            rooms.may_hold[row] = group
            return
    raise AssertionError(f"household {row} lost the class it had")

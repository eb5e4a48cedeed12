"""Who is housed, by the second road: greedy over the public order, with the closing table.

A household takes a class with room, else searches for a chain of moves that ends in a class with
room; the last to come moves first. The search goes over classes, not flats, and follows labels:
`distance[k]` is at least never more than the number of moves from class k to free room, never
falls, and is corrected only when the walk finds it too low (the labels of Goldberg and Tarjan
1988). Classes from which no room can be reached are full, and their occupants accept nothing
outside them, so they are locked for good: at most K searches fail (Hall 1935 is the certificate,
Edmonds 1965 and Rado 1957 the reason why greedy is right).

Costs O(L * E*) where E* is the length of the lists of the housed and L the greatest finite label,
K at worst and small in practice, and one pass over all lists in numpy.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import or_

import numpy as np
from numpy.typing import NDArray

from allocation.class_sets import ClassSet, ClassSets, class_sets
from allocation.market import Market

#: Households that are looked at together in numpy before the few hopeful ones are met singly.
TOGETHER = 1024

#: In `closing`: no left-out household ever searched the class.
NEVER = -1


@dataclass(slots=True)
class Housed:
    """The housed households, numbered 0, 1, ... in the public order, and one way to house them."""

    sets: ClassSets
    #: Position of each in the public order, ascending.
    position: list[int]
    #: Classes that each accepts, in list order.
    row: list[list[int]]
    #: The same as a set.
    accepts: list[ClassSet]
    #: The class that each holds.
    holds: list[int]
    #: Flats left free in each class.
    room: list[int]
    #: int64[K]: position of the first left-out household whose search reached the class.
    closing: NDArray[np.int64]


def house(market: Market) -> Housed:
    """The greedy set over the public order, one matching of it, and the closing table.

    `closing` is canonical: class k closes at the first left-out household whose least full set
    of classes that nobody can leave contains k, whatever the matching. It is also a price: one
    more flat of class k would house exactly this household.
    """
    chains = _Chains(market)
    is_open = np.ones(market.classes, dtype=np.bool_)
    for position, row, accepts in _hopeful(market, chains.sets, is_open):
        if not chains.place(position, row, accepts):
            is_open[chains.close(accepts, position)] = False
    return chains.housed


def _hopeful(
    market: Market, sets: ClassSets, is_open: NDArray[np.bool_]
) -> Iterator[tuple[int, list[int], ClassSet]]:
    """Households that list a class not yet closed, with their lists; the rest are left out.

    Gives position, list and the list as a set. `is_open` may change between two households; one
    whose last class closed a moment ago is still given.
    """
    for begin in range(0, market.households, TOGETHER):
        start = market.start[begin : begin + TOGETHER + 1]
        choice = market.choice[start[0] : start[-1]]
        found = np.zeros(len(choice) + 1, dtype=np.int32)
        np.cumsum(is_open[choice], out=found[1:])
        found = found[start - start[0]]
        is_hopeful = found[1:] > found[:-1]
        hopeful = np.flatnonzero(is_hopeful)
        lengths = np.diff(start)
        listed = choice[np.repeat(is_hopeful, lengths)]
        accepts = sets.of_rows(listed, lengths[hopeful])
        flat, low = listed.tolist(), 0
        ends = np.cumsum(lengths[hopeful]).tolist()
        for number, high, classes in zip(hopeful.tolist(), ends, accepts, strict=True):
            yield begin + number, flat[low:high], classes
            low = high


class _Chains:
    """Who holds what so far, and how far each class is from free room."""

    def __init__(self, market: Market) -> None:
        classes = market.classes
        room: list[int] = market.capacity.tolist()
        units = int(np.minimum(market.capacity, market.households).sum())
        sets = class_sets(classes, min(units, market.households))
        self.housed = Housed(sets, [], [], [], [], room, np.full(classes, NEVER, dtype=np.int64))
        self.sets = sets
        #: More moves than there are classes: the class is locked.
        self.locked = classes + 1
        #: Greatest finite label in use.
        self.top = 1
        self.distance = [0 if units else 1 for units in room]
        #: The classes of each label.
        self.level: list[ClassSet] = [sets.fresh() for _ in range(classes + 2)]
        for number, label in enumerate(self.distance):
            self.level[label] |= sets.single[number]
        #: The classes that no search of a left-out household has reached.
        self.open: ClassSet = sets.fresh(range(classes))
        #: Households in each class; those before `cursor` may still accept a class one label
        #: lower, those from there on do not.
        self.occupants: list[list[int]] = [[] for _ in range(classes)]
        self.cursor = [0] * classes
        #: What the households of each class accept, and what some accepted who have left it.
        self.reach: list[ClassSet] = [sets.none] * classes

    def place(self, position: int, row: list[int], accepts: ClassSet) -> bool:
        """House one more household if all can be housed together; False leaves all as it was."""
        housed = self.housed
        room = housed.room
        for number in row:
            if room[number]:
                room[number] -= 1
                break
        else:
            found = self._free(row)
            if found is None:
                return False
            number = found
        who = len(housed.row)
        housed.position.append(position)
        housed.row.append(row)
        housed.accepts.append(accepts)
        housed.holds.append(number)
        self.occupants[number].append(who)
        self.reach[number] = self.reach[number] | accepts
        if not room[number] and not self.distance[number]:
            self._relabel(number)
        return True

    def _free(self, row: list[int]) -> int | None:
        """Move households along a chain to make place in a class of the row; None: impossible."""
        distance = self.distance
        while True:
            nearest = min(map(distance.__getitem__, row))
            if nearest >= self.locked:
                return None
            number = next(number for number in row if distance[number] == nearest)
            if self._walk(number):
                return number

    def _walk(self, number: int) -> bool:
        """Follow falling labels from a full class to room and shift everybody on the way.

        False when the class turned out to be farther away than its label said.
        """
        chain: list[int] = []
        row, distance = self.housed.row, self.distance
        while distance[number]:
            who = self._mover(number)
            if who is None:
                self._relabel(number)
                if not chain:
                    return False
                number = chain.pop()
                continue
            chain.append(number)
            nearer = distance[number] - 1
            number = next(other for other in row[who] if distance[other] == nearer)
        self._shift(chain, number)
        return True

    def _mover(self, number: int) -> int | None:
        """The last-come household of a class that accepts a class one label lower."""
        lower = self.level[self.distance[number] - 1]
        if not self.reach[number] & lower:
            return None
        accepts, occupants = self.housed.accepts, self.occupants[number]
        cursor = self.cursor[number]
        while cursor:
            who = occupants[cursor - 1]
            if accepts[who] & lower:
                self.cursor[number] = cursor
                return who
            cursor -= 1
        self.reach[number] = reduce(or_, map(accepts.__getitem__, occupants), self.sets.none)
        return None

    def _shift(self, chain: list[int], number: int) -> None:
        """Move the mover of each class of the chain one class on; the last one has room."""
        holds, room, accepts = self.housed.holds, self.housed.room, self.housed.accepts
        room[number] -= 1
        last = number
        for origin in reversed(chain):
            occupants = self.occupants[origin]
            cursor = self.cursor[origin] = self.cursor[origin] - 1
            who = occupants[cursor]
            # Those from the cursor on need no second look, so any of them may fill the gap.
            occupants[cursor] = occupants[-1]
            occupants.pop()
            self.occupants[number].append(who)
            self.reach[number] = self.reach[number] | accepts[who]
            holds[who] = number
            number = origin
        if not room[last]:
            self._relabel(last)

    def _relabel(self, number: int) -> None:
        """Give a class the least label that its occupants' lists allow, and look at all anew."""
        occupants = self.occupants[number]
        occupants.sort()
        self.cursor[number] = len(occupants)
        own = self.sets.single[number]
        reached = (self.reach[number] | own) ^ own
        old = self.distance[number]
        for label in range(old, self.top + 1):
            if reached & self.level[label]:
                self._set_label(number, label + 1)
                break
        else:
            self._set_label(number, self.locked)
        if not self.level[old]:
            self._lock_above(old)

    def _set_label(self, number: int, label: int) -> None:
        own = self.sets.single[number]
        self.level[self.distance[number]] ^= own
        self.level[label] |= own
        self.distance[number] = label
        if self.top < label < self.locked:
            self.top = label

    def _lock_above(self, label: int) -> None:
        """Labels fall by one a move, so nobody comes down from above an empty label."""
        for higher in range(label + 1, self.top + 1):
            for number in tuple(self.sets.members(self.level[higher])):
                self._set_label(number, self.locked)
        self.top = max(label - 1, 0)

    def close(self, row: ClassSet, position: int) -> list[int]:
        """Close every class that a left-out household's search reaches, and name them."""
        sets, accepts = self.sets, self.housed.accepts
        closed = []
        reached = sets.fresh() | (row & self.open)
        while reached:
            self.open ^= reached
            numbers = list(sets.members(reached))
            closed += numbers
            for number in numbers:
                for who in self.occupants[number]:
                    reached |= accepts[who]
            reached &= self.open
        self.housed.closing[closed] = position
        return closed

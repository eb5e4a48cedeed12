"""One pass in the public order: each household takes its best wish that leaves all housed.

There is an arc from class a to class b when a household in a that may still move accepts b. A
household that holds m can have k if a path of arcs leads from k to m or to free room: everybody
on the path moves one step. If there is none, the classes reached from k are full and their
households cannot leave them: the block splits there for ever, so at most K - 1 searches fail.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from allocation.arcs import Arcs
from allocation.blocks import Blocks
from allocation.class_sets import ClassSet, ClassSets

#: The class of a household that goes by a new number.
NOWHERE = -1


class Turns:
    """Who holds what while the households take their turns, and who may still move where.

    Households are numbered in the public order and take their turns by number; those with a
    greater number than the one whose turn it is may still move. One that stays movable after
    its turn gets a new number, greater than all.
    """

    def __init__(
        self,
        sets: ClassSets,
        holds: list[int],
        rows: list[list[int]],
        accepts: list[ClassSet],
        room: list[int],
        blocks: Blocks,
    ) -> None:
        """`holds`, `rows` and `accepts` (class, list and the list as a set of each household) and
        `room` are changed; a household with an empty row stays where it is."""
        self.holds = holds
        self.room = room
        self.blocks = blocks
        self._sets = sets
        self._rows = rows
        self._accepts = accepts
        self._classes = len(room)
        self._now = -1
        self._free = sets.fresh([number for number, units in enumerate(room) if units])
        #: Who is or was in each class, ascending, all who may still move among them.
        self._occupants: list[list[int]] = [[] for _ in room]
        for who, number in enumerate(holds):
            self._occupants[number].append(who)
        self._arcs = Arcs(sets, len(room), holds, rows)

    def take(self, who: int, wishes: Iterable[ClassSet], position: int) -> ClassSet:
        """Give a household its best possible wish, and return it; the household moves no more.

        `wishes` are sets of classes, best first; one of them holds the class it has now.
        """
        own = self.holds[who]
        mine, block = self._sets.single[own], self.blocks.block_of[own]
        near = self.blocks.classes[block]
        self._now = who
        # No arc leads anywhere from a class that is a block by itself.
        if near != mine:
            self._arcs.leave(own, self._rows[who])
        refused = False
        for wish in wishes:
            if wish & mine:
                break
            if wish & near:
                got = self._search(wish & near, own, block, position)
                if got is not None:
                    self.holds[who] = got
                    break
                block = self.blocks.block_of[own]
                near = self.blocks.classes[block]
            refused = True
        if refused:
            self.blocks.refused(block, position)
        return wish

    def stay_movable(self, who: int, row: list[int], accepts: ClassSet) -> int:
        """Let a household that took its turn still move among classes it likes equally.

        Returns its new number.
        """
        new, number = len(self.holds), self.holds[who]
        self.holds[who] = NOWHERE
        self.holds.append(number)
        self._rows.append(row)
        self._accepts.append(accepts)
        self._enter(new, number)
        return new

    def _enter(self, who: int, number: int) -> None:
        self.holds[who] = number
        insort(self._occupants[number], who)
        self._arcs.enter(number, self._rows[who])

    def _search(self, wish: ClassSet, own: int, block: int, position: int) -> int | None:
        """Make place in a class of the wish, or split the block where the search ended."""
        ends = self._sets.single[own] | (self._free & self.blocks.classes[block])
        if wish & ends:
            return self._move([self._sets.first(wish & ends)], [], own)
        goals = self._meet(wish, ends, block, position)
        return None if goals is None else self._move(*self._walk(goals), own)

    def _meet(
        self, wish: ClassSet, ends: ClassSet, block: int, position: int
    ) -> list[ClassSet] | None:
        """Search from both ends; the sets that a shortest path runs through, or None and a cut."""
        near, size, none = self.blocks.classes[block], self._sets.size, self._sets.fresh()
        front, rear = [wish], [ends]
        seen, known = none | wish, none | ends
        while True:
            forward = size(front[-1]) <= size(rear[-1])
            if forward:
                new = self._reached(front[-1], self._arcs.out, near, seen)
                meet = new & known
                seen |= new
                front.append(new)
            else:
                new = self._reached(rear[-1], self._arcs.into, near, known)
                meet = new & seen
                known |= new
                rear.append(new)
            if meet:
                return self._goals(front, rear, meet)
            if not new:
                self.blocks.split(block, seen if forward else near ^ known, position)
                return None

    def _reached(
        self, origins: ClassSet, arcs: Sequence[ClassSet], near: ClassSet, seen: ClassSet
    ) -> ClassSet:
        new = self._sets.fresh()
        for number in self._sets.members(origins):
            new |= arcs[number]
        new &= near
        return new ^ (new & seen)

    def _goals(self, front: list[ClassSet], rear: list[ClassSet], meet: ClassSet) -> list[ClassSet]:
        stages = [meet]
        for level in reversed(front[:-1]):
            if self._sets.size(level) > 1:
                level = level & self._reached(stages[-1], self._arcs.into, level, self._sets.none)
            stages.append(level)
        stages.reverse()
        return stages + rear[-2::-1]

    def _walk(self, goals: list[ClassSet]) -> tuple[list[int], list[int]]:
        """The classes of a path through all goals, and who moves from each to the next."""
        number = self._sets.first(goals[0])
        path, movers = [number], []
        for goal in goals[1:]:
            who, number = self._step_on(number, goal)
            movers.append(who)
            path.append(number)
        return path, movers

    def _step_on(self, number: int, goal: ClassSet) -> tuple[int, int]:
        """A late household of a class that may move into a class of the goal, and that class."""
        first, guess = self._sets.first, self._arcs.guess
        end = first(self._arcs.out[number] & goal)
        who = guess[number * self._classes + end]
        if self.holds[who] != number or who <= self._now:
            accepts, occupants = self._accepts, self._occupants[number]
            who = next(other for other in reversed(occupants) if accepts[other] & goal)
            end = first(accepts[who] & goal)
            guess[number * self._classes + end] = who
        return who, end

    def _move(self, path: list[int], movers: list[int], own: int) -> int:
        """Everybody on the path moves one step on; the household in turn gets its beginning."""
        last = path[-1]
        if last != own:
            self.room[last] -= 1
            if not self.room[last]:
                self._free ^= self._sets.single[last]
            if not self.room[own]:
                self._free ^= self._sets.single[own]
            self.room[own] += 1
        for who, number in zip(movers, path[1:], strict=True):
            origin = self.holds[who]
            occupants = self._occupants[origin]
            del occupants[bisect_left(occupants, who)]
            self._arcs.leave(origin, self._rows[who])
            self._enter(who, number)
        return path[0]

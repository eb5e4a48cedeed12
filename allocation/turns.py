"""One pass in the public order: each household takes its best wish that leaves all housed.

There is an arc from class a to class b when a household in a that may still move accepts b. A
household that holds m can have k if a path of arcs leads from k to m or to free room: everybody
on the path moves one step. If there is none, the classes reached from k are full and their
households cannot leave them: the block splits there for ever, so at most K - 1 searches fail.
"""

from __future__ import annotations

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
        room: list[int],
        blocks: Blocks,
    ) -> None:
        """`holds` and `rows` (class and list of each household) and `room` are changed; a household
        with an empty row stays where it is."""
        self.holds = holds
        self.room = room
        self.blocks = blocks
        self._sets = sets
        self._rows = rows
        self._now = -1
        self._free = sets.fresh([number for number, units in enumerate(room) if units])
        #: Who came into each class, the last at the end; some have left it since.
        self._came: list[list[int]] = [[] for _ in room]
        for who, number in enumerate(holds):
            self._came[number].append(who)
        #: The same by the class that they accept, for classes from which somebody has moved.
        self._ways: list[dict[int, list[int]]] = [{} for _ in room]
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
        for wish in wishes:  # pragma: no branch (one wish holds the own class)
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

    def stay_movable(self, who: int, row: list[int]) -> int:
        """Let a household that took its turn still move among classes it likes equally.

        Returns its new number, or the old one when its class is a block by itself.
        """
        number = self.holds[who]
        if self.blocks.classes[self.blocks.block_of[number]] == self._sets.single[number]:
            return who
        new = len(self.holds)
        self.holds[who] = NOWHERE
        self.holds.append(number)
        self._rows.append(row)
        self._enter(new, number)
        return new

    def _enter(self, who: int, number: int) -> None:
        self.holds[who] = number
        self._came[number].append(who)
        self._arcs.enter(number, self._rows[who])
        ways = self._ways[number]
        if ways:
            for end in self._rows[who]:
                ways.setdefault(end, []).append(who)

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
        end = self._sets.first(self._arcs.out[number] & goal)
        ways = self._ways[number] or self._open_ways(number)
        makers = ways[end]
        # There is an arc, so somebody is left when those who went elsewhere are taken away.
        while self.holds[makers[-1]] != number or makers[-1] <= self._now:
            makers.pop()
        return makers[-1], end

    def _open_ways(self, number: int) -> dict[int, list[int]]:
        ways = self._ways[number]
        for who in self._came[number]:
            if who > self._now and self.holds[who] == number:
                for end in self._rows[who]:
                    ways.setdefault(end, []).append(who)
        return ways

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
            self._arcs.leave(self.holds[who], self._rows[who])
            self._enter(who, number)
        return path[0]

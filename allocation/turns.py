"""One pass in the public order: each household takes its best wish that leaves all housed.

There is an arc from class a to class b when a household in a that may still move accepts b. A
household that holds m can have k if a path of arcs leads from k to m or to free room: everybody
on the path moves one step. If there is none, the classes reached from k are full and their
households cannot leave them: the block splits there for ever, so at most K - 1 searches fail.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterable, Sequence

from allocation.blocks import Blocks
from allocation.class_sets import ClassSet, ClassSets


class Turns:
    """Who holds what while the households take their turns, and who may still move where.

    Households are numbered against the order: the greatest number takes its turn first. Then
    the households of a class, ascending, begin with the last, who is the first to move, and end
    with the one whose turn comes next.
    """

    def __init__(
        self,
        sets: ClassSets,
        holds: list[int],
        accepts: list[ClassSet],
        room: list[int],
        blocks: Blocks,
        movable: Iterable[int],
    ) -> None:
        """`movable`: those whose turn is to come, ascending; `holds` and `room` are changed."""
        self.sets = sets
        self.holds = holds
        self.accepts = accepts
        self.room = room
        self.blocks = blocks
        self._free = sets.fresh([number for number, units in enumerate(room) if units])
        self._occupants: list[list[int]] = [[] for _ in room]
        self._out: list[ClassSet] = [sets.none for _ in room]
        for who in movable:
            number = holds[who]
            self._occupants[number].append(who)
            self._out[number] = self._out[number] | accepts[who]
        # Arcs may outlive the household that made them; a walk that trips over one mends them.
        self._into: list[ClassSet] = sets.turned(self._out)

    def take(self, who: int, wishes: Iterable[ClassSet], position: int) -> ClassSet:
        """Give a household its best possible wish, and return it; the household moves no more.

        `wishes` are sets of classes, best first; one of them holds the class it has now.
        """
        self._leave(who)
        own = self.holds[who]
        mine, block = self.sets.single[own], self.blocks.block_of[own]
        near = self.blocks.classes[block]
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

    def stay_movable(self, who: int, accepts: ClassSet) -> None:
        """Let a household that took its turn still move among equally good classes."""
        self.accepts[who] = accepts
        self._enter(who, self.holds[who])

    def _leave(self, who: int) -> None:
        occupants = self._occupants[self.holds[who]]
        if occupants[-1] == who:
            occupants.pop()
        else:
            del occupants[bisect_left(occupants, who)]

    def _enter(self, who: int, number: int) -> None:
        insort(self._occupants[number], who)
        self.holds[who] = number
        out = self._out[number]
        new = (out | self.accepts[who]) ^ out
        if new:
            self._out[number] = out | new
            mine = self.sets.single[number]
            for other in self.sets.members(new):
                self._into[other] = self._into[other] | mine

    def _search(self, wish: ClassSet, own: int, block: int, position: int) -> int | None:
        """Make place in a class of the wish, or split the block where the search ended."""
        ends = self.sets.single[own] | (self._free & self.blocks.classes[block])
        while True:
            if wish & ends:
                return self._move([self.sets.first(wish & ends)], [], own)
            goals = self._meet(wish, ends, block, position)
            if goals is None:
                return None
            path, movers = self._walk(goals)
            if movers is not None:
                return self._move(path, movers, own)

    def _meet(
        self, wish: ClassSet, ends: ClassSet, block: int, position: int
    ) -> list[ClassSet] | None:
        """Search from both ends; the sets that a shortest path runs through, or None and a cut."""
        near = self.blocks.classes[block]
        front, rear = [wish], [ends]
        seen, known = wish, ends
        size = self.sets.size
        while True:
            if size(front[-1]) <= size(rear[-1]):
                new = self._step(front[-1], self._out, near, seen)
                seen, meet = seen | new, new & known
                front.append(new)
                closed = seen
            else:
                new = self._step(rear[-1], self._into, near, known)
                known, meet = known | new, new & seen
                rear.append(new)
                closed = near ^ known
            if meet:
                return self._goals(front, rear, meet)
            if not new:
                self.blocks.split(block, closed, position)
                return None

    def _step(
        self, origins: ClassSet, arcs: Sequence[ClassSet], near: ClassSet, seen: ClassSet
    ) -> ClassSet:
        new = self.sets.none
        for number in self.sets.members(origins):
            new = new | arcs[number]
        new = new & near
        return new ^ (new & seen)

    def _goals(self, front: list[ClassSet], rear: list[ClassSet], meet: ClassSet) -> list[ClassSet]:
        stages = [meet]
        for level in reversed(front[:-1]):
            if self.sets.size(level) > 1:
                level = level & self._step(stages[-1], self._into, level, self.sets.none)
            stages.append(level)
        stages.reverse()
        return stages + rear[-2::-1]

    def _walk(self, goals: list[ClassSet]) -> tuple[list[int], list[int] | None]:
        """Find a mover for each step; None when an arc was out of date, which is then mended."""
        accepts = self.accepts
        number = self.sets.first(goals[0])
        path, movers = [number], []
        for goal in goals[1:]:
            for who in self._occupants[number]:
                if accepts[who] & goal:
                    break
            else:
                self._mend(number)
                return path, None
            movers.append(who)
            number = self.sets.first(accepts[who] & goal)
            path.append(number)
        return path, movers

    def _mend(self, number: int) -> None:
        """Keep only the arcs that a household makes which may still move."""
        out, old = self.sets.none, self._out[number]
        for who in self._occupants[number]:
            out = out | self.accepts[who]
        self._out[number] = out
        mine = self.sets.single[number]
        for other in self.sets.members(old ^ (old & out)):
            self._into[other] = self._into[other] ^ mine

    def _move(self, path: list[int], movers: list[int], own: int) -> int:
        """Everybody on the path moves one step on; the household in turn gets its beginning."""
        last = path[-1]
        if last != own:
            self.room[last] -= 1
            if not self.room[last]:
                self._free ^= self.sets.single[last]
            if not self.room[own]:
                self._free ^= self.sets.single[own]
            self.room[own] += 1
        for who, number in zip(movers, path[1:], strict=True):
            self._leave(who)
            self._enter(who, number)
        return path[0]

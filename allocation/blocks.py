"""A partition of the classes into blocks in a row, such that nobody can leave a beginning of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocation.class_sets import ClassSet, ClassSets

#: In cuts: nobody's wish closed this beginning.
NEVER = -1


class Blocks:
    """Blocks of classes in a row; `cut` is the position whose wish closed the row up to there.

    Blocks only ever split. Between two blocks that were there from the start there is no cut
    until the first household is refused a class on the other side.
    """

    def __init__(self, sets: ClassSets, parts: Sequence[Sequence[int]]) -> None:
        self._sets = sets
        #: The block of each class.
        self.block_of = [0] * sum(map(len, parts))
        #: The classes of each block.
        self.classes: list[ClassSet] = []
        self._after = [*range(1, len(parts)), NEVER] if parts else []
        self._before = list(range(-1, len(parts) - 1))
        #: The cut between a block and the next.
        self._cut = [NEVER] * len(parts)
        for block, part in enumerate(parts):
            self.classes.append(sets.fresh(part))
            for number in part:
                self.block_of[number] = block

    def refused(self, block: int, position: int) -> None:
        """A household in `block` was refused a class before it: the row closed there by then."""
        before = self._before[block]
        if before != NEVER and self._cut[before] == NEVER:
            self._cut[before] = position

    def split(self, block: int, closed: ClassSet, position: int) -> None:
        """Put the closed classes of a block before its other classes; both are not empty.

        Only the smaller part is renamed, so all splits together rename K log K classes.
        """
        closed_is_small = 2 * self._sets.size(closed) <= self._sets.size(self.classes[block])
        small = closed if closed_is_small else self.classes[block] ^ closed
        self.classes[block] ^= small
        new = len(self.classes)
        self.classes.append(self._sets.fresh() | small)
        for number in self._sets.members(small):
            self.block_of[number] = new
        if closed_is_small:
            self._link(self._before[block], new, block)
            self._cut.append(position)
        else:
            self._link(block, new, self._after[block])
            self._cut.append(self._cut[block])
            self._cut[block] = position

    def _link(self, before: int, new: int, after: int) -> None:
        self._before.append(before)
        self._after.append(after)
        if before != NEVER:
            self._after[before] = new
        if after != NEVER:
            self._before[after] = new

    def row(self) -> Iterable[tuple[list[int], int]]:
        """The blocks in their order: classes ascending, and the cut after each."""
        block = self._before.index(NEVER) if self._before else NEVER
        while block != NEVER:
            yield list(self._sets.members(self.classes[block])), self._cut[block]
            block = self._after[block]

    def tables(self) -> tuple[list[int], list[int]]:
        """`order`, all classes once, and `cuts`, one entry less; NEVER inside a block."""
        order: list[int] = []
        cuts: list[int] = []
        for classes, cut in self.row():
            order += classes
            cuts += [NEVER] * (len(classes) - 1)
            cuts.append(cut)
        return order, cuts[:-1]

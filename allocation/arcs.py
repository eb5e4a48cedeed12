"""Which class leads to which while households may still move.

There is an arc from class a to class b when a household in a that may still move accepts b.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import MutableMapping, Sequence
from itertools import chain

import numpy as np

from allocation.class_sets import ClassSet, ClassSets

#: Up to so many classes a square with a number for each two of them is small (64 MB).
FEW_ENOUGH_FOR_A_SQUARE = 4_096


class Arcs:
    """The arcs between classes; `out` and `into` hold the same arcs from both ends.

    Each arc is kept with the number of households that make it, so none outlives them.
    """

    def __init__(
        self, sets: ClassSets, classes: int, holds: Sequence[int], rows: Sequence[Sequence[int]]
    ) -> None:
        """`holds` and `rows`: class and list of each household, in the public order; one with an
        empty list makes no arcs."""
        self._sets = sets
        self._classes = classes
        self.out: list[ClassSet]
        self.into: list[ClassSet]
        #: How many households make an arc, by `origin * classes + end`.
        self._makers: MutableMapping[int, int] | memoryview
        if classes <= FEW_ENOUGH_FOR_A_SQUARE:
            self._draw_square(holds, rows)
        else:
            self._draw_singly(holds, rows)

    def _draw_square(self, holds: Sequence[int], rows: Sequence[Sequence[int]]) -> None:
        lengths = np.fromiter(map(len, rows), np.int64, len(rows))
        origin = np.repeat(np.array(holds, dtype=np.int64), lengths)
        end = np.fromiter(chain.from_iterable(rows), np.int64, len(origin))
        makers = np.bincount(origin * self._classes + end, minlength=self._classes**2)
        there = makers.reshape(self._classes, self._classes) > 0
        self.out = self._sets.of_lines(there)
        self.into = self._sets.of_lines(there.T)
        self._makers = makers.astype(np.int32).data

    def _draw_singly(self, holds: Sequence[int], rows: Sequence[Sequence[int]]) -> None:
        self.out = [self._sets.fresh() for _ in range(self._classes)]
        self.into = [self._sets.fresh() for _ in range(self._classes)]
        self._makers = defaultdict(int)
        for number, row in zip(holds, rows, strict=True):
            self.enter(number, row)

    def enter(self, number: int, row: Sequence[int]) -> None:
        """A household with this list has come into a class and may move on."""
        makers, begin = self._makers, number * self._classes
        for end in row:
            others = makers[begin + end]
            makers[begin + end] = others + 1
            if not others:
                self._turn(number, end)

    def leave(self, number: int, row: Sequence[int]) -> None:
        """A household with this list has left a class, or will not move any more."""
        makers, begin = self._makers, number * self._classes
        for end in row:
            others = makers[begin + end] - 1
            makers[begin + end] = others
            if not others:
                self._turn(number, end)

    def _turn(self, origin: int, end: int) -> None:
        """Draw an arc, or strike it."""
        self.out[origin] ^= self._sets.single[end]
        self.into[end] ^= self._sets.single[origin]

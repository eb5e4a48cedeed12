"""Sets of classes that know `&`, `|` and `^`: bits of one integer, or frozen sets.

An integer holds one bit a class, which makes union and intersection of a few thousand classes a
matter of nanoseconds. Where every flat is a class of its own there are too many for that, and
sets of the few classes on a list are smaller. The algorithms are written once for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from itertools import islice
from operator import or_
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

#: Bits for all lists together up to which integers are the faster sets (512 MB).
MOST_BITS = 2**32

#: An `int` or a (frozen) set of class numbers; one round uses one of the two throughout.
ClassSet = Any


class ClassSets(Protocol):
    """How to make and read the sets of one round."""

    @property
    def none(self) -> ClassSet:
        """The empty set."""

    @property
    def single(self) -> Sequence[ClassSet]:
        """The set of one class, for each class."""

    def fresh(self, row: Sequence[int] = ()) -> ClassSet:
        """A set that `|=` and `^=` change at little cost."""

    def of(self, row: Sequence[int]) -> ClassSet:
        """The set of the classes in `row`, which is not empty."""

    def members(self, classes: ClassSet) -> Iterator[int]:
        """The classes of a set, ascending."""

    def first(self, classes: ClassSet) -> int:
        """The least class of a set that is not empty."""

    def size(self, classes: ClassSet) -> int:
        """The number of classes in a set."""

    def of_rows(self, listed: NDArray[np.int32], lengths: NDArray[np.int64]) -> list[ClassSet]:
        """The sets of many rows that stand one after the other in `listed`."""

    def of_lines(self, table: NDArray[np.bool_]) -> list[ClassSet]:
        """For each line of a table of truth values, the fresh set of the columns that hold."""


class BitSets:
    """Sets as bits of a Python integer."""

    def __init__(self, classes: int) -> None:
        self.none = 0
        self.single = [1 << number for number in range(classes)]

    def fresh(self, row: Sequence[int] = ()) -> int:
        """See `ClassSets`."""
        return self.of(row) if row else 0

    def of(self, row: Sequence[int]) -> int:
        """See `ClassSets`."""
        return reduce(or_, map(self.single.__getitem__, row))

    def members(self, classes: int) -> Iterator[int]:
        """See `ClassSets`; takes time linear in their number."""
        while classes:
            lowest = classes & -classes
            yield lowest.bit_length() - 1
            classes ^= lowest

    def first(self, classes: int) -> int:
        """See `ClassSets`."""
        return (classes & -classes).bit_length() - 1

    def size(self, classes: int) -> int:
        """See `ClassSets`."""
        return classes.bit_count()

    def of_rows(self, listed: NDArray[np.int32], lengths: NDArray[np.int64]) -> list[int]:
        """See `ClassSets`."""
        table = np.zeros((len(lengths), len(self.single)), dtype=np.bool_)
        table[np.repeat(np.arange(len(lengths)), lengths), listed] = True
        return self.of_lines(table)

    def of_lines(self, table: NDArray[np.bool_]) -> list[int]:
        """See `ClassSets`."""
        packed = np.packbits(table, axis=1, bitorder="little")
        raw, width = packed.tobytes(), packed.shape[1]
        ends = range(width, len(raw) + 1, width) if width else ()
        return [int.from_bytes(raw[end - width : end], "little") for end in ends]


class FrozenSets:
    """Sets as Python's frozen sets."""

    def __init__(self, classes: int) -> None:
        self.none: frozenset[int] = frozenset()
        self.single = [frozenset((number,)) for number in range(classes)]

    def fresh(self, row: Sequence[int] = ()) -> set[int]:
        """See `ClassSets`."""
        return set(row)

    def of(self, row: Sequence[int]) -> frozenset[int]:
        """See `ClassSets`."""
        return frozenset(row)

    def members(self, classes: frozenset[int]) -> Iterator[int]:
        """See `ClassSets`."""
        return iter(sorted(classes))

    def first(self, classes: frozenset[int]) -> int:
        """See `ClassSets`."""
        return min(classes)

    def size(self, classes: frozenset[int]) -> int:
        """See `ClassSets`."""
        return len(classes)

    def of_rows(
        self, listed: NDArray[np.int32], lengths: NDArray[np.int64]
    ) -> list[frozenset[int]]:
        """See `ClassSets`."""
        rest = iter(listed.tolist())
        return [frozenset(islice(rest, length)) for length in lengths.tolist()]

    def of_lines(self, table: NDArray[np.bool_]) -> list[set[int]]:
        """See `ClassSets`."""
        return [set(np.flatnonzero(line).tolist()) for line in table]


def class_sets(classes: int, households: int) -> ClassSets:
    """The kind of sets that suits a round with so many classes and so many to be housed."""
    return BitSets(classes) if classes * households <= MOST_BITS else FrozenSets(classes)

"""Sets of classes that know `&`, `|` and `^`: bits of one integer, or frozen sets.

An integer holds one bit a class, which makes union and intersection of a few thousand classes a
matter of nanoseconds. Where every flat is a class of its own there are too many for that, and
sets of the few classes on a list are smaller. The algorithms are written once for both.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import reduce
from operator import or_
from typing import Any, Protocol

import numpy as np

#: Up to so many classes an integer of bits is the smaller and faster set.
FEW_CLASSES = 16_384

#: Up to so many classes a square of truth values between them is small.
FEW_ENOUGH_FOR_A_MATRIX = 4_096

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

    def turned(self, arcs: Sequence[ClassSet]) -> list[ClassSet]:
        """For arcs from each class, the arcs into each class."""


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

    def turned(self, arcs: Sequence[int]) -> list[int]:
        """See `ClassSets`; a bit matrix is turned in numpy while it is small."""
        if len(arcs) > FEW_ENOUGH_FOR_A_MATRIX:
            return _turned_singly(self, arcs)
        width = (len(arcs) + 7) // 8
        packed = b"".join(out.to_bytes(width, "little") for out in arcs)
        table = np.frombuffer(packed, dtype=np.uint8).reshape(len(arcs), width)
        bits = np.unpackbits(table, axis=1, bitorder="little")[:, : len(arcs)]
        turned = np.packbits(bits.T, axis=1, bitorder="little")
        return [int.from_bytes(line.tobytes(), "little") for line in turned]


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

    def turned(self, arcs: Sequence[frozenset[int]]) -> list[frozenset[int]]:
        """See `ClassSets`."""
        return _turned_singly(self, arcs)


def _turned_singly(sets: ClassSets, arcs: Sequence[ClassSet]) -> list[ClassSet]:
    into = [sets.none] * len(arcs)
    for origin, out in enumerate(arcs):
        for number in sets.members(out):
            into[number] = into[number] | sets.single[origin]
    return into


def class_sets(classes: int) -> ClassSets:
    """The kind of sets that suits a round with so many classes."""
    return BitSets(classes) if classes <= FEW_CLASSES else FrozenSets(classes)

"""The array form of a problem: what the algorithms for large rounds read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Self

import numpy as np
from numpy.typing import NDArray

from allocation.problem import Household, Problem


@dataclass(frozen=True, slots=True)
class Market:
    """Households in the public order and the classes they accept, as arrays.

    `capacity` int64[K]: flats of each class, 0 or more.
    `start` int64[n + 1]: the list of the household at position r is `start[r]:start[r + 1]`.
    `choice` int32[E]: class numbers in list order, each at most once on a list.
    `rank` int32[E]: 0 is the best rank; never falls along a list; equal numbers are equal liking.
    """

    capacity: NDArray[np.int64]
    start: NDArray[np.int64]
    choice: NDArray[np.int32]
    rank: NDArray[np.int32]

    @property
    def households(self) -> int:
        """Number of households, n."""
        return len(self.start) - 1

    @property
    def classes(self) -> int:
        """Number of classes, K."""
        return len(self.capacity)

    @classmethod
    def of(cls, problem: Problem) -> tuple[Self, tuple[str, ...], tuple[str, ...]]:
        """The market, the ids of the households in order and the ids of the classes.

        Classes are numbered by their first listing, so that neither names nor the order of the
        file matter; those that nobody lists come last, the smallest first. Takes O(n log n + E)
        time, where E is the length of all lists together.
        """
        ordered = problem.in_order()
        units = {unit_class.id: unit_class.capacity for unit_class in problem.classes}
        class_ids = _by_first_listing(ordered, units)
        number = {name: index for index, name in enumerate(class_ids)}
        lengths = [sum(map(len, household.acceptable)) for household in ordered]
        start = np.zeros(len(ordered) + 1, dtype=np.int64)
        np.cumsum(lengths, out=start[1:])
        listed = chain.from_iterable(
            chain.from_iterable(household.acceptable) for household in ordered
        )
        rank_sizes = [len(rank) for household in ordered for rank in household.acceptable]
        rank_numbers = [
            index for household in ordered for index in range(len(household.acceptable))
        ]
        market = cls(
            capacity=np.array([units[name] for name in class_ids], dtype=np.int64),
            start=start,
            choice=np.fromiter((number[name] for name in listed), np.int32, int(start[-1])),
            rank=np.repeat(np.array(rank_numbers, dtype=np.int32), rank_sizes),
        )
        return market, tuple(household.id for household in ordered), class_ids


def _by_first_listing(ordered: tuple[Household, ...], units: Mapping[str, int]) -> tuple[str, ...]:
    listed = dict.fromkeys(
        chain.from_iterable(chain.from_iterable(household.acceptable) for household in ordered)
    )
    unlisted = sorted((name for name in units if name not in listed), key=lambda k: (units[k], k))
    return (*listed, *unlisted)

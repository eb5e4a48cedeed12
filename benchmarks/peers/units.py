"""The market with single units instead of classes, for peers that know no capacities."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from benchmarks.families import Arrays, Ints, Short


class Pairs(NamedTuple):
    """Every acceptable (household, unit): positions, unit numbers, and each unit's class."""

    household: Ints
    unit: Ints
    class_of: Short


def pairs(market: Arrays) -> Pairs:
    """All acceptable pairs, by household and then in the order of its list."""
    first = np.concatenate(([0], np.cumsum(market.capacity)))[:-1]
    many = market.capacity[market.choice]
    who = np.repeat(np.arange(market.households), np.diff(market.start))
    inside = np.arange(many.sum()) - np.repeat(np.cumsum(many) - many, many)
    class_of = np.repeat(np.arange(len(market.capacity), dtype=np.int32), market.capacity)
    return Pairs(np.repeat(who, many), np.repeat(first[market.choice], many) + inside, class_of)

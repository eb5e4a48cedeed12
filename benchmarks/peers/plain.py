"""Textbook ways in plain Python: by hand, augmenting paths, and the definitions themselves."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from benchmarks.families import Arrays, Short
from benchmarks.reference import Rooms, answer


def in_turn(market: Arrays) -> Short:
    """Each household in order takes the first class on its list that still has room."""
    room, choice = market.capacity.tolist(), market.choice.tolist()
    given = np.full(market.households, -1, dtype=np.int32)
    for row, (begin, end) in enumerate(pairwise(market.start.tolist())):
        for number in choice[begin:end]:
            if room[number]:
                room[number] -= 1
                given[row] = number
                break
    return given


def augmenting_paths(market: Arrays) -> Short:
    """Each household in order is kept when a chain of moves makes room for it (Kuhn 1955)."""
    rooms = Rooms.of(market)
    for row in range(market.households):
        rooms.admit(row)
    return np.array(rooms.given, dtype=np.int32)


def definitions(market: Arrays) -> Short:
    """The reference for A and B: right, and slow."""
    return answer(market)

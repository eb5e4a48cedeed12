"""The `matching` library: households as residents, classes as hospitals that know the order."""

from __future__ import annotations

import sys
from itertools import pairwise

import numpy as np
from matching.games import HospitalResident

from benchmarks.families import Arrays, Short


def stable(market: Arrays) -> Short:
    """The stable matching best for households; equally liked classes as listed."""
    # The library copies its players by recursion, from each to all whom they know.
    sys.setrecursionlimit(10_000_000)
    starts, choice = market.start.tolist(), market.choice.tolist()
    lists = {row: choice[a:b] for row, (a, b) in enumerate(pairwise(starts)) if b > a}
    wanted_by: dict[int, list[int]] = {}
    for row, wishes in lists.items():
        for number in wishes:
            wanted_by.setdefault(number, []).append(row)
    room = {number: int(market.capacity[number]) for number in wanted_by}
    game = HospitalResident.create_from_dictionaries(lists, wanted_by, room)
    given = np.full(market.households, -1, dtype=np.int32)
    for hospital, residents in game.solve().items():
        for resident in residents:
            given[resident.name] = hospital.name
    return given

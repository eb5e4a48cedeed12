"""The peers answer what their labels say: right for A with the right weights, and a matching."""

from __future__ import annotations

import sys
from collections.abc import Iterator

import numpy as np
import pytest

from benchmarks.families import FAMILIES, Arrays, make
from benchmarks.peers import PEERS
from benchmarks.peers.units import pairs
from benchmarks.reference import answer
from benchmarks.trial import broken, compare

HOUSEHOLDS, UNITS = 200, 60
LIBRARY = {"scipy": "scipy", "networkx": "networkx", "matching": "matching", "highs": "highspy"}
RIGHT_FOR_A = [
    "flow",
    "assignment",
    "cpsat-classes",
    "scipy-dense",
    "scipy-sparse",
    "networkx-simplex",
    "networkx-matching",
    "kuhn",
    "definitions",
]
MOST_ONLY = ["flow-least-rank", "scipy-flow", "scipy-bipartite"]


@pytest.fixture(autouse=True)
def same_depth() -> Iterator[None]:
    """One peer lifts the limit of recursion for ever; a deep file would then end the process."""
    kept = sys.getrecursionlimit()
    yield
    sys.setrecursionlimit(kept)


def solved(peer: str, market: Arrays) -> np.ndarray:
    """The peer's answer; skipped when its library (extra `bench`) is not installed."""
    for name, module in LIBRARY.items():
        if peer.startswith(name):
            pytest.importorskip(module)
    given = PEERS[peer].load()(market)
    assert broken(given, market) is None
    return given


@pytest.mark.parametrize("family", sorted(FAMILIES))
@pytest.mark.parametrize("peer", RIGHT_FOR_A)
def test_with_weights_of_the_order_the_same_households_are_housed(peer: str, family: str) -> None:
    market = make(family, HOUSEHOLDS, UNITS)
    assert compare(solved(peer, market), answer(market))["a_wrong"] == 0


@pytest.mark.parametrize("peer", MOST_ONLY)
def test_without_them_as_many_are_housed_but_others(peer: str) -> None:
    market = make("realistic", HOUSEHOLDS, UNITS)
    right = answer(market)
    given = solved(peer, market)
    assert np.count_nonzero(given >= 0) == np.count_nonzero(right >= 0)
    assert compare(given, right)["a_wrong"] > 0


def test_the_stable_matching_of_one_order_is_what_each_takes_in_turn() -> None:
    market = make("realistic", HOUSEHOLDS, UNITS)
    assert np.array_equal(solved("matching", market), solved("in-turn", market))


def of(capacity: list[int], lists: list[list[list[int]]]) -> Arrays:
    """A market written by hand: for each household its ranks, each a list of class numbers."""
    start = np.cumsum([0] + [sum(map(len, ranks)) for ranks in lists])
    choice = [number for ranks in lists for rank in ranks for number in rank]
    rank = [place for ranks in lists for place, rank in enumerate(ranks) for _ in rank]
    return Arrays(
        np.array(capacity),
        start,
        np.array(choice, dtype=np.int32),
        np.array(rank, dtype=np.int32),
    )


def test_the_definitions_house_a_later_household_at_the_price_of_a_rank() -> None:
    """The first may not have the only class the second accepts, for the second would be out."""
    assert answer(of([1, 1], [[[0], [1]], [[0]]])).tolist() == [1, 0]


def test_the_definitions_never_pass_over_an_earlier_household() -> None:
    assert answer(of([1], [[[0]], [[0]]])).tolist() == [0, -1]


def test_the_definitions_break_ties_by_the_list_after_all_ranks_are_settled() -> None:
    """The first likes both; the second insists on class 0 by rank, so the tie yields to it."""
    assert answer(of([1, 1], [[[0, 1]], [[0], [1]]])).tolist() == [1, 0]
    assert answer(of([1, 1], [[[1, 0]], [[0, 1]]])).tolist() == [1, 0]


def test_a_class_without_room_and_an_empty_list_house_nobody() -> None:
    assert answer(of([0, 1], [[[0]], [], [[0], [1]]])).tolist() == [-1, -1, 1]


def test_a_broken_answer_is_told() -> None:
    market = of([1, 1], [[[0]], [[0]]])
    assert broken(np.array([0, 0]), market) == "class 0 is over its capacity"
    assert broken(np.array([0, 1]), market) == "household 1 holds a class not on its list"


def test_units_of_a_class_are_numbered_one_after_the_other() -> None:
    who, unit, class_of = pairs(of([2, 0, 1], [[[2], [0]], [[1]]]))
    assert who.tolist() == [0, 0, 0]
    assert unit.tolist() == [2, 0, 1]
    assert class_of.tolist() == [0, 0, 2]

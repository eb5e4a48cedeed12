"""The made-up markets are what their names say, and the same again for the same seed."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from benchmarks.families import (
    A_PROJECT,
    FAMILIES,
    LONGEST,
    SUITABLE,
    Arrays,
    facts,
    make,
    projects_for,
)

HOUSEHOLDS, UNITS = 3_000, 900
every_family = pytest.mark.parametrize("family", sorted(FAMILIES))


def lists(market: Arrays) -> list[list[int]]:
    ends = market.start.tolist()
    return [market.choice[a:b].tolist() for a, b in pairwise(ends)]


@every_family
def test_arrays_have_the_shapes_and_types_of_the_engines_interface(family: str) -> None:
    market = make(family, HOUSEHOLDS, UNITS)
    assert [part.dtype for part in market] == [np.int64, np.int64, np.int32, np.int32]
    assert market.start[0] == 0
    assert market.start[-1] == len(market.choice) == len(market.rank)
    assert market.households == HOUSEHOLDS
    assert market.choice.min() >= 0
    assert market.choice.max() < len(market.capacity)


@every_family
def test_every_unit_is_in_a_class_and_no_class_is_empty(family: str) -> None:
    market = make(family, HOUSEHOLDS, UNITS)
    assert market.capacity.sum() == UNITS
    assert market.capacity.min() >= 1
    assert len(market.capacity) == projects_for(UNITS) * A_PROJECT


@every_family
def test_lists_name_no_class_twice_and_are_1_to_20_long_about_8(family: str) -> None:
    wishes = lists(make(family, HOUSEHOLDS, UNITS))
    lengths = [len(wish) for wish in wishes]
    assert all(len(set(wish)) == len(wish) for wish in wishes)
    assert min(lengths) >= 1
    assert max(lengths) <= LONGEST
    assert 6 <= np.mean(lengths) <= 9


@every_family
def test_ranks_begin_at_best_and_never_fall_or_jump(family: str) -> None:
    market = make(family, HOUSEHOLDS, UNITS)
    steps = np.diff(market.rank)
    inside = np.ones(len(steps), dtype=bool)
    inside[market.start[1:-1] - 1] = False
    assert set(market.rank[market.start[:-1]].tolist()) == {0}
    assert set(steps[inside].tolist()) <= {0, 1}


@every_family
def test_the_same_seed_gives_the_same_bytes_and_another_seed_does_not(family: str) -> None:
    first, again, other = (make(family, HOUSEHOLDS, UNITS, seed) for seed in (4, 4, 5))
    assert [part.tobytes() for part in first] == [part.tobytes() for part in again]
    assert first.choice.tobytes() != other.choice.tobytes()


def test_households_larger_than_a_block_are_joined_without_a_gap(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("benchmarks.families.ROWS_AT_ONCE", 700)
    market = make("realistic", HOUSEHOLDS, UNITS)
    assert market.households == HOUSEHOLDS
    assert np.all(np.diff(market.start) >= 1)
    assert market.start[-1] == len(market.choice)


def test_the_size_of_a_realistic_household_decides_its_layouts() -> None:
    seen = set()
    for wish in lists(make("realistic", HOUSEHOLDS, UNITS)):
        layouts = tuple(sorted({number % A_PROJECT // 6 for number in wish}))
        assert len({number % 2 for number in wish}) == 1, "one kind of accessibility"
        assert any(set(layouts) <= set(open_to) for open_to in SUITABLE)
        seen.add(layouts)
    assert seen == set(SUITABLE)


def test_the_popular_class_is_on_most_lists_and_the_last_on_few() -> None:
    market = make("popular", HOUSEHOLDS, UNITS)
    times = np.sort(np.bincount(market.choice, minlength=len(market.capacity)))[::-1]
    assert times[0] > HOUSEHOLDS * 0.7
    assert times[-1] < HOUSEHOLDS * 0.1


def test_nested_lists_of_a_town_are_beginnings_of_one_order() -> None:
    longest: dict[int, list[int]] = {}
    wishes = lists(make("nested", HOUSEHOLDS, UNITS))
    for wish in sorted(wishes, key=len, reverse=True):
        town = longest.setdefault(wish[0], wish)
        assert town[: len(wish)] == wish
    assert sum(len(town) for town in longest.values()) == len({k for w in wishes for k in w})


def test_late_inverted_households_accept_only_what_early_ones_hold() -> None:
    market = make("inverted", HOUSEHOLDS, UNITS)
    wishes = lists(market)
    early, late = wishes[: int(0.8 * UNITS)], wishes[int(0.8 * UNITS) :]
    wanted_first = {wish[0] for wish in early}
    assert {k for wish in late for k in wish} <= wanted_first
    assert {k for wish in early for k in wish} - wanted_first, "room that only early ones accept"


def test_half_of_the_ties_are_ties_on_the_same_lists() -> None:
    strict, tied = make("realistic", HOUSEHOLDS, UNITS), make("ties", HOUSEHOLDS, UNITS)
    assert strict.choice.tobytes() == tied.choice.tobytes()
    later = strict.rank > 0
    share = np.mean(np.diff(tied.rank, prepend=0)[later] == 0)
    assert 0.47 < share < 0.53


def test_too_few_units_for_the_classes_is_refused() -> None:
    with pytest.raises(ValueError, match="units: 20 cannot fill 54 classes"):
        make("realistic", 100, 20)


def test_facts_count_the_market() -> None:
    market = make("realistic", HOUSEHOLDS, UNITS)
    told = facts(market)
    assert (told["households"], told["units"]) == (HOUSEHOLDS, UNITS)
    assert told["bytes"] == sum(part.nbytes for part in market)

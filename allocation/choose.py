"""Which class: the best ranks in the public order, then ties by list order, with their tables.

Among the matchings of exactly the housed households the first pass gives each in turn its best
rank that still lets all be housed: a serial dictatorship that keeps everybody's roof, as one keeps
the homes of existing tenants (Abdulkadiroğlu and Sönmez 1998, 1999; Roth, Sönmez and Ünver 2005
call it a priority mechanism). The second pass keeps the ranks and gives
each in turn the earliest listed class of its rank that lets all others keep theirs.

Each pass has at most K - 1 searches that fail; a search touches classes, not households.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from allocation.blocks import NEVER, Blocks
from allocation.class_sets import ClassSet, ClassSets
from allocation.greedy import Housed
from allocation.market import Market
from allocation.turns import Turns


@dataclass(frozen=True, slots=True)
class Choice:
    """The class of each housed household, in the public order, and the proof tables.

    Tables hold class numbers and positions, `blocks.NEVER` where nothing closed.
    """

    holds: list[int]
    order: list[int]
    cuts: list[int]
    tie_order: list[int]
    tie_cuts: list[int]


def choose(market: Market, housed: Housed) -> Choice:
    """The one right matching of the housed households, and why it is."""
    blocks = Blocks(housed.sets, _layers(housed))
    if _has_ties(market):
        holds, tie_order, tie_cuts = _with_ties(market, housed, blocks)
        order, cuts = blocks.tables()
    else:
        holds = _without_ties(housed, blocks)
        order, cuts = blocks.tables()
        tie_order, tie_cuts = order, [NEVER] * len(cuts)
    return Choice(holds, order, cuts, tie_order, tie_cuts)


def _layers(housed: Housed) -> list[list[int]]:
    """Classes that closed at one time; their households accept no class that closed later."""
    layers: dict[int, list[int]] = {}
    for number, time in enumerate(housed.closing.tolist()):
        layers.setdefault(time, []).append(number)
    open_to_the_end = layers.pop(NEVER, [])
    in_time = [layers[time] for time in sorted(layers)]
    return [*in_time, open_to_the_end] if open_to_the_end else in_time


def _has_ties(market: Market) -> bool:
    same = market.rank[1:] == market.rank[:-1]
    first = market.start[(market.start > 0) & (market.start < len(market.rank))]
    same[first - 1] = False
    return bool(same.any())


def _first_turns(housed: Housed, blocks: Blocks) -> Turns:
    return Turns(
        housed.sets,
        housed.holds.copy(),
        housed.row.copy(),
        housed.room.copy(),
        blocks,
    )


def _without_ties(housed: Housed, blocks: Blocks) -> list[int]:
    turns = _first_turns(housed, blocks)
    single = housed.sets.single.__getitem__
    for who, row in enumerate(housed.row):
        turns.take(who, map(single, row), housed.position[who])
    return turns.holds


def _with_ties(
    market: Market, housed: Housed, blocks: Blocks
) -> tuple[list[int], list[int], list[int]]:
    turns = _first_turns(housed, blocks)
    start, rank = market.start, market.rank
    number: list[int] = []
    kept: list[list[int]] = []
    for who, (row, position) in enumerate(zip(housed.row, housed.position, strict=True)):
        ranks = rank[start[position] : start[position + 1]].tolist()
        equals: list[list[int]] = []
        turns.take(who, _rank_by_rank(housed.sets, row, ranks, equals), position)
        alone = len(equals[-1]) == 1
        number.append(who if alone else turns.stay_movable(who, equals[-1]))
        kept.append([] if alone else equals[-1])
    holds = [turns.holds[last] for last in number]
    return _settle_ties(housed, holds, kept, turns.room, blocks)


def _rank_by_rank(
    sets: ClassSets, row: list[int], ranks: list[int], equals: list[list[int]]
) -> Iterator[ClassSet]:
    """The classes of each rank, made only as far as asked for and left in `equals`.

    Whoever asks stops at the rank that holds the own class, so the list never ends before.
    """
    begin = 0
    while True:
        end = begin + ranks.count(ranks[begin])
        equals.append(row[begin:end])
        yield sets.single[row[begin]] if end == begin + 1 else sets.of(row[begin:end])
        begin = end


def _settle_ties(
    housed: Housed, holds: list[int], kept: list[list[int]], room: list[int], blocks: Blocks
) -> tuple[list[int], list[int], list[int]]:
    sets = housed.sets
    ties = Blocks(sets, [classes for classes, _ in blocks.row()])
    turns = Turns(sets, holds, kept, room, ties)
    for who, row in enumerate(kept):
        if row:
            turns.take(who, map(sets.single.__getitem__, row), housed.position[who])
    return turns.holds, *ties.tables()

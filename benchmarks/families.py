"""Made-up markets of any size, the same ones again for the same seed.

A market is what the engine sees: classes with a capacity, and the wish list of each household
in the public order (row 0 chooses first). Five families, each hard in its own way:

=========  =====================================================================================
realistic  a few projects of uneven popularity; the household's size decides the layout
popular    everybody wants the same classes: popularity falls like 1/k (Zipf)
nested     in a town every list is the beginning of one and the same order
inverted   late households accept only what early ones hold: room comes from long chains of moves
ties       realistic, with equally liked neighbours on the list
=========  =====================================================================================
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Short = NDArray[np.int32]
Flags = NDArray[np.bool_]
Reals = NDArray[np.float64]

SIZES: dict[int, int] = {1_000: 300, 10_000: 3_000, 100_000: 20_000, 1_000_000: 200_000}
"""Households → units of the table."""

LAYOUTS, BANDS, ACCESS = 3, 3, 2
A_PROJECT = LAYOUTS * BANDS * ACCESS
LONGEST = 20
TYPICAL = 8
SUITABLE = (
    (0,),  # one person: the small layout
    (0, 1),
    (1,),
    (1, 2),
    (2,),  # five and more: the large layout
)
"""Layouts that a household of 1, 2, 3, 4, 5 or more people may rent."""
SIZE_SHARES = (0.28, 0.27, 0.25, 0.14, 0.06)
NEEDS_ACCESSIBLE = 0.04
ROWS_AT_ONCE = 50_000


class Arrays(NamedTuple):
    """A market as arrays: what the engine reads, and no more.

    ``capacity`` int64[K] units of each class; ``start`` int64[n + 1], ``choice`` int32[E] and
    ``rank`` int32[E]: household i wants ``choice[start[i]:start[i + 1]]``, best first, with
    ranks that begin at 0 and never fall.
    """

    capacity: Ints
    start: Ints
    choice: Short
    rank: Short

    @property
    def households(self) -> int:
        return len(self.start) - 1


def projects_for(units: int) -> int:
    """Projects among which a place spreads so many units: 3 for 300, 28 for 20,000."""
    return max(3, round(math.sqrt(units) / 5))


def make(family: str, households: int, units: int, seed: int = 0) -> Arrays:
    """The market of a family; the same arguments always give the same arrays.

    Raises: KeyError for an unknown family, ValueError when there are too few units to give
    every class one.
    """
    maker = FAMILIES[family]
    classes = projects_for(units) * A_PROJECT
    if units < classes:
        raise ValueError(f"units: {units} cannot fill {classes} classes; ask for more units")
    rng = np.random.default_rng([seed, households, units])
    return maker(rng, households, units)


# --- classes -----------------------------------------------------------------------------------


def _spread(rng: np.random.Generator, units: int, weight: Reals) -> Ints:
    """Units over classes by weight, at least one each, exactly ``units`` altogether."""
    rest = rng.multinomial(units - len(weight), weight / weight.sum())
    return np.asarray(rest + 1, dtype=np.int64)


def _stock(rng: np.random.Generator, units: int) -> Ints:
    """Capacity of each class, numbered project, layout, floor band, accessibility."""
    size = rng.gamma(2.0, size=projects_for(units))
    layout = np.array([0.40, 0.45, 0.15])
    band = np.array([0.30, 0.40, 0.30])
    access = np.array([0.95, 0.05])
    share = np.einsum("p,l,b,a->plba", size, layout, band, access)
    return _spread(rng, units, share.ravel())


def _popularity(rng: np.random.Generator, projects: int) -> Reals:
    """How much each class is wanted: its project's fame times its own."""
    fame = rng.gamma(1.0, size=projects)
    own = rng.gamma(3.0, size=projects * A_PROJECT)
    return np.asarray(np.repeat(fame, A_PROJECT) * own + 1e-9)


# --- lists -------------------------------------------------------------------------------------


def _lengths(rng: np.random.Generator, households: int) -> Ints:
    """Lengths of wish lists: 1 to 20, about 8."""
    drawn = np.rint(rng.gamma(3.0, TYPICAL / 3.0, size=households))
    return np.clip(drawn, 1, LONGEST).astype(np.int64)


def _as_arrays(capacity: Ints, rows: Short, wanted: Flags) -> Arrays:
    """The market whose household i wants ``rows[i][wanted[i]]``, strictly ranked."""
    start = np.concatenate(([0], np.cumsum(wanted.sum(axis=1)))).astype(np.int64)
    place = np.cumsum(wanted, axis=1, dtype=np.int32) - 1
    return Arrays(capacity, start, rows[wanted], place[wanted].astype(np.int32))


def _joined(capacity: Ints, parts: list[Arrays]) -> Arrays:
    """Markets of consecutive households put one after the other."""
    ends = np.cumsum([0] + [len(part.choice) for part in parts])
    starts = [part.start[:-1] + end for part, end in zip(parts, ends, strict=False)]
    start = np.concatenate([*starts, ends[-1:]]).astype(np.int64)
    choice = np.concatenate([part.choice for part in parts])
    return Arrays(capacity, start, choice, np.concatenate([part.rank for part in parts]))


def _without_repeats(rows: Short, longest: Ints) -> Flags:
    """Which draws count: the first of each class in its row, and no more than ``longest``."""
    order = np.argsort(rows, axis=1, kind="stable")
    ordered = np.take_along_axis(rows, order, axis=1)
    fresh = np.ones(rows.shape, dtype=np.bool_)
    fresh[:, 1:] = ordered[:, 1:] != ordered[:, :-1]
    first = np.empty(rows.shape, dtype=np.bool_)
    np.put_along_axis(first, order, fresh, axis=1)
    return np.asarray(first & (np.cumsum(first, axis=1) <= longest[:, None]))


def _drawn_lists(
    rng: np.random.Generator,
    households: int,
    capacity: Ints,
    kinds: list[Short],
    shares: Reals,
    popularity: Reals,
) -> Arrays:
    """Lists drawn by popularity from the classes that suit the household's kind.

    Draws are with replacement and repeats are dropped, which is the draw without replacement;
    a list ends early where twice the longest list's draws do not name enough classes.
    """
    parts = []
    scales = [np.cumsum(popularity[kind]) for kind in kinds]
    for begin in range(0, households, ROWS_AT_ONCE):
        many = min(ROWS_AT_ONCE, households - begin)
        kind_of = rng.choice(len(kinds), size=many, p=shares)
        at = rng.random((many, 2 * LONGEST))
        rows = np.empty(at.shape, dtype=np.int32)
        for number, (kind, scale) in enumerate(zip(kinds, scales, strict=True)):
            mine = kind_of == number
            spot = np.searchsorted(scale, at[mine] * scale[-1], side="right")
            rows[mine] = kind[np.minimum(spot, len(kind) - 1)]
        parts.append(_as_arrays(capacity, rows, _without_repeats(rows, _lengths(rng, many))))
    return _joined(capacity, parts)


def _kinds(projects: int) -> tuple[list[Short], Reals]:
    """Classes open to each kind of household (size × need), and how frequent the kind is."""
    grid = np.arange(projects * A_PROJECT, dtype=np.int32)
    cell = grid.reshape(projects, LAYOUTS, BANDS, ACCESS)
    kinds, shares = [], []
    for layouts, share in zip(SUITABLE, SIZE_SHARES, strict=True):
        for access, part in enumerate((1 - NEEDS_ACCESSIBLE, NEEDS_ACCESSIBLE)):
            kinds.append(cell[:, layouts, :, access].ravel())
            shares.append(share * part)
    return kinds, np.array(shares)


# --- families ----------------------------------------------------------------------------------


def realistic(rng: np.random.Generator, households: int, units: int) -> Arrays:
    """Uneven popularity in a few projects; size decides layout, need decides accessibility."""
    capacity = _stock(rng, units)
    popularity = _popularity(rng, projects_for(units))
    kinds, shares = _kinds(projects_for(units))
    return _drawn_lists(rng, households, capacity, kinds, shares, popularity)


def popular(rng: np.random.Generator, households: int, units: int) -> Arrays:
    """Everybody may rent everything, and the k-th class is wanted like 1/k."""
    capacity = _stock(rng, units)
    everything = rng.permutation(len(capacity)).astype(np.int32)
    wanted = np.empty(len(capacity))
    wanted[everything] = 1.0 / np.arange(1, len(capacity) + 1)
    return _drawn_lists(rng, households, capacity, [everything], np.ones(1), wanted)


def nested(rng: np.random.Generator, households: int, units: int) -> Arrays:
    """Towns of 20 classes or less; in a town all agree what is best, only patience differs.

    One town for the whole province would be a market of 20 classes, because nobody lists more.
    """
    capacity = _stock(rng, units)
    order = rng.permutation(len(capacity)).astype(np.int32)
    towns = -(-len(order) // LONGEST)
    table = np.full((towns, LONGEST), -1, dtype=np.int32)
    for number, town in enumerate(np.array_split(order, towns)):
        table[number, : len(town)] = town
    rows = table[rng.integers(towns, size=households)]
    wanted = np.arange(LONGEST) < _lengths(rng, households)[:, None]
    return _as_arrays(capacity, rows, np.asarray(wanted & (rows >= 0)))


def inverted(rng: np.random.Generator, households: int, units: int) -> Arrays:
    """Classes on a line: early households may move up, late ones want what those hold.

    The first 80 percent of a unit's worth of households wish for a class in the lower 80 percent
    of the line and would also take the next ones upward; all later ones accept only classes of
    the lower half. Room is at the upper end, so each later household that is housed costs a
    chain of moves along the line.
    """
    capacity = _spread(rng, units, np.ones(projects_for(units) * A_PROJECT))
    line = rng.permutation(len(capacity)).astype(np.int32)
    early = np.arange(households) < 0.8 * units
    reach = np.where(early, 0.8, 0.5) * len(line)
    first = np.floor(rng.random(households) * reach).astype(np.int64)
    step = np.where(early, 1, -1)
    spot = first[:, None] + step[:, None] * np.arange(LONGEST)
    wanted = np.arange(LONGEST) < _lengths(rng, households)[:, None]
    wanted &= (spot >= 0) & (spot < len(line))
    return _as_arrays(capacity, line[np.clip(spot, 0, len(line) - 1)], np.asarray(wanted))


def ties(rng: np.random.Generator, households: int, units: int) -> Arrays:
    """The realistic lists, each entry liked as much as the one before with probability 1/2."""
    strict = realistic(rng, households, units)
    lower = (rng.random(len(strict.choice)) < 0.5) & (strict.rank > 0)
    steps = np.cumsum(lower, dtype=np.int64)
    before = np.repeat(steps[strict.start[:-1]], np.diff(strict.start))
    return strict._replace(rank=(steps - before).astype(np.int32))


FAMILIES: dict[str, Callable[[np.random.Generator, int, int], Arrays]] = {
    "realistic": realistic,
    "popular": popular,
    "nested": nested,
    "inverted": inverted,
    "ties": ties,
}


def facts(market: Arrays) -> dict[str, Any]:
    """What the market is, in a few numbers for the table's caption."""
    return {
        "households": market.households,
        "units": int(market.capacity.sum()),
        "classes": len(market.capacity),
        "entries": len(market.choice),
        "bytes": sum(part.nbytes for part in market),
    }

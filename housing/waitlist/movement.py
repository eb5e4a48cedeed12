"""How the members of a queue move when some come, go or change rank: values in, moves out.

A queue is a strict order with places from 1 and no gaps. Whoever changes has an old place, a new
rank, or both; all others keep their order among themselves and are shifted. A move is split by
causes: first one's own change in the old order, then the changes of the others, each counted by
its class. The sum of the causes is the move.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from housing.waitlist.words import Cause

Causes = tuple[tuple[Cause, int], ...]


@dataclass(frozen=True, slots=True)
class Change:
    """One member that came, went or has another rank.

    `held` is its old place, None when it comes; `rank` its new rank, None when it goes; `ahead`
    how many members of the old order, itself included, come before its new rank. `cause` is what
    its change is to others, `own` what it is to itself.
    """

    entry_id: int
    held: int | None
    rank: bytes | None
    ahead: int
    cause: Cause
    own: Cause


@dataclass(frozen=True, slots=True)
class Shift:
    """Old places from `first` to `last`, both included, whose members all move alike."""

    first: int
    last: int
    causes: Causes

    @property
    def by(self) -> int:
        """How many places down the queue; negative: up, nearer to its head."""
        return sum(count for _, count in self.causes)


@dataclass(frozen=True, slots=True)
class Move:
    """The move of one member that changed itself; None where it was or will be in no place."""

    entry_id: int
    held: int | None
    position: int | None
    causes: Causes


def shifts(changes: Sequence[Change], size: int) -> list[Shift]:
    """Return how those who did not change are shifted; `size` members stood in the old queue.

    Only shifts that say something are returned: no causes, no shift; causes that cancel out stay.
    O(c log c) for c changes.
    """
    events = sorted(_events(changes))
    held: dict[Cause, int] = {}
    found: list[Shift] = []
    first = 1
    for place, group in groupby(events, key=lambda event: event[0]):
        _keep(found, first, min(place, size), held)
        for _, cause, count in group:
            held[cause] = held.get(cause, 0) + count
        first = place + 1
    _keep(found, first, size, held)
    return found


def moves(changes: Sequence[Change]) -> list[Move]:
    """Return the moves of those who changed. O(c log c) for c changes."""
    crowd = _Crowd(changes)
    return [_move(change, crowd) for change in changes]


def _events(changes: Sequence[Change]) -> Iterator[tuple[int, Cause, int]]:
    """Behind each of these old places one stands that much further down."""
    for change in changes:
        if change.held is not None:
            yield change.held, change.cause, -1
        if change.rank is not None:
            yield change.ahead, change.cause, 1


def _keep(found: list[Shift], first: int, last: int, held: dict[Cause, int]) -> None:
    causes = _told(held)
    if causes and first <= last:
        found.append(Shift(first, last, causes))


def _told(held: dict[Cause, int]) -> Causes:
    return tuple((cause, count) for cause, count in sorted(held.items()) if count)


class _Crowd:
    """Old places and new ranks of all who changed, sorted, for each class of causes."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self.held: dict[Cause, list[int]] = {}
        self.ranks: dict[Cause, list[bytes]] = {}
        for change in changes:
            if change.held is not None:
                self.held.setdefault(change.cause, []).append(change.held)
            if change.rank is not None:
                self.ranks.setdefault(change.cause, []).append(change.rank)
        for places in self.held.values():
            places.sort()
        for ranks in self.ranks.values():
            ranks.sort()

    def before(self, change: Change, rank: bytes) -> dict[Cause, int]:
        """By cause, how many more of the others stand before `rank` now than in the old order."""
        found: dict[Cause, int] = {}
        for cause in self.held.keys() | self.ranks.keys():
            now = bisect_left(self.ranks.get(cause, []), rank)
            then = bisect_right(self.held.get(cause, []), change.ahead)
            found[cause] = now - then
        if _is_behind(change):
            found[change.cause] += 1  # Not one of the others.
        return found


def _is_behind(change: Change) -> bool:
    """Whether its new rank lies behind its own old place."""
    return change.held is not None and change.held <= change.ahead


def _move(change: Change, crowd: _Crowd) -> Move:
    if change.rank is None:
        return Move(change.entry_id, change.held, None, ((change.own, 0),))
    others = crowd.before(change, change.rank)
    ahead = change.ahead - int(_is_behind(change))
    position = ahead + sum(others.values()) + 1
    if change.held is None:
        return Move(change.entry_id, None, position, ((change.own, 0),))
    others[change.own] = others.get(change.own, 0) + ahead - (change.held - 1)
    return Move(change.entry_id, change.held, position, _told(others))

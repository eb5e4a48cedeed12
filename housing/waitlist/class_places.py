"""Places among those who want the same class: one queue for each class of the county."""

from collections.abc import Collection, Mapping
from itertools import groupby
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.waitlist import keeping
from housing.waitlist.models import ClassPlace
from housing.waitlist.movement import Change, moves, shifts
from housing.waitlist.ranking import Standing
from housing.waitlist.words import Cause, QueueKind


def move(session: Session, place: str, found: Mapping[int, Standing | None]) -> None:
    """Take entries out of the queues of their classes and put them where they belong now."""
    old = _class_places(session, found)
    new = {
        (name, entry_id): (each.rank, wish)
        for entry_id, each in found.items()
        if each is not None
        for name, wish in each.wishes.items()
    }
    differ = {key for key in old.keys() | new.keys() if old.get(key, ())[:2] != new.get(key)}
    for name, keys in groupby(sorted(differ), key=lambda key: key[0]):
        ids = [entry_id for _, entry_id in keys]
        _move_class(session, place, name, ids, old, new)


def _class_places(
    session: Session, ids: Collection[int]
) -> dict[tuple[str, int], tuple[bytes, int, int]]:
    found = {}
    for some in keeping.in_parts(ids):
        rows = session.scalars(select(ClassPlace).where(ClassPlace.entry_id.in_(some)))
        for each in rows:
            found[each.unit_class, each.entry_id] = (each.rank, each.wish, each.position)
            session.expunge(each)
    return found


def _move_class(
    session: Session,
    place: str,
    name: str,
    ids: list[int],
    old: Mapping[tuple[str, int], tuple[bytes, int, int]],
    new: Mapping[tuple[str, int], tuple[bytes, int]],
) -> None:
    here = keeping.in_class(place, name)
    size = keeping.size_of(session, ClassPlace, here)
    changes = []
    for entry_id in ids:
        before, after = old.get((name, entry_id)), new.get((name, entry_id))
        rank = after[0] if after else None
        ahead = keeping.ahead_of(session, ClassPlace, here, rank) if rank is not None else 0
        held = before[2] if before else None
        changes.append(Change(entry_id, held, rank, ahead, Cause.RESCORED, Cause.RESCORED))
    keeping.take_out(session, ClassPlace, here, ids)
    keeping.shift(session, ClassPlace, here, shifts(changes, size))
    rows = [
        row(each.entry_id, name, place, *new[name, each.entry_id], each.position)
        for each in moves(changes)
        if each.position is not None
    ]
    keeping.put_in(session, ClassPlace, rows)
    came = sum(each.rank is not None for each in changes)
    went = sum(each.held is not None for each in changes)
    keeping.add_to_queue(session, place, QueueKind.CLASS, name, came - went)


def row(
    entry_id: int, name: str, place: str, rank: bytes, wish: int, position: int
) -> dict[str, Any]:
    """Return the row of one entry in the queue of one class."""
    return {
        "entry_id": entry_id,
        "unit_class": name,
        "place": place,
        "wish": wish,
        "rank": rank,
        "position": position,
    }

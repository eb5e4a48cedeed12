"""Rows of the kept places: shifting, taking out and putting in; one statement a shift."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import (
    JSON,
    ColumnElement,
    Date,
    Integer,
    bindparam,
    delete,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from housing.core.db.base import Base
from housing.waitlist.models import ClassPlace, KeptPlace, Movement, Placing, Queue, WaitlistEntry
from housing.waitlist.movement import Causes, Move, Shift
from housing.waitlist.ranking import Standing
from housing.waitlist.words import QueueKind

AT_ONCE = 5000
_TIER_DIGITS = 3
Key = TypeVar("Key")
Row = dict[str, Any]
Kept = type[KeptPlace] | type[ClassPlace]


def in_parts(keys: Collection[Key]) -> Iterator[list[Key]]:
    """Yield the keys in parts that fit into one statement."""
    held = list(keys)
    for start in range(0, len(held), AT_ONCE):
        yield held[start : start + AT_ONCE]


def in_county(place: str) -> ColumnElement[bool]:
    """Return the condition of the county's own queue."""
    return KeptPlace.place == place


def in_class(place: str, unit_class: str) -> ColumnElement[bool]:
    """Return the condition of the queue of one class."""
    return (ClassPlace.place == place) & (ClassPlace.unit_class == unit_class)


def ahead_of(session: Session, table: Kept, here: ColumnElement[bool], rank: bytes) -> int:
    """Return how many members of a queue come before `rank`; one look into the index."""
    found = select(table.position).where(here, table.rank < rank).order_by(table.rank.desc())
    return session.connection().scalar(found.limit(1)) or 0


def size_of(session: Session, table: Kept, here: ColumnElement[bool]) -> int:
    """Return how many members a queue has; one look into the index."""
    found = select(table.position).where(here).order_by(table.rank.desc())
    return session.scalar(found.limit(1)) or 0


def held_places(session: Session, ids: Collection[int]) -> dict[int, tuple[bytes, int]]:
    """Return rank and position of those of these entries that have a place."""
    found: dict[int, tuple[bytes, int]] = {}
    for some in in_parts(ids):
        rows = session.execute(
            select(KeptPlace.entry_id, KeptPlace.rank, KeptPlace.position).where(
                KeptPlace.entry_id.in_(some)
            )
        )
        found |= {entry_id: (rank, position) for entry_id, rank, position in rows}
    return found


def take_out(
    session: Session, table: Kept, here: ColumnElement[bool], ids: Collection[int]
) -> None:
    """Remove members from a queue; the gaps are closed by `shift`."""
    for some in in_parts(ids):
        session.execute(
            delete(table)
            .where(here, table.entry_id.in_(some))
            .execution_options(synchronize_session=False)
        )


def put_in(session: Session, table: type[Base], rows: Sequence[Row]) -> None:
    """Add many rows."""
    for some in in_parts(rows):
        session.connection().execute(insert(table), some)


def shift(session: Session, table: Kept, here: ColumnElement[bool], found: Sequence[Shift]) -> None:
    """Shift the members of a queue who did not change.

    They keep their order, so that nobody is shifted twice: those who move up go first to last,
    those who move down last to first, and each lands where nobody is left that has yet to move.
    """
    up = [each for each in found if each.by < 0]
    down = [each for each in reversed(found) if each.by > 0]
    stretches = [{"first": each.first, "last": each.last, "by": each.by} for each in (*up, *down)]
    if stretches:
        # Rows of the session are not looked at, only the table: the statement is made once.
        session.connection().execute(
            update(table)
            .where(here, table.position.between(bindparam("first"), bindparam("last")))
            .values(position=table.position + bindparam("by")),
            stretches,
        )


def write_shifts(session: Session, placing: Placing, found: Sequence[Shift]) -> None:
    """Write into the ledger how those who did not change are about to move."""
    columns = ("placing_id", "place", "entry_id", "day", "from_position", "to_position", "causes")
    moved = select(
        literal(placing.id, Integer),
        KeptPlace.place,
        KeptPlace.entry_id,
        literal(placing.day, Date),
        KeptPlace.position,
        KeptPlace.position + bindparam("by"),
        bindparam("causes", type_=JSON),
    ).where(
        in_county(placing.place),
        KeptPlace.position.between(bindparam("first"), bindparam("last")),
    )
    stretches = [
        {"first": each.first, "last": each.last, "by": each.by, "causes": told(each.causes)}
        for each in found
        if each.by != 0
    ]
    if stretches:
        session.connection().execute(insert(Movement).from_select(columns, moved), stretches)


def write_moves(session: Session, placing: Placing, found: Sequence[Move]) -> None:
    """Write into the ledger how those who changed move; who stays where it was has no line."""
    rows = [
        {
            "placing_id": placing.id,
            "place": placing.place,
            "entry_id": each.entry_id,
            "day": placing.day,
            "from_position": each.held,
            "to_position": each.position,
            "causes": told(each.causes),
        }
        for each in found
        if each.held != each.position
    ]
    put_in(session, Movement, rows)


def told(causes: Causes) -> list[list[str | int]]:
    """Return causes as they are kept."""
    return [[cause.value, count] for cause, count in causes]


def write_entries(session: Session, standings: Mapping[int, Standing | None]) -> None:
    """Write tier, score and points of entries, and when time alone may change them next."""
    rows: list[Row] = [
        {
            "key": entry_id,
            "tier": found.tier,
            "score": found.score,
            "points": [list(point) for point in found.points],
            "place_due_on": found.due_on,
        }
        for entry_id, found in standings.items()
        if found is not None
    ]
    gone: list[Row] = [
        {"key": entry_id, "place_due_on": None}
        for entry_id, found in standings.items()
        if found is None
    ]
    of_entry = update(WaitlistEntry).where(WaitlistEntry.id == bindparam("key"))
    for written in (rows, gone):
        for some in in_parts(written):
            values: Row = {name: bindparam(name) for name in some[0] if name != "key"}
            session.connection().execute(of_entry.values(values), some)


def forget(session: Session) -> None:
    """Have what the session holds of entries and places read again: the tables were written."""
    for each in list(session.identity_map.values()):
        if isinstance(each, WaitlistEntry | KeptPlace | ClassPlace | Queue):
            session.expire(each)


def tier_of_rank(rank: bytes) -> str:
    """Return the tier that a rank begins with."""
    return str(int(rank[:_TIER_DIGITS]))


def add_to_queue(session: Session, place: str, kind: QueueKind, name: str, more: int) -> None:
    """Count a queue up or down."""
    held = session.get(Queue, (place, kind, name))
    if held is None:
        held = Queue(place=place, kind=kind, name=name, households=0)
        session.add(held)
    held.households += more

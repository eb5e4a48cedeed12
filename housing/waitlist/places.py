"""The kept places of one entry with their meaning; reads rows, counts nobody."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.waitlist.models import ClassPlace, KeptPlace, Placing, Queue, WaitlistEntry
from housing.waitlist.words import QueueKind


@dataclass(frozen=True, slots=True)
class PlaceIn:
    """A place in one queue, from 1, among so many; `wish` is the entry's choice, from 1."""

    name: str
    position: int
    households: int
    wish: int | None = None


@dataclass(frozen=True, slots=True)
class Places:
    """Where an entry stands: in the county, in its tier, and for each class that it wants."""

    placing: Placing
    county: PlaceIn
    tier: PlaceIn
    classes: tuple[PlaceIn, ...]


def places_of(session: Session, entry: WaitlistEntry) -> Places | None:
    """Return the places of an entry, None while it has none. Reads a handful of rows by key.

    Basis: HN 17 (HN-17-2).
    """
    kept = session.get(KeptPlace, entry.id)
    placing = last_placing(session, entry.place)
    if kept is None or placing is None or entry.closed_on is not None:
        return None
    tier = str(entry.tier)
    sizes = _tiers(session, entry.place)
    before = sum(count for name, count in sizes.items() if int(name) < int(tier))
    return Places(
        placing=placing,
        county=PlaceIn("", kept.position, sum(sizes.values())),
        tier=PlaceIn(tier, kept.position - before, sizes[tier]),
        classes=_classes(session, entry),
    )


def last_placing(session: Session, place: str) -> Placing | None:
    """Return the last reckoning of a place, or None before the first."""
    return session.scalars(
        select(Placing).where(Placing.place == place).order_by(Placing.id.desc()).limit(1)
    ).one_or_none()


def _tiers(session: Session, place: str) -> dict[str, int]:
    rows = session.execute(
        select(Queue.name, Queue.households).where(
            Queue.place == place, Queue.kind == QueueKind.TIER
        )
    )
    return {row.name: row.households for row in rows}


def _classes(session: Session, entry: WaitlistEntry) -> tuple[PlaceIn, ...]:
    rows = session.execute(
        select(ClassPlace.unit_class, ClassPlace.position, Queue.households, ClassPlace.wish)
        .join(
            Queue,
            (Queue.place == ClassPlace.place)
            & (Queue.kind == QueueKind.CLASS)
            & (Queue.name == ClassPlace.unit_class),
        )
        .where(ClassPlace.entry_id == entry.id)
        .order_by(ClassPlace.wish, ClassPlace.unit_class)
    )
    return tuple(PlaceIn(*row) for row in rows)

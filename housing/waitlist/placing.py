"""Keeping everybody's place: from nothing, or by what has changed; both give the same places.

No request counts. A reckoning of a day writes each place down, in the county and among those who
want the same class, and each move into the ledger with its causes.
"""

from bisect import bisect_left
from collections.abc import Collection, Mapping
from functools import partial

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.waitlist import changed_places, class_places, keeping
from housing.waitlist.changed_places import Places
from housing.waitlist.models import (
    ClassPlace,
    KeptPlace,
    Placing,
    Queue,
    WaitlistEntry,
)
from housing.waitlist.movement import Change, moves, shifts
from housing.waitlist.ranking import Standing, Terms, all_standings, standings_of, terms_of
from housing.waitlist.words import Cause, QueueKind


def replace_all(work: Work, cause: Cause = Cause.RESCORED) -> Placing:
    """Reckon the places of everybody in the county from nothing.

    `cause` is what it is called that somebody's rank became another: RESCORED, or
    ORDER_RULE_CHANGED when the county's tables did. Basis: HN 17 (HN-17-1, HN-17-2).

    Raises:
        NotAllowed: the actor neither registers entries nor is the system.
        MissingPolicyValue: a table of the county is not set.
        BadInput: a household is in a group that the table does not know.
    """
    terms, session = _begin(work), work.session
    standings = sorted(all_standings(session, work.place, terms), key=lambda each: each.rank)
    held = changed_places.everybody(session, work.place)
    now = {each.entry_id: each for each in standings}
    changed = changed_places.changed(held, now)
    ranks = [rank for rank, _ in held.values()]
    ahead_of = partial(bisect_left, ranks)
    changes = list(changed_places.changes(session, changed, held, now, cause, ahead_of))
    placing = _placing(work, terms, len(standings), whole=True)
    here = keeping.in_county(work.place)
    keeping.take_out(session, KeptPlace, here, changed & held.keys())
    keeping.write_shifts(session, placing, shifts(changes, len(held)))
    keeping.write_moves(session, placing, moves(changes))
    _write_anew(session, work.place, standings)
    gone: dict[int, Standing | None] = dict.fromkeys(changed - now.keys())
    keeping.write_entries(session, now | gone)
    return _end(work, placing, len(changes))


def apply(work: Work, entry_ids: Collection[int]) -> Placing | None:
    """Reckon the places of some entries anew and shift the others; None when nothing moves.

    An entry may have come, gone, been given other facts or other wishes. As long as all that has
    changed since the last reckoning is named, the places are those of `replace_all`.
    O(c log n) for c entries, and one statement for each stretch of others that moves alike.
    Basis: HN 17 (HN-17-1, HN-17-2).

    Raises:
        NotAllowed, MissingPolicyValue, BadInput: as `replace_all`.
    """
    terms, session = _begin(work), work.session
    found = standings_of(session, work.place, terms, entry_ids)
    held = keeping.held_places(session, found)
    now = {each.entry_id: each for each in found.values() if each is not None}
    changed = changed_places.changed(held, now)
    here = keeping.in_county(work.place)
    ahead_of = partial(keeping.ahead_of, session, KeptPlace, here)
    changes = list(changed_places.changes(session, changed, held, now, Cause.RESCORED, ahead_of))
    placing = None
    if changes:
        size = keeping.size_of(session, KeptPlace, here)
        stayed = size - len(changed & held.keys())
        placing = _placing(work, terms, stayed + len(changed & now.keys()), whole=False)
        _move_county(session, placing, changes, size, now)
        _count_tiers(session, work.place, changed, held, now)
    class_places.move(session, work.place, found)
    keeping.write_entries(session, found)
    return _end(work, placing, len(changes)) if placing else None


def reckon_all(work: Work) -> Placing:
    """Reckon everybody's place, by the county's tables of the day; tells when these are others.

    Raises:
        NotAllowed, MissingPolicyValue, BadInput: as `replace_all`.
    """
    terms = terms_of(values_in_force(work.session), work.place, work.day)
    is_other = have_changed(work.session, work.place, terms)
    return replace_all(work, Cause.ORDER_RULE_CHANGED if is_other else Cause.RESCORED)


def have_changed(session: Session, place: str, terms: Terms) -> bool:
    """Return whether the last reckoning of a place rested on other terms than these."""
    last = last_of(session, place)
    return last is not None and last.terms != terms.to_json()


def last_of(session: Session, place: str) -> Placing | None:
    """Return the last reckoning of a place that moved anybody, or None."""
    return session.scalars(
        select(Placing).where(Placing.place == place).order_by(Placing.id.desc()).limit(1)
    ).one_or_none()


def mark(work: Work, entry_ids: Collection[int]) -> None:
    """Have the next reckoning look at entries whose facts or wishes are others now."""
    for some in keeping.in_parts(entry_ids):
        work.session.execute(
            update(WaitlistEntry)
            .where(WaitlistEntry.id.in_(some))
            .values(place_due_on=work.day)
            .execution_options(synchronize_session="fetch")
        )


def _begin(work: Work) -> Terms:
    if work.actor.role is not None:
        work.actor.must(Permission.REGISTER_ENTRY)
    work.session.flush()
    return terms_of(values_in_force(work.session), work.place, work.day)


def _placing(work: Work, terms: Terms, entries: int, *, whole: bool) -> Placing:
    placing = Placing(
        place=work.place,
        day=work.day,
        made_at=work.now,
        made_by=work.actor.name,
        whole=whole,
        entries=entries,
        terms=terms.to_json(),
    )
    work.session.add(placing)
    work.session.flush()
    return placing


def _end(work: Work, placing: Placing, changed: int) -> Placing:
    after = {"placing": placing.id, "entries": placing.entries, "changed": changed}
    work.session.flush()
    keeping.forget(work.session)
    work.record(Entry(Tag.PLACES_RECKONED, f"waitlist:{work.place}", after=after))
    return placing


def _move_county(
    session: Session,
    placing: Placing,
    changes: list[Change],
    size: int,
    now: Mapping[int, Standing],
) -> None:
    here = keeping.in_county(placing.place)
    keeping.take_out(session, KeptPlace, here, [each.entry_id for each in changes])
    found, moved = shifts(changes, size), moves(changes)
    keeping.write_shifts(session, placing, found)
    keeping.shift(session, KeptPlace, here, found)
    keeping.write_moves(session, placing, moved)
    rows = [
        {
            "entry_id": each.entry_id,
            "place": placing.place,
            "rank": now[each.entry_id].rank,
            "position": each.position,
        }
        for each in moved
        if each.position is not None
    ]
    keeping.put_in(session, KeptPlace, rows)


def _count_tiers(
    session: Session,
    place: str,
    changed: Collection[int],
    held: Places,
    now: Mapping[int, Standing],
) -> None:
    more: dict[tuple[QueueKind, str], int] = {}
    for entry_id in changed:
        for rank, count in (
            (held[entry_id][0] if entry_id in held else None, -1),
            (now[entry_id].rank if entry_id in now else None, 1),
        ):
            if rank is not None:
                for key in ((QueueKind.COUNTY, ""), (QueueKind.TIER, keeping.tier_of_rank(rank))):
                    more[key] = more.get(key, 0) + count
    for (kind, name), count in more.items():
        keeping.add_to_queue(session, place, kind, name, count)


def _write_anew(session: Session, place: str, standings: list[Standing]) -> None:
    """Write all queues from nothing; `standings` in their order."""
    for table in (KeptPlace, ClassPlace, Queue):
        session.execute(
            delete(table).where(table.place == place).execution_options(synchronize_session=False)
        )
    rows, class_rows = [], []
    counts: dict[tuple[QueueKind, str], int] = {}

    def counted(kind: QueueKind, name: str) -> int:
        counts[kind, name] = counts.get((kind, name), 0) + 1
        return counts[kind, name]

    for each in standings:
        position = counted(QueueKind.COUNTY, "")
        counted(QueueKind.TIER, str(each.tier))
        key = {"entry_id": each.entry_id, "place": place, "rank": each.rank}
        rows.append({**key, "position": position})
        for name, wish in each.wishes.items():
            place_there = counted(QueueKind.CLASS, name)
            class_rows.append(
                class_places.row(each.entry_id, name, place, each.rank, wish, place_there)
            )
    keeping.put_in(session, KeptPlace, rows)
    keeping.put_in(session, ClassPlace, class_rows)
    queues = [
        {"place": place, "kind": kind, "name": name, "households": count}
        for (kind, name), count in counts.items()
    ]
    keeping.put_in(session, Queue, queues)

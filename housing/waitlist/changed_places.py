"""Who came, went or has another rank since the last reckoning, and what that is to the others."""

from collections.abc import Callable, Collection, Iterator, Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.waitlist import keeping
from housing.waitlist.models import KeptPlace, Movement, WaitlistEntry
from housing.waitlist.movement import Change
from housing.waitlist.ranking import Standing
from housing.waitlist.states import EntryState
from housing.waitlist.words import Cause

#: What it is to the others that somebody has left the order.
_GONE = {
    EntryState.HOUSED: Cause.HOUSED,
    EntryState.SUBSIDISED: Cause.SUBSIDISED,
    EntryState.CANCELLED: Cause.CANCELLED,
    EntryState.LAPSED: Cause.LAPSED,
    EntryState.FROZEN: Cause.FROZEN,
}
#: Rank and position by entry.
Places = Mapping[int, tuple[bytes, int]]


def everybody(session: Session, place: str) -> dict[int, tuple[bytes, int]]:
    """Return all kept places of a county, in their order."""
    rows = session.execute(
        select(KeptPlace.entry_id, KeptPlace.rank, KeptPlace.position)
        .where(KeptPlace.place == place)
        .order_by(KeptPlace.position)
    )
    return {entry_id: (rank, position) for entry_id, rank, position in rows}


def changed(held: Places, now: Mapping[int, Standing]) -> set[int]:
    """Those who came, went, or have another rank."""
    stays = {each for each in held.keys() & now.keys() if held[each][0] == now[each].rank}
    return (held.keys() | now.keys()) - stays


def changes(
    session: Session,
    who: Collection[int],
    held: Places,
    now: Mapping[int, Standing],
    cause: Cause,
    ahead_of: Callable[[bytes], int],
) -> Iterator[Change]:
    """Yield the changes of `who`, by entry; `ahead_of` counts the old order before a rank.

    `cause` is why ranks became others, RESCORED or ORDER_RULE_CHANGED.
    """
    came = _came_back(session, [each for each in who if each not in held])
    gone = _why_gone(session, [each for each in who if each not in now])
    for entry_id in sorted(who):
        position = held[entry_id][1] if entry_id in held else None
        rank = now[entry_id].rank if entry_id in now else None
        if rank is None:
            to_others = own = gone[entry_id]
        elif position is None:
            back = entry_id in came
            to_others = Cause.THAWED if back else Cause.JOINED_AHEAD
            own = Cause.THAWED if back else Cause.OWN_ACT
        else:
            by_rule = cause is Cause.ORDER_RULE_CHANGED
            to_others, own = cause, cause if by_rule else Cause.OWN_POINTS
        ahead = ahead_of(rank) if rank is not None else 0
        yield Change(entry_id, position, rank, ahead, to_others, own)


def _came_back(session: Session, ids: Collection[int]) -> set[int]:
    """Those who stood in the order before."""
    found: set[int] = set()
    for some in keeping.in_parts(ids):
        rows = select(Movement.entry_id).where(Movement.entry_id.in_(some))
        found.update(session.scalars(rows))
    return found


def _why_gone(session: Session, ids: Collection[int]) -> dict[int, Cause]:
    found: dict[int, Cause] = {}
    for some in keeping.in_parts(ids):
        rows = session.execute(
            select(WaitlistEntry.id, WaitlistEntry.state).where(WaitlistEntry.id.in_(some))
        )
        found |= {entry_id: _GONE[state] for entry_id, state in rows}
    return found

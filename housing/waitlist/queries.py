"""Reads of the waitlist; lists are ordered by position, then by registration."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.calendar import load_calendar
from housing.core.errors import NotFound
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.waitlist.models import KeptPlace, WaitingOrder, WaitingOrderLine, WaitlistEntry
from housing.waitlist.rules import within
from housing.waitlist.states import PLACED, WAITING, EntryState

#: The work lists of the cap, by how many months ahead they look.
WITHIN = {"cap": 12, "cap6": 6, "cap3": 3, "cap1": 1}
BY_STATE = {"under_review": EntryState.UNDER_REVIEW, "frozen": EntryState.FROZEN}
#: With whom the authority can be late; who gave up a flat waits for a fixed time first.
LATE_WITH = PLACED


def get(session: Session, place: str, entry_id: int) -> WaitlistEntry:
    """Return an entry of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    entry = session.get(WaitlistEntry, entry_id)
    if entry is None or entry.place != place:
        raise NotFound(f"没有第 {entry_id} 号轮候 / there is no waitlist entry {entry_id}")
    return entry


def live_of(session: Session, household_id: int) -> WaitlistEntry | None:
    """Return the entry with which a household waits now, or None."""
    return session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.household_id == household_id, WaitlistEntry.closed_on.is_(None))
        .order_by(WaitlistEntry.id.desc())
    ).first()


def standing_of(session: Session, place: str) -> dict[int, tuple[EntryState, int]]:
    """Return state and rounds left out of every household's latest entry, by household id."""
    rows = session.execute(
        select(WaitlistEntry.household_id, WaitlistEntry.state, WaitlistEntry.rounds_left_out)
        .where(WaitlistEntry.place == place)
        .order_by(WaitlistEntry.id)
    )
    return {household_id: (state, count) for household_id, state, count in rows}


def of_application(session: Session, application_id: int) -> WaitlistEntry | None:
    """Return the entry that an application led to, or None."""
    return session.scalars(
        select(WaitlistEntry).where(WaitlistEntry.application_id == application_id)
    ).first()


def waiting(session: Session, place: str) -> Sequence[WaitlistEntry]:
    """Return everybody who waits in a place, in the order of the register."""
    return session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.place == place, WaitlistEntry.state.in_(WAITING))
        .order_by(WaitlistEntry.id)
    ).all()


def due_to_be_placed(session: Session, place: str, day: date) -> Sequence[int]:
    """Return the entries whose kept place may be another by now."""
    return session.scalars(
        select(WaitlistEntry.id)
        .where(WaitlistEntry.place == place, WaitlistEntry.place_due_on <= day)
        .order_by(WaitlistEntry.id)
    ).all()


def count_waiting(session: Session, place: str) -> int:
    """Return how many households wait in a place."""
    waits = select(func.count()).where(
        WaitlistEntry.place == place, WaitlistEntry.state.in_(WAITING)
    )
    return session.scalar(waits) or 0


def count(session: Session, place: str, only: str, day: date) -> int:
    """Return how many entries a list holds; `only` as in `page_of`."""
    found = _chosen(place, only, day).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def count_up_to(session: Session, place: str, only: str, day: date, most: int) -> int:
    """Return how many entries a list holds, counting no further than one beyond `most`."""
    found = _chosen(place, only, day).with_only_columns(WaitlistEntry.id).limit(most + 1)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def page_of(
    session: Session, place: str, only: str, day: date, offset: int, limit: int | None
) -> Sequence[WaitlistEntry]:
    """Return one page of a list; all of it from `offset` on when there is no `limit`.

    `only`: 'cap', 'cap6', 'cap3' or 'cap1' (the cap within twelve, six, three months or one, the
    nearest first), 'overdue', 'rescue' (the earliest registered first), 'under_review', 'frozen',
    or '' for everybody who has not left. Basis: HN 16 (HN-16-3), HN 18 (HN-18-2).
    """
    if not only:
        return _everybody(session, place, offset, limit)
    order: tuple[Any, ...]
    if only in WITHIN or only == "overdue":
        order = (WaitlistEntry.cap_on, WaitlistEntry.id)
    elif only == "rescue":
        order = (WaitlistEntry.registered_on, WaitlistEntry.id)
    else:
        order = (KeptPlace.position.is_(None), KeptPlace.position, WaitlistEntry.id)
    chosen = _chosen(place, only, day).outerjoin(KeptPlace, KeptPlace.entry_id == WaitlistEntry.id)
    return session.scalars(chosen.order_by(*order).offset(offset).limit(limit)).all()


def _everybody(
    session: Session, place: str, offset: int, limit: int | None
) -> Sequence[WaitlistEntry]:
    """Return some of those who have not left: by place, then those who have none yet.

    The places are walked in order of their index, so that a page of a long list is not sorted.
    """
    has_place = WaitlistEntry.id == KeptPlace.entry_id
    placed = (
        select(WaitlistEntry)
        .join(KeptPlace, has_place)
        .where(KeptPlace.place == place, WaitlistEntry.closed_on.is_(None))
    )
    found = session.scalars(placed.order_by(KeptPlace.position).offset(offset).limit(limit)).all()
    if limit is not None and len(found) == limit:
        return found
    ahead = session.scalar(select(func.count()).select_from(placed.subquery())) or 0
    others = (
        select(WaitlistEntry)
        .outerjoin(KeptPlace, has_place)
        .where(
            WaitlistEntry.place == place,
            WaitlistEntry.closed_on.is_(None),
            KeptPlace.entry_id.is_(None),
        )
        .order_by(WaitlistEntry.id)
        .offset(max(0, offset - ahead))
        .limit(None if limit is None else limit - len(found))
    )
    return [*found, *session.scalars(others)]


def _chosen(place: str, only: str, day: date) -> Select[WaitlistEntry]:
    found = select(WaitlistEntry).where(
        WaitlistEntry.place == place, WaitlistEntry.closed_on.is_(None)
    )
    if only in WITHIN:
        last = within(load_calendar(), day, WITHIN[only])
        return found.where(WaitlistEntry.cap_on.between(day, last))
    if only == "overdue":
        return found.where(WaitlistEntry.cap_on < day, WaitlistEntry.state.in_(LATE_WITH))
    if only == "rescue":
        return found.where(WaitlistEntry.rescue.is_(True))
    if only in BY_STATE:
        return found.where(WaitlistEntry.state == BY_STATE[only])
    return found


def orders(session: Session, place: str) -> Sequence[WaitingOrder]:
    """Return the published orders of a place, newest first."""
    return session.scalars(
        select(WaitingOrder).where(WaitingOrder.place == place).order_by(WaitingOrder.id.desc())
    ).all()


def orders_with(session: Session, entry_id: int) -> Sequence[tuple[WaitingOrder, int]]:
    """Return the published orders that an entry stood in, with its place, the newest first."""
    rows = session.execute(
        select(WaitingOrder, WaitingOrderLine.position)
        .join(WaitingOrderLine, WaitingOrderLine.order_id == WaitingOrder.id)
        .where(WaitingOrderLine.entry_id == entry_id)
        .order_by(WaitingOrder.id.desc())
    )
    return [(order, position) for order, position in rows]


def order_by_key(session: Session, key: str) -> WaitingOrder:
    """Return a published order.

    Raises:
        NotFound: no order has this key.
    """
    found = session.scalars(select(WaitingOrder).where(WaitingOrder.key == key)).one_or_none()
    if found is None:
        raise NotFound("没有这份轮候顺序 / there is no such order")
    return found


def lines(session: Session, order_id: int, offset: int, limit: int) -> Sequence[WaitingOrderLine]:
    """Return some lines of a published order, by position."""
    return session.scalars(
        select(WaitingOrderLine)
        .where(WaitingOrderLine.order_id == order_id)
        .order_by(WaitingOrderLine.position)
        .offset(offset)
        .limit(limit)
    ).all()


def masked_names(session: Session, entry_ids: Iterable[int]) -> dict[int, str]:
    """Return the masked name of the household of each of these entries."""
    found = session.execute(
        select(WaitlistEntry.id, Household.name)
        .join(Household, Household.id == WaitlistEntry.household_id)
        .where(WaitlistEntry.id.in_(entry_ids))
    )
    return {entry_id: masked_name(name) for entry_id, name in found}

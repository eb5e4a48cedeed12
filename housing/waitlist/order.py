"""The waiting order: tier, score, accepted day; made by the county's tables and made public."""

import secrets
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, insert, select, update
from sqlalchemy.exc import IntegrityError

from housing.calendar import Measure, Period, due, load_calendar
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.policies.book import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.waitlist import keeping, posting
from housing.waitlist.catching_up import caught_up
from housing.waitlist.models import (
    KeptPlace,
    Placing,
    WaitingOrder,
    WaitingOrderLine,
    WaitlistEntry,
)
from housing.waitlist.service import made
from housing.waitlist.states import CALLED, LIFECYCLE, WAITING, EntryAct

BASIS = ("HN-17-1", "HN-17-2", "HN-17-3", "HN-18-1", "HN-18-2")
SHOWN_DIGITS = 4


def publish_order(work: Work) -> WaitingOrder:
    """Make the order of everybody who waits and make it public for the county's period.

    Households that came by a sheet get their entry first. An order whose last one was objected to
    with success is its correction. Equal tier, score and day are listed by
    number; in a round the public draw settles them.
    Basis: HN 17 (HN-17-1, HN-17-2, HN-17-3), HN 18 (HN-18-1, HN-18-2).

    Raises:
        NotAllowed: the actor may not.
        MissingPolicyValue: a table, a period or the legal basis is not set.
        BadInput: nobody waits, or a household is in a group that the table does not know.
    """
    work.actor.must(Permission.REGISTER_ENTRY)
    book = values_in_force(work.session)
    enter_those_of_sheets(work, book)
    placing = caught_up(work)
    if not placing.entries:
        raise BadInput("没有轮候对象，无可公示 / nobody waits, so there is no order to publish")
    faulty = posting.to_be_corrected(work.session, work.place)
    order = _written(work, book, placing, faulty)
    posting.put_up(work, order)
    _enter_into_order(work)
    _tell_correction(work, order, faulty)
    work.record(
        Entry(
            Tag.WAITING_ORDER_PUBLISHED,
            f"waiting_order:{order.key}",
            after={"entries": order.entries, "sha256": order.sha256},
        )
    )
    return order


def enter_those_of_sheets(work: Work, book: PolicyBook) -> int:
    """Give an entry to each registered household that has none yet; return how many."""
    known = select(WaitlistEntry.household_id).where(WaitlistEntry.place == work.place)
    known_ids = set(work.session.scalars(known))
    new = [
        made(book, each, each.application_id, work.day)
        for each in households.registered(work.session, work.place)
        if each.id not in known_ids
    ]
    work.session.add_all(new)
    try:
        work.session.flush()
    except IntegrityError as fault:
        raise WrongState(
            "另一人刚刚把这批家庭列入轮候，请再做一次"
            " / somebody else has just entered these households; do it once more"
        ) from fault
    if new:
        work.record(Entry(Tag.ENTRIES_TAKEN, f"waitlist:{work.place}", after={"new": len(new)}))
    return len(new)


def _tell_correction(work: Work, order: WaitingOrder, faulty: WaitingOrder | None) -> None:
    if faulty is not None:
        subject, after = f"waiting_order:{order.key}", {"corrects": faulty.key}
        work.record(Entry(Tag.WAITING_ORDER_CORRECTED, subject, after=after))


def _written(
    work: Work, book: PolicyBook, placing: Placing, faulty: WaitingOrder | None
) -> WaitingOrder:
    lines = [_line(row) for row in work.session.execute(_in_order(work.place))]
    order = WaitingOrder(
        place=work.place,
        key=secrets.token_urlsafe(12),
        day=work.day,
        entries=len(lines),
        terms=placing.terms,
        cites=list(book.cited(BASIS, work.place, work.day)),
        sha256=sha256_hex(canonical_bytes([_canonical(line) for line in lines])),
        starts_on=work.day,
        ends_on=_last_day(work, book),
        made_by=work.actor.name,
        made_at=work.now,
        corrects_id=faulty.id if faulty else None,
    )
    work.session.add(order)
    work.session.flush()
    work.session.execute(
        insert(WaitingOrderLine), [{**line, "order_id": order.id} for line in lines]
    )
    return order


def _in_order(place: str) -> Select[*tuple[Any, ...]]:
    return (
        select(
            KeptPlace.position,
            KeptPlace.entry_id,
            WaitlistEntry.number,
            WaitlistEntry.assistance,
            WaitlistEntry.tier,
            WaitlistEntry.score,
            Household.name,
            Household.accepted_on,
        )
        .join(WaitlistEntry, WaitlistEntry.id == KeptPlace.entry_id)
        .join(Household, Household.id == WaitlistEntry.household_id)
        .where(KeptPlace.place == place)
        .order_by(KeptPlace.position)
    )


def _line(row: Row[Any]) -> dict[str, Any]:
    return {
        "position": row.position,
        "entry_id": row.entry_id,
        "name": masked_name(row.name),
        "number": f"…{row.number[-SHOWN_DIGITS:]}",
        "assistance": row.assistance,
        "tier": row.tier,
        "score": row.score,
        "accepted_on": row.accepted_on,
    }


def _canonical(line: dict[str, Any]) -> dict[str, Any]:
    accepted = line["accepted_on"].isoformat()
    return {**line, "assistance": line["assistance"].value, "accepted_on": accepted}


def _last_day(work: Work, book: PolicyBook) -> date:
    """Basis: HN 17 (HN-17-3); the period is the county's, the first day is not counted."""
    days = int(book.value("waiting_order_publicity_period", work.place, work.day).value)
    rolls = book.value("last_day_rolls_over", work.place, work.day).value == 1
    return due(load_calendar(), work.day, Period(days, Measure.DAYS), rolls).day


def _enter_into_order(work: Work) -> None:
    """Who was registered only waits from now on; everybody else stays what they are."""
    for state in WAITING:
        target = LIFECYCLE.step(state, EntryAct.PLACE_IN_ORDER, CALLED).target
        work.session.execute(
            update(WaitlistEntry)
            .where(WaitlistEntry.place == work.place, WaitlistEntry.state == state)
            .values(state=target)
            .execution_options(synchronize_session=False)
        )
    keeping.forget(work.session)

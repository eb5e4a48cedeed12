"""The waiting order: tier, score, accepted day; made by the county's tables and made public."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import insert, select, update
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
from housing.policies.value import PolicyValue
from housing.standing.facts import facts_of
from housing.standing.rules import Points, points_of, tier_of
from housing.waitlist import queries
from housing.waitlist.models import WaitingOrder, WaitingOrderLine, WaitlistEntry
from housing.waitlist.service import made
from housing.waitlist.states import CALLED, LIFECYCLE, EntryAct

#: What the order rests on.
TERMS = ("priority_rules", "scoring_table", "housing_area_line_per_capita")
BASIS = ("HN-17-1", "HN-17-2", "HN-17-3", "HN-18-1", "HN-18-2")
SHOWN_DIGITS = 4


@dataclass(frozen=True, slots=True)
class Ranked:
    """An entry with what its place rests on."""

    entry: WaitlistEntry
    household: Household
    tier: int
    points: list[Points]

    @property
    def score(self) -> int:
        """Sum of the points, in hundredths."""
        return sum(each.points for each in self.points)

    @property
    def rank(self) -> tuple[int, int, date, str]:
        """What the order is sorted by; at the end the number, which no draw has settled yet."""
        accepted = self.household.accepted_on
        return self.tier, -self.score, accepted, self.entry.number


def publish_order(work: Work) -> WaitingOrder:
    """Make the order of everybody who waits and make it public for the county's period.

    Households that came by a sheet get their entry first. Equal tier, score and day are listed by
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
    terms = {name: book.value(name, work.place, work.day) for name in TERMS}
    ranked = ranked_of(work, terms)
    if not ranked:
        raise BadInput("没有轮候对象，无可公示 / nobody waits, so there is no order to publish")
    order = _written(work, book, terms, ranked)
    _place(work, ranked)
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


def ranked_of(work: Work, terms: dict[str, PolicyValue]) -> list[Ranked]:
    """Return everybody who waits in order, each with tier and points."""
    entries = {each.household_id: each for each in queries.waiting(work.session, work.place)}
    tiers, scores = terms["priority_rules"].value, terms["scoring_table"].value
    line = int(terms["housing_area_line_per_capita"].value)
    ranked = []
    for household in households.registered(work.session, work.place):
        entry = entries.get(household.id)
        if entry is None:
            continue
        facts = facts_of(household, entry.rounds_left_out)
        points = points_of(facts, work.day, scores, tiers, line)
        ranked.append(Ranked(entry, household, tier_of(facts, tiers), points))
    return sorted(ranked, key=lambda each: each.rank)


def _written(
    work: Work, book: PolicyBook, terms: dict[str, PolicyValue], ranked: Sequence[Ranked]
) -> WaitingOrder:
    lines = [_line(position, each) for position, each in enumerate(ranked, 1)]
    order = WaitingOrder(
        place=work.place,
        key=secrets.token_urlsafe(12),
        day=work.day,
        entries=len(lines),
        terms=[terms[name].to_json() for name in TERMS],
        cites=list(book.cited(BASIS, work.place, work.day)),
        sha256=sha256_hex(canonical_bytes([_canonical(line) for line in lines])),
        starts_on=work.day,
        ends_on=_last_day(work, book),
        made_by=work.actor.name,
        made_at=work.now,
    )
    work.session.add(order)
    work.session.flush()
    work.session.execute(
        insert(WaitingOrderLine), [{**line, "order_id": order.id} for line in lines]
    )
    return order


def _line(position: int, ranked: Ranked) -> dict[str, Any]:
    return {
        "position": position,
        "entry_id": ranked.entry.id,
        "name": masked_name(ranked.household.name),
        "number": f"…{ranked.entry.number[-SHOWN_DIGITS:]}",
        "assistance": ranked.entry.assistance,
        "tier": ranked.tier,
        "score": ranked.score,
        "accepted_on": ranked.household.accepted_on,
    }


def _canonical(line: dict[str, Any]) -> dict[str, Any]:
    accepted = line["accepted_on"].isoformat()
    return {**line, "assistance": line["assistance"].value, "accepted_on": accepted}


def _last_day(work: Work, book: PolicyBook) -> date:
    """Basis: HN 17 (HN-17-3); the period is the county's, the first day is not counted."""
    days = int(book.value("waiting_order_publicity_period", work.place, work.day).value)
    rolls = book.value("last_day_rolls_over", work.place, work.day).value == 1
    return due(load_calendar(), work.day, Period(days, Measure.DAYS), rolls).day


def _place(work: Work, ranked: Sequence[Ranked]) -> None:
    """Keep each entry's place, so that no request has to count."""
    work.session.execute(
        update(WaitlistEntry)
        .where(WaitlistEntry.place == work.place, WaitlistEntry.position.is_not(None))
        .values(position=None)
    )
    for position, each in enumerate(ranked, 1):
        entry = each.entry
        entry.state = LIFECYCLE.step(entry.state, EntryAct.PLACE_IN_ORDER, CALLED).target
        entry.position, entry.tier, entry.score = position, each.tier, each.score
        entry.points = [list(point) for point in each.points]
    work.session.flush()

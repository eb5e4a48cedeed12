"""Changes of rents: the group of one tenant, and all leases after the standard has changed.

A new standard holds for a running lease from its next year on, and for another one from its
renewal. Basis: HN 25 (HN-25-4).
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.money import yuan_words
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases import terms
from housing.leases.models import Lease, RentTerm
from housing.leases.states import LeaseState
from housing.leases.words import RentBasis
from housing.letters.kinds import LetterKind
from housing.policies.book import PolicyBook
from housing.policies.queries import book as values_in_force
from housing.rent_standards import service as standards
from housing.rent_standards.rules import Quote
from housing.rent_standards.words import GROUP_NAMES, MARKET
from housing.rents import correcting
from housing.rents.telling import tell
from housing.units.models import Unit

RULES = ("HN-25-1", "HN-25-4")


@dataclass(frozen=True, slots=True)
class Change:
    """What a new standard makes of one lease: `before` and `quote.monthly_fen` from `from_on`."""

    lease: Lease
    unit: Unit
    before: RentTerm
    quote: Quote
    from_on: date


def set_group(
    work: Work, lease_id: int, *, rent_group: str, from_on: date, reason: str, document: str
) -> RentTerm:
    """Let a tenant pay by another group's standard from a day on; what was charged is put right.

    Basis: HN 25 (HN-25-1: the tier follows the household's circumstances).

    Raises:
        NotAllowed: the actor keeps no rents.
        NotFound: no such lease.
        WrongState: the lease does not run.
        BadInput: an unknown group, no document, or the rent stays the same.
        MissingPolicyValue: the standard has no rate for the group.
    """
    work.actor.must(Permission.KEEP_RENT)
    lease = leases.get(work.session, work.place, lease_id, lock=True)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(
            f"租赁合同 {lease.number} 不在租赁中，不能调整租金"
            f" / lease {lease.number} does not run; its rent cannot change"
        )
    if rent_group not in GROUP_NAMES or rent_group == MARKET:
        raise BadInput(f"档次：没有“{rent_group}” / group: there is no {rent_group}")
    if not document.strip():
        raise BadInput("依据文件：不能为空 / document: name what the change rests on")
    book = values_in_force(work.session)
    unit = work.session.get_one(Unit, lease.unit_id)
    quote = standards.quote(book, work.place, unit, rent_group, from_on)
    before = terms.on(work.session, lease.id, from_on)
    if (before.rent_group, before.monthly_fen) == (rent_group, quote.monthly_fen):
        raise BadInput("档次：与现行租金相同 / group: this is the rent that holds already")
    return _changed(work, Change(lease, unit, before, quote, from_on), reason, document, book)


def preview(session: Session, place: str, day: date, after_id: int, some: int) -> list[Change]:
    """Return what adjusting would change among the next `some` running leases, by id.

    Each lease is reckoned by the standard that will hold on the first day of its next year.
    """
    book = values_in_force(session)
    rows = leases.running(session, place, after_id, some)
    held = terms.of_leases(session, [lease.id for lease in rows])
    found = (_change(session, book, lease, held.get(lease.id, []), day) for lease in rows)
    return [each for each in found if each is not None]


def after_some(session: Session, place: str, after_id: int, some: int) -> int | None:
    """Return after which id the next page of the preview begins; None when there is none."""
    rows = leases.running(session, place, after_id, some + 1)
    return rows[some - 1].id if len(rows) > some else None


def adjust(work: Work, lease_ids: Collection[int], *, reason: str, document: str) -> list[RentTerm]:
    """Apply the standard to these leases from their next year on, with a letter to each tenant.

    Those it changes nothing for are left alone, so that a second call does nothing.
    Basis: HN 25 (HN-25-4).

    Raises:
        NotAllowed: the actor keeps no rents.
        BadInput: no reason or no document.
    """
    work.actor.must(Permission.KEEP_RENT)
    if not reason.strip() or not document.strip():
        raise BadInput("理由、依据文件：不能为空 / reason and document: must not be empty")
    book = values_in_force(work.session)
    made = []
    for lease_id in sorted(set(lease_ids)):
        lease = leases.get(work.session, work.place, lease_id, lock=True)
        held = terms.of_leases(work.session, [lease_id]).get(lease_id, [])
        change = _change(work.session, book, lease, held, work.day)
        if change is not None and lease.state is LeaseState.ACTIVE:
            made.append(_changed(work, change, reason, document, book))
    if made:
        after = {"leases": len(made)}
        told = Entry(TenancyTag.RENT_ADJUSTED, f"rents:{work.place}", None, after, reason, document)
        work.record(told)
    return made


def next_year(starts_on: date, day: date) -> date:
    """Return the first day of the lease year that begins after `day`.

    Of a lease that began on 29 February it is 1 March where the year has none.
    """
    years = max(1, day.year - starts_on.year)
    while (begins := _anniversary(starts_on, years)) <= day:
        years += 1
    return begins


def _anniversary(starts_on: date, years: int) -> date:
    try:
        return starts_on.replace(year=starts_on.year + years)
    except ValueError:
        return date(starts_on.year + years, 3, 1)


def _change(
    session: Session, book: PolicyBook, lease: Lease, held: list[RentTerm], day: date
) -> Change | None:
    from_on = next_year(lease.starts_on, day)
    if from_on > lease.ends_on or not held:
        return None
    last = held[-1]
    if last.basis is not RentBasis.STANDARD or last.from_on > day:
        return None
    unit = session.get_one(Unit, lease.unit_id)
    quote = standards.quote(book, lease.place, unit, last.rent_group, from_on)
    if quote.monthly_fen == last.monthly_fen:
        return None
    return Change(lease, unit, last, quote, from_on)


def _changed(work: Work, change: Change, reason: str, document: str, book: PolicyBook) -> RentTerm:
    was = change.before.monthly_fen
    term = terms.change(
        work,
        change.lease,
        from_on=change.from_on,
        basis=RentBasis.STANDARD,
        rent_group=change.quote.rent_group,
        monthly_fen=change.quote.monthly_fen,
        standard=change.quote.standard,
        reason=reason,
        document=document,
    )
    if change.from_on <= work.day:
        correcting.correct(work, change.lease.id, change.from_on, reason=reason)
    facts = {
        "from_on": change.from_on,
        "before": yuan_words(was),
        "monthly": yuan_words(change.quote.monthly_fen),
        "reason": reason,
        "reckoning": change.quote.standard,
    }
    cites = book.cited(RULES, work.place, work.day)
    tell(work, LetterKind.RENT_CHANGED, change.lease, facts, cites)
    return term

"""Drafting a lease: after an accepted offer, or as the successor of one that runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from housing.applications.models import Application
from housing.applications.words import Relation
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.households import queries as households
from housing.households.models import Household
from housing.leases import filling, queries, terms
from housing.leases.deposits import DEPOSIT, deposit_of
from housing.leases.items import RECKONED, Item
from housing.leases.keeping import (
    copy_members,
    given,
    household_of,
    keep_new,
    numbers,
    record,
    start_clock,
)
from housing.leases.models import Lease, LeaseMember
from housing.leases.rights import must_any
from housing.leases.rules import last_day, must_be_short
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind, RentBasis
from housing.offers import queries as offers
from housing.offers.states import CALLED as OFFER_WORDS
from housing.offers.states import OFFER, OfferAct
from housing.policies.queries import book as values_in_force
from housing.rent_standards import service as standards
from housing.rent_standards.rules import Quote
from housing.units import queries as units
from housing.units.models import Unit

P = Permission
MAY_SUCCEED = (P.KEEP_LEASES, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
SUCCESSORS = (LeaseKind.RENEWAL, LeaseKind.EXCHANGE)
LONGEST_CLAUSE = 4000


@dataclass(frozen=True, slots=True)
class Agreed:
    """What a lease is to be about: unit, household, days; `deposit_fen` None: by the rule."""

    unit: Unit
    home: Household
    starts_on: date
    ends_on: date
    deposit_fen: int | None = None
    before: Lease | None = None


def draft(
    work: Work,
    offer_id: int,
    *,
    months: int,
    starts_on: date | None = None,
    template: str = "",
) -> Lease:
    """Draft the lease of an accepted offer: rent by the standard, deposit by the county's rule.

    `starts_on` is today by default; `template` is the county's own by default.
    Basis: HN 24 (HN-24-1, HN-24-3, HN-24-4), HN 25.

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such offer.
        WrongState: it is not accepted, or has a lease already.
        BadInput: it would begin before the offer was made.
        BrokenRule: the term is too long, or its days meet another lease.
        MissingPolicyValue: no rent standard, deposit or contract text of the county.
    """
    work.actor.must(Permission.KEEP_LEASES)
    offer = offers.locked(work, offer_id)
    OFFER.step(offer.state, OfferAct.SIGN, OFFER_WORDS)
    held = queries.of_offer(work.session, offer_id)
    if held is not None:
        raise WrongState(
            f"配租通知 {offer.number} 已有租赁合同 {held.number}；要重拟请先作废"
            f" / this offer has the lease {held.number} already; set it aside to draft anew"
        )
    begins = starts_on or work.day
    if begins < offer.made_on:
        raise BadInput(
            f"起租日：{begins} 早于配租通知日期 {offer.made_on} / start: before the offer"
        )
    agreed = Agreed(
        unit=units.by_id(work.session, work.place, offer.unit_id),
        home=households.get(work.session, work.place, offer.household_id),
        starts_on=begins,
        ends_on=last_day(begins, months),
    )
    lease = _new(work, agreed, LeaseKind.FIRST, template)
    lease.offer_id = offer.id
    _keep(work, lease, agreed, f"首次签订，房源 {agreed.unit.code}")
    _add_members(work, lease, agreed.home)
    return lease


def draft_successor(
    work: Work,
    lease: Lease,
    kind: LeaseKind,
    *,
    unit_id: int | None = None,
    starts_on: date,
    ends_on: date,
) -> Lease:
    """Draft the lease that follows `lease`: a renewal, or an exchange into another unit.

    Rent is reckoned anew by the standard of its first day, the deposit stays as it is held. A
    renewal is to be signed within the county's period. Basis: HN 24 (HN-24-1, HN-24-6), HN 31.

    Raises:
        NotAllowed: the actor neither keeps leases nor reviews or decides tenancies.
        WrongState: `lease` does not run, or has a successor already.
        BadInput: `kind` is no successor, or it would begin with or before `lease`.
        BrokenRule: the term is too long.
        MissingPolicyValue: no rent standard, contract text or time to sign of the county.
    """
    must_any(work, *MAY_SUCCEED)
    _must_follow(work, lease, kind, starts_on)
    agreed = Agreed(
        unit=units.by_id(work.session, lease.place, unit_id or lease.unit_id),
        home=household_of(work, lease),
        starts_on=starts_on,
        ends_on=ends_on,
        deposit_fen=lease.deposit_fen,
        before=lease,
    )
    successor = _new(work, agreed, kind)
    successor.previous_id = lease.id
    words = "续租" if kind is LeaseKind.RENEWAL else "互换住房"
    _keep(work, successor, agreed, f"{words}，接续 {lease.number}")
    copy_members(work, successor, lease)
    if kind is LeaseKind.RENEWAL:  # The flats of an exchange are signed for in one act.
        start_clock(work, successor, ClockKind.LEASE_SIGNING)
    return successor


def set_clauses(work: Work, lease_id: int, clauses: Mapping[str, str]) -> Lease:
    """Fill in or change items of a drafted contract; those that are reckoned stay.

    A signature under the old words is of no use any more. Basis: HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such lease.
        WrongState: it is signed already.
        BadInput: an unknown or a reckoned item, or a text that is too long.
    """
    work.actor.must(Permission.KEEP_LEASES)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    if lease.state is not LeaseState.DRAFTED:
        raise WrongState(f"租赁合同 {lease.number} 已签订，条款不能再改 / it is signed already")
    changed = {}
    for name, text in clauses.items():
        if name not in list(Item) or name in RECKONED:
            raise BadInput(f"条款“{name}”：不能填写 / clause {name} cannot be filled in")
        if text.strip() != lease.clauses.get(name, ""):
            words = filling.ITEM_WORDS[Item(name)]
            changed[name] = (
                given(text, f"{words} / {name}", most=LONGEST_CLAUSE) if text.strip() else ""
            )
    if changed:
        before = {name: lease.clauses.get(name, "") for name in changed}
        lease.clauses = {**lease.clauses, **changed}
        record(work, lease, TenancyTag.LEASE_CLAUSES_SET, before=before, after=changed)
    return lease


def _must_follow(work: Work, lease: Lease, kind: LeaseKind, starts_on: date) -> None:
    if kind not in SUCCESSORS:
        raise BadInput(f"合同种类：{kind} 不能接续原合同 / kind: {kind} follows no lease")
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / lease {lease.number} does not run")
    held = queries.successor_of(work.session, lease.id)
    if held is not None:
        raise WrongState(
            f"租赁合同 {lease.number} 已有接续合同 {held.number}"
            f" / it is followed by {held.number} already"
        )
    if starts_on <= lease.starts_on:
        raise BadInput(f"起租日：须晚于原合同的起租日 {lease.starts_on} / start: after the old one")


def _new(work: Work, agreed: Agreed, kind: LeaseKind, template: str = "") -> Lease:
    years = int(values_in_force(work.session).value("lease_term_max", work.place, work.day).value)
    must_be_short(agreed.starts_on, agreed.ends_on, years)
    return Lease(
        place=work.place,
        number=numbers(work, 1)[0],
        kind=kind,
        household_id=agreed.home.id,
        unit_id=agreed.unit.id,
        tenant_group=agreed.home.group,
        state=LeaseState.DRAFTED,
        starts_on=agreed.starts_on,
        ends_on=agreed.ends_on,
        template=filling.template_of(work, template).id,
        drafted_by=work.actor.name,
        drafted_on=work.day,
    )


def _keep(work: Work, lease: Lease, agreed: Agreed, reason: str) -> None:
    """Reckon rent and deposit, write the contract's items, and keep the draft."""
    quote = quoted(work, agreed.unit, agreed.home, agreed.starts_on)
    if agreed.deposit_fen is None:
        rule = values_in_force(work.session).value(DEPOSIT, work.place, work.day).value
        lease.deposit_fen = deposit_of(rule, quote.monthly_fen, quote.rent_group)
    else:
        lease.deposit_fen = agreed.deposit_fen
    lease.clauses = filling.clauses(work, lease, agreed.unit, quote)
    if agreed.before is not None and agreed.before.unit_id == agreed.unit.id:
        lease.clauses = filling.completed(work.session, lease.clauses, agreed.before)
    keep_new(work, lease)
    after = {
        "unit": agreed.unit.code,
        "starts_on": lease.starts_on.isoformat(),
        "ends_on": lease.ends_on.isoformat(),
        "deposit_fen": lease.deposit_fen,
        "template": lease.template,
    }
    record(work, lease, TenancyTag.LEASE_DRAFTED, after=after, reason=reason)
    terms.change(
        work,
        lease,
        from_on=lease.starts_on,
        basis=RentBasis.STANDARD,
        rent_group=quote.rent_group,
        monthly_fen=quote.monthly_fen,
        standard=quote.standard,
        reason=reason,
    )


def quoted(work: Work, unit: Unit, home: Household, day: date) -> Quote:
    """Return the standard rent of a unit for a household on a day."""
    book = values_in_force(work.session)
    group = standards.rent_group_of(home.group, home.rescue)
    return standards.quote(book, work.place, unit, group, day)


def _add_members(work: Work, lease: Lease, home: Household) -> None:
    """Keep who will live there: the family of the application, or the household alone."""
    application = (
        work.session.get(Application, home.application_id) if home.application_id else None
    )
    if application is None:
        people = [(home.name, Relation.HEAD, home.identity_sealed, home.identity_index)]
    else:
        family = sorted(application.members, key=lambda row: (not row.is_applicant, row.position))
        people = [
            (row.name, row.relation, row.identity_sealed, row.identity_index) for row in family
        ]
    for position, (name, relation, sealed, index) in enumerate(people):
        work.session.add(
            LeaseMember(
                lease_id=lease.id,
                position=position,
                name=name,
                relation=relation,
                identity_sealed=sealed,
                identity_index=index,
            )
        )
    work.session.flush()

"""Consents of tenants and owners, the decision by another person, and what ends a case."""

from collections.abc import Sequence

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound
from housing.core.texts import given
from housing.core.work import Work
from housing.exchanges import queries, telling
from housing.exchanges.models import Exchange, ExchangeMember, ExchangeWish
from housing.exchanges.states import CALLED, EXCHANGE, ExchangeAct
from housing.exchanges.words import WishState
from housing.leases import queries as leases
from housing.leases import whose
from housing.offices import queries as offices
from housing.recusals.service import must_be_free

A = ExchangeAct
ONLINE = "承租人网上确认"


def consent(work: Work, exchange_id: int, lease_id: int, *, document: str = "") -> Exchange:
    """Note that a tenant agrees: on its own page, or with the signed paper at the counter.

    With the last consent the case goes to the decision. Basis: HN 31 (HN-31-1, HN-31-2).

    Raises:
        NotFound: no such exchange, or the lease is not in it.
        NotAllowed: another family's, or the officer keeps no leases.
        WrongState: the case is past the consents.
        BadInput: an officer names no paper.
    """
    exchange, member = _part(work, exchange_id, lease_id)
    EXCHANGE.step(exchange.state, A.CONSENT, CALLED)
    member.consented_on = work.day
    member.consent_document = ONLINE if _is_tenant(work) else given(document, "同意书 / consent")
    _record(work, TenancyTag.EXCHANGE_CONSENTED, exchange, member, member.consent_document)
    if all(each.consented_on is not None for each in exchange.members):
        exchange.state = EXCHANGE.step(exchange.state, A.COMPLETE, CALLED).target
        if exchange.needs_approval:
            _start(work, exchange, ClockKind.EXCHANGE_DECISION)
    work.session.flush()
    return exchange


def decline(work: Work, exchange_id: int, lease_id: int, *, reason: str) -> Exchange:
    """Note that a tenant does not agree: nothing comes of it for anybody, and all wishes stay.

    Raises:
        NotFound, NotAllowed: as `consent`.
        WrongState: the case is past the consents.
        BadInput: no reason.
    """
    exchange, member = _part(work, exchange_id, lease_id)
    why = given(reason, "原因 / reason")
    exchange.state = EXCHANGE.step(exchange.state, A.DECLINE, CALLED).target
    _record(work, TenancyTag.EXCHANGE_DECLINED, exchange, member, reason=why)
    give_up(work, exchange, why)
    telling.tell_ended(work, exchange, ["有一户不同意互换"])
    return exchange


def owner_consent(work: Work, exchange_id: int, lease_id: int, *, document: str) -> Exchange:
    """Note that the owner of a flat, or its operator, agrees. Basis: HN 31 (HN-31-2).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such exchange, or the lease is not in it.
        WrongState: not all tenants agreed yet, or it is decided.
        BadInput: no paper, or the county decides on this flat and not its owner.
    """
    work.actor.must(Permission.KEEP_LEASES)
    exchange, member = _part(work, exchange_id, lease_id)
    EXCHANGE.step(exchange.state, A.OWNER_CONSENT, CALLED)
    if member.by_county:
        raise BadInput(
            f"合同 {member.lease_number}：由住房和城乡建设主管部门批准，不需要产权单位同意"
            " / the county approves this part; no consent of the owner is needed"
        )
    member.owner_document = given(document, "产权单位同意书 / consent of the owner")
    member.owner_consented_on = exchange.consented_on = work.day
    _record(work, TenancyTag.EXCHANGE_OWNER_CONSENTED, exchange, member, member.owner_document)
    if not _without_owner(exchange) and not running.open_clock(
        work.session, exchange.case, ClockKind.EXCHANGE_FILING
    ):
        _start(work, exchange, ClockKind.EXCHANGE_FILING)
    work.session.flush()
    return exchange


def approve(work: Work, exchange_id: int, *, reasons: str, document: str = "") -> Exchange:
    """Approve an exchange as one: the county, or without its part the operator on the consents.

    Whoever opened it does not approve it. Basis: HN 31 (HN-31-1, HN-31-2).

    Raises:
        NotAllowed: the actor may not decide, opened it, or is recused.
        NotFound: no such exchange.
        WrongState: not all tenants agreed, or it is decided.
        BrokenRule: an owner has not agreed; names the flat's lease.
        BadInput: no reasons.
    """
    exchange = _to_decide(work, exchange_id, A.APPROVE)
    if lacking := _without_owner(exchange):
        raise BrokenRule(
            f"合同 {lacking[0].lease_number}：产权单位（{lacking[0].owner}）还没有同意，请先登记"
            f" / the owner of the flat of {lacking[0].lease_number} has not agreed yet",
            rules=("HN-31-2",),
        )
    _decide(work, exchange, A.APPROVE, reasons, document)
    _record(work, TenancyTag.EXCHANGE_APPROVED, exchange, None, exchange.document, exchange.reasons)
    return exchange


def refuse(work: Work, exchange_id: int, *, reasons: str, document: str = "") -> Exchange:
    """Refuse an exchange, with reasons that every household is told. Basis: HN 31 (HN-31-1).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: as `approve`.
    """
    exchange = _to_decide(work, exchange_id, A.REFUSE)
    _decide(work, exchange, A.REFUSE, reasons, document)
    _record(work, TenancyTag.EXCHANGE_REFUSED, exchange, None, exchange.document, exchange.reasons)
    give_up(work, exchange, exchange.reasons)
    telling.tell_refused(work, exchange)
    return exchange


def withdraw(work: Work, exchange_id: int, *, reason: str) -> Exchange:
    """End a case that cannot go on, before it is carried out; the wishes stay.

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such exchange.
        WrongState: it is over.
        BadInput: no reason.
    """
    if work.actor.role is not None:
        work.actor.must(Permission.KEEP_LEASES)
    exchange = queries.get(work.session, work.place, exchange_id, lock=True)
    why = given(reason, "原因 / reason")
    exchange.state = EXCHANGE.step(exchange.state, A.WITHDRAW, CALLED).target
    _record(work, TenancyTag.EXCHANGE_WITHDRAWN, exchange, None, reason=why)
    give_up(work, exchange, why)
    telling.tell_ended(work, exchange, [why])
    return exchange


def give_up(work: Work, exchange: Exchange, why: str) -> None:
    """Let the tenants of a case that came to nothing wish on."""
    exchange.end_reason = why
    clocks.void_all(work, exchange.case, why)
    for member in exchange.members:
        member.is_open = False
        work.session.get_one(ExchangeWish, member.wish_id).state = WishState.OPEN
    work.session.flush()


def people_of(work: Work, exchange: Exchange) -> frozenset[str]:
    """Return the identity indexes of everybody who lives under the leases of a case."""
    held = leases.members_of(work.session, [each.lease_id for each in exchange.members])
    return frozenset(row.identity_index for rows in held.values() for row in rows)


def _to_decide(work: Work, exchange_id: int, act: ExchangeAct) -> Exchange:
    exchange = queries.get(work.session, work.place, exchange_id, lock=True)
    if exchange.needs_approval or not work.actor.may(Permission.KEEP_LEASES):
        work.actor.must(Permission.DECIDE_TENANCY)
    must_be_free(work, people_of(work, exchange), exchange.case)
    EXCHANGE.step(exchange.state, act, CALLED)
    if exchange.opened_by == work.actor.name:
        raise NotAllowed("立案人不能批准，请由另一人决定 / whoever opened it does not decide it")
    return exchange


def _decide(work: Work, exchange: Exchange, act: ExchangeAct, reasons: str, document: str) -> None:
    exchange.reasons = given(reasons, "理由 / reasons")
    exchange.state = EXCHANGE.step(exchange.state, act, CALLED).target
    exchange.decided_on, exchange.decided_by = work.day, work.actor.name
    exchange.document = document.strip()
    kind = ClockKind.EXCHANGE_DECISION
    if running.open_clock(work.session, exchange.case, kind) is not None:
        clocks.stop(work, exchange.case, kind)
    work.session.flush()


def _without_owner(exchange: Exchange) -> Sequence[ExchangeMember]:
    return [
        each for each in exchange.members if not each.by_county and each.owner_consented_on is None
    ]


def _part(work: Work, exchange_id: int, lease_id: int) -> tuple[Exchange, ExchangeMember]:
    place = work.place
    if not work.actor.may(Permission.KEEP_LEASES):
        place = whose.own(work.session, work.actor, lease_id).place
    exchange = queries.get(work.session, place, exchange_id, lock=True)
    member = next((each for each in exchange.members if each.lease_id == lease_id), None)
    if member is None:
        raise NotFound(f"互换 {exchange.number} 中没有这份合同 / this lease is not part of it")
    return exchange, member


def _is_tenant(work: Work) -> bool:
    return work.actor.role is Role.APPLICANT


def _start(work: Work, exchange: Exchange, kind: ClockKind) -> None:
    decision = kind is ClockKind.EXCHANGE_DECISION
    office = OfficeKind.HOUSING_DEPARTMENT if decision else OfficeKind.OPERATOR
    found = offices.of_kind(work.session, exchange.place, office, work.day)
    clocks.start(
        work,
        exchange.case,
        kind,
        office_id=found[0].id if len(found) == 1 or (decision and found) else None,
        role=Role.COUNTY_HEAD if decision else Role.OPERATOR,
    )


def _record(
    work: Work,
    tag: TenancyTag,
    exchange: Exchange,
    member: ExchangeMember | None,
    document: str = "",
    reason: str = "",
) -> None:
    work.session.flush()
    after = {"state": exchange.state.value}
    if member is not None:
        after["lease"] = member.lease_number
    entry = Entry(tag, exchange.case.subject, None, after, reason, document)
    work.record(entry, exchange.place)

"""Carrying an exchange out: all its leases at once, or none; and filing it with the county."""

from pathlib import Path

from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule, Conflict, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.documents.folder import Folder
from housing.exchanges import queries, telling
from housing.exchanges.models import Exchange, ExchangeMember, ExchangeWish
from housing.exchanges.states import CALLED, EXCHANGE, ExchangeAct
from housing.exchanges.words import WishState
from housing.leases import queries as leases
from housing.leases import service as leasing
from housing.leases import terms
from housing.leases.items import Item
from housing.leases.models import Lease
from housing.leases.rules import ONE_DAY
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.units.models import Unit
from housing.units.states import UnitState

#: The item of the contract that says in which state the flat is taken over (HN-24-3).
FACILITIES = Item.FACILITIES.value


def execute(
    work: Work,
    exchange_id: int,
    *,
    document: str,
    condition: str,
    folder: Folder | None = None,
    fonts: Path | None = None,
) -> Exchange:
    """End all leases of an approved exchange and begin their successors today, in one act.

    Each household keeps what is left of its own term and its deposit; the rent is reckoned anew
    for the new flat. `document` is the number of the papers that were signed, `condition` the state
    in which the flats are taken over, an item of every contract. If any part is refused, nothing
    is done at all. Basis: HN 31 (HN-31-1), HN 24 (HN-24-3).

    Raises:
        NotAllowed: the actor keeps no leases.
        NotFound: no such exchange.
        WrongState: it is not approved.
        Conflict: a lease of it runs no more, or a flat is not let as it was.
        BrokenRule: a lease has no day left, or began only today; names it.
        BadInput: no document or condition, or an item of a contract is missing.
        MissingPolicyValue: no rent standard for one of the flats.
    """
    work.actor.must(Permission.KEEP_LEASES)
    exchange = queries.get(work.session, work.place, exchange_id, lock=True)
    state = EXCHANGE.step(exchange.state, ExchangeAct.EXECUTE, CALLED).target
    given(document, "互换协议编号 / number of the agreement")
    given(condition, "房屋和设施状况 / condition")
    old = {each.lease_id: _running(work, each) for each in exchange.members}
    new = {
        each.lease_id: leasing.draft_successor(
            work,
            old[each.lease_id],
            LeaseKind.EXCHANGE,
            unit_id=each.unit_to,
            starts_on=work.day,
            ends_on=old[each.lease_id].ends_on,
        )
        for each in exchange.members
    }
    for lease in old.values():
        reason = f"互换住房，互换编号 {exchange.number}"
        leasing.end(
            work,
            lease,
            Ending.EXCHANGED,
            on=work.day - ONE_DAY,
            reason=reason,
            document=document,
        )
    for lease in new.values():
        leasing.set_clauses(work, lease.id, {FACILITIES: condition})
        leasing.sign_successor(work, lease.id, document=document, folder=folder, fonts=fonts)
    exchange.state, exchange.executed_on = state, work.day
    _finish(work, exchange, new, document.strip())
    return exchange


def file(work: Work, exchange_id: int, *, number: str) -> Exchange:
    """Note that an exchange by consent of owners was filed with the county.

    Basis: HN 31 (HN-31-3).

    Raises:
        NotAllowed: the actor does not file leases.
        NotFound: no such exchange.
        WrongState: it is not approved, needs no filing, or was filed already.
        BadInput: no number.
    """
    if not work.actor.may(Permission.KEEP_LEASES):
        work.actor.must(Permission.FILE_LEASE)
    exchange = queries.get(work.session, work.place, exchange_id, lock=True)
    EXCHANGE.step(exchange.state, ExchangeAct.FILE, CALLED)
    if not exchange.needs_filing or exchange.filed_on is not None:
        raise WrongState("这件互换不需要报备，或者已经报备 / it needs no filing, or was filed")
    given(number, "备案编号 / filing number")
    exchange.filed_on, exchange.filing_number = work.day, number.strip()
    if running.open_clock(work.session, exchange.case, ClockKind.EXCHANGE_FILING) is not None:
        clocks.stop(work, exchange.case, ClockKind.EXCHANGE_FILING)
    work.session.flush()
    after = {"number": exchange.filing_number}
    work.record(
        Entry(TenancyTag.EXCHANGE_FILED, exchange.case.subject, None, after), exchange.place
    )
    return exchange


def _running(work: Work, member: ExchangeMember) -> Lease:
    lease = leases.get(work.session, work.place, member.lease_id, lock=True)
    unit = work.session.get_one(Unit, member.unit_from)
    if lease.state is not LeaseState.ACTIVE or lease.unit_id != unit.id:
        raise Conflict(
            f"租赁合同 {lease.number} 已有变动，不能互换；请撤回后重新办理"
            f" / lease {lease.number} has changed; withdraw the case and begin anew"
        )
    if unit.state is not UnitState.LET:
        raise Conflict(
            f"房源 {unit.code} 正在腾退或者已变动，不能互换 / unit {unit.code} is not let as it was"
        )
    if lease.ends_on <= work.day or lease.starts_on >= work.day:
        raise BrokenRule(
            f"租赁合同 {lease.number}（{lease.starts_on} 至 {lease.ends_on}）没有剩余租期，"
            "请先办理续租"
            f" / lease {lease.number} has no term left to take along; renew it first",
            rules=("HN-31-1",),
        )
    return lease


def _finish(work: Work, exchange: Exchange, new: dict[int, Lease], document: str) -> None:
    for member in exchange.members:
        member.is_open, member.successor_id = False, new[member.lease_id].id
        work.session.get_one(ExchangeWish, member.wish_id).state = WishState.FULFILLED
    work.session.flush()
    after = {"leases": [new[each.lease_id].number for each in exchange.members]}
    entry = Entry(TenancyTag.EXCHANGE_EXECUTED, exchange.case.subject, None, after, "", document)
    work.record(entry, exchange.place)
    made = {
        lease_id: (lease, terms.on(work.session, lease.id, work.day).monthly_fen)
        for lease_id, lease in new.items()
    }
    telling.tell_done(work, exchange, made)

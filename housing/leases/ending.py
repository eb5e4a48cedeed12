"""How a lease begins without keys, and how it ends: by its day, by a decision, or never begun."""

from datetime import date

from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work, not_to_come
from housing.leases import deposits, queries
from housing.leases.keeping import given, record, stop_clock
from housing.leases.models import Lease
from housing.leases.refusals import keeping
from housing.leases.rights import must_any
from housing.leases.rules import ONE_DAY
from housing.leases.states import CALLED, LEASE, LeaseAct, LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.offers import service as offers

P = Permission
MAY_END = (P.KEEP_LEASES, P.DECIDE_TENANCY, P.REVIEW_TENANCY, P.SELL_UNITS, P.DECIDE_SALE)
#: With these another lease follows, so that it is kept.
FOLLOWED = {LeaseKind.RENEWAL: Ending.RENEWED, LeaseKind.EXCHANGE: Ending.EXCHANGED}


def end(
    work: Work, lease: Lease, ending: Ending, *, on: date, reason: str, document: str = ""
) -> Lease:
    """End a lease that runs; `on` is the last day it ran. The unit is moved by the caller.

    A successor that has not begun falls with it, unless it ends for that successor.
    Basis: HN 24, 31, 33, 34.

    Raises:
        NotAllowed: the actor neither keeps leases nor decides tenancies or sales.
        WrongState: it does not run.
        BadInput: no reason, a day to come, or a day before it began.
    """
    must_any(work, *MAY_END)
    why = given(reason, "终止原因 / reason")
    state = LEASE.step(lease.state, LeaseAct.END, CALLED).target
    if on < lease.starts_on:
        raise BadInput(
            f"终止日期：{on} 早于起租日 {lease.starts_on} / last day: before the lease began"
        )
    not_to_come(work, on, "终止日期 / last day")
    with keeping(work.session, lease):
        lease.state, lease.ended_on, lease.ending = state, on, ending
        lease.end_reason, lease.end_document = why, document.strip()
    after = {"state": state.value, "ending": ending.value, "on": on.isoformat()}
    record(work, lease, TenancyTag.LEASE_ENDED, after=after, reason=why, document=document.strip())
    if ending not in FOLLOWED.values():
        _void_successor(work, lease, why)
    return lease


def void(work: Work, lease_id: int, *, reason: str) -> Lease:
    """Set a lease aside that was drafted, or a signed successor that will not begin.

    A lease that a household signed after an offer falls through instead (HN 22).

    Raises:
        NotAllowed: the actor neither keeps leases nor decides tenancies.
        NotFound: no such lease.
        WrongState: it has begun, is over, or was signed after an offer.
        BadInput: no reason.
    """
    must_any(work, *MAY_END)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    return _void(work, lease, given(reason, "原因 / reason"))


def fall_through(work: Work, lease_id: int, *, reason: str, document: str) -> Lease:
    """Note that a household gives up after signing and before the keys.

    The flat goes back to its round, and the event is reported as an abandonment (case 4).
    Basis: HN 22 (HN-22-7).

    Raises:
        NotAllowed: the actor runs no rounds, or keeps no stock.
        NotFound: no such lease.
        WrongState: it is not signed, or the keys were handed over.
        BadInput: no reason or no document.
    """
    work.actor.must(Permission.RUN_ROUND)
    lease = queries.get(work.session, work.place, lease_id, lock=True)
    state = LEASE.step(lease.state, LeaseAct.FALL_THROUGH, CALLED).target
    if lease.offer_id is None:
        raise WrongState(
            f"租赁合同 {lease.number} 不是配租后首次签订的，请办理作废"
            " / it follows no offer; set it aside instead"
        )
    why, paper = given(reason, "情况 / reason"), given(document, "依据文件 / document")
    offers.give_up(work, lease.offer_id, reason=why, document=paper)
    lease.state, lease.ended_on, lease.end_reason = state, work.day, why
    lease.end_document = paper
    work.session.flush()
    deposits.give_back(work, lease, why)
    stop_clock(work, lease, void=True)
    record(work, lease, TenancyTag.LEASE_FELL_THROUGH, reason=why, document=paper)
    return lease


def begin(work: Work, lease: Lease) -> Lease:
    """Let a signed successor begin on its first day; the lease before it ends the day before.

    Basis: HN 24 (HN-24-6), HN 31.

    Raises:
        WrongState: it is not a signed successor, or its first day has not come.
    """
    state = LEASE.step(lease.state, LeaseAct.BEGIN, CALLED).target
    if lease.previous_id is None or lease.starts_on > work.day:
        raise WrongState(
            f"租赁合同 {lease.number} 自 {lease.starts_on} 起，现在不能开始"
            f" / lease {lease.number} cannot begin now"
        )
    previous = queries.get(work.session, lease.place, lease.previous_id, lock=True)
    if previous.state is LeaseState.ACTIVE:
        day = lease.starts_on - ONE_DAY
        end(work, previous, FOLLOWED[lease.kind], on=day, reason=f"由 {lease.number} 接续")
    with keeping(work.session, lease):
        lease.state = state
    record(work, lease, TenancyTag.LEASE_BEGUN, after={"from": lease.starts_on.isoformat()})
    return lease


def _void_successor(work: Work, lease: Lease, reason: str) -> None:
    successor = queries.successor_of(work.session, lease.id)
    if successor is not None and successor.state in (LeaseState.DRAFTED, LeaseState.SIGNED):
        _void(work, successor, reason)


def _void(work: Work, lease: Lease, reason: str) -> Lease:
    state = LEASE.step(lease.state, LeaseAct.VOID, CALLED).target
    if lease.state is LeaseState.SIGNED and lease.offer_id is not None:
        raise WrongState(
            f"租赁合同 {lease.number} 已签订；交付钥匙前放弃的，请登记签约后放弃"
            " / it is signed: before the keys, note that the household gives it up"
        )
    before = {"state": lease.state.value}
    lease.state, lease.ended_on, lease.end_reason = state, work.day, reason
    work.session.flush()
    for kind in (ClockKind.LEASE_SIGNING, ClockKind.LEASE_FILING):
        stop_clock(work, lease, kind, void=True)
    record(
        work,
        lease,
        TenancyTag.LEASE_VOID,
        before=before,
        after={"state": state.value},
        reason=reason,
    )
    return lease

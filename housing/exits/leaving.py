"""How a case ends with the keys: the handover is begun here, and followed until it is closed."""

from housing.clocks import service as clocks
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import WrongState
from housing.core.work import Work
from housing.exits import acting
from housing.exits.models import ExitCase
from housing.exits.opening import make_void
from housing.exits.states import STAYING, ExitAct, ExitState, Trigger
from housing.handovers import queries as handovers
from housing.handovers import service as handing_over
from housing.handovers.models import Handover
from housing.leases import queries as leases
from housing.leases.states import LeaseState
from housing.leases.words import Ending

P = Permission


def hand_back(work: Work, case_id: int, *, reason: str) -> Handover:
    """Begin the return of the flat: inspection, settlement, keys follow in the handover.

    Basis: HN 33 (HN-33-5).

    Raises:
        NotAllowed, NotFound, BadInput: as the words say.
        WrongState: the household need not leave, or the flat is back already.
    """
    case = acting.taken(work, case_id, P.KEEP_LEASES, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
    wishes = case.trigger is Trigger.OWN_WISH and case.state is ExitState.OPENED
    if case.state not in (*STAYING, ExitState.CANCELLED) and not wishes:
        raise WrongState("该家庭现在不需要腾退 / this household need not leave")
    lease = acting.lease_of(work, case)
    ending = Ending.MOVED_OUT if wishes else Ending.EXIT
    held = handing_over.begin(
        work, lease.id, ending, reason=reason, document=case.notice_number or case.document
    )
    case.handover_id = held.id
    acting.record(work, case, TenancyTag.EXIT_VACATING, reason=reason, after={"handover": held.id})
    return held


def follow(work: Work, case_id: int) -> ExitCase:
    """Close a case whose flat is back; one whose lease was only renewed goes on with the next.

    A case that was opened because nobody renewed, and was not served yet, is over with the renewal.

    Basis: HN 33 (HN-33-5).

    Raises:
        NotFound: no such case. WrongState: the lease still runs.
    """
    case = acting.taken(work, case_id, P.KEEP_LEASES, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
    lease = acting.lease_of(work, case)
    if lease.state is not LeaseState.ENDED:
        raise WrongState(f"租赁合同 {lease.number} 还没有终止 / lease {lease.number} still runs")
    successor = leases.successor_of(work.session, lease.id)
    if successor is not None and successor.state is LeaseState.ACTIVE:
        case.lease_id = successor.id
        work.session.flush()
        if case.trigger is Trigger.TERM_ENDED and case.state is ExitState.OPENED:
            return make_void(work, case.id, reason=f"已签订续租合同 {successor.number}")
        return case
    held = handovers.of_lease(work.session, lease.id)
    acting.move(work, case, ExitAct.VACATE)
    case.ended_on = lease.ended_on or work.day
    case.handover_id = held.id if held else case.handover_id
    work.session.flush()
    clocks.void_all(work, case.case, "已腾退 / vacated")
    after = {"ended_on": case.ended_on.isoformat(), "handover": case.handover_id}
    acting.record(work, case, TenancyTag.EXIT_VACATED, reason=lease.end_reason, after=after)
    return case

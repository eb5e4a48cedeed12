"""Asking for a renewal: in time, late, withdrawn, and handed to the departments."""

from collections.abc import Sequence

from housing.core.access.permissions import Permission, Role
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BadInput, WrongState
from housing.core.texts import given_lines
from housing.core.work import Work
from housing.exits import queries as exits
from housing.exits.states import ExitState
from housing.joint_reviews import people
from housing.joint_reviews import queries as reviews
from housing.joint_reviews import service as joint_reviews
from housing.joint_reviews.states import UNDECIDED as UNDER_REVIEW
from housing.joint_reviews.states import ReviewPurpose
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.rules import last_day, must_be_short
from housing.leases.states import LeaseState
from housing.leases.whose import own
from housing.policies.queries import book as values_in_force
from housing.recusals import service as recusals
from housing.renewals import acting, queries
from housing.renewals.models import Renewal
from housing.renewals.states import CALLED, LIFECYCLE, RenewalAct, RenewalState
from housing.reviews.cases import as_system

P = Permission
REASON = "承租人申请续租"
#: Until an exit is decided its household may ask in time; the review waits for the decision.
UNDECIDED_EXIT = (ExitState.OPENED, ExitState.REVIEWING)


def apply(
    work: Work, lease_id: int, *, months: int, words: str = "", document: str = ""
) -> Renewal:
    """Ask for the renewal of a lease: its tenant signed in, or an officer on a paper.

    One that is late is taken until the last day of the lease, its lateness kept; one made while an
    exit is under review waits for that decision. Basis: HN 24 (HN-24-5).

    Raises:
        NotAllowed: the actor keeps no leases, or is recused (回避).
        NotFound: no such lease, or another family's.
        WrongState: the lease does not run, was asked for, is followed, or the tenant is leaving.
        BadInput: too early, a paper without its number, or less than one month.
        BrokenRule: the term is over, or longer than the longest.
        MissingPolicyValue: the place has no lead or longest term on file.
    """
    lease = _asked_by(work, lease_id, document)
    _must_be_free(work, lease)
    term = acting.term_of(work, lease)
    term.must_be_open(work.day)
    longest = values_in_force(work.session).value("lease_term_max", work.place, work.day)
    first = term.next_start(work.day)
    must_be_short(first, last_day(first, months), int(longest.value))
    renewal = Renewal(
        place=lease.place,
        lease_id=lease.id,
        household_id=lease.household_id,
        number=lease.number,
        state=RenewalState.APPLIED,
        applied_on=work.day,
        applied_by=work.actor.name,
        document=document.strip(),
        words=" ".join(words.split()),
        months=months,
        lease_ends_on=lease.ends_on,
        deadline=term.deadline,
        late_days=term.late_days(work.day),
        cites=[],
    )
    work.session.add(renewal)
    after = {"months": months, "late_days": renewal.late_days}
    work.session.flush()
    acting.record(work, renewal, TenancyTag.RENEWAL_APPLIED, document=renewal.document, after=after)
    return renewal


def withdraw(work: Work, renewal_id: int, *, reason: str) -> Renewal:
    """Withdraw an application: its tenant signed in, or an officer for them.

    Basis: HN 24 (HN-24-5).

    Raises:
        NotAllowed, NotFound, WrongState: as the words say. BadInput: no reason.
    """
    by_family = work.actor.role is Role.APPLICANT
    right = P.APPLY if by_family else P.KEEP_LEASES
    renewal = acting.taken(work, renewal_id, right)
    if by_family:
        own(work.session, work.actor, renewal.lease_id)
    why = given_lines([reason], "理由 / reasons")[0]
    renewal.state = LIFECYCLE.step(renewal.state, RenewalAct.WITHDRAW, CALLED).target
    if renewal.review_id is not None:
        review = reviews.get(work.session, renewal.place, renewal.review_id, lock=True)
        if review.state in UNDER_REVIEW:
            joint_reviews.make_void(as_system(work), review, f"撤回续租申请：{why}")
    acting.record(work, renewal, TenancyTag.RENEWAL_WITHDRAWN, reason=why)
    return renewal


def forward(work: Work, renewal_id: int, *, reason: str = REASON) -> Renewal:
    """Hand an application to the departments; for a late one the county decides to take it.

    Basis: HN 24 (HN-24-5, HN-24-6).

    Raises:
        NotAllowed, NotFound, WrongState: as the words say.
        BadInput: no reason. BrokenRule: a consent is missing, or there is no such department.
    """
    renewal = acting.taken(work, renewal_id, P.REVIEW_TENANCY)
    why = given_lines([reason], "理由 / reasons")[0]
    forward_many(work, [renewal], reason=why)
    return renewal


def forward_many(work: Work, renewals: Sequence[Renewal], *, reason: str = REASON) -> int:
    """Hand applications to the departments, those without a missing consent; return how many.

    Basis: HN 24 (HN-24-6), HN 14 (HN-14-3).

    Raises:
        NotAllowed, WrongState, BrokenRule, MissingPolicyValue: as `joint_reviews.begin_many`.
    """
    found = leases.of_ids(work.session, [each.lease_id for each in renewals])
    held = people.tenants_of(work.session, [found[each.lease_id] for each in renewals])
    if work.actor.role is not None:
        people.must_have_agreed(held)
    ready = [
        (renewal, tenant.lease)
        for renewal, tenant in zip(renewals, held, strict=True)
        if tenant.lease is not None and not tenant.without_consent()
    ]
    for renewal, _lease in ready:
        LIFECYCLE.step(renewal.state, RenewalAct.BEGIN_REVIEW, CALLED)
    begun = joint_reviews.begin_many(
        work, [lease for _renewal, lease in ready], ReviewPurpose.RENEWAL, reason=reason
    )
    for (renewal, _lease), review in zip(ready, begun, strict=True):
        renewal.state, renewal.review_id = RenewalState.REVIEWING, review.id
        acting.record(
            work, renewal, TenancyTag.RENEWAL_FORWARDED, reason=reason, after={"review": review.id}
        )
    return len(ready)


def _asked_by(work: Work, lease_id: int, document: str) -> Lease:
    if work.actor.role is Role.APPLICANT:
        return own(work.session, work.actor, lease_id)
    work.actor.must(P.KEEP_LEASES)
    lease = leases.get(work.session, work.place, lease_id, lock=True)
    tenant = people.tenants_of(work.session, [lease])[0]
    recusals.must_be_free(work, tenant.indexes(), lease.case)
    if not document.strip():
        raise BadInput("书面申请：请填写编号 / paper: enter the number of the written application")
    return lease


def _must_be_free(work: Work, lease: Lease) -> None:
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / lease {lease.number} does not run")
    if queries.undecided_of(work.session, lease.id) is not None:
        raise WrongState(f"{lease.number} 已申请续租 / its renewal is asked for already")
    if leases.successor_of(work.session, lease.id) is not None:
        raise WrongState(f"{lease.number} 已有接续的合同 / another lease follows it already")
    leaving = exits.running_of(work.session, lease.household_id)
    if leaving is not None and leaving.state not in UNDECIDED_EXIT:
        raise WrongState(
            f"{lease.number} 正在办理退出，不能申请续租 / the household is about to leave"
        )

"""How an exit case is opened: by one of the triggers, and with which joint review."""

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.exits import acting, queries, telling
from housing.exits.models import ExitCase
from housing.exits.states import CALLED, LIFECYCLE, WITHOUT_REVIEW, ExitAct, ExitState, Trigger
from housing.joint_reviews import people
from housing.joint_reviews import queries as reviews
from housing.joint_reviews import service as joint_reviews
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.states import UNDECIDED, ReviewPurpose, ReviewState
from housing.leases import queries as leases
from housing.leases.rights import must_any
from housing.leases.states import LeaseState
from housing.recusals import service as recusals
from housing.reviews.cases import as_system

P = Permission
MAY_OPEN = (P.REVIEW_TENANCY, P.DECIDE_TENANCY, P.KEEP_LEASES)


def open(  # noqa: A001  the act is called so everywhere
    work: Work,
    lease_id: int,
    trigger: Trigger,
    *,
    reason: str,
    document: str = "",
    review_id: int | None = None,
) -> ExitCase:
    """Open the exit case of a lease, and tell the household why.

    `review_id`: a joint review that has found against the household; the case goes on from there.
    Otherwise the departments are asked next, unless the term is over or the household wishes to
    go. Basis: HN 33 (HN-33-1, HN-33-2), HN 24 (HN-24-5).

    Raises:
        NotAllowed: the actor may not, or is recused (回避).
        NotFound: no such lease. BadInput: no reason.
        WrongState: the lease does not run, or a case of the household runs already.
        BrokenRule: the review did not find against the household.
    """
    must_any(work, *MAY_OPEN)
    lease = leases.get(work.session, work.place, lease_id, lock=True)
    if lease.state is not LeaseState.ACTIVE:
        raise WrongState(f"租赁合同 {lease.number} 不在租赁中 / lease {lease.number} does not run")
    tenant = people.tenants_of(work.session, [lease])[0]
    case = _new(work, tenant, trigger, reason, document)
    if review_id is not None:
        _go_on(case, reviews.get(work.session, work.place, review_id))
    return _opened(work, case, tenant)


def open_for_recipient(
    work: Work, household_id: int, trigger: Trigger, *, reason: str, document: str = ""
) -> ExitCase:
    """Open the exit case of a household that receives a subsidy; raises as `open`.

    Basis: HN 33 (HN-33-2: the triggers hold for those who receive a subsidy too).
    """
    must_any(work, *MAY_OPEN, P.PAY_SUBSIDY)
    if leases.active_of_household(work.session, household_id) is not None:
        raise WrongState("该家庭有在租住房，请从租赁合同立案 / this household rents a flat")
    tenant = people.recipient(work.session, work.place, household_id)
    return _opened(work, _new(work, tenant, trigger, reason, document), tenant)


def open_on_review(work: Work, review_id: int, *, reasons: list[str]) -> ExitCase:
    """Find that a tenant no longer meets the conditions in a periodic review, and open the case.

    Another person decides on it. Basis: HN 33 (HN-33-2, HN-33-3).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput, BrokenRule: as `joint_reviews.decide`.
    """
    review = joint_reviews.decide(work, review_id, passed=False, reasons=reasons)
    if review.lease_id is None:
        raise WrongState("该审核没有租赁合同 / this review is of no lease")
    return open(
        work,
        review.lease_id,
        trigger_of(review),
        reason="；".join(review.reasons),
        review_id=review.id,
    )


def begin_review(work: Work, case_id: int) -> ExitCase:
    """Ask the departments about the household of a case, anew where they were asked before.

    Basis: HN 33 (HN-33-1, HN-33-3).

    Raises:
        NotAllowed, NotFound: as the words say.
        WrongState: the case needs no review, or one is under way.
        BrokenRule: a consent is missing. MissingPolicyValue: the county has set no period.
    """
    case = acting.taken(work, case_id, P.REVIEW_TENANCY)
    if case.trigger in WITHOUT_REVIEW:
        raise WrongState("租赁期满或者自愿退出的，不需要联合审核 / this case needs no review")
    LIFECYCLE.step(case.state, ExitAct.BEGIN_REVIEW, CALLED)
    if case.review_id is not None:
        held = reviews.get(work.session, case.place, case.review_id)
        if held.state in UNDECIDED:
            raise WrongState("联合审核正在进行 / a joint review is under way")
    if case.lease_id is None:
        review = joint_reviews.begin_for_recipient(
            work, case.household_id, reason=case.reason, document=case.document
        )
    else:
        lease = acting.lease_of(work, case)
        purpose = ReviewPurpose.EXIT
        review = joint_reviews.begin(
            work, lease, purpose, reason=case.reason, document=case.document
        )
    acting.move(work, case, ExitAct.BEGIN_REVIEW)
    case.review_id = review.id
    acting.record(work, case, TenancyTag.EXIT_REVIEWED, after={"review": review.id})
    return case


def make_void(work: Work, case_id: int, *, reason: str) -> ExitCase:
    """Set a case aside that was opened by mistake, before it is decided.

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: as the words say.
    """
    case = acting.taken(work, case_id, P.DECIDE_TENANCY)
    why = given(reason, "原因 / reason")
    acting.move(work, case, ExitAct.MAKE_VOID)
    case.ended_on = work.day
    if case.review_id is not None:
        review = reviews.get(work.session, case.place, case.review_id, lock=True)
        if review.state in UNDECIDED:
            joint_reviews.make_void(as_system(work), review, why)
    acting.record(work, case, TenancyTag.EXIT_VOID, reason=why)
    return case


def trigger_of(review: JointReview) -> Trigger:
    """Return which trigger of the article the conditions of a review stand for."""
    if any(rule in ("HN-12-1", "HN-12-2", "HN-12-3") for rule in review.conditions):
        return Trigger.OWN_DWELLING
    return Trigger.OTHER_LEASE if review.conditions == ["HN-33-2"] else Trigger.INCOME


def _new(work: Work, tenant: Tenant, trigger: Trigger, reason: str, document: str) -> ExitCase:
    running = queries.running_of(work.session, tenant.household.id)
    if running is not None:
        raise WrongState(
            f"{tenant.number} 已有退出案件在办（{CALLED[running.state]}）"
            f" / a case of {tenant.number} runs already"
        )
    return ExitCase(
        place=work.place,
        lease_id=tenant.lease.id if tenant.lease else None,
        household_id=tenant.household.id,
        number=tenant.number,
        trigger=trigger,
        state=ExitState.OPENED,
        opened_on=work.day,
        opened_by=work.actor.name,
        reason=given(reason, "原因 / reason"),
        document=document.strip(),
        decision="",
        decision_reason="",
        conditions=[],
        cites=[],
    )


def _go_on(case: ExitCase, review: JointReview) -> None:
    if review.state is not ReviewState.FAILED or review.household_id != case.household_id:
        raise BrokenRule(
            "联合审核没有认定该家庭不再符合条件 / the review did not find against this household",
            rules=("HN-33-4",),
        )
    case.state = LIFECYCLE.step(case.state, ExitAct.BEGIN_REVIEW, CALLED).target
    case.review_id = review.id


def _opened(work: Work, case: ExitCase, tenant: Tenant) -> ExitCase:
    work.session.add(case)
    work.session.flush()
    if work.actor.role is not None:
        recusals.must_be_free(work, tenant.indexes(), case.case)
    after = {"trigger": case.trigger.value}
    acting.record(
        work, case, TenancyTag.EXIT_OPENED, reason=case.reason, document=case.document, after=after
    )
    letter = telling.tell_opened(work, case, tenant)
    if letter is not None and case.trigger is Trigger.TERM_ENDED:
        case.notice_number = letter.number
        work.session.flush()
    return case

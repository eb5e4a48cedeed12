"""Decisions on renewals: granted with a new contract, refused with an exit case, turned away."""

from collections.abc import Sequence

from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import WrongState
from housing.core.texts import given_lines
from housing.core.work import Work
from housing.exits import opening as exits
from housing.exits.models import ExitCase
from housing.joint_reviews import service as joint_reviews
from housing.leases import queries as leases
from housing.leases.drafting import draft_successor
from housing.leases.rules import last_day
from housing.leases.words import LeaseKind
from housing.renewals import acting, telling
from housing.renewals.models import Renewal
from housing.renewals.states import CALLED, LIFECYCLE, RenewalAct
from housing.reviews.cases import as_system

P = Permission


def grant(work: Work, renewal_id: int, *, reasons: Sequence[str]) -> Renewal:
    """Grant a renewal: the contract that follows is drafted, to be signed.

    It begins after the old term; where the decision is late, on the day after it, and the old
    terms hold until then. Basis: HN 24 (HN-24-6).

    Raises:
        NotAllowed: the actor decides no tenancies, applied for it, or is recused (回避).
        NotFound, WrongState, BadInput: as the words say.
        BrokenRule: an opinion stands against the household, or something was not checked.
        MissingPolicyValue: no rent standard, contract text or legal basis.
    """
    work.actor.must(P.DECIDE_TENANCY)
    renewal = acting.taken(work, renewal_id, P.DECIDE_TENANCY)
    said = given_lines(reasons, "理由 / reasons")
    review_id = _review_of(renewal, RenewalAct.GRANT)
    joint_reviews.decide(work, review_id, passed=True, reasons=said)
    lease = acting.lease_of(work, renewal)
    first = acting.term_of(work, lease).next_start(work.day)
    successor = draft_successor(
        work,
        lease,
        LeaseKind.RENEWAL,
        starts_on=first,
        ends_on=last_day(first, renewal.months),
    )
    acting.decided(work, renewal, RenewalAct.GRANT, said, ("HN-24-6",))
    renewal.successor_id = successor.id
    after = {"successor": successor.number, "starts_on": first.isoformat()}
    acting.record(work, renewal, TenancyTag.RENEWAL_GRANTED, reason="；".join(said), after=after)
    sign_by = leases.sign_by(work.session, [successor.id])[successor.id]
    telling.tell_granted(work, renewal, acting.tenant_of(work, renewal), successor, sign_by)
    return renewal


def refuse(work: Work, renewal_id: int, *, reasons: Sequence[str]) -> Renewal:
    """Refuse a renewal on an adverse opinion; an exit case follows, for another to decide.

    Basis: HN 24 (HN-24-6), HN 33 (HN-33-1, HN-33-4).

    Raises:
        NotAllowed: the actor neither reviews nor decides tenancies, applied, or is recused.
        NotFound, WrongState, BadInput: as the words say.
        BrokenRule: no department holds anything against the household.
    """
    renewal = acting.taken(work, renewal_id, P.REVIEW_TENANCY, P.DECIDE_TENANCY)
    said = given_lines(reasons, "理由 / reasons")
    review_id = _review_of(renewal, RenewalAct.REFUSE)
    review = joint_reviews.decide(work, review_id, passed=False, reasons=said)
    case = exits.open(
        as_system(work),
        renewal.lease_id,
        exits.trigger_of(review),
        reason=f"续租审核：{'；'.join(said)}",
        document=renewal.document,
        review_id=review.id,
    )
    rules = ("HN-24-6", "HN-33-1", *review.conditions)
    acting.decided(work, renewal, RenewalAct.REFUSE, said, rules)
    renewal.exit_id = case.id
    after = {"exit": case.id}
    acting.record(work, renewal, TenancyTag.RENEWAL_REFUSED, reason="；".join(said), after=after)
    telling.tell_refused(work, renewal, acting.tenant_of(work, renewal), rules)
    return renewal


def overtake(work: Work, renewal: Renewal, case: ExitCase) -> Renewal:
    """Refuse an application whose household has lost its right meanwhile; done by the job.

    Basis: HN 24 (HN-24-6), HN 33 (HN-33-4).

    Raises:
        WrongState: it is decided already. MissingPolicyValue: no legal basis on file.
    """
    rules = ("HN-24-6", "HN-33-4")
    acting.decided(work, renewal, RenewalAct.OVERTAKE, case.reasons, rules)
    renewal.exit_id = case.id
    reason = "；".join(case.reasons)
    acting.record(work, renewal, TenancyTag.RENEWAL_REFUSED, reason=reason, after={"exit": case.id})
    telling.tell_refused(work, renewal, acting.tenant_of(work, renewal), rules)
    return renewal


def turn_away(work: Work, renewal_id: int, *, reasons: Sequence[str]) -> Renewal:
    """Do not take an application that was late; the lease ends with its term.

    Basis: HN 24 (HN-24-5).

    Raises:
        NotAllowed, NotFound, BadInput: as the words say.
        WrongState: it was not late, or is under review already.
    """
    work.actor.must(P.DECIDE_TENANCY)
    renewal = acting.taken(work, renewal_id, P.DECIDE_TENANCY)
    said = given_lines(reasons, "理由 / reasons")
    if renewal.late_days == 0:
        raise WrongState("按期提出的续租申请应当审核 / it was in time and has to be reviewed")
    acting.decided(work, renewal, RenewalAct.TURN_AWAY, said, ("HN-24-5",))
    acting.record(work, renewal, TenancyTag.RENEWAL_REFUSED, reason="；".join(said))
    telling.tell_refused(work, renewal, acting.tenant_of(work, renewal), ("HN-24-5", "HN-33-5"))
    return renewal


def _review_of(renewal: Renewal, act: RenewalAct) -> int:
    LIFECYCLE.step(renewal.state, act, CALLED)
    if renewal.review_id is None:
        raise WrongState("还没有联合审核 / no joint review was begun")
    return renewal.review_id

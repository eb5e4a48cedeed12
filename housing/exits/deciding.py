"""The decision on an exit case: the right is kept, or it ends on the opinions of departments."""

from collections.abc import Sequence
from datetime import date

from housing.calendar import Measure, Period, due, load_calendar
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule, WrongState
from housing.core.texts import given_lines
from housing.core.work import Work
from housing.exits import acting, telling
from housing.exits.models import ExitCase
from housing.exits.states import CALLED, LIFECYCLE, ExitAct
from housing.joint_reviews import queries as reviews
from housing.joint_reviews import rules as review_rules
from housing.joint_reviews import service as joint_reviews
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.states import UNDECIDED
from housing.policies.queries import book as values_in_force
from housing.reviews.cases import as_system
from housing.subsidies import service as subsidies

DECIDES = Permission.DECIDE_TENANCY


def keep(work: Work, case_id: int, *, reasons: Sequence[str]) -> ExitCase:
    """Decide that the household keeps its right; no department holds anything against it.

    Basis: HN 33 (HN-33-3).

    Raises:
        NotAllowed: the actor may not decide, opened the case, or is recused (回避).
        NotFound, WrongState, BadInput: as the words say.
        BrokenRule: an opinion stands against it, or something was not checked.
    """
    case, said = _taken(work, case_id, ExitAct.KEEP, reasons)
    _finish_review(work, case, keep=True, reasons=said)
    _decided(work, case, ExitAct.KEEP, said, ("HN-33-1", "HN-33-3"))
    acting.record(
        work, case, TenancyTag.EXIT_KEPT, reason="；".join(said), after={"cites": case.cites}
    )
    telling.tell_kept(work, case, acting.tenant_of(work, case))
    return case


def cancel(work: Work, case_id: int, *, reasons: Sequence[str]) -> ExitCase:
    """End the household's right, on at least one adverse opinion, and write why.

    A subsidy stops from the month after; a flat is left within the relocation period, which runs
    from the delivery of the notice. Basis: HN 33 (HN-33-2, HN-33-4).

    Raises:
        NotAllowed: the actor may not decide, opened the case, or is recused (回避).
        NotFound, WrongState, BadInput: as the words say.
        BrokenRule: no department holds anything against the household.
        MissingPolicyValue: the county has set no relocation period or legal basis.
    """
    case, said = _taken(work, case_id, ExitAct.CANCEL, reasons)
    review = _finish_review(work, case, keep=False, reasons=said)
    review_rules.must_end(reviews.standing(work.session, review.id))
    against = joint_reviews.adverse(work, review)
    case.conditions = review_rules.conditions_of(reviews.standing(work.session, review.id))
    _decided(work, case, ExitAct.CANCEL, said, ("HN-33-4", *case.conditions))
    letter = telling.tell_cancelled(work, case, acting.tenant_of(work, case), against)
    case.notice_number = letter.number
    after = {"cites": case.cites, "notice": letter.number}
    acting.record(work, case, TenancyTag.EXIT_CANCELLED, reason="；".join(said), after=after)
    if case.lease_id is None:
        _stop_subsidy(work, case)
    return case


def start_window(work: Work, case: ExitCase, on: date | None = None) -> None:
    """Start the period in which the household may ask for reconsideration, from its notice.

    Basis: HN 15 (HN-15-13) by analogy, HN 33 (HN-33-4).
    """
    kind = ClockKind.REVIEW_REQUEST
    clocks.start(work, case.case, kind, office_id=None, role=Role.APPLICANT, on=on)


def _taken(
    work: Work, case_id: int, act: ExitAct, reasons: Sequence[str]
) -> tuple[ExitCase, list[str]]:
    work.actor.must(DECIDES)
    case = acting.taken(work, case_id, DECIDES)
    LIFECYCLE.step(case.state, act, CALLED)
    acting.must_be_another(work, case, case.opened_by)
    return case, given_lines(reasons, "理由 / reasons")


def _finish_review(
    work: Work, case: ExitCase, *, keep: bool, reasons: Sequence[str]
) -> JointReview:
    """Decide the review of a case with it; one that was decided before must not say otherwise."""
    if case.review_id is None:
        raise WrongState("还没有联合审核 / no joint review was begun")
    review = reviews.get(work.session, case.place, case.review_id, lock=True)
    if review.state in UNDECIDED:
        return joint_reviews.decide(work, review.id, passed=keep, reasons=reasons)
    if keep:
        raise BrokenRule(
            "联合审核已认定该家庭不再符合条件；有新的情况的，请先重新开始联合审核"
            " / the review has found against the household; begin a new one if things have changed",
            rules=("HN-33-3",),
        )
    acting.must_be_another(work, case, review.decided_by)
    return review


def _decided(
    work: Work, case: ExitCase, act: ExitAct, said: Sequence[str], rules: Sequence[str]
) -> None:
    wanted = list(dict.fromkeys(rules))
    cites = list(values_in_force(work.session).cited(wanted, case.place, work.day))
    acting.move(work, case, act)
    case.decision = "kept" if act is ExitAct.KEEP else "cancelled"
    case.decided_by, case.decided_on = work.actor.name, work.day
    case.decision_reason = "\n".join(said)
    if act is ExitAct.KEEP:
        case.ended_on = work.day
    case.cites = cites


def _stop_subsidy(work: Work, case: ExitCase) -> None:
    """Stop payment from the month after the decision; the case is over with it."""
    next_month = due(load_calendar(), work.day.replace(day=1), Period(1, Measure.MONTHS), False).day
    subsidies.stop(
        as_system(work),
        case.household_id,
        next_month,
        reason="；".join(case.reasons),
        document=case.notice_number,
    )
    case.ended_on = work.day
    work.session.flush()
    start_window(work, case)

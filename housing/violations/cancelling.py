"""One decision with three effects: the qualification ends, the dwelling goes back, five years."""

from datetime import date

from housing.bans import queries as banned
from housing.bans import service as bans
from housing.calendar import Measure, Period
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import BrokenRule, NotAllowed
from housing.core.texts import given
from housing.core.work import Work
from housing.handovers import queries as returned
from housing.handovers import service as handovers
from housing.handovers.states import RUNNING, HandoverState
from housing.leases import queries as leases
from housing.leases.words import Ending
from housing.letters.kinds import LetterKind
from housing.policies.queries import book as values_in_force
from housing.subsidies import service as subsidies
from housing.subsidies.rules import next_month
from housing.violations import periods, rules
from housing.violations.models import Violation
from housing.violations.states import ViolationAct
from housing.violations.steps import held, moved, tenant_and_spouse
from housing.violations.telling import act_of, tell
from housing.violations.words import KIND_WORDS, RULES, DeliveryWay

A = ViolationAct
RETURN, BAN = "return_period", "reapplication_ban"
RECTIFYING = ("整改期限", "the period to rectify")


def cancel(work: Work, violation_id: int, *, reasons: str) -> Violation:
    """Cancel the qualification, order the return and ban tenant and spouse, in one decision.

    Only after the period of the order has ended and a visit has found it undone; by a person who
    did not make that visit. Basis: HN 34 (HN-34-1, HN-34-2).

    Raises:
        NotAllowed: the actor does not decide tenancies, made the visit, or is recused.
        BrokenRule: a step is missing, the period runs, or no visit has found it undone.
        BadInput: no reasons.
        MissingPolicyValue: the county has not set the period or has no ban in force.
    """
    found = held(work, violation_id, Permission.DECIDE_TENANCY, A.CANCEL)
    words = given(reasons, "理由 / reasons")
    rules.check_period_over(found.rectify_until, work.day, RECTIFYING, "HN-34-1")
    _must_have_refused(work, found)
    book = values_in_force(work.session)
    value = book.value(RETURN, found.place, work.day)
    days = int(value.value)
    people = tenant_and_spouse(work, found.lease_id)
    made = bans.impose(work, found.case, people, ground=KIND_WORDS[found.kind])
    facts = {
        **act_of(found),
        "reasons": words.splitlines(),
        "period": _days(days),
        "ban": Period(made[0].years, Measure.YEARS).chinese,
        "provisional_until": made[0].provisional_until,
    }
    letter = tell(
        work, found, LetterKind.RETURN_ORDER, facts, ("HN-34-1", "HN-34-2", RULES[found.kind])
    )
    found.return_days, found.cancel_reasons = days, words
    found.cancelled_on, found.cancelled_by = work.day, work.actor.name
    found.terms = [*found.terms, [RETURN, _days(days), value.source]]
    after = {"return_days": days, "banned": len(made)}
    moved(
        work,
        found,
        A.CANCEL,
        TenancyTag.VIOLATION_CANCELLED,
        reason=words,
        document=letter.number,
        after=after,
    )
    why = f"{found.number}：取消保障资格，责令退回"
    _stop_subsidy(work, found, why, letter.number)
    handovers.begin(work, found.lease_id, Ending.VIOLATION, reason=why, document=letter.number)
    return found


def deliver_decision(
    work: Work, violation_id: int, on: date, way: DeliveryWay, *, receipt: str
) -> Violation:
    """Note how the decision reached the tenant; the period for the return runs from that day.

    Basis: HN 34 (HN-34-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BrokenRule: nothing was decided, or the day lies before it or ahead.
        BadInput: nothing shows it.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, A.DELIVER_DECISION)
    shown = given(receipt, "送达凭证 / receipt")
    rules.check_served(found.cancelled_on or work.day, on, work.day, "取消决定")
    days = found.return_days or 0
    until = periods.begin_ordered(work, found, ClockKind.RETURN_ORDERED, on, days)
    found.decision_delivered_on, found.decision_way = on, way
    found.decision_receipt, found.return_until = shown, until
    after = {"on": on.isoformat(), "way": way.value, "until": until.isoformat()}
    moved(
        work,
        found,
        A.DELIVER_DECISION,
        TenancyTag.VIOLATION_DECISION_DELIVERED,
        document=shown,
        after=after,
    )
    return found


def vacate(work: Work, violation_id: int) -> Violation:
    """Note that the dwelling was given back; the five years are counted from that day.

    Basis: HN 34 (HN-34-2, HN-34-3).

    Raises:
        NotAllowed, NotFound, WrongState: see `steps.held`.
        BrokenRule: nothing was decided, or the keys are not back yet.
    """
    found = held(work, violation_id, Permission.REVIEW_TENANCY, A.VACATE)
    handover = returned.of_lease(work.session, found.lease_id)
    if handover is None or handover.state is not HandoverState.CLOSED or handover.keys_on is None:
        raise BrokenRule(
            f"{found.lease_number} 的住房还没有交接完毕；请先验房、结算、收回钥匙"
            f" / the dwelling of {found.lease_number} is not handed over yet; inspect, settle and"
            " take the keys back first",
            rules=("HN-34-2",),
        )
    back = handover.keys_on
    bans.returned(work, found.case, max(back, found.cancelled_on or back))
    until = max(each.until_on or each.from_on for each in banned.of_case(work.session, found.case))
    facts = {"returned_on": back, "until_on": until}
    tell(work, found, LetterKind.RETURN_CONFIRMED, facts, ("HN-34-2",))
    periods.end(work, found, ClockKind.RETURN_ORDERED)
    found.returned_on = back
    after = {"returned_on": back.isoformat(), "banned_until": until.isoformat()}
    moved(work, found, A.VACATE, TenancyTag.VIOLATION_VACATED, reason="住房已退回", after=after)
    return found


def revoke(work: Work, violation_id: int, *, reasons: str, document: str) -> Violation:
    """Revoke the decision on review or by a judgment: the ban falls, and the tenant may stay.

    A dwelling that was given back already stays so; the household is helped by other means.
    Basis: HN 34 (HN-34-2).

    Raises:
        NotAllowed, NotFound, WrongState, BrokenRule: see `steps.held`.
        BadInput: no reasons or no document.
    """
    found = held(work, violation_id, Permission.DECIDE_TENANCY, A.REVOKE)
    words, paper = given(reasons, "理由 / reasons"), given(document, "依据文件 / document")
    if work.actor.name == found.cancelled_by:
        raise NotAllowed("作出决定的人不能撤销 / whoever decided it cannot revoke it")
    bans.lift(work, found.case, reason=words, document=paper)
    handover = returned.of_lease(work.session, found.lease_id)
    is_ours = handover is not None and handover.ending is Ending.VIOLATION
    if handover is not None and is_ours and handover.state in RUNNING:
        handovers.call_off(work, handover.id, reason=words, document=paper)
    periods.end(work, found, ClockKind.RETURN_ORDERED)
    facts = {
        "decided_on": found.cancelled_on,
        "reasons": words.splitlines(),
        "document": paper,
    }
    tell(work, found, LetterKind.RETURN_REVOKED, facts, ("HN-34-2",))
    moved(work, found, A.REVOKE, TenancyTag.VIOLATION_REVOKED, reason=words, document=paper)
    return found


def _stop_subsidy(work: Work, found: Violation, why: str, document: str) -> None:
    """The qualification covers both forms of assistance. Basis: HN 34 (HN-34-2)."""
    household = leases.get(work.session, found.place, found.lease_id).household_id
    from_month = next_month(work.day.replace(day=1))
    subsidies.stop(work, household, from_month, reason=why, document=document)


def _must_have_refused(work: Work, found: Violation) -> None:
    if found.refused_on is None:
        raise BrokenRule(
            "整改期限届满后还没有检查，不能认定拒不整改；请先上门检查并登记"
            " / nobody has looked since the period ended; visit first and note what you found",
            rules=("HN-34-1",),
        )
    if work.actor.name == found.refused_by:
        raise NotAllowed("检查和决定须是两个人 / whoever made the visit cannot decide")


def _days(days: int) -> str:
    return Period(days, Measure.DAYS).chinese

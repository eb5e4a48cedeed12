"""Reconsideration (复核) of a refusal by other people, the departments asked again (HN 15)."""

from housing.applications.models import Application
from housing.applications.moving import advance, open_case
from housing.applications.rights import OWNERS
from housing.applications.states import APPLICATION, ApplicationAct
from housing.applications.words import CALLED
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.clock import day_of
from housing.core.errors import BadInput, BrokenRule
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.reviews import county, deciding, queries, street
from housing.reviews.cases import as_system, must_differ, taken
from housing.reviews.models import Decision
from housing.reviews.telling import county_office, due_on, tell
from housing.reviews.words import DecisionStage, Outcome

RULES = ("HN-15-13", "HN-15-14")
OUTCOMES = {
    Outcome.QUALIFIED: "变更为符合条件",
    Outcome.UNQUALIFIED: "维持原审核结果（不符合条件）",
}


def ask(
    work: Work, application_id: int, reason: str, document: str = "", version: int | None = None
) -> Application:
    """Ask for reconsideration: the applicant signed in, or the county on a letter (`document`).

    The departments are asked again at once. Basis: HN 15 (HN-15-13, HN-15-14).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: the period for asking is over.
        BadInput: no reason, or a letter without its number.
    """
    application = _asked_for(work, application_id, document, version)
    if not reason.strip():
        raise BadInput("复核理由：不能为空 / reason: say what you disagree with")
    act = ApplicationAct.ASK_RECONSIDERATION
    APPLICATION.step(application.state, act, CALLED)
    until = due_on(work, application, ClockKind.REVIEW_REQUEST)
    if until < work.day:
        raise BrokenRule(
            f"申请复核的期限为 {until}，已经过期；可以重新提出申请"
            f" / reconsideration could be asked for until {until}; a new application can be made",
            rules=("HN-15-13",),
        )
    advance(work, application, act, reason=reason.strip(), document=document)
    street.ask_departments(as_system(work), application)
    return application


def reconsider(
    work: Work, application_id: int, outcome: Outcome, reason: str, version: int | None = None
) -> Decision:
    """Decide again, by somebody who had no hand in the first decision; the result is written.

    Basis: HN 15 (HN-15-14).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict, BadInput: as the words say.
        BrokenRule: the same person rechecked or decided, an answer is missing, or the findings
            do not carry the outcome.
    """
    application = taken(work, application_id, Permission.DECIDE_CASE, version)
    in_favour = outcome is Outcome.QUALIFIED
    act = ApplicationAct.RECONSIDER_IN_FAVOUR if in_favour else ApplicationAct.RECONSIDER_AGAINST
    APPLICATION.step(application.state, act, CALLED)
    before = queries.decisions(work.session, application.id)
    hands = {name for each in before for name in (each.prepared_by, each.decided_by)}
    must_differ(work, hands, "已参与原审核 / had a hand in the decision under review")
    asked = queries.last_act(work.session, application.case, ApplicationAct.ASK_RECONSIDERATION)
    decision = deciding.decide(
        work,
        application,
        DecisionStage.RECONSIDERATION,
        outcome,
        reason,
        prepared_by=before[-1].decided_by,
    )
    after = deciding.register_facts(decision)
    if not in_favour:
        application.refusal_reasons = deciding.failed_rules(decision)
    advance(work, application, act, reason=reason, after=after)
    facts = {
        "asked_on": day_of(asked.at) if asked else work.day,
        "decided_on": decision.decided_on,
        "outcome": OUTCOMES[outcome],
        "reasons": deciding.reasons_of(decision),
    }
    office = county_office(work, application.place)
    tell(work, application, LetterKind.RECONSIDERATION_RESULT, RULES, facts, office)
    if in_favour:
        county.publish(work, application, decision)
    return decision


def let_stand(work: Work, application_id: int) -> Application:
    """Close a refusal that nobody asked to have reconsidered in time; done by the job.

    Basis: HN 15 (HN-15-13).

    Raises:
        WrongState: the case is not refused.
        BrokenRule: the period for asking still runs.
    """
    application = taken(work, application_id, Permission.RECHECK_CASE)
    APPLICATION.step(application.state, ApplicationAct.LET_STAND, CALLED)
    until = due_on(work, application, ClockKind.REVIEW_REQUEST)
    if work.day <= until:
        raise BrokenRule(
            f"申请人可在 {until} 前申请复核，现在不能办结"
            f" / the applicant may ask for reconsideration until {until}",
            rules=("HN-15-13",),
        )
    return advance(work, application, ApplicationAct.LET_STAND)


def _asked_for(work: Work, application_id: int, document: str, version: int | None) -> Application:
    """Return the case for its own applicant or employer, or for the county with a letter."""
    if work.actor.role in OWNERS:
        return open_case(work, application_id, version)
    if not document.strip():
        raise BadInput(
            "申请人书面来函：请填写编号 / letter: enter the number of the applicant's letter"
        )
    return taken(work, application_id, Permission.RECHECK_CASE, version)

"""The county's half: receipt, recheck, decision on facts, publicity or refusal (HN 15)."""

from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import APPLICATION, ApplicationAct
from housing.applications.words import CALLED
from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.reviews import deciding, filing, posting, queries
from housing.reviews.cases import must_differ, taken
from housing.reviews.models import Decision, Opinion
from housing.reviews.street import give_opinion
from housing.reviews.words import DecisionStage, OpinionStage, Outcome


def receive(work: Work, application_id: int, version: int | None = None) -> Application:
    """Take the file in; the county's periods run from this day. Basis: HN 15 (HN-15-4, HN-15-5).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
    """
    application = taken(work, application_id, Permission.RECHECK_CASE, version)
    return advance(work, application, ApplicationAct.RECEIVE)


def recheck(
    work: Work, application_id: int, outcome: Outcome, reason: str, version: int | None = None
) -> Opinion:
    """Give the county's opinion on the file; the prefecture is to be told of it.

    Basis: HN 15 (HN-15-5, HN-15-6).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BadInput: no reason.
    """
    application = taken(work, application_id, Permission.RECHECK_CASE, version)
    APPLICATION.step(application.state, ApplicationAct.RECHECK, CALLED)
    opinion = give_opinion(work, application, OpinionStage.COUNTY, outcome, reason)
    after = {"opinion": outcome.value}
    advance(
        work,
        application,
        ApplicationAct.RECHECK,
        reason=opinion.reason,
        after=after,
    )
    filing.start_clock(work, application)
    return opinion


def recheck_clear(work: Work, application_id: int, reason: str) -> Opinion:
    """Give the county's opinion in favour of a case in which nothing stands against it.

    For many cases at once: every condition is met, and the survey agrees with what was declared.
    Basis: HN 15 (HN-15-5).

    Raises:
        NotAllowed, NotFound, WrongState, BadInput: as `recheck`.
        BrokenRule: names what stands against it, or what is not checked.
    """
    application = taken(work, application_id, Permission.RECHECK_CASE)
    APPLICATION.step(application.state, ApplicationAct.RECHECK, CALLED)
    deciding.must_carry(work, application, Outcome.QUALIFIED)
    return recheck(work, application_id, Outcome.QUALIFIED, reason)


def decide(
    work: Work, application_id: int, outcome: Outcome, reason: str, version: int | None = None
) -> Decision:
    """Decide whether the conditions are met, and publish that, or tell it in writing, at once.

    The decision rests on what the departments answered: registry and civil affairs must have.
    Who rechecked cannot decide. Basis: HN 15 (HN-15-7, HN-15-8, HN-15-9, HN-15-12), HN 14
    (HN-14-4).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: the same person rechecked; an answer is missing; something decisive is not
            checked; the outcome is not what the findings say.
        BadInput: no reason.
    """
    application = taken(work, application_id, Permission.DECIDE_CASE, version)
    act = (
        ApplicationAct.FIND_QUALIFIED
        if outcome is Outcome.QUALIFIED
        else ApplicationAct.FIND_UNQUALIFIED
    )
    APPLICATION.step(application.state, act, CALLED)
    recheck = queries.last_opinion(work.session, application.id, OpinionStage.COUNTY)
    if recheck is None:
        raise BrokenRule("还没有复核意见 / there is no recheck yet", rules=("HN-15-5",))
    must_differ(work, (recheck.given_by,), "已复核此案 / rechecked this case")
    decision = deciding.decide(
        work, application, DecisionStage.COUNTY, outcome, reason, prepared_by=recheck.given_by
    )
    after = deciding.register_facts(decision)
    advance(work, application, act, reason=reason, after=after)
    if outcome is Outcome.QUALIFIED:
        publish(work, application, decision)
    else:
        deciding.refuse(work, application, decision)
    return decision


def publish(work: Work, application: Application, decision: Decision) -> None:
    """Put a case found qualified on public display. Basis: HN 15 (HN-15-9)."""
    advance(work, application, ApplicationAct.PUBLISH_AT_COUNTY)
    posting.post_qualified(work, application, decision)

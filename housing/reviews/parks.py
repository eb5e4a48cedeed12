"""The park's own path: it reviews with the departments and files its list (HN 15)."""

from housing.applications import service as applications
from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import APPLICATION, ApplicationAct
from housing.applications.words import CALLED
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.letters.kinds import LetterKind
from housing.reviews import deciding, papers, queries, registering, street
from housing.reviews.cases import must_differ, taken
from housing.reviews.models import Decision
from housing.reviews.telling import due_on, tell
from housing.reviews.words import DecisionStage, Outcome


def start(work: Work, application_id: int, version: int | None = None) -> Application:
    """Take up a case that an employer filed in writing, and ask the departments.

    Basis: HN 13 (HN-13-4), HN 15 (HN-15-15), HN 14 (HN-14-1, HN-14-3).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict: as the words say.
        BrokenRule: papers or consents are missing.
    """
    application = taken(work, application_id, Permission.REVIEW_AT_PARK, version)
    APPLICATION.step(application.state, ApplicationAct.START_PARK_REVIEW, CALLED)
    applications.must_be_whole(work, application)
    advance(work, application, ApplicationAct.START_PARK_REVIEW)
    street.ask_departments(work, application)
    facts = {
        "group": papers.group_words(application),
        "accepted_on": work.day,
        "documents": papers.document_names(work, application),
        "review_until": due_on(work, application, ClockKind.PARK_REVIEW),
    }
    tell(work, application, LetterKind.ACCEPTANCE, ("HN-14-1", "HN-15-15"), facts)
    return application


def decide(
    work: Work, application_id: int, outcome: Outcome, reason: str, version: int | None = None
) -> Decision:
    """Decide at the park, by another person than who took the case up.

    Qualified: a place among those waiting for the park's own stock. Otherwise a written refusal,
    to be reconsidered by the county. Basis: HN 15 (HN-15-12, HN-15-15, HN-15-16).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict, BadInput, BrokenRule: as for the county.
    """
    application = taken(work, application_id, Permission.REVIEW_AT_PARK, version)
    qualified = outcome is Outcome.QUALIFIED
    act = ApplicationAct.REGISTER_AT_PARK if qualified else ApplicationAct.REFUSE_AT_PARK
    APPLICATION.step(application.state, act, CALLED)
    taken_up_by = queries.who_did(work.session, application.case, ApplicationAct.START_PARK_REVIEW)
    if taken_up_by is None:
        raise BrokenRule(
            "登记簿中没有园区开始审核的记录 / no start of the park's review", rules=("HN-15-15",)
        )
    must_differ(work, (taken_up_by,), "已承办此案 / took this case up")
    decision = deciding.decide(
        work, application, DecisionStage.PARK, outcome, reason, prepared_by=taken_up_by
    )
    if qualified:
        registering.enter(work, application, act)
        return decision
    application.refusal_reasons = deciding.failed_rules(decision)
    after = deciding.register_facts(decision)
    advance(work, application, act, reason=reason, after=after)
    deciding.tell_refusal(work, application, decision)
    return decision

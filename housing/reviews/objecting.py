"""An objection is decided, and the case goes where the decision sends it (HN 15)."""

from housing.applications.models import Application
from housing.applications.moving import advance
from housing.applications.states import ApplicationAct, ApplicationState
from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.objections import queries as objections
from housing.objections import service as answering
from housing.objections.models import Objection
from housing.reviews import deciding, posting, queries
from housing.reviews.cases import taken
from housing.reviews.words import DecisionStage, Outcome

#: What an upheld objection would bring about has come about already, by another objection to the
#: same notice or because the family gave up. A further one is decided and kept beside the case:
#: at the street the survey must then be younger than it.
SENT_BACK = frozenset(
    {
        ApplicationState.INVESTIGATED,
        ApplicationState.UNQUALIFIED,
        ApplicationState.REFUSED,
        ApplicationState.RECONSIDERING,
        ApplicationState.REFUSED_FINAL,
        ApplicationState.WITHDRAWN,
    }
)


def decide(
    work: Work, objection_id: int, upheld: bool, reason: str, version: int | None = None
) -> Objection:
    """Decide an objection with reasons; one that is upheld moves the case at once.

    At the street the file goes back to be surveyed again; at the county the applicant is found
    not to qualify, and told so in writing. Where another objection has sent it back before, this
    one is decided, answered and kept without a further move.
    Basis: HN 15 (HN-15-3, HN-15-10, HN-15-12).

    Raises:
        NotAllowed, NotFound, WrongState, Conflict, BadInput: as the words say.
        BrokenRule: the case has its place in the queue by now.
    """
    found = objections.get(work.session, work.place, objection_id)
    application = taken(work, found.case_id, Permission.DECIDE_OBJECTION, version)
    decided = answering.decide(work, objection_id, upheld, reason)
    if upheld:
        _send_back(work, application, reason)
    return decided


def _send_back(work: Work, application: Application, reason: str) -> None:
    if application.state in SENT_BACK:
        return
    states = (ApplicationState.STREET_PUBLIC, ApplicationState.COUNTY_PUBLIC)
    if application.state not in states:
        raise BrokenRule(
            f"{application.case.number} 公示已经结束，不能再按异议改变结果，请按轮候复查办理"
            " / its publicity is over; the result can only be changed by a recheck of the entry"
        )
    at_county = application.state is ApplicationState.COUNTY_PUBLIC
    posting.take_down(work, application, f"异议成立：{reason} / an objection was upheld")
    advance(work, application, ApplicationAct.UPHOLD_OBJECTION, reason=reason)
    if at_county:
        _find_unqualified(work, application, reason)


def _find_unqualified(work: Work, application: Application, reason: str) -> None:
    before = queries.decisions(work.session, application.id)[-1]
    prepared_by = before.prepared_by
    if prepared_by == work.actor.name:
        raise BrokenRule(
            f"{work.actor.name} 已复核此案，请由另一人处理异议"
            f" / {work.actor.name} rechecked this case; another person must decide the objection"
        )
    decision = deciding.decide(
        work,
        application,
        DecisionStage.COUNTY,
        Outcome.UNQUALIFIED,
        reason,
        prepared_by=prepared_by,
        objection=reason,
    )
    deciding.refuse(work, application, decision)

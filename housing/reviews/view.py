"""Everything an officer wants to see of one case, read together."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from housing.abandonments import queries as abandonments
from housing.applications import queries as applications
from housing.applications.files import BEFORE_ACCEPTANCE, missing_of
from housing.applications.models import Application, DuplicateFinding
from housing.applications.moving import TAGS
from housing.applications.shown import Section, sections_of
from housing.checks import queries as checks
from housing.checks.models import CheckRequest
from housing.clocks import queries as clocks
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents.models import Document
from housing.eligibility.assess import Assessment
from housing.eligibility.citing import cited
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.notices import queries as notices
from housing.notices.models import Notice
from housing.objections import queries as objections
from housing.objections.models import Objection
from housing.offices import queries as offices
from housing.offices.models import Office
from housing.policies import queries as policies
from housing.reviews import evidence, queries
from housing.reviews.compared import Compared, compared
from housing.reviews.deeds import Deed, fitting
from housing.reviews.models import Decision, Investigation, Opinion, PaperAnswer
from housing.reviews.papers import called

#: What the time line shows; the rest (looks, clocks, papers) stands in the register.
STEPS = frozenset(
    tag.value for tag in (*TAGS.values(), Tag.SURVEY_RECORDED, Tag.PAPER_ANSWER_RECORDED)
)


@dataclass(frozen=True, slots=True)
class CaseView:
    """One case on one screen; `unassessed` says why no rule could be tried.

    `cites`: for each condition what the county cites.
    """

    application: Application
    sections: Sequence[Section]
    missing: Sequence[str]
    clocks: Sequence[CaseClock]
    facts: Sequence[Compared]
    assessment: Assessment | None
    unassessed: HousingError | None
    cites: Mapping[str, Sequence[str]]
    documents: Sequence[Document]
    document_names: dict[str, str]
    requests: Sequence[CheckRequest]
    paper_answers: Sequence[PaperAnswer]
    surveys: Sequence[Investigation]
    opinions: Sequence[Opinion]
    decisions: Sequence[Decision]
    duplicates: Sequence[DuplicateFinding]
    objections: Sequence[Objection]
    notices: Sequence[Notice]
    letters: Sequence[Letter]
    acts: Sequence[RegisterRow]
    steps: Sequence[RegisterRow]
    street: Office | None
    communities: Sequence[Office]
    deeds: Sequence[Deed]
    #: The last day on which nobody of the case may be given a flat, after giving one up.
    frozen_until: date | None


def case_view(work: Work, actor: Actor, application: Application) -> CaseView:
    """Return the case as its page shows it; `work` reads only."""
    session, case = work.session, application.case
    facts, assessment, unassessed = _assessed(work, application)
    acts = queries.acts(session, case)
    street = offices.get(session, application.street_office_id)
    return CaseView(
        application=application,
        sections=sections_of(work.keyring, application),
        missing=_missing(work, application),
        clocks=[clock for clock in clocks.of_case(session, case) if clock.stopped_on is None],
        facts=facts,
        assessment=assessment,
        unassessed=unassessed,
        cites=cited(assessment, policies.book(session)) if assessment else {},
        documents=documents.of_case(session, case),
        document_names=_names(work, application),
        requests=checks.of_case(session, case),
        paper_answers=queries.paper_answers(session, application.id),
        surveys=queries.investigations(session, application.id),
        opinions=queries.opinions(session, application.id),
        decisions=queries.decisions(session, application.id),
        duplicates=applications.duplicates_of(session, application.id),
        objections=objections.of_case(session, case),
        notices=notices.of_case(session, case),
        letters=letters.of_case(session, case),
        acts=acts,
        steps=[act for act in acts if act.tag in STEPS],
        street=street,
        communities=offices.children(session, street.id, work.day) if street else (),
        deeds=fitting(application, actor),
        frozen_until=_frozen_until(work, application),
    )


def _frozen_until(work: Work, application: Application) -> date | None:
    """The freeze follows the person into a new application. Basis: HN 22 (HN-22-3)."""
    people = {member.identity_index for member in application.members}
    return abandonments.frozen_until(work.session, people, work.day)


def _assessed(
    work: Work, application: Application
) -> tuple[Sequence[Compared], Assessment | None, HousingError | None]:
    """Return facts and findings; a standard that the county has not set is said in words."""
    gathered = evidence.gathered(work.session, work.keyring, application, work.day)
    try:
        found = evidence.assess(work.session, application, gathered)
    except HousingError as refused:
        return compared(gathered), None, refused
    return compared(gathered), found, None


def _missing(work: Work, application: Application) -> list[str]:
    if application.state not in BEFORE_ACCEPTANCE:
        return []
    return [each.reason for each in missing_of(work, application)]


def _names(work: Work, application: Application) -> dict[str, str]:
    try:
        return called(work, application)
    except HousingError:
        return {}

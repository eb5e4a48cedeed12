"""What a joint review rests on: the household as on file, with what departments answered."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy.orm import Session

from housing.applications.co_owned import with_co_owned
from housing.checks import queries as checks
from housing.checks.answers import Answer
from housing.checks.words import Purpose as CheckPurpose
from housing.checks.words import asked_for
from housing.core.access.offices import CHECKING_IN_ENGLISH, OFFICE_NAMES, OfficeKind
from housing.core.keyring import Keyring
from housing.eligibility.answered import facts_answered
from housing.eligibility.assess import Assessment
from housing.eligibility.assess import assess as assess_facts
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, NotKnown
from housing.eligibility.lines import lines_for
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.states import ReviewPurpose
from housing.policies.book import PolicyBook
from housing.rechecks.evidence import AT_APPLICATION, SOURCE, of_sheet
from housing.reviews.evidence import Gathered, values_of

#: For which decision departments are asked. Basis: HN 24, HN 33.
ASKED_FOR = {
    ReviewPurpose.RENEWAL: CheckPurpose.RENEWAL,
    ReviewPurpose.EXIT: CheckPurpose.EXIT,
    ReviewPurpose.PERIODIC: CheckPurpose.EXIT,
}


def gathered(session: Session, keyring: Keyring, review: JointReview, tenant: Tenant) -> Gathered:
    """Return the facts of a household and the answers behind them.

    What a department must answer and has not is not known, whatever was declared.
    Basis: HN 14 (HN-14-4), HN 33 (HN-33-1).
    """
    declared = _declared(session, review, tenant)
    own = checks.answers(session, keyring, review.case, ASKED_FOR[review.purpose])
    answers: dict[OfficeKind, Mapping[str, Any] | NotKnown] = {}
    for kind in asked_for(tenant.group):
        said = own.get(kind)
        not_asked = f"{OFFICE_NAMES[kind]}尚未核查 / {CHECKING_IN_ENGLISH[kind]} was not asked yet"
        why = getattr(said, "why", not_asked)
        answers[kind] = said.values if isinstance(said, Answer) else NotKnown(str(why))
    facts = facts_answered(declared, answers, tenant.household.name)
    people = {tenant.household.identity_index}
    if tenant.application is not None:
        people |= {member.identity_index for member in tenant.application.members}
    facts = with_co_owned(session, facts, people, review.opened_on)
    return Gathered(declared, facts, answers)


def assessed(book: PolicyBook, review: JointReview, held: Gathered) -> Assessment:
    """Return what the conditions find of these facts, by the standards of the review's first day.

    How long ago somebody graduated was asked when they applied, and is not asked again.
    Basis: HN 24 (HN-24-6), HN 33 (HN-33-4).

    Raises:
        MissingPolicyValue: the county has not set a standard.
    """
    found = assess_facts(held.facts, lines_for(book, review.place, review.opened_on))
    asked = tuple(each for each in found.findings if each.key not in AT_APPLICATION)
    return replace(found, findings=asked)


def _declared(session: Session, review: JointReview, tenant: Tenant) -> CaseFacts:
    day, home = review.opened_on, tenant.household
    if tenant.application is None:
        facts = facts_declared(of_sheet(home, day), home.accepted_on, SOURCE)
    else:
        values = values_of(session, tenant.application) | {"applied_on": day}
        source = "申请人申报 / declared by the applicant"
        facts = facts_declared(values, home.registered_on, source)
    return replace(facts, applied_on=day)

"""Everything an officer wants to see of one joint review, read together."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.checks import queries as checks
from housing.checks.models import CheckRequest
from housing.core.access.actor import Actor
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.eligibility.assess import Assessment
from housing.eligibility.citing import cited
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.joint_reviews import evidence, queries
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.people import Tenant, tenant_of
from housing.joint_reviews.states import UNDECIDED
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.policies import queries as policies
from housing.recusals import service as recusals
from housing.reviews.compared import Compared, compared
from housing.reviews.evidence import Gathered


@dataclass(frozen=True, slots=True)
class ReviewView:
    """One review on one screen; `unassessed` says why no rule could be tried."""

    review: JointReview
    tenant: Tenant
    name: str
    requests: Sequence[CheckRequest]
    opinions: Sequence[DepartmentOpinion]
    facts: Sequence[Compared]
    assessment: Assessment | None
    unassessed: HousingError | None
    cites: Mapping[str, Sequence[str]]
    letters: Sequence[Letter]
    earlier: Sequence[JointReview]


def review_view(session: Session, keyring: Keyring, actor: Actor, review_id: int) -> ReviewView:
    """Return a review as its page shows it.

    Raises:
        NotFound: the place has none with this id.
        NotAllowed: the family is the actor's own, or of a declared relation (回避).
    """
    review = queries.get(session, actor.place, review_id)
    tenant = tenant_of(session, review)
    recusals.keep_off(session, actor, tenant.indexes(), review.case)
    held = evidence.gathered(session, keyring, review, tenant)
    found, unassessed = _assessed(session, review, held)
    every = queries.of_household(session, review.household_id)
    return ReviewView(
        review=review,
        tenant=tenant,
        name=masked_name(tenant.household.name),
        requests=checks.of_case(session, review.case),
        opinions=queries.opinions(session, review.id),
        facts=compared(held),
        assessment=found,
        unassessed=unassessed,
        cites=cited(found, policies.book(session)) if found else {},
        letters=letters.of_case(session, review.case),
        earlier=[each for each in every if each.id != review.id],
    )


def names_of(session: Session, household_ids: Collection[int]) -> dict[int, str]:
    """Return the masked name of each of these households."""
    return households.names(session, household_ids)


def _assessed(
    session: Session, review: JointReview, held: Gathered
) -> tuple[Assessment | None, HousingError | None]:
    """Return the findings: those that were kept once decided, else those of now."""
    if review.state not in UNDECIDED and review.findings is not None:
        return Assessment.from_json(review.findings), None
    try:
        return evidence.assessed(policies.book(session), review, held), None
    except HousingError as refused:
        return None, refused

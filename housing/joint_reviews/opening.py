"""Beginning a joint review: of one household, or of many leases at once."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import insert

from housing.checks import many as departments
from housing.checks import service as checks
from housing.clocks import many as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.joint_reviews import people, queries
from housing.joint_reviews.evidence import ASKED_FOR
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.people import Tenant
from housing.joint_reviews.states import (
    CALLED,
    LIFECYCLE,
    ReviewAct,
    ReviewPurpose,
    ReviewState,
)
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.offices import queries as offices
from housing.recusals import service as recusals
from housing.reviews.cases import as_system

CLOCKS = {
    ReviewPurpose.RENEWAL: ClockKind.RENEWAL_REVIEW,
    ReviewPurpose.EXIT: ClockKind.EXIT_REVIEW,
    ReviewPurpose.PERIODIC: ClockKind.TENANT_RECHECK,
}
NAMED = 20


def begin(
    work: Work, lease: Lease, purpose: ReviewPurpose, *, reason: str, document: str = ""
) -> JointReview:
    """Begin the review of one lease; as `begin_many`, which says what is refused."""
    return begin_many(work, [lease], purpose, reason=reason, document=document)[0]


def begin_for_recipient(
    work: Work, household_id: int, *, reason: str, document: str = ""
) -> JointReview:
    """Begin the exit review of a household that receives a subsidy; raises as `begin_many`.

    Basis: HN 33 (HN-33-2: the triggers hold for those who receive a subsidy too).
    """
    tenant = people.recipient(work.session, work.place, household_id)
    return _begin(work, [tenant], ReviewPurpose.EXIT, reason, document)[0]


def begin_many(
    work: Work, leases: Sequence[Lease], purpose: ReviewPurpose, *, reason: str, document: str = ""
) -> list[JointReview]:
    """Begin the review of these leases of the actor's place and ask the departments about them.

    An open periodic review gives way to one for an exit or renewal, which asks the same.
    Basis: HN 24 (HN-24-6), HN 33 (HN-33-1 to HN-33-3), HN 14 (HN-14-3, HN-14-4).

    Raises:
        NotAllowed: the actor reviews no tenancies, or is recused (回避).
        BadInput: no reason.
        WrongState: a lease does not run, or its household is under review; names them.
        BrokenRule: a member's consent is missing, or the county has no such department.
        MissingPolicyValue: the county has not set a period.
    """
    ended = [lease.number for lease in leases if lease.state is not LeaseState.ACTIVE]
    if ended:
        named = "、".join(ended[:NAMED])
        raise WrongState(
            f"以下租赁合同不在租赁中，不能审核：{named} / these leases do not run: {named}"
        )
    found = people.tenants_of(work.session, leases)
    return _begin(work, found, purpose, reason, document)


def ask(work: Work, reviews: Sequence[JointReview], found: Sequence[Tenant]) -> None:
    """Ask the departments about the households of these reviews, which are of one purpose."""
    questions = [
        departments.Question(
            review.case,
            people.people_of(tenant, work.keyring),
            review.opened_on,
            tenant.group,
        )
        for review, tenant in zip(reviews, found, strict=True)
    ]
    departments.request_all(as_system(work), questions, ASKED_FOR[reviews[0].purpose])


def make_void(work: Work, review: JointReview, reason: str) -> None:
    """End a review that is not decided, its questions to departments with it.

    Raises:
        WrongState: it is decided.
    """
    LIFECYCLE.step(review.state, ReviewAct.MAKE_VOID, CALLED)
    before = review.state
    review.state = ReviewState.VOID
    work.session.flush()
    checks.void(as_system(work), review.case, reason)
    clocks.stop(work, review.place, "joint_review", [review.id], CLOCKS[review.purpose])
    told = Entry(
        TenancyTag.TENANT_REVIEW_VOID,
        review.case.subject,
        {"review": review.id, "state": before.value},
        {"review": review.id, "state": review.state.value},
        reason=reason,
    )
    work.record(told, review.place)


def _begin(
    work: Work, found: Sequence[Tenant], purpose: ReviewPurpose, reason: str, document: str
) -> list[JointReview]:
    if work.actor.role is not None:
        work.actor.must(Permission.REVIEW_TENANCY)
    given(reason, "审核原因 / reason")
    if not found:
        return []
    people.must_have_agreed(found)
    _supersede(work, found, purpose)
    made = _rows(work, found, purpose, reason.strip(), document.strip())
    if work.actor.role is not None:
        for review, tenant in zip(made, found, strict=True):
            recusals.must_be_free(work, tenant.indexes(), review.case)
    holders = offices.of_kind(work.session, work.place, OfficeKind.HOUSING_DEPARTMENT, work.day)
    office_id = holders[0].id if holders else None
    wanted = [clocks.Wanted(each.case, office_id=office_id) for each in made]
    clocks.start(work, CLOCKS[purpose], Role.COUNTY_REVIEWER, wanted)
    ask(work, made, found)
    _record(work, made, purpose, reason.strip(), document.strip())
    return made


def _rows(
    work: Work, found: Sequence[Tenant], purpose: ReviewPurpose, reason: str, document: str
) -> list[JointReview]:
    due_on: date = clocks.due(work, work.place, CLOCKS[purpose]).due_on
    shared: dict[str, Any] = {
        "place": work.place,
        "purpose": purpose,
        "state": ReviewState.OPEN,
        "opened_on": work.day,
        "opened_by": work.actor.name,
        "reason": reason,
        "document": document,
        "due_on": due_on,
        "decision_reason": "",
        "conditions": [],
        "cites": [],
    }
    rows = [
        shared
        | {
            "lease_id": each.lease.id if each.lease else None,
            "household_id": each.household.id,
            "number": each.number,
        }
        for each in found
    ]
    adding = insert(JointReview).returning(JointReview, sort_by_parameter_order=True)
    return list(work.session.scalars(adding, rows))


def _supersede(work: Work, found: Sequence[Tenant], purpose: ReviewPurpose) -> None:
    """Let an open periodic review give way; refuse where another one is open."""
    ids = [each.household.id for each in found]
    standing = queries.undecided_of(work.session, ids)
    periodic = ReviewPurpose.PERIODIC
    kept = [r for r in standing if r.purpose is not periodic or purpose is periodic]
    if kept:
        named = "、".join(each.number for each in kept[:NAMED])
        raise WrongState(
            f"以下家庭已在联合审核中：{named} / these households are under review already: {named}"
        )
    for each in standing:
        make_void(work, each, "改为续租或者退出审核 / another review asks the same")


def _record(
    work: Work, made: Sequence[JointReview], purpose: ReviewPurpose, reason: str, document: str
) -> None:
    after = {
        "reviews": len(made),
        "purpose": purpose.value,
        "sha256": sha256_hex(canonical_bytes(sorted(each.number for each in made))),
        "due_on": made[0].due_on.isoformat(),
    }
    subject = made[0].case.subject if len(made) == 1 else f"place:{work.place}"
    told = Entry(
        TenancyTag.TENANT_REVIEWS_BEGUN, subject, None, after, reason=reason, document=document
    )
    work.record(told, work.place)

"""JSON interface of joint reviews: the lists, one review with its opinions, who falls due.

Every act is a deed of the pages, at the same address behind /api/v1.
"""

from typing import Any

from housing.core.access.permissions import Permission
from housing.joint_reviews import jobs, queries
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.schemas import (
    DepartmentOpinionSchema,
    DueTenantSchema,
    TenantReviewsArguments,
    TenantReviewSchema,
)
from housing.joint_reviews.view import review_view
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("joint_reviews", __name__, description="在租家庭联合审核 / tenant reviews")


@guards.requires(Permission.SEE_LEASES)
@api.route("/tenant-reviews")
@api.arguments(TenantReviewsArguments, location="query")
@api.response(200, page_of(TenantReviewSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list, the soonest due first."""
    place = signed_in_actor().place
    wanted = queries.Wanted(only=asked["which"], purpose=asked["purpose"])
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, wanted))
        found = queries.page_of(session, place, wanted, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/tenant-reviews/<int:review_id>")
@api.response(200, TenantReviewSchema)
def show(review_id: int) -> JointReview:
    """Return one review."""
    here = installation()
    with reading() as session:
        return review_view(session, here.keyring, signed_in_actor(), review_id).review


@guards.requires(Permission.SEE_LEASES)
@api.route("/tenant-reviews/<int:review_id>/opinions")
@api.response(200, DepartmentOpinionSchema(many=True))
def opinions(review_id: int) -> list[DepartmentOpinion]:
    """Return what departments hold, the oldest first."""
    here = installation()
    with reading() as session:
        return list(review_view(session, here.keyring, signed_in_actor(), review_id).opinions)


@guards.requires(Permission.SEE_LEASES)
@api.route("/tenant-reviews/due")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(DueTenantSchema))
def due(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the tenants whose periodic look has fallen due, the longest unseen first.

    Answers 409 while the county has not set how often.
    """
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        before = jobs.seen_before(session, place, day)
        paging = paging_of(asked, queries.count_due(session, place, before))
        found = queries.due(session, place, before, paging.offset, paging.rows)
    rows = [{"lease_id": lease.id, "number": lease.number, "seen": seen} for lease, seen in found]
    return page_answer(rows, paging)

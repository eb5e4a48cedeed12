"""JSON interface of joint reviews: the lists, one review with its opinions, opining, passing."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.joint_reviews import queries, service
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.schemas import (
    DepartmentOpinionSchema,
    ReviewReasonsSchema,
    TenantReviewsArguments,
    TenantReviewSchema,
    WrittenOpinionSchema,
)
from housing.joint_reviews.view import review_view
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
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


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/tenant-reviews/<int:review_id>/opinions", methods=["POST"])
@api.arguments(WrittenOpinionSchema)
@api.response(201, DepartmentOpinionSchema)
def opine(sent: dict[str, Any], review_id: int) -> DepartmentOpinion:
    """Keep the written opinion of a department."""
    with acting() as work:
        return service.opine(work, review_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/tenant-reviews/<int:review_id>/pass", methods=["POST"])
@api.arguments(ReviewReasonsSchema)
@api.response(200, TenantReviewSchema)
def passed(sent: dict[str, Any], review_id: int) -> JointReview:
    """Find that a tenant still meets the conditions, in a periodic review."""
    with acting() as work:
        return service.decide(work, review_id, passed=True, reasons=sent["reasons"])

"""The chapters that joint reviews add to the story of a lease."""

from sqlalchemy.orm import Session

from housing.joint_reviews import queries
from housing.joint_reviews.states import CALLED, ReviewPurpose, ReviewState
from housing.leases.story import Chapter

_TITLES = {
    ReviewPurpose.RENEWAL: "续租联合审核",
    ReviewPurpose.EXIT: "退出联合审核",
    ReviewPurpose.PERIODIC: "在租家庭定期复查",
}


def chapters(session: Session, lease_id: int) -> list[Chapter]:
    """Return when the household of a lease was reviewed, and what was found."""
    told = []
    for review in queries.of_lease(session, lease_id):
        if review.state is ReviewState.VOID:
            continue
        title, values = _TITLES[review.purpose], {"review_id": review.id}
        told.append(
            Chapter(review.opened_on, title, review.reason, "joint_reviews.show", dict(values))
        )
        if review.decided_on is not None:
            said = f"{title}：{CALLED[review.state]}"
            reasons = "；".join(review.reasons)
            told.append(
                Chapter(review.decided_on, said, reasons, "joint_reviews.show", dict(values))
            )
    return told

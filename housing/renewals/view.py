"""Everything an officer wants to see of one application to renew, read together."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.households.masking import masked_name
from housing.joint_reviews import people
from housing.joint_reviews import queries as reviews
from housing.joint_reviews.models import DepartmentOpinion, JointReview
from housing.joint_reviews.people import Tenant
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.recusals import service as recusals
from housing.renewals import queries
from housing.renewals.models import Renewal


@dataclass(frozen=True, slots=True)
class RenewalView:
    """One application on one screen; `sign_by`: while the lease that follows is not signed."""

    renewal: Renewal
    tenant: Tenant
    name: str
    lease: Lease
    review: JointReview | None
    opinions: Sequence[DepartmentOpinion]
    successor: Lease | None
    sign_by: date | None
    earlier: Sequence[Renewal]


def renewal_view(session: Session, actor: Actor, renewal_id: int) -> RenewalView:
    """Return an application as its page shows it.

    Raises:
        NotFound: the place has none with this id.
        NotAllowed: the family is the actor's own, or of a declared relation (回避).
    """
    renewal = queries.get(session, actor.place, renewal_id)
    lease = leases.get(session, renewal.place, renewal.lease_id)
    tenant = people.tenants_of(session, [lease])[0]
    recusals.keep_off(session, actor, tenant.indexes(), renewal.case)
    review = reviews.get(session, renewal.place, renewal.review_id) if renewal.review_id else None
    after = renewal.successor_id
    every = queries.of_lease(session, lease.id)
    return RenewalView(
        renewal=renewal,
        tenant=tenant,
        name=masked_name(tenant.household.name),
        lease=lease,
        review=review,
        opinions=reviews.opinions(session, review.id) if review else (),
        successor=leases.get(session, renewal.place, after) if after else None,
        sign_by=leases.sign_by(session, [after]).get(after) if after else None,
        earlier=[each for each in every if each.id != renewal.id],
    )

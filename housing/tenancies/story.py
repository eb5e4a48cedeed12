"""The whole story of a lease: the chapters of every feature in one row, the latest first."""

from collections.abc import Callable

from sqlalchemy.orm import Session

from housing.arrears import story as arrears
from housing.exchanges import story as exchanges
from housing.exits import story as exits
from housing.handovers import story as handovers
from housing.inspections import story as inspections
from housing.joint_reviews import story as joint_reviews
from housing.leases import story as leases
from housing.leases.story import Chapter
from housing.payments import story as payments
from housing.renewals import story as renewals
from housing.rents import story as rents
from housing.repairs import story as repairs
from housing.sales import story as sales
from housing.violations import story as violations

TOLD_BY: tuple[Callable[[Session, int], list[Chapter]], ...] = (
    leases.chapters,
    rents.chapters,
    payments.chapters,
    arrears.chapters,
    repairs.chapters,
    inspections.chapters,
    joint_reviews.chapters,
    renewals.chapters,
    exchanges.chapters,
    violations.chapters,
    exits.chapters,
    handovers.chapters,
    sales.chapters,
)


def story_of(session: Session, lease_id: int) -> list[Chapter]:
    """Return everything that happened to a lease, the latest first."""
    told = [chapter for chapters in TOLD_BY for chapter in chapters(session, lease_id)]
    return sorted(told, key=lambda chapter: chapter.on, reverse=True)

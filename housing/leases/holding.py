"""Which lease holds a unit: told to the pages of units, which stand below leases."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.units.by_hand import Tenancy


def tenancy_of(session: Session, unit_id: int) -> Tenancy | None:
    """Return the lease that runs in a unit, else the signed one that is to begin, or None."""
    lease = session.scalars(
        select(Lease)
        .where(
            Lease.unit_id == unit_id,
            Lease.state.in_((LeaseState.ACTIVE, LeaseState.SIGNED)),
        )
        .order_by(Lease.starts_on, Lease.id)
        .limit(1)
    ).first()
    return Tenancy(lease.id, lease.number) if lease else None

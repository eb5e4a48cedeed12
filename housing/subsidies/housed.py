"""Who lives under a lease and is paid a subsidy all the same: a family has one of the two."""

from collections.abc import Collection

from sqlalchemy import ColumnElement, Select, select, union
from sqlalchemy.orm import Session

from housing.applications.models import Member
from housing.core.errors import BrokenRule
from housing.households.models import Household
from housing.leases.models import Lease, LeaseMember
from housing.leases.states import LeaseState
from housing.subsidies.models import Entitlement
from housing.subsidies.states import LIVE

_BINDS = (LeaseState.SIGNED, LeaseState.ACTIVE)


def leases_of(session: Session, household_ids: Collection[int]) -> dict[int, str]:
    """Return {household: number of a lease} of those of whom somebody lives under one.

    The head counts and everybody of its application, whichever household holds the lease.
    Basis: HN 9 (HN-9-1).
    """
    return dict(session.execute(_living(Household.id.in_(household_ids))).all())


def paid_and_housed(place: str) -> Select[int]:
    """Return the select of the households of a place whose subsidy runs under a lease."""
    runs = select(Entitlement.household_id).where(
        Entitlement.place == place, Entitlement.state.in_(LIVE)
    )
    living = _living(Household.id.in_(runs)).subquery()
    return select(living.c.household_id)


def must_not_be_housed(session: Session, household_id: int) -> None:
    """Refuse a subsidy to a household that rents a public flat. Basis: HN 9 (HN-9-1).

    Raises:
        BrokenRule: it does; names the lease.
    """
    for number in leases_of(session, [household_id]).values():
        raise BrokenRule(
            f"该家庭正承租公共租赁住房（租赁合同 {number}），租赁补贴和实物配租只能享受一种"
            f" / this household rents a public flat under {number}; it has either a flat or the"
            " subsidy",
            rules=("HN-9-1",),
        )


def _living(which: ColumnElement[bool]) -> Select[int, str]:
    whose = Household.id.label("household_id")
    heads = select(whose, Household.place, Household.identity_index).where(which)
    family = (
        select(whose, Household.place, Member.identity_index)
        .join(Member, Member.application_id == Household.application_id)
        .where(which)
    )
    people = union(heads, family).subquery()
    return (
        select(people.c.household_id, Lease.number)
        .join(LeaseMember, LeaseMember.identity_index == people.c.identity_index)
        .join(Lease, Lease.id == LeaseMember.lease_id)
        .where(Lease.place == people.c.place, Lease.state.in_(_BINDS))
        .order_by(Lease.id)
    )

"""Reads of rents: reductions, fees of estates, and what was charged in a month."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.households.models import Household
from housing.leases.models import Lease
from housing.rents.models import ChargedMonth, EstateFee, Reduction
from housing.rents.states import ReductionState
from housing.units.models import Unit

MOST_COUNTED = 10_000


@dataclass(frozen=True, slots=True)
class ReductionRow:
    """A reduction with its lease, unit and household, as lists show it."""

    reduction: Reduction
    lease: Lease
    unit: Unit
    household: Household


def reduction(session: Session, place: str, reduction_id: int, *, lock: bool = False) -> Reduction:
    """Return a reduction of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Reduction).where(Reduction.id == reduction_id, Reduction.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {reduction_id} 号租金减免 / there is no reduction {reduction_id}")
    return found


def applied_of(session: Session, lease_id: int) -> Reduction | None:
    """Return the application of a lease that waits for its decision, or None."""
    return session.scalars(
        select(Reduction).where(
            Reduction.lease_id == lease_id, Reduction.state == ReductionState.APPLIED
        )
    ).one_or_none()


def granted_of(session: Session, lease_id: int) -> Sequence[Reduction]:
    """Return the reductions of a lease that hold or held, the newest first."""
    return session.scalars(
        select(Reduction)
        .where(
            Reduction.lease_id == lease_id,
            Reduction.state.in_((ReductionState.GRANTED, ReductionState.ENDED)),
        )
        .order_by(Reduction.from_month.desc())
    ).all()


def of_lease(session: Session, lease_id: int) -> Sequence[Reduction]:
    """Return every reduction of a lease, the newest first."""
    return session.scalars(
        select(Reduction).where(Reduction.lease_id == lease_id).order_by(Reduction.id.desc())
    ).all()


def ending(session: Session, place: str, period: str, some: int) -> Sequence[Reduction]:
    """Return granted reductions whose last month is `period` and that nobody was told of."""
    return session.scalars(
        select(Reduction)
        .where(
            Reduction.place == place,
            Reduction.state == ReductionState.GRANTED,
            Reduction.until_month == period,
            Reduction.reminded_on.is_(None),
        )
        .order_by(Reduction.id)
        .limit(some)
    ).all()


def page_of(
    session: Session, place: str, state: ReductionState | None, offset: int, limit: int | None
) -> list[ReductionRow]:
    """Return a page of reductions with their leases, the oldest application first."""
    found = (
        _narrowed(select(Reduction, Lease, Unit, Household), place, state)
        .join(Lease, Lease.id == Reduction.lease_id)
        .join(Unit, Unit.id == Lease.unit_id)
        .join(Household, Household.id == Lease.household_id)
        .order_by(Reduction.id)
        .offset(offset)
        .limit(limit)
    )
    return [ReductionRow(*row) for row in session.execute(found)]


def count(session: Session, place: str, state: ReductionState | None) -> int:
    """Return how many reductions a list holds, counting no further than 10,000."""
    some = _narrowed(select(Reduction.id), place, state).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def waiting(session: Session, place: str) -> int:
    """Return how many applications wait for a decision, for the desk."""
    return count(session, place, ReductionState.APPLIED)


def fees(session: Session, place: str) -> Sequence[EstateFee]:
    """Return the fees of estates, the newest of each estate first."""
    return session.scalars(
        select(EstateFee)
        .where(EstateFee.place == place)
        .order_by(EstateFee.project_code, EstateFee.from_on.desc())
    ).all()


def months(session: Session, place: str, how_many: int = 24) -> Sequence[ChargedMonth]:
    """Return what was charged in the last months, the newest first."""
    return session.scalars(
        select(ChargedMonth)
        .where(ChargedMonth.place == place)
        .order_by(ChargedMonth.period.desc())
        .limit(how_many)
    ).all()


def last_charged(session: Session, place: str) -> str | None:
    """Return the last month that was charged in a place; None before the first."""
    return session.scalar(select(func.max(ChargedMonth.period)).where(ChargedMonth.place == place))


def _narrowed(found: Any, place: str, state: ReductionState | None) -> Select[Any]:
    narrowed: Select[Any] = found.where(Reduction.place == place)
    return narrowed if state is None else narrowed.where(Reduction.state == state)

"""Reads of leases; lists are by the last day agreed, then by number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.errors import NotFound
from housing.households.models import Household
from housing.leases.models import ConditionReport, Lease, LeaseMember, LeaseSignature
from housing.leases.states import LeaseState
from housing.offers.models import Offer
from housing.offers.states import HOLDING
from housing.units.models import Unit

MOST_COUNTED = 10_000
S = LeaseState
_OPEN = (CaseClock.case_kind == "lease", CaseClock.stopped_on.is_(None))
_OPEN_FILING = (*_OPEN, CaseClock.kind == ClockKind.LEASE_FILING)
#: A renewal that was granted has to be signed.
OPEN_SIGNING = (*_OPEN, CaseClock.kind == ClockKind.LEASE_SIGNING)


@dataclass(frozen=True, slots=True)
class LeaseFilter:
    """What a list of leases shows; empty fields narrow nothing.

    `unfiled`: signed leases that nobody filed; `filing_late_on`: whose time to file has passed on
    that day. `ending_by`: running leases whose last day agreed is this day or earlier.
    `text` is looked for in lease number, unit code, name and number of the household.
    """

    state: LeaseState | None = None
    unfiled: bool = False
    filing_late_on: date | None = None
    ending_by: date | None = None
    project: str = ""
    owner: str = ""
    text: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A lease with its unit and household, as lists show it."""

    lease: Lease
    unit: Unit
    household: Household


def get(session: Session, place: str, lease_id: int, *, lock: bool = False) -> Lease:
    """Return a lease of a place; `lock` holds it until the commit.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Lease).where(Lease.id == lease_id, Lease.place == place)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {lease_id} 号租赁合同 / there is no lease {lease_id}")
    return found


def by_number(session: Session, place: str, number: str) -> Lease | None:
    """Return the lease with this number in a place, or None."""
    return session.scalars(
        select(Lease).where(Lease.place == place, Lease.number == number)
    ).one_or_none()


def of_ids(session: Session, lease_ids: Collection[int]) -> dict[int, Lease]:
    """Return leases by their ids."""
    found = session.scalars(select(Lease).where(Lease.id.in_(lease_ids)))
    return {lease.id: lease for lease in found}


def of_offer(session: Session, offer_id: int) -> Lease | None:
    """Return the lease of an offer that is not void, or None."""
    return session.scalars(
        select(Lease).where(Lease.offer_id == offer_id, Lease.state != S.VOID)
    ).one_or_none()


def active_of_unit(session: Session, unit_id: int) -> Lease | None:
    """Return the lease that runs in a unit, or None."""
    return session.scalars(
        select(Lease).where(Lease.unit_id == unit_id, Lease.state == S.ACTIVE)
    ).one_or_none()


def active_of_household(session: Session, household_id: int) -> Lease | None:
    """Return the lease under which a household lives, or None."""
    return session.scalars(
        select(Lease).where(Lease.household_id == household_id, Lease.state == S.ACTIVE)
    ).one_or_none()


def successor_of(session: Session, lease_id: int) -> Lease | None:
    """Return the lease that follows this one, drafted or later, or None."""
    return session.scalars(
        select(Lease)
        .where(Lease.previous_id == lease_id, Lease.state.not_in((S.VOID, S.FALLEN_THROUGH)))
        .order_by(Lease.id.desc())
        .limit(1)
    ).one_or_none()


def running(session: Session, place: str, after_id: int, limit: int) -> Sequence[Lease]:
    """Return leases that run, by id from after `after_id`; for jobs that act in batches."""
    return session.scalars(
        select(Lease)
        .where(Lease.place == place, Lease.state == S.ACTIVE, Lease.id > after_id)
        .order_by(Lease.id)
        .limit(limit)
    ).all()


def places(session: Session) -> Sequence[str]:
    """Return the places that have leases which bind or will, in order."""
    open_states = (S.DRAFTED, S.SIGNED, S.ACTIVE)
    found = select(Lease.place).where(Lease.state.in_(open_states)).distinct()
    return session.scalars(found.order_by(Lease.place)).all()


def to_begin(session: Session, day: date) -> Sequence[tuple[str, int]]:
    """Return place and id of every signed successor whose first day has come."""
    rows = session.execute(
        select(Lease.place, Lease.id)
        .where(Lease.state == S.SIGNED, Lease.previous_id.is_not(None), Lease.starts_on <= day)
        .order_by(Lease.place, Lease.id)
    )
    return [(place, lease_id) for place, lease_id in rows]


def without_offer(session: Session) -> Sequence[tuple[str, int]]:
    """Return place and id of every draft whose offer has ended otherwise."""
    rows = session.execute(
        select(Lease.place, Lease.id)
        .join(Offer, Offer.id == Lease.offer_id)
        .where(Lease.state == S.DRAFTED, Offer.state.not_in(HOLDING))
        .order_by(Lease.place, Lease.id)
    )
    return [(place, lease_id) for place, lease_id in rows]


def members(session: Session, lease_id: int) -> Sequence[LeaseMember]:
    """Return who lives under a lease, the tenant first."""
    return session.scalars(
        select(LeaseMember).where(LeaseMember.lease_id == lease_id).order_by(LeaseMember.position)
    ).all()


def members_of(session: Session, lease_ids: Collection[int]) -> dict[int, list[LeaseMember]]:
    """Return who lives under each of these leases, the tenant first."""
    found: dict[int, list[LeaseMember]] = {}
    rows = session.scalars(
        select(LeaseMember)
        .where(LeaseMember.lease_id.in_(lease_ids))
        .order_by(LeaseMember.lease_id, LeaseMember.position)
    )
    for row in rows:
        found.setdefault(row.lease_id, []).append(row)
    return found


def reports(session: Session, lease_id: int) -> Sequence[ConditionReport]:
    """Return the condition reports of a lease, the oldest first."""
    return session.scalars(
        select(ConditionReport)
        .where(ConditionReport.lease_id == lease_id)
        .order_by(ConditionReport.on, ConditionReport.id)
    ).all()


def signature(session: Session, lease: Lease, sha256: str) -> LeaseSignature | None:
    """Return the tenant's signature under exactly this contract, or None."""
    return session.scalars(
        select(LeaseSignature).where(
            LeaseSignature.lease_id == lease.id, LeaseSignature.contract_sha256 == sha256
        )
    ).one_or_none()


def page_of(
    session: Session,
    place: str,
    narrow: LeaseFilter,
    offset: int = 0,
    limit: int | None = 50,
) -> list[Row]:
    """Return a page of leases with their units and households."""
    found = (
        _narrowed(select(Lease, Unit, Household), place, narrow)
        .order_by(Lease.ends_on, Lease.id)
        .offset(offset)
        .limit(limit)
    )
    return [Row(*row) for row in session.execute(found)]


def count(session: Session, place: str, narrow: LeaseFilter) -> int:
    """Return how many leases a list holds, counting no further than 10,000."""
    some = _narrowed(select(Lease.id), place, narrow).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(some.subquery())) or 0


def filing_due(session: Session, lease_ids: Collection[int]) -> dict[int, date]:
    """Return the last day to file of those leases whose time runs."""
    return _due(session, _OPEN_FILING, lease_ids)


def sign_by(session: Session, lease_ids: Collection[int]) -> dict[int, date]:
    """Return the last day to sign of those renewals that are drafted."""
    return _due(session, OPEN_SIGNING, lease_ids)


def late_by_owner(session: Session, place: str, day: date) -> list[tuple[str, int]]:
    """Return how many leases each owner has not filed in time. Basis: HN 24 (HN-24-2)."""
    narrow = LeaseFilter(filing_late_on=day)
    found = _narrowed(select(Unit.owner, func.count()), place, narrow).group_by(Unit.owner)
    rows = session.execute(found.order_by(func.count().desc(), Unit.owner))
    return [(owner, number) for owner, number in rows]


def waiting(session: Session, place: str, day: date) -> dict[str, int]:
    """Return the counts of the work lists: to sign, keys, to file, late filings, ending soon."""
    narrows = {
        "drafted": LeaseFilter(state=S.DRAFTED),
        "signed": LeaseFilter(state=S.SIGNED),
        "unfiled": LeaseFilter(unfiled=True),
        "late": LeaseFilter(filing_late_on=day),
    }
    return {name: count(session, place, narrow) for name, narrow in narrows.items()}


def _due(
    session: Session, clock: tuple[ColumnElement[bool], ...], lease_ids: Collection[int]
) -> dict[int, date]:
    wanted = select(CaseClock.case_id, CaseClock.due_on).where(
        *clock, CaseClock.case_id.in_(lease_ids)
    )
    return dict(session.execute(wanted).all())


def _filing_clock() -> Select[int]:
    return select(CaseClock.id).where(*_OPEN_FILING, CaseClock.case_id == Lease.id)


def _narrowed(
    found: Select[*tuple[Any, ...]], place: str, narrow: LeaseFilter
) -> Select[*tuple[Any, ...]]:
    found = (
        found.join_from(Lease, Unit, Unit.id == Lease.unit_id)
        .join(Household, Household.id == Lease.household_id)
        .where(Lease.place == place)
    )
    if narrow.state is not None:
        found = found.where(Lease.state == narrow.state)
    if narrow.unfiled:
        found = found.where(Lease.filed_on.is_(None), Lease.state.in_((S.SIGNED, S.ACTIVE)))
    if narrow.filing_late_on is not None:
        found = found.where(
            _filing_clock().where(CaseClock.due_on < narrow.filing_late_on).exists()
        )
    if narrow.ending_by is not None:
        found = found.where(Lease.state == S.ACTIVE, Lease.ends_on <= narrow.ending_by)
    if narrow.project:
        found = found.where(Unit.project_code == narrow.project)
    if narrow.owner:
        found = found.where(Unit.owner == narrow.owner)
    if narrow.text:
        words = narrow.text
        found = found.where(
            or_(
                Lease.number == words,
                Unit.code == words,
                Household.application_number == words,
                Household.name == words,
            )
        )
    return found

"""What pages show of a lease: the flat, the tenant masked, the days and the rent."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.core.errors import MissingPolicyValue
from housing.documents import queries as documents
from housing.documents.models import Document
from housing.households.masking import masked_name
from housing.leases import contract, queries, terms
from housing.leases.items import Item
from housing.leases.models import ConditionReport, Lease, LeaseMember, RentTerm
from housing.leases.queries import Row
from housing.leases.states import LeaseState
from housing.units import queries as units
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class Listed:
    """A lease in a list; `filing_due` is the last day to file it, where that time runs."""

    lease: Lease
    unit: Unit
    address: str
    name: str
    monthly_fen: int | None
    filing_due: date | None


@dataclass(frozen=True, slots=True)
class Whole:
    """A lease on its own page."""

    lease: Lease
    unit: Unit
    address: str
    name: str
    people: list[str]
    terms: list[RentTerm]
    rent: RentTerm | None
    missing: list[Item]
    reports: list[ConditionReport]
    papers: list[Document]
    filing_due: date | None
    previous: Lease | None
    successor: Lease | None

    @property
    def can_sign(self) -> bool:
        """Whether the contract is whole and waits for the tenant's name."""
        return self.lease.state is LeaseState.DRAFTED and not self.missing


def listed(session: Session, rows: list[Row], day: date) -> list[Listed]:
    """Return rows of a list with what it says of them, in the same order."""
    if not rows:
        return []
    ids = [row.lease.id for row in rows]
    rents, due = terms.of_leases(session, ids), queries.filing_due(session, ids)
    projects = units.projects(session, rows[0].lease.place)
    found = []
    for row in rows:
        project = projects.get(row.unit.project_code)
        rent = held(rents.get(row.lease.id, []), day)
        found.append(
            Listed(
                lease=row.lease,
                unit=row.unit,
                address=f"{project.name if project else ''}{row.unit.address}",
                name=masked_name(row.household.name),
                monthly_fen=rent.monthly_fen if rent else None,
                filing_due=due.get(row.lease.id),
            )
        )
    return found


def whole(session: Session, lease: Lease, day: date) -> Whole:
    """Return a lease with everything that its page shows; names are masked."""
    people: list[LeaseMember] = list(queries.members(session, lease.id))
    rents = terms.of_leases(session, [lease.id]).get(lease.id, [])
    unit = units.by_id(session, lease.place, lease.unit_id)
    project = units.project(session, lease.place, unit.project_code)
    previous = session.get(Lease, lease.previous_id) if lease.previous_id else None
    return Whole(
        lease=lease,
        unit=unit,
        address=f"{project.name}{unit.address}",
        name=masked_name(people[0].name) if people else "",
        people=[masked_name(each.name) for each in people[1:]],
        terms=rents,
        rent=held(rents, day) or (rents[0] if rents else None),
        missing=_missing(session, lease),
        reports=list(queries.reports(session, lease.id)),
        papers=list(documents.of_case(session, lease.case)),
        filing_due=queries.filing_due(session, [lease.id]).get(lease.id),
        previous=previous,
        successor=queries.successor_of(session, lease.id),
    )


def held(rents: list[RentTerm], day: date) -> RentTerm | None:
    """Return the term among these that holds on a day, or None."""
    for term in rents:
        if term.from_on <= day and (term.to_on is None or day <= term.to_on):
            return term
    return None


def _missing(session: Session, lease: Lease) -> list[Item]:
    if lease.state is not LeaseState.DRAFTED:
        return []
    try:
        return contract.missing(session, lease)
    except MissingPolicyValue:
        return []

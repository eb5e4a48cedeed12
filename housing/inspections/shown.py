"""What pages show of a visit: the flat, the tenant masked, the pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.documents import queries as documents
from housing.documents.models import Document
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.inspections.models import Inspection
from housing.leases import queries as leases
from housing.repairs import queries as repairs
from housing.repairs.models import Repair
from housing.units import queries as units

#: Under which kind the pictures of a visit lie among its documents.
PHOTO = "inspection_photo"


@dataclass(frozen=True, slots=True)
class Listed:
    """A visit in a list."""

    visit: Inspection
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A visit on its own page; `repairs` by the name under which a finding names its repair."""

    visit: Inspection
    address: str
    name: str
    photos: list[Document]
    repairs: dict[str, Repair]


def listed(session: Session, found: Sequence[Inspection]) -> list[Listed]:
    """Return rows of a list with flat and masked name, in the same order."""
    if not found:
        return []
    flats = {unit.id: unit for unit in units.by_ids(session, [each.unit_id for each in found])}
    estates = units.projects(session, found[0].place)
    held = leases.of_ids(session, [each.lease_id for each in found])
    names = households.names(session, [lease.household_id for lease in held.values()])
    rows = []
    for each in found:
        unit = flats[each.unit_id]
        estate = estates.get(unit.project_code)
        name = masked_name(names.get(held[each.lease_id].household_id, ""))
        rows.append(Listed(each, f"{estate.name if estate else ''}{unit.address}", name))
    return rows


def whole(session: Session, visit: Inspection) -> Whole:
    """Return a visit with everything that its page shows; the name is masked."""
    (row,) = listed(session, [visit])
    photos = [each for each in documents.of_case(session, visit.case) if each.kind == PHOTO]
    asked = {each.case.subject: each for each in repairs.of_unit(session, visit.unit_id)}
    return Whole(visit, row.address, row.name, photos, asked)

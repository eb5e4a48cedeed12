"""What pages show of a repair: the flat, the tenant masked, the pictures."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.documents import queries as documents
from housing.documents.models import Document
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.repairs.models import Repair
from housing.units import queries as units

#: Under which kind the pictures of a repair lie among its documents.
PHOTO = "repair_photo"


@dataclass(frozen=True, slots=True)
class Listed:
    """A repair in a list."""

    repair: Repair
    address: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A repair on its own page; `name` is empty where nobody rents the flat."""

    repair: Repair
    address: str
    lease: Lease | None
    name: str
    photos: list[Document]


def listed(session: Session, found: Sequence[Repair]) -> list[Listed]:
    """Return rows of a list with their flats, in the same order."""
    if not found:
        return []
    flats = {unit.id: unit for unit in units.by_ids(session, [each.unit_id for each in found])}
    estates = units.projects(session, found[0].place)
    rows = []
    for each in found:
        unit = flats[each.unit_id]
        estate = estates.get(unit.project_code)
        rows.append(Listed(each, f"{estate.name if estate else ''}{unit.address}"))
    return rows


def whole(session: Session, repair: Repair) -> Whole:
    """Return a repair with everything that its page shows; the name is masked."""
    (row,) = listed(session, [repair])
    lease = leases.get(session, repair.place, repair.lease_id) if repair.lease_id else None
    names = households.names(session, [lease.household_id]) if lease else {}
    photos = [each for each in documents.of_case(session, repair.case) if each.kind == PHOTO]
    name = masked_name(names[lease.household_id]) if lease else ""
    return Whole(repair, row.address, lease, name, photos)

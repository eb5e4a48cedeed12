"""What pages show of an offer: the flat, the household masked, and what may be done."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from housing.households import queries as households
from housing.households.masking import masked_name
from housing.offers.models import Offer
from housing.units import queries as units
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class Shown:
    """An offer with its flat: where it lies, its size and rent, and a masked name."""

    offer: Offer
    unit: Unit
    address: str
    name: str
    number: str


def shown(session: Session, offers: list[Offer]) -> list[Shown]:
    """Return offers with what their pages say of them, in the same order."""
    if not offers:
        return []
    flats = {unit.id: unit for unit in units.by_ids(session, {each.unit_id for each in offers})}
    homes = {
        home.id: home for home in households.by_ids(session, {each.household_id for each in offers})
    }
    projects = units.projects(session, offers[0].place)
    found = []
    for offer in offers:
        flat, home = flats[offer.unit_id], homes[offer.household_id]
        project = projects.get(flat.project_code)
        found.append(
            Shown(
                offer=offer,
                unit=flat,
                address=f"{project.name if project else flat.project_code}{flat.address}",
                name=masked_name(home.name),
                number=home.application_number,
            )
        )
    return found

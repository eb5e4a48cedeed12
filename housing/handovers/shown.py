"""What pages show of a handover: the flat, the tenant masked, what differs, how it was settled."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.handovers.inspecting import changed, reports_of
from housing.handovers.models import Handover
from housing.handovers.settling import last_day_to_object
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.leases import queries as leases
from housing.leases.conditions import Difference
from housing.leases.models import ConditionReport, Lease
from housing.units import queries as units
from housing.units.models import Unit


@dataclass(frozen=True, slots=True)
class Listed:
    """A handover in a list."""

    handover: Handover
    unit: Unit
    address: str
    name: str


@dataclass(frozen=True, slots=True)
class Whole:
    """A handover on its own page."""

    handover: Handover
    lease: Lease
    unit: Unit
    address: str
    name: str
    entered: ConditionReport | None
    left: ConditionReport | None
    changed: Sequence[Difference]
    object_until: date | None


def listed(session: Session, found: Sequence[Handover]) -> list[Listed]:
    """Return rows of a list with flat and masked name, in the same order."""
    if not found:
        return []
    names = households.names(session, [each.household_id for each in found])
    flats = {unit.id: unit for unit in units.by_ids(session, [each.unit_id for each in found])}
    estates = units.projects(session, found[0].place)
    rows = []
    for each in found:
        unit = flats[each.unit_id]
        estate = estates.get(unit.project_code)
        address = f"{estate.name if estate else ''}{unit.address}"
        rows.append(Listed(each, unit, address, masked_name(names.get(each.household_id, ""))))
    return rows


def whole(session: Session, handover: Handover, day: date) -> Whole:
    """Return a handover with everything that its page shows; the name is masked."""
    (row,) = listed(session, [handover])
    entered, left = reports_of(session, handover)
    settled = handover.settled_on
    return Whole(
        handover=handover,
        lease=leases.get(session, handover.place, handover.lease_id),
        unit=row.unit,
        address=row.address,
        name=row.name,
        entered=entered,
        left=left,
        changed=changed(session, handover),
        object_until=last_day_to_object(session, handover.place, settled, day) if settled else None,
    )

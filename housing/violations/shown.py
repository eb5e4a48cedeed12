"""What lists and pages say of cases: the masked tenant, the address, the day they wait for."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.households import queries as households
from housing.leases import queries as leases
from housing.recusals.service import keep_off
from housing.units import queries as units
from housing.violations.models import Violation
from housing.violations.states import ViolationState

S = ViolationState


@dataclass(frozen=True, slots=True)
class Shown:
    """A case as lists show it; `due_on`: the end of what runs, None where a person goes on."""

    violation: Violation
    name: str
    address: str
    due_on: date | None


def shown(session: Session, found: Sequence[Violation]) -> list[Shown]:
    """Return cases with what their lists say of them, in the same order."""
    if not found:
        return []
    held = leases.of_ids(session, {each.lease_id for each in found})
    names = households.names(session, {lease.household_id for lease in held.values()})
    flats = {
        unit.id: unit for unit in units.by_ids(session, {lease.unit_id for lease in held.values()})
    }
    projects = units.projects(session, found[0].place)
    rows = []
    for each in found:
        lease = held[each.lease_id]
        flat = flats[lease.unit_id]
        project = projects.get(flat.project_code)
        where = f"{project.name if project else flat.project_code}{flat.address}"
        rows.append(Shown(each, names[lease.household_id], where, due_of(each)))
    return rows


def keep_off_own(session: Session, actor: Actor, violation: Violation) -> None:
    """Refuse an officer even a look at a case of their own household or of a relation.

    Raises:
        NotAllowed: see `recusals.service.keep_off`.
    """
    people = {each.identity_index for each in leases.members(session, violation.lease_id)}
    keep_off(session, actor, people, violation.case)


def due_of(violation: Violation) -> date | None:
    """Return the last day of what runs in a case, or None."""
    return {
        S.NOTICED: violation.statement_until,
        S.RECTIFYING: violation.rectify_until,
        S.RETURNING: violation.return_until,
    }.get(violation.state)

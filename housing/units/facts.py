"""What is known about a unit before it is stored."""

from dataclasses import dataclass
from datetime import date

from housing.units.states import UnitState


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit as a sheet tells it. Area in hundredths of m², rent in fen per m² and month.

    What a sheet has no column for is None and stays on file as it is.
    """

    code: str
    project_code: str
    project_name: str
    street: str
    building: str
    entrance: str
    room: str
    floor: int
    floors: int
    layout: str
    area: int
    accessible: bool
    lift: bool
    owner: str
    reserved_for: str
    completed_on: date
    rent_fen: int
    state: UnitState
    unit_class: str
    usable_area: int | None = None
    orientation: str | None = None
    facilities: str | None = None
    accessible_features: str | None = None
    certificate: str | None = None
    rent_document: str | None = None


@dataclass(frozen=True, slots=True)
class UnitDescription:
    """One unit as an officer describes it; state and class follow from acts and from this.

    Areas in hundredths of m², rent in fen per m² and month.
    """

    code: str
    project_code: str
    building: str
    entrance: str
    room: str
    floor: int
    floors: int
    layout: str
    area: int
    usable_area: int | None
    orientation: str
    facilities: str
    accessible: bool
    accessible_features: str
    lift: bool
    owner: str
    reserved_for: str
    certificate: str
    completed_on: date
    rent_fen: int
    rent_document: str

"""What is known about a unit before it is stored."""

from dataclasses import dataclass
from datetime import date

from housing.units.states import UnitState


@dataclass(frozen=True, slots=True)
class UnitFacts:
    """One unit as a sheet tells it. Area in hundredths of m², rent in fen per m² and month."""

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

"""What a person writes into a draft of a plan."""

from dataclasses import dataclass
from datetime import date

from housing.households.words import Group


@dataclass(frozen=True, slots=True)
class PlanFacts:
    """The words and days of a plan; empty where not decided yet.

    Both days of the registration are included. `groups_served`: empty means every group.
    """

    method: str = ""
    rent: str = ""
    range_served: str = ""
    groups_served: tuple[Group, ...] = ()
    registration_from: date | None = None
    registration_until: date | None = None
    registration_place: str = ""
    registration_how: str = ""
    session_time_place: str = ""
    signing_days: int | None = None
    other_abandonment_cases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RoundRef:
    """The round that a plan is for, as the floor above names it. `audience` as in `models`."""

    id: int
    code: str
    place: str
    name: str
    mechanism: str
    approval_document: str
    audience: str


@dataclass(frozen=True, slots=True)
class PlanClass:
    """A class of units of a plan: what nobody distinguishes, and how many there are.

    Areas are hundredths of m², rents fen per m² and month.
    """

    code: str
    project_code: str
    project_name: str
    street: str
    layout: str
    accessible: bool
    lift: bool
    area_min: int
    area_max: int
    rent_min: int
    rent_max: int
    number: int

    @property
    def band(self) -> str:
        """The part of the building, as the class names it (低层, 中层, 高层); '' without one."""
        parts = self.code.split("-")
        return parts[2] if len(parts) > 2 else ""

    @property
    def name(self) -> str:
        """What people call the class: project, layout, part of the building."""
        words = [self.project_name, self.layout, self.band]
        return " ".join(word for word in words if word) + ("（无障碍）" if self.accessible else "")

    def as_table(self) -> dict[str, object]:
        """Return what `standing.rules.suits` asks of a class."""
        return {
            "layout": self.layout,
            "accessible": int(self.accessible),
            "area_min": self.area_min,
            "area_max": self.area_max,
        }

"""What is stated about enterprises, projects and candidates before it is kept."""

from dataclasses import asdict, dataclass
from typing import Any

from housing.rental_projects.models import RentalProject
from housing.rental_projects.rules import Facts, Layout


@dataclass(frozen=True, slots=True)
class EnterpriseStated:
    """An enterprise as it declares itself; money in fen."""

    name: str
    capital_fen: int
    staff: int
    units_managed: int


@dataclass(frozen=True, slots=True)
class ProjectStated:
    """A project as its owner declares it."""

    code: str
    name: str
    owner: str
    facts: Facts


@dataclass(frozen=True, slots=True)
class CandidateStated:
    """A project that might be bought: one layout, for households of `size_min` to `size_max`."""

    name: str
    layout: str
    area: int
    location: str
    units: int
    price_fen: int
    size_min: int
    size_max: int


def layouts_json(facts: Facts) -> list[dict[str, Any]]:
    """Return the layouts as they are kept."""
    return [{**asdict(each), "equipment": list(each.equipment)} for each in facts.layouts]


def facts_of(project: RentalProject) -> Facts:
    """Return what is kept of a project as the rules read it."""
    layouts = tuple(
        Layout(**{**each, "equipment": tuple(each["equipment"])}) for each in project.layouts
    )
    return Facts(layouts, project.floor_area, project.commercial_area, project.legacy)

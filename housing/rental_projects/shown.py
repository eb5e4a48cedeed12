"""What the pages of rental housing show: projects with their findings, rows of the workbook."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.core.errors import MissingPolicyValue
from housing.core.money import Fen, yuan
from housing.policies import queries as policies
from housing.policies.book import PolicyBook
from housing.rental_projects import queries
from housing.rental_projects.models import RentalListing, RentalProject, RentalRecognition
from housing.rental_projects.rules import Finding
from housing.rental_projects.service import findings_by

#: Places whose own text speaks of rental projects, enterprises, leases and purchases.
INSTRUMENTS = frozenset({"KM", "OD"})


@dataclass(frozen=True, slots=True)
class Shown:
    """A project with its certificate and, where the place sets standards, what is found of it.

    `unset`: the standard that the place has not set.
    """

    project: RentalProject
    recognition: RentalRecognition | None
    findings: Sequence[Finding]
    unset: MissingPolicyValue | None
    listings: Sequence[RentalListing] = ()

    @property
    def units(self) -> int:
        """All units or rooms of the project."""
        return sum(int(layout["units"]) for layout in self.project.layouts)


def concerns(session: Session, place: str) -> bool:
    """Return whether an instrument of the place speaks of rental projects."""
    return any(own.id in INSTRUMENTS for own in policies.book(session).governing(place))


def all_shown(session: Session, place: str, day: date) -> list[Shown]:
    """Return the projects of a place by code."""
    book = policies.book(session)
    return [_shown(session, book, each, day) for each in queries.projects(session, place)]


def one_shown(session: Session, place: str, code: str, day: date) -> Shown:
    """Return one project with all that was published of it.

    Raises:
        NotFound: the place has none of that code.
    """
    project = queries.project(session, place, code)
    listings = queries.listings(session, project.id)
    return _shown(session, policies.book(session), project, day, listings)


def _shown(
    session: Session,
    book: PolicyBook,
    project: RentalProject,
    day: date,
    listings: Sequence[RentalListing] = (),
) -> Shown:
    recognition = queries.recognition(session, project.id)
    try:
        found = findings_by(queries.terms_of(book, project.place, day), project)
    except MissingPolicyValue as unset:
        return Shown(project, recognition, (), unset, listings)
    return Shown(project, recognition, found, None, listings)


def typed(project: RentalProject) -> dict[str, Any]:
    """Return a project as its form is filled."""
    names = ("code", "name", "owner", "floor_area", "commercial_area", "legacy")
    layouts = [{**each, "equipment": "、".join(each["equipment"])} for each in project.layouts]
    return {**{name: getattr(project, name) for name in names}, "layouts": layouts}


def sheet(found: Iterable[Shown]) -> list[list[str | int]]:
    """Return the rows of the workbook, one a layout; areas and rents with two decimals."""
    return [_row(each, layout) for each in found for layout in each.project.layouts]


def _row(each: Shown, layout: Mapping[str, Any]) -> list[str | int]:
    project, certificate = each.project, each.recognition
    return [
        project.code,
        project.name,
        project.owner,
        _decimal(project.floor_area),
        _decimal(project.commercial_area),
        certificate.number if certificate else "",
        certificate.recognised_on.isoformat() if certificate else "",
        str(layout["name"]),
        int(layout["units"]),
        _decimal(layout["area"]),
        _decimal(layout["rent_fen"]),
        _decimal(layout["fee_fen"]),
        "、".join(layout["equipment"]),
    ]


def _decimal(hundredths: int) -> str:
    return yuan(Fen(hundredths))

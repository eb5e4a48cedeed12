"""Reads of projects, enterprises and listings, of the demand, and of the values in force."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.households.models import Household
from housing.households.words import Assistance
from housing.policies.book import PolicyBook
from housing.rental_projects.models import (
    AcquisitionCandidate,
    RentalEnterprise,
    RentalLease,
    RentalListing,
    RentalProject,
    RentalRecognition,
)
from housing.rental_projects.rules import Terms
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.units.words import Programme


def project(session: Session, place: str, code: str) -> RentalProject:
    """Return a project.

    Raises:
        NotFound: the place has none of that code.
    """
    found = find_project(session, place, code)
    if found is None:
        raise NotFound(f"没有租赁住房项目“{code}” / there is no rental project '{code}'")
    return found


def find_project(session: Session, place: str, code: str) -> RentalProject | None:
    """Return a project, or None."""
    return session.scalars(
        select(RentalProject).where(RentalProject.place == place, RentalProject.code == code)
    ).one_or_none()


def projects(session: Session, place: str) -> Sequence[RentalProject]:
    """Return the projects of a place by code."""
    return session.scalars(
        select(RentalProject).where(RentalProject.place == place).order_by(RentalProject.code)
    ).all()


def find_enterprise(session: Session, place: str, name: str) -> RentalEnterprise | None:
    """Return an enterprise, or None."""
    return session.scalars(
        select(RentalEnterprise).where(
            RentalEnterprise.place == place, RentalEnterprise.name == name
        )
    ).one_or_none()


def recognition(session: Session, project_id: int) -> RentalRecognition | None:
    """Return the certificate of a project, or None."""
    return session.scalars(
        select(RentalRecognition).where(RentalRecognition.project_id == project_id)
    ).one_or_none()


def listings(session: Session, project_id: int) -> Sequence[RentalListing]:
    """Return what was published of a project, the latest first."""
    return session.scalars(
        select(RentalListing)
        .where(RentalListing.project_id == project_id)
        .order_by(RentalListing.id.desc())
    ).all()


def enterprises(session: Session, place: str) -> Sequence[RentalEnterprise]:
    """Return the enterprises of a place by name."""
    return session.scalars(
        select(RentalEnterprise)
        .where(RentalEnterprise.place == place)
        .order_by(RentalEnterprise.name)
    ).all()


def candidates(session: Session, place: str) -> Sequence[AcquisitionCandidate]:
    """Return the projects of a place that were weighed, the latest first."""
    return session.scalars(
        select(AcquisitionCandidate)
        .where(AcquisitionCandidate.place == place)
        .order_by(AcquisitionCandidate.id.desc())
    ).all()


def count_leases(session: Session, place: str) -> int:
    """Return how many leases were filed in a place."""
    held = select(func.count(RentalLease.id)).where(RentalLease.place == place)
    return session.scalar(held) or 0


def leases(session: Session, place: str, offset: int, limit: int) -> Sequence[RentalLease]:
    """Return filed leases of a place, the latest signed first."""
    return session.scalars(
        select(RentalLease)
        .where(RentalLease.place == place)
        .order_by(RentalLease.signed_on.desc(), RentalLease.id.desc())
        .offset(offset)
        .limit(limit)
    ).all()


def demand(session: Session, place: str) -> list[tuple[int, int]]:
    """Return how many households of each size wait for a flat: what is bought or built by need.

    Basis: OD (OD-4-1-1).
    """
    rows = session.execute(
        select(Household.size, func.count(Household.id))
        .where(
            Household.place == place,
            Household.left_on.is_(None),
            Household.assistance == Assistance.FLAT,
        )
        .group_by(Household.size)
        .order_by(Household.size)
    )
    return [(size, count) for size, count in rows]


def unmet(session: Session, place: str, layout: str, size_min: int, size_max: int) -> int:
    """Return the households of these sizes that wait, less the vacant units of a layout.

    Basis: OD (OD-4-1-1, OD-4-1-2).
    """
    waiting = sum(count for size, count in demand(session, place) if size_min <= size <= size_max)
    vacant = session.scalar(
        select(func.count(Unit.id)).where(
            Unit.place == place,
            Unit.layout == layout,
            Unit.state == UnitState.VACANT,
            Unit.programme == Programme.AFFORDABLE,
        )
    )
    return max(0, waiting - (vacant or 0))


def terms_of(book: PolicyBook, place: str, day: date) -> Terms:
    """Return the values for projects of a place on `day`.

    Raises:
        MissingPolicyValue: the place sets no such standard; names it.
    """
    relaxation = book.find("legacy_project_area_relaxation", place, day)
    return Terms(
        units_min=int(book.value("project_min_units", place, day).value),
        floor_area_min=int(book.value("project_min_floor_area", place, day).value),
        small_area_max=int(book.value("small_unit_area_max", place, day).value),
        small_share_min=int(book.value("small_unit_share_min", place, day).value),
        commercial_share_max=int(book.value("commercial_share_max", place, day).value),
        relaxation=int(relaxation.value) if relaxation else None,
    )


def listed(text: str) -> list[str]:
    """Return the items of a value that is written as a list in words."""
    return [
        item.strip() for item in text.replace(",", "、").replace("，", "、").split("、") if item
    ]

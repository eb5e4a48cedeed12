"""Reads of ownership: what a unit is, whose it is, and what the records lack."""

from collections.abc import Collection, Sequence

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.ownership.models import (
    CoOwned,
    CoOwnedTransfer,
    CoOwner,
    Facility,
    UnitShare,
    UnitTitle,
    UseChange,
)
from housing.ownership.words import InvestmentType
from housing.units.models import Unit

#: What the records of a unit may lack, as the report of their quality counts it.
LACKS = ("title", "registration", "annotation")


def investment_type(session: Session, unit_id: int) -> InvestmentType | None:
    """Return who paid for a unit; None where it is not on file.

    Basis: HZS 2 (HZS-2-1), HN 39 (HN-39-1, HN-39-2, HN-39-3).
    """
    return session.scalar(select(UnitTitle.investment).where(UnitTitle.unit_id == unit_id))


def investment_types(session: Session, unit_ids: Collection[int]) -> dict[int, InvestmentType]:
    """Return who paid for each of these units, without those that are not on file."""
    rows = session.execute(
        select(UnitTitle.unit_id, UnitTitle.investment).where(UnitTitle.unit_id.in_(unit_ids))
    )
    return dict(rows.all())


def shares(session: Session, unit_id: int) -> Sequence[UnitShare]:
    """Return the shares of a unit in ten-thousandths, in order; empty where not on file.

    Basis: HN 39 (HN-39-2).
    """
    return session.scalars(
        select(UnitShare).where(UnitShare.unit_id == unit_id).order_by(UnitShare.number)
    ).all()


def title(session: Session, unit_id: int) -> UnitTitle | None:
    """Return whose a unit is; None where it is not on file."""
    return session.get(UnitTitle, unit_id)


def co_owned(session: Session, place: str, dwelling_id: int) -> CoOwned:
    """Return a co-owned dwelling.

    Raises:
        NotFound: the place has none with this id.
    """
    found = session.get(CoOwned, dwelling_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {dwelling_id} 号共有产权住房 / no dwelling {dwelling_id}")
    return found


def co_owned_by(session: Session, identity_indexes: Collection[str]) -> Sequence[CoOwned]:
    """Return the co-owned dwellings of these people that have not ended.

    They count as owned housing in admission. Basis: HN 40 (HN-40-2), HN 12 (HN-12-1).
    """
    return (
        session.scalars(
            select(CoOwned)
            .join(CoOwner)
            .where(CoOwner.identity_index.in_(identity_indexes), CoOwned.ended_on.is_(None))
            .order_by(CoOwned.id)
        )
        .unique()
        .all()
    )


def lacking(session: Session, place: str) -> dict[str, int]:
    """Return how many units lack owner, registration, or the notes in the register.

    Basis: HN 38 (HN-38-1), HN 39 (HN-39-4).
    """
    return {
        lack: session.scalar(select(func.count()).select_from(_lacking(place, lack).subquery()))
        or 0
        for lack in LACKS
    }


def count_untitled(session: Session, place: str, project_code: str) -> int:
    """Return how many units of a project have no owner on file. Basis: HN 38 (HN-38-1)."""
    found = _lacking(place, "title").where(Unit.project_code == project_code)
    return session.scalar(select(func.count()).select_from(found.subquery())) or 0


def units_lacking(
    session: Session, place: str, lack: str, offset: int = 0, limit: int | None = 50
) -> Sequence[Unit]:
    """Return the units that lack one of `LACKS`, by code. Basis: HN 38, 39 (HN-39-4)."""
    found = _lacking(place, lack).order_by(Unit.code).offset(offset).limit(limit)
    return session.scalars(found).all()


def facilities(session: Session, place: str, project_code: str) -> Sequence[Facility]:
    """Return the facilities planned with a project, by name. Basis: HN 30 (HN-30-1)."""
    return session.scalars(
        select(Facility)
        .where(Facility.place == place, Facility.project_code == project_code)
        .order_by(Facility.name)
    ).all()


def use_changes(session: Session, unit_id: int) -> Sequence[UseChange]:
    """Return what the county allowed to change of a unit, the first one first."""
    return session.scalars(
        select(UseChange).where(UseChange.unit_id == unit_id).order_by(UseChange.id)
    ).all()


def facility_changes(session: Session, facility_ids: Collection[int]) -> Sequence[UseChange]:
    """Return what the county allowed to change of these facilities, the first one first.

    Basis: HN 30 (HN-30-1).
    """
    return session.scalars(
        select(UseChange).where(UseChange.facility_id.in_(facility_ids)).order_by(UseChange.id)
    ).all()


def co_owned_of(
    session: Session, place: str, offset: int = 0, limit: int | None = 50
) -> Sequence[CoOwned]:
    """Return the co-owned dwellings of a place, by number. Basis: HN 40 (HN-40-2)."""
    return session.scalars(
        select(CoOwned)
        .where(CoOwned.place == place)
        .order_by(CoOwned.number)
        .offset(offset)
        .limit(limit)
    ).all()


def count_co_owned(session: Session, place: str) -> int:
    """Return how many co-owned dwellings a place has on file."""
    return session.scalar(select(func.count()).where(CoOwned.place == place)) or 0


def transfers(session: Session, dwelling_id: int) -> Sequence[CoOwnedTransfer]:
    """Return the wishes to transfer a dwelling, the newest first. Basis: HN 40 (HN-40-3)."""
    return session.scalars(
        select(CoOwnedTransfer)
        .where(CoOwnedTransfer.dwelling_id == dwelling_id)
        .order_by(CoOwnedTransfer.id.desc())
    ).all()


def _lacking(place: str, lack: str) -> Select[Unit]:
    found = select(Unit).outerjoin(UnitTitle, UnitTitle.unit_id == Unit.id)
    found = found.where(Unit.place == place)
    if lack == "title":
        return found.where(UnitTitle.unit_id.is_(None))
    found = found.where(UnitTitle.unit_id.is_not(None))
    if lack == "registration":
        return found.where(UnitTitle.registration_number == "")
    return found.where(UnitTitle.registration_number != "", UnitTitle.annotated.is_(False))

"""Reads of ownership: what a unit is, whose it is, and what the records lack."""

from collections.abc import Collection, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.ownership.models import CoOwned, CoOwner, UnitShare, UnitTitle
from housing.ownership.words import InvestmentType


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

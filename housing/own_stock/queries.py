"""Reads of own stock, of what is left over in it, and of where that went."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.own_stock.models import OwnStock, StockTransfer
from housing.units.models import Unit
from housing.units.states import UnitState


def get(session: Session, place: str, stock_id: int) -> OwnStock:
    """Return one own stock of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(OwnStock, stock_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {stock_id} 号单位、园区房源 / there is no own stock {stock_id}")
    return found


def running(session: Session, place: str, owner: str) -> OwnStock | None:
    """Return the own stock of an owner, or None."""
    return session.scalars(
        select(OwnStock).where(
            OwnStock.place == place, OwnStock.owner == owner, OwnStock.closed_on.is_(None)
        )
    ).one_or_none()


def of_place(session: Session, place: str) -> Sequence[OwnStock]:
    """Return every own stock of a place, the running ones first, by owner."""
    return session.scalars(
        select(OwnStock)
        .where(OwnStock.place == place)
        .order_by(OwnStock.closed_on.is_not(None), OwnStock.owner, OwnStock.id)
    ).all()


def owners_without(session: Session, place: str) -> list[str]:
    """Return the owners whose units are meant for somebody though no own stock is on file."""
    known = select(OwnStock.owner).where(OwnStock.place == place, OwnStock.closed_on.is_(None))
    found = session.scalars(
        select(Unit.owner)
        .where(Unit.place == place, Unit.reserved_for != "", Unit.owner.not_in(known))
        .distinct()
        .order_by(Unit.owner)
    )
    return list(found)


def units_of(session: Session, stock: OwnStock) -> Sequence[Unit]:
    """Return the units that serve the people of an own stock first, by code.

    A unit is its keeper's: the employer it was passed to, else its owner.
    """
    keeper = func.coalesce(func.nullif(Unit.passed_to, ""), Unit.owner)
    return session.scalars(
        select(Unit)
        .where(Unit.place == stock.place, Unit.reserved_for != "", keeper == stock.owner)
        .order_by(Unit.code)
    ).all()


def sizes(session: Session, place: str) -> dict[str, int]:
    """Return how many units serve the people of each keeper first."""
    keeper = func.coalesce(func.nullif(Unit.passed_to, ""), Unit.owner)
    rows = session.execute(
        select(keeper, func.count())
        .where(Unit.place == place, Unit.reserved_for != "")
        .group_by(keeper)
    )
    return {str(owner): count for owner, count in rows}


def owned_or_kept(session: Session, place: str, owner: str) -> list[Unit]:
    """Return the units that somebody owns, or whose people come first in them, by code."""
    held = (
        select(Unit)
        .where(Unit.place == place, or_(Unit.owner == owner, Unit.passed_to == owner))
        .order_by(Unit.code)
    )
    return list(session.scalars(held)) if owner else []


def left_over(session: Session, stock: OwnStock) -> list[Unit]:
    """Return the units of an own stock that stand vacant and in no round, by code."""
    return [unit for unit in units_of(session, stock) if unit.state is UnitState.VACANT]


def transfers_of(session: Session, stock_id: int) -> Sequence[StockTransfer]:
    """Return the transfers out of an own stock, the newest first."""
    return session.scalars(
        select(StockTransfer)
        .where(StockTransfer.stock_id == stock_id)
        .order_by(StockTransfer.id.desc())
    ).all()


def due(session: Session, day: date) -> Sequence[OwnStock]:
    """Return the own stocks whose period after the round has passed, in every place."""
    return session.scalars(
        select(OwnStock)
        .where(OwnStock.closed_on.is_(None), OwnStock.surplus_due_on < day)
        .order_by(OwnStock.id)
    ).all()


def to_be_decided(session: Session, place: str, day: date) -> int:
    """Return how many own stocks of a place have flats that may be transferred now."""
    held = select(func.count(OwnStock.id)).where(
        OwnStock.place == place, OwnStock.closed_on.is_(None), OwnStock.surplus_due_on < day
    )
    return session.scalar(held) or 0

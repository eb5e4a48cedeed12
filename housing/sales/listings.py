"""Reads of what may be sold: lists of dwellings and prices; lists are always ordered."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.sales.models import Sale, SaleBatch, SalePrice, SaleUnit
from housing.sales.states import BatchState
from housing.units.models import Unit


def batch(session: Session, place: str, batch_id: int) -> SaleBatch:
    """Return one list of dwellings.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(SaleBatch, batch_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {batch_id} 号出售批次 / there is no batch {batch_id}")
    return found


def batches(session: Session, place: str) -> Sequence[SaleBatch]:
    """Return the lists of a place, the newest first."""
    return session.scalars(
        select(SaleBatch).where(SaleBatch.place == place).order_by(SaleBatch.id.desc())
    ).all()


def active_listing(session: Session, unit_id: int) -> SaleUnit | None:
    """Return where a dwelling stands on a list that was not rejected, or None."""
    return session.scalars(
        select(SaleUnit).where(SaleUnit.unit_id == unit_id, SaleUnit.active)
    ).one_or_none()


def is_approved(session: Session, listing: SaleUnit) -> bool:
    """Return whether the list of a dwelling was released."""
    return session.get_one(SaleBatch, listing.batch_id).state is BatchState.APPROVED


@dataclass(frozen=True, slots=True)
class Listed:
    """A dwelling on a list, with its unit and the sale that it is in."""

    listing: SaleUnit
    unit: Unit
    sale: Sale | None


def listed(session: Session, batch_id: int) -> list[Listed]:
    """Return the dwellings of a list in order of their codes."""
    rows = session.execute(
        select(SaleUnit, Unit, Sale)
        .join(Unit, Unit.id == SaleUnit.unit_id)
        .outerjoin(Sale, (Sale.sale_unit_id == SaleUnit.id) & Sale.counts)
        .where(SaleUnit.batch_id == batch_id)
        .order_by(Unit.code)
    )
    return [Listed(*row) for row in rows]


def for_sale(session: Session, place: str) -> list[Unit]:
    """Return the dwellings that are released and that nobody is buying, by code."""
    taken = select(Sale.unit_id).where(Sale.place == place, Sale.counts)
    return list(
        session.scalars(
            select(Unit)
            .join(SaleUnit, SaleUnit.unit_id == Unit.id)
            .join(SaleBatch, SaleBatch.id == SaleUnit.batch_id)
            .where(
                SaleBatch.place == place,
                SaleBatch.state == BatchState.APPROVED,
                SaleUnit.active,
                Unit.id.not_in(taken),
            )
            .order_by(Unit.code)
        )
    )


def price(session: Session, place: str, price_id: int) -> SalePrice:
    """Return one price.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(SalePrice, price_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {price_id} 号出售价格 / there is no price {price_id}")
    return found


def prices(session: Session, place: str) -> Sequence[SalePrice]:
    """Return the prices of a place, the newest first."""
    return session.scalars(
        select(SalePrice).where(SalePrice.place == place).order_by(SalePrice.id.desc())
    ).all()

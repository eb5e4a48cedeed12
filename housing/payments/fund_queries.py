"""Reads of agreements with tenants of the provident fund, of orders and of certificates."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.leases.models import Lease
from housing.payments.fund_models import (
    FundAgreement,
    FundOrder,
    FundOrderLine,
    RentCertificate,
)
from housing.payments.states import OrderState


def running(session: Session, lease_id: int) -> FundAgreement | None:
    """Return the consent that runs for a lease, or None."""
    return session.scalars(
        select(FundAgreement).where(
            FundAgreement.lease_id == lease_id, FundAgreement.ended_on.is_(None)
        )
    ).one_or_none()


def order(session: Session, place: str, order_id: int) -> FundOrder:
    """Return an order of a place.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(FundOrder, order_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {order_id} 号划转指令 / there is no order {order_id}")
    return found


def orders(session: Session, place: str, limit: int = 24) -> Sequence[FundOrder]:
    """Return the last orders of a place, the newest first."""
    found = select(FundOrder).where(FundOrder.place == place).order_by(FundOrder.id.desc())
    return session.scalars(found.limit(limit)).all()


def last_order(session: Session, place: str) -> FundOrder | None:
    """Return the order of the latest month that was not dropped, or None."""
    return session.scalars(
        select(FundOrder)
        .where(FundOrder.place == place, FundOrder.state != OrderState.DROPPED)
        .order_by(FundOrder.month.desc())
        .limit(1)
    ).one_or_none()


def order_lines(session: Session, order_id: int) -> Sequence[FundOrderLine]:
    """Return the lines of an order by lease."""
    return session.scalars(
        select(FundOrderLine)
        .where(FundOrderLine.order_id == order_id)
        .order_by(FundOrderLine.lease_id)
    ).all()


def told_lines(session: Session, order_id: int) -> list[tuple[FundOrderLine, FundAgreement, Lease]]:
    """Return the lines of an order with consent and lease, as its file needs them."""
    rows = session.execute(
        select(FundOrderLine, FundAgreement, Lease)
        .join(FundAgreement, FundAgreement.id == FundOrderLine.agreement_id)
        .join(Lease, Lease.id == FundOrderLine.lease_id)
        .where(FundOrderLine.order_id == order_id)
        .order_by(FundOrderLine.lease_id)
    )
    return [(line, agreement, lease) for line, agreement, lease in rows]


def certificates(session: Session, lease_id: int) -> Sequence[RentCertificate]:
    """Return the certificates of a lease, the newest first."""
    return session.scalars(
        select(RentCertificate)
        .where(RentCertificate.lease_id == lease_id)
        .order_by(RentCertificate.id.desc())
    ).all()


def count_certificates(session: Session, place: str) -> int:
    """Return how many certificates a place has given."""
    return session.scalar(select(func.count()).where(RentCertificate.place == place)) or 0


def certificate(
    session: Session, place: str, certificate_id: int, lease_id: int | None = None
) -> RentCertificate:
    """Return a certificate of a place; of one lease where `lease_id` is given.

    Raises:
        NotFound: there is none with this id there.
    """
    found = session.get(RentCertificate, certificate_id)
    held = found is not None and found.place == place and lease_id in (None, found.lease_id)
    if found is None or not held:
        raise NotFound(f"没有第 {certificate_id} 号证明 / there is no certificate {certificate_id}")
    return found

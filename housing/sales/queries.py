"""Reads of sales; lists are always ordered."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.clocks import queries as running
from housing.clocks.models import CaseClock
from housing.clocks.rights import is_within
from housing.core.errors import NotFound
from housing.sales.models import (
    Sale,
    SaleCap,
    SaleComplaint,
    SaleMisuse,
    SaleNote,
    SalePayment,
    SalePurchase,
    SaleSettlement,
    SaleSubsidy,
)
from housing.sales.states import HELD, SaleState
from housing.sales.words import NoteKind

MOST_COUNTED = 10_000
S = SaleState
#: The lists of the work page: what each shows.
LISTS: dict[str, tuple[SaleState, ...]] = {
    "applied": (S.APPLIED,),
    "pricing": (S.QUALIFIED, S.PRICED),
    "paying": (S.CONTRACTED, S.PAID, S.RECEIPTED),
    "owned": (S.LOCKED, S.TRADABLE, S.WAIVED),
    "offered_back": (S.OFFERED_BACK,),
    "misused": (S.CORRECTING, S.CANCELLED),
    "over": (S.REFUSED, S.WITHDRAWN, S.RESCINDED, S.BOUGHT_BACK, S.RESOLD, S.TAKEN_BACK),
    "": tuple(SaleState),
}


def get(session: Session, place: str, sale_id: int, *, lock: bool = False) -> Sale:
    """Return one sale of a place; `lock` holds it until the commit.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Sale).where(Sale.id == sale_id, Sale.place == place)
    if lock:
        wanted = wanted.with_for_update(of=Sale).execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(f"没有第 {sale_id} 号出售 / there is no sale {sale_id}")
    return found


def place_of(session: Session, sale_id: int) -> str:
    """Return the place of a sale, for those above counties.

    Raises:
        NotFound: there is none with this id.
    """
    found = session.get(Sale, sale_id)
    if found is None:
        raise NotFound(f"没有第 {sale_id} 号出售 / there is no sale {sale_id}")
    return found.place


def supervised(session: Session, city: str, sale_id: int) -> Sale:
    """Return a sale of a county of a city.

    Raises:
        NotFound: there is none with this id there.
    """
    place = place_of(session, sale_id)
    if not is_within(place, city):
        raise NotFound(f"没有第 {sale_id} 号出售 / there is no sale {sale_id}")
    return get(session, place, sale_id)


def page_of(
    session: Session, places: Collection[str], only: str, offset: int, limit: int | None
) -> Sequence[Sale]:
    """Return one page of a list (a key of `LISTS`), the newest first."""
    chosen = _chosen(places, only).order_by(Sale.id.desc())
    return session.scalars(chosen.offset(offset).limit(limit)).all()


def count(session: Session, places: Collection[str], only: str) -> int:
    """Return how many a list holds, counting no further than 10,000."""
    ids = _chosen(places, only).with_only_columns(Sale.id).limit(MOST_COUNTED)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def waiting(session: Session, place: str) -> dict[str, int]:
    """Return how many sales wait in each list of the work page, for the desk."""
    rows = session.execute(
        select(Sale.state, func.count()).where(Sale.place == place).group_by(Sale.state)
    )
    by_state = dict(rows.all())
    return {
        only: sum(by_state.get(state, 0) for state in states)
        for only, states in LISTS.items()
        if only not in ("", "over", "owned")
    }


def of_account(session: Session, account: str) -> Sequence[Sale]:
    """Return the purchases of a family's account, the newest first."""
    return session.scalars(
        select(Sale).where(Sale.account == account).order_by(Sale.id.desc())
    ).all()


def of_lease(session: Session, lease_id: int) -> Sequence[Sale]:
    """Return the sales of the dwelling of a lease to its tenants, the oldest first."""
    return session.scalars(select(Sale).where(Sale.lease_id == lease_id).order_by(Sale.id)).all()


def of_purchase(session: Session, purchase_id: int) -> Sequence[Sale]:
    """Return the dwellings that a unit buys, in order of their application."""
    return session.scalars(
        select(Sale).where(Sale.purchase_id == purchase_id).order_by(Sale.id)
    ).all()


def purchase(session: Session, place: str, purchase_id: int) -> SalePurchase:
    """Return one purchase of a unit.

    Raises:
        NotFound: there is none.
    """
    found = session.get(SalePurchase, purchase_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {purchase_id} 号单位购买 / there is no purchase {purchase_id}")
    return found


def purchases(session: Session, place: str) -> Sequence[SalePurchase]:
    """Return the purchases of units, the newest first."""
    return session.scalars(
        select(SalePurchase).where(SalePurchase.place == place).order_by(SalePurchase.id.desc())
    ).all()


def running_of_unit(session: Session, unit_id: int) -> Sale | None:
    """Return the sale that a dwelling is in, or was sold by; None when it is free."""
    return session.scalars(select(Sale).where(Sale.unit_id == unit_id, Sale.counts)).one_or_none()


def by_certificate(session: Session, place: str, certificate: str) -> Sale | None:
    """Return the sold dwelling with a certificate that its buyer still holds, or None."""
    return session.scalars(
        select(Sale)
        .where(
            Sale.place == place,
            Sale.certificate == certificate.strip(),
            Sale.state.in_((*HELD, S.CORRECTING, S.CANCELLED)),
        )
        .order_by(Sale.id.desc())
    ).first()


def payments(session: Session, sale_id: int) -> Sequence[SalePayment]:
    """Return what was paid for a dwelling, the oldest first."""
    return session.scalars(
        select(SalePayment).where(SalePayment.sale_id == sale_id).order_by(SalePayment.id)
    ).all()


def settlement(session: Session, sale_id: int) -> SaleSettlement | None:
    """Return how the price of a sale was split, or None."""
    return session.scalars(
        select(SaleSettlement).where(SaleSettlement.sale_id == sale_id)
    ).one_or_none()


def misuses(session: Session, sale_id: int) -> Sequence[SaleMisuse]:
    """Return the misuses of a sold dwelling, the newest first."""
    return session.scalars(
        select(SaleMisuse).where(SaleMisuse.sale_id == sale_id).order_by(SaleMisuse.id.desc())
    ).all()


def clocks(session: Session, sale: Sale) -> list[CaseClock]:
    """Return the deadlines that run in a sale."""
    return [each for each in running.of_case(session, sale.case) if each.stopped_on is None]


def notes(session: Session, sale_id: int) -> Sequence[SaleNote]:
    """Return what was noted on a sold dwelling, the newest first."""
    return session.scalars(
        select(SaleNote).where(SaleNote.sale_id == sale_id).order_by(SaleNote.id.desc())
    ).all()


def to_visit(session: Session, place: str, day: date) -> Sequence[Sale]:
    """Return the sold dwellings whose visit is due on `day`, by the day of the last one.

    Owner occupation has no last day, so it goes on after the lock. Basis: HZS 23 (HZS-23-1).
    """
    last = (
        select(SaleNote.sale_id, func.max(SaleNote.next_on).label("next_on"))
        .where(SaleNote.kind == NoteKind.INSPECTION)
        .group_by(SaleNote.sale_id)
        .subquery()
    )
    return session.scalars(
        select(Sale)
        .outerjoin(last, last.c.sale_id == Sale.id)
        .where(
            Sale.place == place,
            Sale.state.in_(HELD),
            or_(last.c.next_on.is_(None), last.c.next_on <= day),
        )
        .order_by(Sale.registered_on, Sale.id)
    ).all()


def complaints(session: Session, place: str, *, is_open: bool = True) -> Sequence[SaleComplaint]:
    """Return the complaints of a place, open or all, the oldest first."""
    asked = select(SaleComplaint).where(SaleComplaint.place == place)
    if is_open:
        asked = asked.where(SaleComplaint.answered_on.is_(None))
    return session.scalars(asked.order_by(SaleComplaint.id)).all()


def share(session: Session, place: str) -> SaleCap | None:
    """Return the county's share as it was last reckoned; None where nothing was ever listed."""
    return session.get(SaleCap, place)


def subsidies_of_place(session: Session, place: str) -> Sequence[SaleSubsidy]:
    """Return the construction money of a place, by project and level."""
    return session.scalars(
        select(SaleSubsidy)
        .where(SaleSubsidy.place == place)
        .order_by(SaleSubsidy.project_code, SaleSubsidy.id)
    ).all()


def complaint(session: Session, place: str, complaint_id: int) -> SaleComplaint:
    """Return one complaint.

    Raises:
        NotFound: there is none with this id in the place.
    """
    found = session.get(SaleComplaint, complaint_id)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {complaint_id} 号投诉 / there is no complaint {complaint_id}")
    return found


def _chosen(places: Collection[str], only: str) -> Select[Any]:
    states = LISTS.get(only, LISTS[""])
    return select(Sale).where(Sale.place.in_(places), Sale.state.in_(states))

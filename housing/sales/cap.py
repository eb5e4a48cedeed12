"""The county's share for sale, held at every moment: one locked row, kept by the database."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.clocks.rights import is_within
from housing.core.audit.record import hold_head
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.sales.models import Sale, SaleBatch, SaleCap, SaleUnit
from housing.sales.moving import value
from housing.sales.rules import cap_of
from housing.sales.states import BatchState
from housing.units.models import Unit
from housing.units.states import UnitState


def lock(work: Work, place: str) -> SaleCap:
    """Return the county's row with today's stock and ratio, held until the act ends.

    All acts that take up a part of the share wait here for each other. The stock is every dwelling
    on file, those sold included. Basis: HZS 9 (HZS-9-1).

    Raises:
        MissingPolicyValue: no ratio is in force for the place.
    """
    hold_head(work.session, place)  # Acts hold the register before anything else.
    percent = int(value(work.session, "sale_ratio_max", place, work.day))
    cap = _locked(work.session, place)
    if cap is None:
        work.session.add(
            SaleCap(
                place=place, total=0, sold_before=0, percent=percent, extra=0, allowed=0, held=0
            )
        )
        work.session.flush()
        cap = work.session.get_one(SaleCap, place, with_for_update=True, populate_existing=True)
    total, sold_before = stock(work.session, place), _sold_before(work.session, place)
    cap.percent, cap.total, cap.sold_before = percent, total, sold_before
    widen(work, cap, 0)
    return cap


def widen(work: Work, cap: SaleCap, extra: int) -> None:
    """Reckon the share anew, `extra` dwellings wider by an exception decision.

    Basis: HZS 9 (HZS-9-1).
    """
    cap.extra += extra
    cap.allowed = cap_of(cap.total, cap.percent, cap.extra, cap.sold_before)
    work.session.flush()


def must_have_room(cap: SaleCap) -> None:
    """Refuse one more sale where the share is used up; the database refuses it too.

    Basis: HZS 9 (HZS-9-1).

    Raises:
        BrokenRule: names stock, share and how many are taken.
    """
    if cap.held >= cap.allowed:
        raise _full(cap, cap.held + 1)


def must_fit(work: Work, cap: SaleCap) -> None:
    """Refuse a further approval that would offer more than the share, exceptions included.

    Basis: HZS 9 (HZS-9-1).

    Raises:
        BrokenRule: names stock, share and how many would be released.
    """
    released = offered(work.session, cap.place)
    if released > cap.allowed:
        raise _full(cap, released)


def must_still_hold(cap: SaleCap) -> None:
    """Refuse a contract where the stock has shrunk below what is held for open sales.

    Basis: HZS 9 (HZS-9-1).

    Raises:
        BrokenRule: names stock, share and how many are held.
    """
    if cap.held > cap.allowed:
        raise _full(cap, cap.held)


def stock(session: Session, place: str) -> int:
    """Return how many dwellings the place has ever had, those sold included."""
    return session.scalar(select(func.count(Unit.id)).where(Unit.place == place)) or 0


def offered(session: Session, place: str) -> int:
    """Return how many dwellings are released for sale, or sold after such a release."""
    return (
        session.scalar(
            select(func.count(SaleUnit.id))
            .join(SaleBatch, SaleBatch.id == SaleUnit.batch_id)
            .where(
                SaleBatch.place == place,
                SaleBatch.state == BatchState.APPROVED,
                SaleUnit.active,
            )
        )
        or 0
    )


def areas(session: Session, place: str) -> tuple[int, int]:
    """Return the floor area (hundredths of m²) in sale or sold, and that of the whole stock.

    The share is counted in dwellings; the area is shown beside it. Basis: HZS 9 (HZS-9-1).
    """
    held = session.scalar(
        select(func.sum(Unit.area))
        .join(Sale, Sale.unit_id == Unit.id)
        .where(Sale.place == place, Sale.counts)
    )
    total = session.scalar(select(func.sum(Unit.area)).where(Unit.place == place))
    return int(held or 0), int(total or 0)


def within(session: Session, city: str) -> list[SaleCap]:
    """Return the shares of the counties of a city, its own included, by place.

    Basis: HZS 5 (HZS-5-2), HZS 9 (HZS-9-1).
    """
    found = session.scalars(select(SaleCap).order_by(SaleCap.place))
    return [each for each in found if is_within(each.place, city)]


def _locked(session: Session, place: str) -> SaleCap | None:
    return session.get(SaleCap, place, with_for_update=True, populate_existing=True)


def _sold_before(session: Session, place: str) -> int:
    """Sold without a case here, before this county used the system."""
    with_case = select(Sale.unit_id).where(Sale.place == place, Sale.counts)
    return (
        session.scalar(
            select(func.count(Unit.id)).where(
                Unit.place == place, Unit.state == UnitState.SOLD, Unit.id.not_in(with_case)
            )
        )
        or 0
    )


def _full(cap: SaleCap, wanted: int) -> BrokenRule:
    return BrokenRule(
        f"出售总量：本地公租房共 {cap.total} 套，按 {cap.percent}% 和例外决定可出售"
        f" {cap.allowed} 套（此前已售 {cap.sold_before} 套），这样将达 {wanted} 套；"
        "确需超出的，须在出售批次中附例外决定"
        f" / of {cap.total} dwellings {cap.allowed} may be sold at {cap.percent} percent and by"
        f" exceptions; this would be {wanted}; attach an exception decision to a batch",
        rules=("HZS-9-1",),
    )

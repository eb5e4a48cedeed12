"""Transferring what is left over: to the common stock, or to another employer in need."""

from collections.abc import Collection, Sequence

from sqlalchemy import select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, WrongState
from housing.core.texts import given
from housing.core.work import Work
from housing.own_stock import queries
from housing.own_stock.models import OwnStock, StockTransfer
from housing.own_stock.rules import must_be_over, must_not_come_first
from housing.own_stock.service import end_surplus
from housing.own_stock.words import Outlet
from housing.policies.queries import book as values_in_force
from housing.units.models import Unit
from housing.units.states import UnitState

RULES = ("HN-19-3", "HN-19-4")


def transfer(
    work: Work,
    stock_id: int,
    unit_ids: Collection[int],
    outlet: Outlet,
    *,
    receiver: str = "",
    reason: str,
    document: str,
) -> StockTransfer:
    """Transfer flats that are left over; ownership stays, only who comes first changes.

    The county decides batch by batch and writes down why. `receiver`: for `Outlet.EMPLOYER` the
    owner of another own stock on file. Flats of one class go together, since nobody distinguishes
    them in a round. Basis: HN 19 (HN-19-3, HN-19-4).

    Raises:
        NotAllowed: the actor may not.
        BrokenRule: they do not count as left over yet, or an agreement keeps them.
        WrongState: a flat is not vacant or not of this stock; names it.
        BadInput: no flat, no reason, an unknown receiver, or a class that would be torn apart.
        MissingPolicyValue: the place has no legal basis of its own on file.
    """
    work.actor.must(Permission.TRANSFER_SURPLUS)
    stock = queries.get(work.session, work.place, stock_id)
    must_be_over(stock.owner, stock.surplus_since, stock.surplus_due_on, work.day)
    must_not_come_first(stock.owner, stock.first_until, work.day)
    reason, document = given(reason, "理由 / reason"), given(document, "依据文件 / document")
    left = queries.left_over(work.session, stock)
    units = _chosen(left, unit_ids)
    target = _receiver(work, stock, outlet, receiver)
    if target is None:
        _must_fit_common(work, units)
    for unit in units:
        unit.reserved_for = target.serves if target else ""
        unit.passed_to = target.owner if target else ""
    made = StockTransfer(
        place=stock.place,
        stock_id=stock.id,
        outlet=outlet,
        receiver=target.owner if target else "",
        units=[unit.code for unit in units],
        reason=reason,
        document=document,
        cites=list(values_in_force(work.session).cited(RULES, stock.place, work.day)),
        transferred_on=work.day,
        transferred_by=work.actor.name,
    )
    work.session.add(made)
    work.session.flush()
    after = {"outlet": outlet.value, "receiver": made.receiver, "units": made.units}
    subject = f"own_stock:{stock.owner}"
    work.record(Entry(Tag.SURPLUS_TRANSFERRED, subject, None, after, reason, document))
    if len(units) == len(left):
        end_surplus(work, stock)
    return made


def _chosen(left: Sequence[Unit], unit_ids: Collection[int]) -> list[Unit]:
    if not unit_ids:
        raise BadInput("房源：请选择要调剂的房源 / units: choose those to be transferred")
    units = [unit for unit in left if unit.id in set(unit_ids)]
    if len(units) != len(set(unit_ids)):
        raise WrongState(
            "所选房源中有的已不是空置的剩余房源，请刷新后重选"
            " / some of these are not vacant surplus any more; reload and choose again"
        )
    classes = {unit.unit_class for unit in units}
    torn = [unit for unit in left if unit.unit_class in classes and unit not in units]
    if torn:
        raise BadInput(
            f"同一类别的剩余房源要一并调剂：{torn[0].unit_class} 还有 {torn[0].code} 没有选"
            f" / flats of one class go together: {torn[0].code} of {torn[0].unit_class} is missing"
        )
    return units


def _receiver(work: Work, stock: OwnStock, outlet: Outlet, receiver: str) -> OwnStock | None:
    """Return the own stock that takes the flats; None for the common stock."""
    if outlet is Outlet.COMMON:
        return None
    found = queries.running(work.session, work.place, receiver.strip())
    if found is None or found.id == stock.id:
        raise BadInput(
            f"调剂给：“{receiver.strip()}”不是登记在册的其他单位（园区），请先登记"
            f" / receiver: {receiver.strip()!r} is no other owner on file; put it on file first"
        )
    return found


def _must_fit_common(work: Work, units: Sequence[Unit]) -> None:
    """Refuse a class of which a round holds flats: in the common stock they would be one class."""
    classes = {unit.unit_class for unit in units}
    others = work.session.scalars(
        select(Unit)
        .where(
            Unit.place == work.place,
            Unit.unit_class.in_(classes),
            Unit.reserved_for != "",
            Unit.state.in_((UnitState.RESERVED, UnitState.OFFERED)),
        )
        .order_by(Unit.code)
    ).first()
    if others is not None:
        raise BrokenRule(
            f"{others.unit_class} 类还有房源在轮次 {others.round_code} 中，本轮结束后再调剂"
            f" / the class {others.unit_class} has flats in the round {others.round_code}; wait",
            rules=("HN-19-3",),
        )

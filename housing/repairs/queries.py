"""Reads of repairs; open ones are by the last day of the response, then by number."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.errors import NotFound
from housing.leases import whose
from housing.repairs.models import Repair, RepairStep
from housing.repairs.states import OPEN, RepairState

#: The lists of the work page.
ONLY = ("", "requested", "late", "assigned", "done", "over")
OVER = (RepairState.CONFIRMED, RepairState.DECLINED, RepairState.WITHDRAWN)


@dataclass(frozen=True, slots=True)
class UnitCost:
    """What the repairs of one unit cost in a year, in fen, and how many were worked on."""

    unit_id: int
    unit_code: str
    repairs: int
    fen: int


def get(session: Session, place: str, repair_id: int, *, lock: bool = False) -> Repair:
    """Return one repair of a place.

    Raises:
        NotFound: there is none of that number there.
    """
    found = session.get(Repair, repair_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {repair_id} 号报修 / there is no repair {repair_id}")
    return found


def own(session: Session, actor: Actor, repair_id: int) -> Repair:
    """Return a repair of a tenant's own flat.

    Raises:
        NotFound: there is none, or it is another household's.
    """
    found = get(session, actor.place, repair_id)
    if found.lease_id not in {lease.id for lease in whose.leases_of(session, actor)}:
        raise NotFound(f"没有第 {repair_id} 号报修 / there is no repair {repair_id}")
    return found


def last_number(session: Session, place: str, prefix: str) -> str:
    """Return the highest number that begins so, or an empty text."""
    found = select(func.max(Repair.number)).where(
        Repair.place == place, Repair.number.startswith(prefix, autoescape=True)
    )
    return session.scalar(found) or ""


def page_of(
    session: Session, place: str, only: str, day: date, offset: int = 0, limit: int | None = None
) -> Sequence[Repair]:
    """Return one page of a list."""
    wanted = _narrowed(select(Repair), place, only, day)
    rows = wanted.order_by(Repair.respond_by, Repair.id).offset(offset).limit(limit)
    return session.scalars(rows).all()


def count(session: Session, place: str, only: str, day: date) -> int:
    """Return how long a list is."""
    wanted = _narrowed(select(func.count()).select_from(Repair), place, only, day)
    return session.scalar(wanted) or 0


def waiting(session: Session, place: str, day: date) -> tuple[int, int]:
    """Return how many repairs nobody has answered yet, and how many of them are late."""
    return count(session, place, "requested", day), count(session, place, "late", day)


def of_leases(session: Session, lease_ids: Collection[int]) -> Sequence[Repair]:
    """Return the repairs asked for under these leases, the newest first."""
    return session.scalars(
        select(Repair).where(Repair.lease_id.in_(lease_ids)).order_by(Repair.id.desc())
    ).all()


def of_unit(session: Session, unit_id: int) -> Sequence[Repair]:
    """Return every repair of a unit, the newest first: its condition over the years."""
    return session.scalars(
        select(Repair).where(Repair.unit_id == unit_id).order_by(Repair.id.desc())
    ).all()


def costs(session: Session, place: str, year: int) -> list[UnitCost]:
    """Return what repairs cost by unit in a year, the dearest first; by the day they were done."""
    fen = func.sum(RepairStep.cost_fen)
    rows = session.execute(
        select(Repair.unit_id, Repair.unit_code, func.count(func.distinct(Repair.id)), fen)
        .join(RepairStep, RepairStep.repair_id == Repair.id)
        .where(
            Repair.place == place,
            RepairStep.on >= date(year, 1, 1),
            RepairStep.on <= date(year, 12, 31),
            RepairStep.cost_fen > 0,
        )
        .group_by(Repair.unit_id, Repair.unit_code)
        .order_by(fen.desc(), Repair.unit_code)
    )
    return [UnitCost(unit_id, code, int(number), int(sum_)) for unit_id, code, number, sum_ in rows]


def _narrowed(wanted: Select[Any], place: str, only: str, day: date) -> Select[Any]:
    wanted = wanted.where(Repair.place == place)
    if only == "late":
        return wanted.where(Repair.state == RepairState.REQUESTED, Repair.respond_by < day)
    if only == "over":
        return wanted.where(Repair.state.in_(OVER))
    if only == "open":
        return wanted.where(Repair.state.in_(OPEN))
    return wanted.where(Repair.state == RepairState(only)) if only else wanted

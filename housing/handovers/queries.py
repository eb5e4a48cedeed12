"""Reads of handovers."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.handovers.models import Handover
from housing.handovers.states import RUNNING, HandoverState

#: The lists of the work page.
ONLY = ("", "begun", "inspected", "settled", "objected", "closed")


def get(session: Session, place: str, handover_id: int, *, lock: bool = False) -> Handover:
    """Return one handover of a place.

    Raises:
        NotFound: there is none of that number there.
    """
    found = session.get(Handover, handover_id, with_for_update=lock, populate_existing=lock)
    if found is None or found.place != place:
        raise NotFound(f"没有第 {handover_id} 号腾退交接 / there is no handover {handover_id}")
    return found


def of_lease(session: Session, lease_id: int) -> Handover | None:
    """Return the handover of a lease that stands: running or closed, never one called off."""
    return session.scalar(
        select(Handover).where(
            Handover.lease_id == lease_id, Handover.state != HandoverState.CALLED_OFF
        )
    )


def of_leases(session: Session, lease_ids: Collection[int]) -> Sequence[Handover]:
    """Return the handovers that stand of these leases, the newest first."""
    return session.scalars(
        select(Handover)
        .where(Handover.lease_id.in_(lease_ids), Handover.state != HandoverState.CALLED_OFF)
        .order_by(Handover.id.desc())
    ).all()


def page_of(
    session: Session, place: str, only: str, offset: int = 0, limit: int | None = None
) -> Sequence[Handover]:
    """Return one page of a list, the oldest first."""
    wanted = _narrowed(select(Handover), place, only)
    return session.scalars(wanted.order_by(Handover.id).offset(offset).limit(limit)).all()


def count(session: Session, place: str, only: str) -> int:
    """Return how long a list is."""
    wanted = _narrowed(select(func.count()).select_from(Handover), place, only)
    return session.scalar(wanted) or 0


def waiting(session: Session, place: str) -> int:
    """Return how many flats are not back yet."""
    return (
        session.scalar(
            select(func.count())
            .select_from(Handover)
            .where(Handover.place == place, Handover.state.in_(RUNNING))
        )
        or 0
    )


def _narrowed(wanted: Select[Any], place: str, only: str) -> Select[Any]:
    wanted = wanted.where(Handover.place == place)
    if only == "objected":
        return wanted.where(Handover.objected_on.is_not(None), Handover.answered_on.is_(None))
    return wanted.where(Handover.state == HandoverState(only)) if only else wanted

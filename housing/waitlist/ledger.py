"""The ledger of moves: where an entry stood, where it stands, and why it is elsewhere."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.waitlist.models import Movement

MOST = 24


def moves_of(session: Session, entry_id: int, limit: int = MOST) -> Sequence[Movement]:
    """Return the latest moves of an entry, the newest first. Basis: HN 17 (HN-17-2)."""
    return session.scalars(
        select(Movement)
        .where(Movement.entry_id == entry_id)
        .order_by(Movement.placing_id.desc())
        .limit(limit)
    ).all()


def position_on(session: Session, entry_id: int, day: date) -> int | None:
    """Return the place that an entry had at the end of `day`, or None when it had none."""
    return session.scalars(
        select(Movement.to_position)
        .where(Movement.entry_id == entry_id, Movement.day <= day)
        .order_by(Movement.placing_id.desc())
        .limit(1)
    ).first()

"""The order of any past day: the kept places of that day and the published order behind it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.waitlist.models import Movement, Placing, WaitingOrder, WaitlistEntry


@dataclass(frozen=True, slots=True)
class LineOn:
    """One place of a past order: what stays known of the entry, not what was shown."""

    position: int
    entry_id: int
    number: str
    household_id: int


@dataclass(frozen=True, slots=True)
class OrderOn:
    """The order as it stood at the end of `day`.

    `placing` is the reckoning that it rests on, with the terms of its day; None before the first.
    `published` is the last order made public until then.
    """

    day: date
    placing: Placing | None
    published: WaitingOrder | None
    lines: Sequence[LineOn]

    @property
    def entries(self) -> int:
        """How many stood in it."""
        return self.placing.entries if self.placing else 0


def order_on(session: Session, place: str, day: date, offset: int = 0, limit: int = 50) -> OrderOn:
    """Return the order of `place` on `day` and some of its lines.

    At each place of a past reckoning stands whoever moved there last: nobody leaves a place
    without another coming, but at the end. So a page of it reads the moves into those places only.
    Basis: HN 17 (HN-17-2, HN-17-3).
    """
    placing = session.scalars(
        select(Placing)
        .where(Placing.place == place, Placing.day <= day)
        .order_by(Placing.id.desc())
        .limit(1)
    ).one_or_none()
    published = session.scalars(
        select(WaitingOrder)
        .where(WaitingOrder.place == place, WaitingOrder.day <= day)
        .order_by(WaitingOrder.id.desc())
        .limit(1)
    ).one_or_none()
    if placing is None:
        return OrderOn(day, None, published, ())
    return OrderOn(day, placing, published, _lines(session, placing, offset, limit))


def _lines(session: Session, placing: Placing, offset: int, limit: int) -> list[LineOn]:
    last = min(offset + limit, placing.entries)
    latest = (
        select(Movement.to_position, func.max(Movement.placing_id).label("placing_id"))
        .where(
            Movement.place == placing.place,
            Movement.to_position.between(offset + 1, last),
            Movement.placing_id <= placing.id,
        )
        .group_by(Movement.to_position)
        .subquery()
    )
    rows = session.execute(
        select(
            latest.c.to_position,
            WaitlistEntry.id,
            WaitlistEntry.number,
            WaitlistEntry.household_id,
        )
        .select_from(Movement)
        .join(
            latest,
            (Movement.to_position == latest.c.to_position)
            & (Movement.placing_id == latest.c.placing_id),
        )
        .join(WaitlistEntry, WaitlistEntry.id == Movement.entry_id)
        .where(Movement.place == placing.place)
        .order_by(latest.c.to_position)
    )
    return [LineOn(*row) for row in rows]

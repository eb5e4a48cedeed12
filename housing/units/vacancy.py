"""Reads of the history of units: their spells, and the days on which they stood empty and why."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from housing.units.models import Unit, UnitSpell
from housing.units.states import UnitState

#: A unit is empty until a lease is signed, and again once its tenant has left.
EMPTY = (UnitState.VACANT, UnitState.RESERVED, UnitState.OFFERED, UnitState.REPAIR)
ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class EmptyUnit:
    """A unit that stands empty now: its state, since when, why, and for how many days."""

    unit: Unit
    since: date
    reason: str
    days: int


@dataclass(frozen=True, slots=True)
class EmptyDays:
    """How many days of a period a unit stood empty, by state; days in other states are left out."""

    unit: Unit
    days: Mapping[UnitState, int]

    @property
    def total(self) -> int:
        """Days in all these states."""
        return sum(self.days.values())


def spells_of(session: Session, unit_id: int) -> Sequence[UnitSpell]:
    """Return the history of a unit, the newest first."""
    return session.scalars(
        select(UnitSpell).where(UnitSpell.unit_id == unit_id).order_by(UnitSpell.id.desc())
    ).all()


def count_empty(session: Session, place: str) -> int:
    """Return how many units of `place` stand empty now."""
    ids = _empty_now(place).with_only_columns(Unit.id)
    return session.scalar(select(func.count()).select_from(ids.subquery())) or 0


def empty_now(session: Session, place: str, day: date, offset: int, limit: int) -> list[EmptyUnit]:
    """Return one page of the units that stand empty, the longest first.

    A unit that went from one empty state to another counts from the day of the last change: the
    page of the unit shows the whole history.
    """
    chosen = _empty_now(place).order_by(UnitSpell.from_on, Unit.code).offset(offset).limit(limit)
    return [
        EmptyUnit(unit, spell.from_on, spell.reason, (day - spell.from_on).days)
        for unit, spell in session.execute(chosen)
    ]


def empty_days(session: Session, place: str, first: date, last: date) -> Iterator[EmptyDays]:
    """Yield every unit of `place` with its empty days from `first` to `last`, by code.

    Both days count. What was before the first spell of a unit is not known and counts nothing.
    """
    held = (
        select(UnitSpell)
        .where(
            UnitSpell.place == place,
            UnitSpell.state.in_(EMPTY),
            UnitSpell.from_on <= last,
            or_(UnitSpell.to_on.is_(None), UnitSpell.to_on > first),
        )
        .order_by(UnitSpell.id)
    )
    counted: dict[int, dict[UnitState, int]] = defaultdict(dict)
    for spell in session.scalars(held):
        days = counted[spell.unit_id]
        days[spell.state] = days.get(spell.state, 0) + _days(spell, first, last)
    units = session.scalars(select(Unit).where(Unit.place == place).order_by(Unit.code))
    for unit in units:
        yield EmptyDays(unit, counted.get(unit.id, {}))


def _empty_now(place: str) -> Select[Unit, UnitSpell]:
    return (
        select(Unit, UnitSpell)
        .join(UnitSpell, UnitSpell.unit_id == Unit.id)
        .where(UnitSpell.place == place, UnitSpell.to_on.is_(None), UnitSpell.state.in_(EMPTY))
    )


def _days(spell: UnitSpell, first: date, last: date) -> int:
    """Days of a spell within a period; the day on which it ended belongs to the next spell."""
    end = min(spell.to_on or last + ONE_DAY, last + ONE_DAY)
    return max(0, (end - max(spell.from_on, first)).days)

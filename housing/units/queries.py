"""Reads of the stock; lists are always ordered by project and code."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from housing.units.words import Programme

SORTS = {
    "code": Unit.code,
    "class": Unit.unit_class,
    "area": Unit.area,
    "floor": Unit.floor,
    "rent": Unit.rent_fen,
    "state": Unit.state,
}


@dataclass(frozen=True, slots=True)
class UnitFilter:
    """What a list of units is narrowed to; an empty text means everything."""

    project: str = ""
    unit_class: str = ""
    state: str = ""
    words: str = ""


def by_place(session: Session, place: str) -> Sequence[Unit]:
    """Return all units of `place`, ordered by code."""
    return session.scalars(select(Unit).where(Unit.place == place).order_by(Unit.code)).all()


def vacant(session: Session, place: str) -> Sequence[Unit]:
    """Return the units of `place` that stand empty and belong to no round, ordered by code.

    Housing for talent is managed apart and never offered to the general pool.
    Basis: OD (OD-4-1-5).
    """
    return session.scalars(
        select(Unit)
        .where(
            Unit.place == place,
            Unit.state == UnitState.VACANT,
            Unit.programme == Programme.AFFORDABLE,
        )
        .order_by(Unit.code)
    ).all()


def allottable(
    session: Session, place: str, owners: Collection[str] | None = None
) -> Sequence[Unit]:
    """Return the units of `place` that a plan may offer now, ordered by code.

    Without `owners` these are those of the common stock; with them, the stock that these owners
    keep for their own people first. Basis: HN 19 (HN-19-1, HN-19-2, HN-19-3), OD (OD-4-1-5).
    """
    free = vacant(session, place)
    if owners is None:
        return [unit for unit in free if not unit.keeper]
    return [unit for unit in free if unit.keeper in owners]


def by_ids(session: Session, ids: Collection[int]) -> Sequence[Unit]:
    """Return the units with these ids, ordered by code."""
    return session.scalars(select(Unit).where(Unit.id.in_(ids)).order_by(Unit.code)).all()


def get(session: Session, place: str, code: str) -> Unit:
    """Return one unit.

    Raises:
        NotFound: `place` has no such unit.
    """
    unit = session.scalars(select(Unit).where(Unit.place == place, Unit.code == code)).first()
    if unit is None:
        raise NotFound(f"没有房源 {code} / no unit {code} in {place}")
    return unit


def projects(session: Session, place: str) -> dict[str, Project]:
    """Return the projects of `place` by code, in order of code."""
    rows = session.scalars(select(Project).where(Project.place == place).order_by(Project.code))
    return {project.code: project for project in rows}


def classes(session: Session, place: str) -> dict[str, int]:
    """Return the classes of `place` with their number of units, in order of name."""
    rows = session.execute(
        select(Unit.unit_class, func.count())
        .where(Unit.place == place)
        .group_by(Unit.unit_class)
        .order_by(Unit.unit_class)
    )
    return dict(rows.all())


def count_by_state(session: Session, place: str) -> dict[UnitState, int]:
    """Return how many units of `place` are in each state that occurs."""
    rows = session.execute(
        select(Unit.state, func.count()).where(Unit.place == place).group_by(Unit.state)
    )
    return dict(sorted(rows.all()))


def listed(
    session: Session, place: str, narrow: UnitFilter, sort: str, offset: int, limit: int | None
) -> tuple[int, Sequence[Unit]]:
    """Return how many units fit `narrow`, and one page of them.

    `sort` is a key of `SORTS`, with a leading minus for the largest first; an unknown one
    sorts by code.
    """
    found = _narrowed(select(Unit).where(Unit.place == place), narrow)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    column = SORTS.get(sort.removeprefix("-"), Unit.code)
    order = column.desc() if sort.startswith("-") else column.asc()
    return total, session.scalars(
        found.order_by(order, Unit.code).offset(offset).limit(limit)
    ).all()


def _narrowed(found: Select[Any], narrow: UnitFilter) -> Select[Any]:
    if narrow.project:
        found = found.where(Unit.project_code == narrow.project)
    if narrow.unit_class:
        found = found.where(Unit.unit_class == narrow.unit_class)
    if narrow.state in set(UnitState):
        found = found.where(Unit.state == UnitState(narrow.state))
    if narrow.words:
        found = found.where(Unit.code.contains(narrow.words, autoescape=True))
    return found

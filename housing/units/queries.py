"""Reads of the stock; lists are always ordered by project and code."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Select, case, func, select
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
    owner: str = ""
    accessible: bool = False


@dataclass(slots=True)
class Building:
    """One building (楼栋) as the units in it tell: floors, last completion, units by state."""

    name: str
    floors: int
    completed_on: date
    lift: bool = False
    accessible: int = 0
    units: dict[UnitState, int] = field(default_factory=dict)


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


def by_id(session: Session, place: str, unit_id: int) -> Unit:
    """Return one unit.

    Raises:
        NotFound: `place` has no unit with this id.
    """
    unit = session.get(Unit, unit_id)
    if unit is None or unit.place != place:
        raise NotFound(f"没有第 {unit_id} 号房源 / there is no unit {unit_id}")
    return unit


def project(session: Session, place: str, code: str) -> Project:
    """Return one project.

    Raises:
        NotFound: `place` has no such project.
    """
    found = session.get(Project, (place, code))
    if found is None:
        raise NotFound(f"没有项目“{code}” / there is no project '{code}'")
    return found


def owners(session: Session, place: str) -> list[str]:
    """Return the owners of units of `place`, in order of name."""
    held = select(Unit.owner).where(Unit.place == place).distinct().order_by(Unit.owner)
    return list(session.scalars(held))


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


def count_by_project(session: Session, place: str) -> dict[str, dict[UnitState, int]]:
    """Return for each project how many of its units are in each state that occurs."""
    rows = session.execute(
        select(Unit.project_code, Unit.state, func.count())
        .where(Unit.place == place)
        .group_by(Unit.project_code, Unit.state)
        .order_by(Unit.project_code, Unit.state)
    )
    found: dict[str, dict[UnitState, int]] = {}
    for code, state, count in rows:
        found.setdefault(code, {})[state] = count
    return found


def buildings(session: Session, place: str, project_code: str) -> list[Building]:
    """Return the buildings of a project as its units tell them, in order of name."""
    rows = session.execute(
        select(
            Unit.building,
            func.max(Unit.floors),
            func.max(Unit.completed_on),
            Unit.state,
            func.count(),
            func.sum(case((Unit.lift, 1), else_=0)),
            func.sum(case((Unit.accessible, 1), else_=0)),
        )
        .where(Unit.place == place, Unit.project_code == project_code)
        .group_by(Unit.building, Unit.state)
        .order_by(Unit.building, Unit.state)
    )
    found: dict[str, Building] = {}
    for name, floors, completed_on, state, count, lifts, accessible in rows:
        held = found.setdefault(name, Building(name, floors, completed_on))
        held.floors = max(held.floors, floors)
        held.completed_on = max(held.completed_on, completed_on)
        held.lift = held.lift or bool(lifts)
        held.accessible += int(accessible)
        held.units[state] = count
    return list(found.values())


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
    if narrow.owner:
        found = found.where(Unit.owner == narrow.owner)
    if narrow.accessible:
        found = found.where(Unit.accessible.is_(True))
    if narrow.words:
        found = found.where(Unit.code.contains(narrow.words, autoescape=True))
    return found


def located(session: Session, unit_id: int) -> str:
    """Return a unit as letters name it: estate, building, entrance and room."""
    found = session.get_one(Unit, unit_id)
    return f"{project(session, found.place, found.project_code).name}{found.address}"

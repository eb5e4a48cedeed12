"""Which units a plan may allot, and how they stand in it."""

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from housing.core.errors import BadInput, NotFound, WrongState
from housing.plans.models import Plan, PlanUnit
from housing.units import queries as units
from housing.units.models import Project, Unit
from housing.units.states import UnitState
from housing.units.words import STATE_WORDS, Programme


def allottable(session: Session, plan: Plan) -> list[Unit]:
    """Return the vacant units that the audience of a plan may be given, by code.

    A county round allots the common stock; an owner's or a park's own round its targeted stock.
    Basis: HN 19 (HN-19-1, HN-19-2).
    """
    return list(units.allottable(session, plan.place, [plan.owner] if plan.owner else None))


def is_for(plan: Plan, unit: Unit) -> bool:
    """Return whether a unit is of the stock that the audience of a plan is served from."""
    return unit.keeper == plan.owner


def ids_of(session: Session, place: str, codes: Collection[str]) -> list[int]:
    """Return the ids of the units with these codes.

    Raises:
        NotFound: names those that the place does not have.
    """
    rows = session.execute(
        select(Unit.code, Unit.id).where(Unit.place == place, Unit.code.in_(set(codes)))
    )
    found = dict(rows.all())
    missing = sorted(set(codes) - found.keys())[:5]
    if missing:
        raise NotFound(f"没有房源 {'、'.join(missing)} / no such units: {', '.join(missing)}")
    return sorted(found.values())


def put_in(session: Session, plan: Plan, unit_ids: Collection[int]) -> list[PlanUnit]:
    """Make these the units of a draft, in the place of those it had; return them by code.

    Raises:
        BadInput: a unit is not vacant, of another place, or not for this audience; names it.
    """
    found = units.by_ids(session, unit_ids)
    _check(plan, found, set(unit_ids))
    projects = units.projects(session, plan.place)
    session.execute(delete(PlanUnit).where(PlanUnit.round_id == plan.round_id))
    rows = [_row(plan, unit, projects) for unit in found]
    session.add_all(rows)
    session.flush()
    return rows


def _check(plan: Plan, found: Sequence[Unit], wanted: Collection[int]) -> None:
    if len(found) != len(wanted):
        raise BadInput(
            "房源：有的房源已不在房源表中，请刷新后重选 / units: some are not in the stock"
        )
    for unit in found:
        if unit.place != plan.place or unit.programme is not Programme.AFFORDABLE:
            raise BadInput(
                f"房源 {unit.code}：不属于本地可配租的房源 / unit {unit.code} is not of this stock"
            )
        if not is_for(plan, unit):
            raise BadInput(
                f"房源 {unit.code}：定向“{unit.reserved_for or '无'}”，与本轮的对象不符，请去掉"
                f" / unit {unit.code} is meant for others than this round serves; take it out"
            )
        if unit.state is not UnitState.VACANT:
            raise WrongState(
                f"房源 {unit.code} 现在的状态是“{STATE_WORDS[unit.state]}”，"
                "只有空置的房源可以列入方案"
                f" / unit {unit.code} is {unit.state}; only vacant units can be allotted"
            )


def _row(plan: Plan, unit: Unit, projects: Mapping[str, Project]) -> PlanUnit:
    project = projects[unit.project_code]
    return PlanUnit(
        round_id=plan.round_id,
        unit_id=unit.id,
        unit_code=unit.code,
        unit_class=unit.unit_class,
        project_code=unit.project_code,
        project_name=project.name,
        street=project.street,
        address=f"{project.name}{unit.address}",
        floor=unit.floor,
        floors=unit.floors,
        layout=unit.layout,
        area=unit.area,
        rent_fen=unit.rent_fen,
        accessible=unit.accessible,
        lift=unit.lift,
        public=False,
        withdrawn_reason="",
    )

"""Reads of allocation plans."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import Integer, cast, func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.plans.facts import PlanClass
from housing.plans.models import Plan, PlanUnit
from housing.plans.states import PlanState


def of_round(session: Session, round_id: int) -> Plan | None:
    """Return the plan of a round, or None for a round on a sheet."""
    return session.scalars(select(Plan).where(Plan.round_id == round_id)).one_or_none()


def get(session: Session, place: str, round_id: int) -> Plan:
    """Return the plan of a round of `place`.

    Raises:
        NotFound: there is none.
    """
    plan = of_round(session, round_id)
    if plan is None or plan.place != place:
        raise _none()
    return plan


def public(session: Session, round_code: str) -> Plan:
    """Return the plan of a round once it is public, a withdrawn one included.

    Raises:
        NotFound: there is none, or it is a draft.
    """
    plan = session.scalars(select(Plan).where(Plan.round_code == round_code)).one_or_none()
    if plan is None or plan.published_at is None:
        raise _none()
    return plan


def other_cases(session: Session, round_code: str) -> Sequence[str]:
    """Return the further cases of abandonment that the public plan of a round names; none without.

    Basis: HN 22 (HN-22-8).
    """
    plan = session.scalars(select(Plan).where(Plan.round_code == round_code)).one_or_none()
    return plan.other_abandonment_cases if plan and plan.published_at else ()


def units_of(
    session: Session, round_id: int, *, with_withdrawn: bool = False
) -> Sequence[PlanUnit]:
    """Return the units of a plan by code, without those that fell out unless asked for."""
    wanted = select(PlanUnit).where(PlanUnit.round_id == round_id).order_by(PlanUnit.unit_code)
    if not with_withdrawn:
        wanted = wanted.where(PlanUnit.withdrawn_on.is_(None))
    return session.scalars(wanted).all()


def classes(session: Session, round_id: int) -> list[PlanClass]:
    """Return the classes of a plan in order of code, of the units that are still in it.

    Counted by the database, since a page of wishes asks for them; as `rules.classes_of`.
    """
    unit = PlanUnit
    rows = session.execute(
        select(
            unit.unit_class.label("code"),
            func.min(unit.project_code).label("project_code"),
            func.min(unit.project_name).label("project_name"),
            func.min(unit.street).label("street"),
            func.min(unit.layout).label("layout"),
            func.max(cast(unit.accessible, Integer)).label("accessible"),
            func.min(cast(unit.lift, Integer)).label("lift"),
            func.min(unit.area).label("area_min"),
            func.max(unit.area).label("area_max"),
            func.min(unit.rent_fen).label("rent_min"),
            func.max(unit.rent_fen).label("rent_max"),
            func.count().label("number"),
        )
        .where(unit.round_id == round_id, unit.withdrawn_on.is_(None))
        .group_by(unit.unit_class)
    )
    flags = ("accessible", "lift")
    found = [dict(row._mapping) for row in rows]
    made = [PlanClass(**(row | {name: bool(row[name]) for name in flags})) for row in found]
    return sorted(made, key=lambda each: each.code)


def published(session: Session, place: str, day: date) -> Sequence[Plan]:
    """Return the public plans whose registration has not ended by `day`, by opening day."""
    return session.scalars(
        select(Plan)
        .where(
            Plan.place == place,
            Plan.state == PlanState.PUBLISHED,
            Plan.registration_until >= day,
        )
        .order_by(Plan.registration_from, Plan.id)
    ).all()


def all_public(session: Session, place: str) -> Sequence[Plan]:
    """Return every plan of a place that was ever made public, newest first."""
    return session.scalars(
        select(Plan)
        .where(Plan.place == place, Plan.published_at.is_not(None))
        .order_by(Plan.id.desc())
    ).all()


def drafts(session: Session, place: str) -> Sequence[Plan]:
    """Return the plans of a place that are still drafts, newest first."""
    return session.scalars(
        select(Plan)
        .where(Plan.place == place, Plan.state == PlanState.DRAFT)
        .order_by(Plan.id.desc())
    ).all()


def _none() -> NotFound:
    return NotFound("没有这份分配方案 / there is no such allocation plan")

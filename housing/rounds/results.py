"""The lines of a round for people: places from 1, names and numbers masked."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from housing.households.masking import masked_name
from housing.households.models import Household
from housing.rounds.models import (
    Round,
    RoundAssignment,
    RoundHousehold,
    RoundPosition,
    RoundSubsidyDue,
)
from housing.rounds.safeguards import RoundHeld
from housing.units.models import Project, Unit

Lines = Select[*tuple[Any, ...]]


class Status(StrEnum):
    """What a round means for a household."""

    HOUSED = "housed"
    LEFT_OUT = "left_out"
    SUBSIDY_DUE = "subsidy_due"
    HELD = "held"
    ORDERED = "ordered"
    ON_ROLL = "on_roll"
    OFF_ROLL = "off_roll"


@dataclass(frozen=True, slots=True)
class Flat:
    """A flat that was given: area in hundredths of m², rent in fen per m² and month."""

    stage: int
    unit_class: str
    code: str
    address: str
    area: int
    rent_fen: int
    wish: int | None


@dataclass(frozen=True, slots=True)
class ResultLine:
    """One household of the order; `position` counts from 1, `score` is hundredths."""

    position: int
    roll_id: str
    application_number: str
    name: str
    tier: int
    score: int
    accepted_on: date
    status: Status
    flat: Flat | None


SORTS = {
    "position": RoundPosition.position,
    "tier": RoundHousehold.tier,
    "score": RoundHousehold.score,
    "accepted": Household.accepted_on,
    "class": RoundAssignment.unit_class,
    "unit": RoundAssignment.unit_code,
}


def masked_results(
    session: Session,
    round_id: int,
    page: int = 1,
    size: int = 50,
    sort: str = "position",
    status: str = "",
) -> tuple[int, list[ResultLine]]:
    """Return how many lines there are and one page of them; pages count from 1.

    `sort` is a key of `SORTS`, with a leading minus for the largest first; `status` narrows to
    housed, left_out, subsidy_due or held (back, or fallen after it was). Before the allocation
    every line is `ordered`. Empty before the order is made.
    """
    found = _narrowed(_lines(round_id), status)
    total = session.scalar(select(func.count()).select_from(found.subquery())) or 0
    column = SORTS.get(sort.removeprefix("-"), RoundPosition.position)
    order = column.desc() if sort.startswith("-") else column.asc()
    found = found.order_by(order.nulls_last(), RoundPosition.position)
    is_allocated = _is_allocated(session, round_id)
    rows = session.execute(found.offset((page - 1) * size).limit(size))
    return total, [_line(row, is_allocated) for row in rows]


def line_of_household(session: Session, round_id: int, roll_id: str) -> ResultLine | None:
    """Return the line of one household, or None while it has no place in an order."""
    row = session.execute(_lines(round_id).where(RoundHousehold.roll_id == roll_id)).one_or_none()
    return _line(row, _is_allocated(session, round_id)) if row else None


def masked_number(number: str) -> str:
    """Return the first two and the last three characters of an application number."""
    return f"{number[:2]}{'*' * max(0, len(number) - 5)}{number[-3:]}" if len(number) > 6 else "***"


def _is_allocated(session: Session, round_id: int) -> bool:
    allocated = select(Round.allocation_sha256).where(Round.id == round_id)
    return session.scalar(allocated) is not None


def _lines(round_id: int) -> Lines:
    of_roll = (RoundHousehold.round_id == RoundPosition.round_id) & (
        RoundHousehold.roll_id == RoundPosition.roll_id
    )
    given = (RoundAssignment.round_id == RoundPosition.round_id) & (
        RoundAssignment.roll_id == RoundPosition.roll_id
    )
    due = (RoundSubsidyDue.round_id == RoundPosition.round_id) & (
        RoundSubsidyDue.roll_id == RoundPosition.roll_id
    )
    held = (
        (RoundHeld.round_id == RoundPosition.round_id)
        & (RoundHeld.roll_id == RoundPosition.roll_id)
        & (RoundHeld.ended_at.is_(None) | RoundHeld.upheld)
    )
    unit = (Unit.place == Household.place) & (Unit.code == RoundAssignment.unit_code)
    project = (Project.place == Unit.place) & (Project.code == Unit.project_code)
    return (
        select(
            RoundPosition.position,
            RoundHousehold,
            Household,
            RoundAssignment,
            Unit,
            Project.name,
            RoundSubsidyDue.roll_id.label("due"),
            RoundHeld.roll_id.label("held"),
        )
        .join(RoundHousehold, of_roll)
        .join(Household, Household.id == RoundHousehold.household_id)
        .outerjoin(RoundAssignment, given)
        .outerjoin(Unit, unit)
        .outerjoin(Project, project)
        .outerjoin(RoundSubsidyDue, due)
        .outerjoin(RoundHeld, held)
        .where(RoundPosition.round_id == round_id)
    )


def _narrowed(found: Lines, status: str) -> Lines:
    is_free, has_flat = RoundHeld.roll_id.is_(None), RoundAssignment.roll_id.is_not(None)
    if status == Status.HELD:
        return found.where(~is_free)
    if status == Status.HOUSED:
        return found.where(has_flat, is_free)
    if status == Status.SUBSIDY_DUE:
        return found.where(RoundSubsidyDue.roll_id.is_not(None), is_free)
    if status == Status.LEFT_OUT:
        return found.where(~has_flat, RoundSubsidyDue.roll_id.is_(None), is_free)
    return found


def _line(row: Row[*tuple[Any, ...]], is_allocated: bool) -> ResultLine:
    position, on_roll, household, assignment, unit, project, due, held = row
    status = _status(assignment is not None, due is not None, is_allocated)
    return ResultLine(
        position=position + 1,
        roll_id=on_roll.roll_id,
        application_number=masked_number(household.application_number),
        name=masked_name(household.name),
        tier=on_roll.tier,
        score=on_roll.score,
        accepted_on=household.accepted_on,
        status=status if held is None else Status.HELD,
        flat=_flat(assignment, unit, project) if assignment and held is None else None,
    )


def _status(is_housed: bool, is_due: bool, is_allocated: bool) -> Status:
    if is_housed:
        return Status.HOUSED
    if is_due:
        return Status.SUBSIDY_DUE
    return Status.LEFT_OUT if is_allocated else Status.ORDERED


def _flat(assignment: RoundAssignment, unit: Unit, project: str) -> Flat:
    return Flat(
        stage=assignment.stage,
        unit_class=assignment.unit_class,
        code=assignment.unit_code,
        address=f"{project}{unit.address}",
        area=unit.area,
        rent_fen=unit.rent_fen,
        wish=assignment.wish,
    )

"""The numbers of a round that its pictures and tables show."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.errors import NotFound
from housing.rounds import files
from housing.rounds.models import (
    Round,
    RoundAssignment,
    RoundHousehold,
    RoundPosition,
    RoundSubsidyDue,
    RoundUnit,
)


@dataclass(frozen=True, slots=True)
class TierFigure:
    """How many households of a tier were housed, and how many were not."""

    tier: int
    housed: int
    left_out: int


@dataclass(frozen=True, slots=True)
class WishFigure:
    """How many got a flat of this rank of their list (from 1); None: suitable, not wished for."""

    wish: int | None
    housed: int


@dataclass(frozen=True, slots=True)
class ClassFigure:
    """Flats of a class, given and left, and its closing place.

    `closing` is the place (from 1) in the order of the round of the first household left out that
    could have had a flat of this class and of those it was bound up with; None: it never closed,
    or the mechanism knows no closing places. It is that of the last stage the class was in.
    """

    unit_class: str
    units: int
    given: int
    closing: int | None


@dataclass(frozen=True, slots=True)
class Figures:
    """A round in numbers; the counts of results are 0 before the allocation."""

    households: int
    housed: int
    subsidy_due: int
    off_roll: dict[str, int]
    units: int
    by_tier: tuple[TierFigure, ...]
    by_wish: tuple[WishFigure, ...]
    by_class: tuple[ClassFigure, ...]

    @property
    def left_out(self) -> int:
        """Households on the roll without a flat, those due a subsidy included."""
        return self.households - self.housed


def figures(session: Session, round_id: int) -> Figures:
    """Return the numbers of a round.

    Raises:
        NotFound: no such round.
        BrokenRule: a file was changed after its hash was written down.
    """
    a_round = session.get(Round, round_id)
    if a_round is None:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id}")
    by_tier, by_class = _by_tier(session, round_id), _by_class(session, a_round)
    return Figures(
        households=sum(row.housed + row.left_out for row in by_tier),
        housed=sum(row.housed for row in by_tier),
        subsidy_due=_count(session, RoundSubsidyDue, round_id),
        off_roll=_off_roll(session, round_id),
        units=sum(row.units for row in by_class),
        by_tier=by_tier,
        by_wish=_by_wish(session, round_id),
        by_class=by_class,
    )


def _count(session: Session, table: type[RoundSubsidyDue], round_id: int) -> int:
    found = select(func.count()).select_from(table).where(table.round_id == round_id)
    return session.scalar(found) or 0


def _off_roll(session: Session, round_id: int) -> dict[str, int]:
    rows = session.execute(
        select(RoundHousehold.off_roll, func.count())
        .where(RoundHousehold.round_id == round_id, RoundHousehold.off_roll != "")
        .group_by(RoundHousehold.off_roll)
        .order_by(RoundHousehold.off_roll)
    )
    return dict(rows.all())


def _by_tier(session: Session, round_id: int) -> tuple[TierFigure, ...]:
    given = (RoundAssignment.round_id == RoundHousehold.round_id) & (
        RoundAssignment.roll_id == RoundHousehold.roll_id
    )
    rows = session.execute(
        select(RoundHousehold.tier, func.count(RoundAssignment.roll_id), func.count())
        .outerjoin(RoundAssignment, given)
        .where(RoundHousehold.round_id == round_id, RoundHousehold.off_roll == "")
        .group_by(RoundHousehold.tier)
        .order_by(RoundHousehold.tier)
    )
    return tuple(TierFigure(tier, housed, all_ - housed) for tier, housed, all_ in rows)


def _by_wish(session: Session, round_id: int) -> tuple[WishFigure, ...]:
    rows = session.execute(
        select(RoundAssignment.wish, func.count())
        .where(RoundAssignment.round_id == round_id)
        .group_by(RoundAssignment.wish)
        .order_by(RoundAssignment.wish.nulls_last())
    )
    return tuple(WishFigure(wish, housed) for wish, housed in rows)


def _by_class(session: Session, a_round: Round) -> tuple[ClassFigure, ...]:
    given = (RoundAssignment.round_id == RoundUnit.round_id) & (
        RoundAssignment.unit_code == RoundUnit.unit_code
    )
    rows = session.execute(
        select(RoundUnit.unit_class, func.count(), func.count(RoundAssignment.roll_id))
        .outerjoin(RoundAssignment, given)
        .where(RoundUnit.round_id == a_round.id)
        .group_by(RoundUnit.unit_class)
        .order_by(RoundUnit.unit_class)
    )
    closing = closing_places(session, a_round)
    return tuple(
        ClassFigure(unit_class, units, housed, closing.get(unit_class))
        for unit_class, units, housed in rows
    )


def closing_places(session: Session, a_round: Round) -> dict[str, int]:
    """Return the closing place (from 1, in the order of the round) of each class that closed.

    Raises:
        BrokenRule: a file was changed after its hash was written down.
    """
    if a_round.stages_sha256 is None:
        return {}
    places: dict[str, int | None] = {}
    position_of = _positions(session, a_round.id)
    for row in files.read(session, a_round, "stages.json").content["stages"]:
        closing, queue = _closing_of(
            files.body_of(session, a_round, row["problem"]),
            files.body_of(session, a_round, row["plan"]),
        )
        for unit_class, at in closing:
            places[unit_class] = None if at is None else position_of[queue[at]] + 1
    return {name: place for name, place in places.items() if place is not None}


def _positions(session: Session, round_id: int) -> dict[str, int]:
    rows = session.execute(
        select(RoundPosition.roll_id, RoundPosition.position).where(
            RoundPosition.round_id == round_id
        )
    )
    return dict(rows.all())


@lru_cache(maxsize=16)
def _closing_of(
    problem: bytes, plan: bytes
) -> tuple[Sequence[tuple[str, int | None]], Sequence[str]]:
    """Return a stage's closing table, and its households in order; parsed once."""
    table: dict[str, Any] = json.loads(plan).get("closing", {})
    queue = sorted(json.loads(problem)["households"], key=lambda row: row["priority"])
    return tuple(table.items()), tuple(row["id"] for row in queue)

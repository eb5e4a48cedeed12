"""Small counts of a round for lists of rounds and of stages; none reads a file's lines."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.rounds import files
from housing.rounds.models import Round, RoundAssignment, RoundHousehold, RoundUnit


@dataclass(frozen=True, slots=True)
class Counts:
    """Households on the roll, flats of the round, and households that got one."""

    households: int
    units: int
    housed: int


@dataclass(frozen=True, slots=True)
class StageCount:
    """One stage as it is shown: titles by language, rule ids, and how many it housed."""

    number: int
    title: dict[str, str]
    basis: tuple[str, ...]
    housed: int


def counts(session: Session, round_id: int) -> Counts:
    """Return the counts of one round; three index scans."""
    on_roll = select(func.count()).where(
        RoundHousehold.round_id == round_id, RoundHousehold.off_roll == ""
    )
    units = select(func.count()).where(RoundUnit.round_id == round_id)
    housed = select(func.count()).where(RoundAssignment.round_id == round_id)
    return Counts(
        households=session.scalar(on_roll) or 0,
        units=session.scalar(units) or 0,
        housed=session.scalar(housed) or 0,
    )


def stage_counts(session: Session, round_: Round) -> list[StageCount]:
    """Return the stages of an allocated round in turn.

    Raises:
        BrokenRule: the list of stages was changed after its hash was written down.
    """
    rows = session.execute(
        select(RoundAssignment.stage, func.count())
        .where(RoundAssignment.round_id == round_.id)
        .group_by(RoundAssignment.stage)
    )
    housed = dict(rows.all())
    return [
        StageCount(
            number=row["number"],
            title=row["title"],
            basis=tuple(row["basis"]),
            housed=housed.get(row["number"], 0),
        )
        for row in files.read(session, round_, "stages.json").content["stages"]
    ]

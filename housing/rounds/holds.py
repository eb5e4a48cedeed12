"""What a round holds, households and units, and how it lets them go."""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, ColumnExpressionArgument, select, update

from housing.core.work import Work
from housing.rounds.models import Round, RoundAssignment, RoundHousehold, RoundUnit
from housing.rounds.picked import OUT, picks_of
from housing.waitlist import taking_part

Which = ColumnExpressionArgument[bool]


def is_given() -> ColumnElement[bool]:
    """Say of a unit of a round that the round gave it to somebody."""
    return (
        select(RoundAssignment.roll_id)
        .where(
            RoundAssignment.round_id == RoundUnit.round_id,
            RoundAssignment.unit_code == RoundUnit.unit_code,
        )
        .exists()
    )


def has_flat() -> ColumnElement[bool]:
    """Say of a household of a round that the round gave it a flat."""
    return (
        select(RoundAssignment.roll_id)
        .where(
            RoundAssignment.round_id == RoundHousehold.round_id,
            RoundAssignment.roll_id == RoundHousehold.roll_id,
        )
        .exists()
    )


def units_held(work: Work, a_round: Round, *which: Which) -> list[int]:
    """Return the ids of the units that the round holds, in order."""
    found = select(RoundUnit.unit_id).where(
        RoundUnit.round_id == a_round.id, RoundUnit.live, *which
    )
    return list(work.session.scalars(found.order_by(RoundUnit.unit_id)))


def let_units_go(work: Work, a_round: Round, *which: Which) -> list[int]:
    """End the round's hold on units; return their ids."""
    ids = units_held(work, a_round, *which)
    work.session.execute(
        update(RoundUnit)
        .where(RoundUnit.round_id == a_round.id, RoundUnit.live, *which)
        .values(live=False)
    )
    return ids


def households_held(work: Work, a_round: Round, *which: Which) -> Sequence[int]:
    """Return the ids of the households that the round holds."""
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.live, *which
    )
    return work.session.scalars(found.order_by(RoundHousehold.household_id)).all()


def let_households_go(
    work: Work, a_round: Round, *which: Which, left_out: bool, but: Collection[int] = ()
) -> None:
    """Send households back to the list, but not those whom somebody else decides about."""
    gone = [each for each in households_held(work, a_round, *which) if each not in but]
    taking_part.let_go(work, gone, a_round.code, left_out=left_out)
    end_hold(work, a_round, *which)


def end_hold(work: Work, a_round: Round, *which: Which) -> None:
    """Free households of the frozen roll for another round."""
    work.session.execute(
        update(RoundHousehold)
        .where(RoundHousehold.round_id == a_round.id, RoundHousehold.live, *which)
        .values(live=False)
    )


def out_of_the_hall(work: Work, a_round: Round) -> set[int]:
    """Return who left the round in its hall; whether they abandoned is decided apart.

    Basis: HN 22 (HN-22-4, HN-22-5).
    """
    picks = picks_of(work.session, a_round)
    if picks is None:
        return set()
    names = {name for (_, name), row in picks.rows.items() if row["outcome"] in OUT}
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.roll_id.in_(names)
    )
    return set(work.session.scalars(found))


def hall_freed_flats(work: Work, a_round: Round) -> bool:
    """Return whether flats of a hall are free that those left out might live in.

    Their households were absent, gave up or declined; the flats are offered on in the same order.
    Basis: HN 21 (HN-21-7), HN 22 (HN-22-1).
    """
    picks = picks_of(work.session, a_round)
    return picks is not None and any(
        row["outcome"] in (*OUT, "declined") for row in picks.rows.values()
    )

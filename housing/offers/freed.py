"""Flats that came free go to the next in the same order, without a new draw (递补).

Whoever holds a flat keeps it. The problem of a re-offer has the flats that are free, those who
still take part and hold none, and the rules, order and stages of the round; its plan is proved by
the same engine and the same check. A household whose own flat fell out through no fault of its
own comes before all others.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.abandonments import queries as abandonments
from housing.abandonments.words import AbandonmentCase
from housing.core.canonical import sha256_hex
from housing.households.masking import masked_name
from housing.households.models import Household
from housing.households.words import Assistance
from housing.offers.models import Offer
from housing.offers.problem import solved
from housing.offers.states import FREED, HOLDING
from housing.rounds import files
from housing.rounds.draw import draw_of
from housing.rounds.models import Round, RoundHousehold, RoundPosition, RoundUnit
from housing.rounds.picked import OUT, picks_of
from housing.rounds.stages import COMMON, Staging
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import WAITING, EntryState

Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Next:
    """Who is next for what is free: rows like those of allocation.json, and the proofs.

    `proofs` hold key of the stage, problem and plan in their exact bytes. `first` are those whose
    own flat fell out; `to_stock` are flats that nobody can live in.
    """

    units: tuple[str, ...]
    assignments: tuple[Json, ...]
    proofs: tuple[tuple[str, bytes, bytes], ...]
    first: frozenset[str]
    to_stock: tuple[str, ...]


def next_in_order(session: Session, a_round: Round, unit: str) -> Json | None:
    """Return who would get one flat next: a row like those of allocation.json, or None.

    Basis: HN 21 (HN-21-5, HN-21-7), HN 22 (HN-22-1).
    """
    found = next_for(session, a_round, only={unit})
    return found.assignments[0] if found.assignments else None


def next_for(session: Session, a_round: Round, only: Collection[str] | None = None) -> Next:
    """Return who is next for the flats of a round that are free now.

    Basis: HN 21 (HN-21-5, HN-21-7), HN 22 (HN-22-1).

    Raises:
        BrokenRule: a file of the round was changed, or engine and check disagree.
    """
    free = [code for code in free_units(session, a_round) if only is None or code in only]
    first, others = first_in_line(session, a_round), left_out(session, a_round)
    staging = _staging(session, a_round, set(free), first, others)
    proofs = list(_played(staging)) if free else []
    given = staging.assignments()
    taken = {row["unit"] for row in given}
    return Next(
        units=tuple(free),
        assignments=tuple(given),
        proofs=tuple(proofs),
        first=frozenset(first),
        to_stock=tuple(code for code in free if code not in taken),
    )


def free_units(session: Session, a_round: Round) -> list[str]:
    """Return the codes of flats that the round still holds and that nobody is offered.

    One whose household is reported to have given up is free when that is decided, unless the
    household said so itself.
    """
    held = select(Offer.id).where(
        Offer.round_id == a_round.id, Offer.unit_id == Unit.id, Offer.state.in_(HOLDING)
    )
    rows = session.execute(
        select(Unit.id, Unit.code)
        .join(RoundUnit, (RoundUnit.unit_id == Unit.id) & (RoundUnit.round_id == a_round.id))
        .where(
            RoundUnit.live,
            Unit.state == UnitState.OFFERED,
            Unit.round_code == a_round.code,
            ~held.exists(),
        )
        .order_by(Unit.code)
    ).all()
    disputed = _disputed(session, a_round)
    return [code for unit_id, code in rows if unit_id not in disputed]


def first_in_line(session: Session, a_round: Round) -> set[str]:
    """Return the allottees of a round that hold no offer, without having given one up."""
    return _names(session, a_round, (EntryState.ALLOTTEE, EntryState.SELECTED), of_round=True)


def left_out(session: Session, a_round: Round) -> set[str]:
    """Return those on the roll who wait for a flat, and may be given one today."""
    waiting = _names(session, a_round, WAITING, of_round=False)
    return waiting - _gave_up(session, a_round)


def _names(
    session: Session, a_round: Round, states: tuple[EntryState, ...], *, of_round: bool
) -> set[str]:
    held = select(Offer.id).where(
        Offer.round_id == a_round.id,
        Offer.roll_id == RoundHousehold.roll_id,
        Offer.state.in_(HOLDING),
    )
    code = WaitlistEntry.round_code
    rows = session.execute(
        select(RoundHousehold.roll_id, WaitlistEntry.id)
        .join(Household, Household.id == RoundHousehold.household_id)
        .join(WaitlistEntry, WaitlistEntry.household_id == Household.id)
        .where(
            RoundHousehold.round_id == a_round.id,
            RoundHousehold.off_roll == "",
            WaitlistEntry.state.in_(states),
            code == a_round.code if of_round else code.is_(None),
            Household.assistance == Assistance.FLAT,
            ~held.exists(),
        )
    ).all()
    reported = {
        each.entry_id
        for each in abandonments.of_round(session, a_round.place, a_round.code)
        if each.decided_on is None
    }
    return {name for name, entry_id in rows if entry_id not in reported}


def _gave_up(session: Session, a_round: Round) -> set[str]:
    """Who had a flat of this round, or left its hall: not again in the same round."""
    offered = select(Offer.roll_id).where(Offer.round_id == a_round.id, Offer.state.in_(FREED))
    names = set(session.scalars(offered))
    picks = picks_of(session, a_round)
    if picks is not None:
        names |= {name for (_, name), row in picks.rows.items() if row["outcome"] in OUT}
    return names


def _disputed(session: Session, a_round: Round) -> set[int]:
    """Flats whose last household has still to be heard about an event that others reported."""
    waiting = {
        each.household_id
        for each in abandonments.of_round(session, a_round.place, a_round.code)
        if each.decided_on is None and each.kind is not AbandonmentCase.GAVE_UP_CHOICE
    }
    offered = select(Offer.unit_id).where(
        Offer.round_id == a_round.id, Offer.household_id.in_(waiting)
    )
    return set(session.scalars(offered))


def _staging(
    session: Session, a_round: Round, free: set[str], first: set[str], others: set[str]
) -> Staging:
    """Return the round before its first stage, with what is free and who takes part alone."""
    kept = {
        name: files.read(session, a_round, f"{name}.json")
        for name in ("roll", "units", "rules", "seed", "order")
    }
    draw = draw_of(kept["seed"], kept["roll"])
    roll, units, rules, order = (kept[name].content for name in ("roll", "units", "rules", "order"))
    staging = Staging.begin(roll, units, rules, order, draw)
    lines = staging.households
    if picks_of(session, a_round) is not None:  # In a hall everybody takes whatever suits.
        lines = [{**line, "wishes": [sorted(staging.classes)]} for line in lines]
    part = [line for line in lines if line["id"] in first]
    part += [line for line in lines if line["id"] in others]
    priority = {
        line["id"]: [0 if line["id"] in first else 1, *staging.priority[line["id"]]]
        for line in part
    }
    left = {name: [unit for unit in codes if unit in free] for name, codes in staging.free.items()}
    return replace(staging, households=part, priority=priority, free=left)


def _played(staging: Staging) -> Iterator[tuple[str, bytes, bytes]]:
    """Play the stages of the round again with what is free."""
    for number, stage in enumerate(staging.stages(), 1):
        problem = staging.problem(stage.key)
        if not problem["classes"] or not (problem["households"] or stage.key == COMMON):
            continue
        raw, proof, plan = solved(problem)
        staging.take(number, plan["assignment"], stage.key)
        yield stage.key, raw, proof


def names_of(session: Session, a_round: Round, roll_ids: list[str]) -> dict[str, tuple[int, str]]:
    """Return place in the order (from 1) and masked name of some households of a round."""
    rows = session.execute(
        select(RoundPosition.roll_id, RoundPosition.position, Household.name)
        .join(
            RoundHousehold,
            (RoundHousehold.round_id == RoundPosition.round_id)
            & (RoundHousehold.roll_id == RoundPosition.roll_id),
        )
        .join(Household, Household.id == RoundHousehold.household_id)
        .where(RoundPosition.round_id == a_round.id, RoundPosition.roll_id.in_(roll_ids))
    )
    return {name: (position + 1, masked_name(person)) for name, position, person in rows}


def sha256s(problem: bytes, plan: bytes) -> dict[str, str]:
    """Return the hashes that are kept beside a problem and its plan."""
    return {"problem_sha256": sha256_hex(problem), "plan_sha256": sha256_hex(plan)}

"""Holding back the part of a round that a fault can touch, so that the rest is published.

Households and classes are connected where a household could have had the class. A fault in one
household's facts can change nothing outside its connected part, whose proofs stand by themselves.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy import ColumnElement, false, insert, select, update
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, BrokenRule, NotFound, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.rounds import files
from housing.rounds.holds import (
    has_flat,
    households_held,
    is_given,
    let_households_go,
    let_units_go,
    units_held,
)
from housing.rounds.models import Round, RoundFile, RoundHousehold, RoundUnit
from housing.rounds.moves import required
from housing.rounds.safeguards import RoundHeld
from housing.rounds.states import RoundState
from housing.units import service as stock
from housing.waitlist import taking_part

HELD = "held.json"
Json = Mapping[str, Any]


def connected(problems: Iterable[Json], touched: Collection[str]) -> tuple[set[str], set[str]]:
    """Return the households and the classes that are connected with the touched households.

    `problems` are those of the round's stages. O(sum of the lists).
    """
    classes_of: dict[str, set[str]] = defaultdict(set)
    for problem in problems:
        for line in problem["households"]:
            classes_of[line["id"]].update(name for rank in line["acceptable"] for name in rank)
    wanted_by: dict[str, list[str]] = defaultdict(list)
    for household, names in classes_of.items():
        for name in names:
            wanted_by[name].append(household)
    households, classes, ahead = set(touched), set[str](), list(touched)
    while ahead:
        for name in classes_of[ahead.pop()] - classes:
            classes.add(name)
            new = [each for each in wanted_by[name] if each not in households]
            households.update(new)
            ahead.extend(new)
    return households, classes


def hold_back(
    work: Work, round_id: int, touched: Collection[str], *, reason: str, document: str
) -> Round:
    """Hold back the results connected with the touched households (roll ids), once, unpublished.

    Basis: HN 21 (HN-21-7): what an objection may change is not given out.

    Raises:
        NotAllowed: the actor may not hold results back.
        NotFound: no such round, or a roll id that is not on its roll.
        WrongState: the round is not checked and unpublished, or a part is held back already.
        BadInput: no reason, no document, nobody touched.
        BrokenRule: the fault touches the whole round, which is to be annulled then.
    """
    work.actor.must(Permission.HOLD_BACK)
    a_round = _own(work, round_id)
    if a_round.state is not RoundState.CHECKED or _file(work.session, a_round) is not None:
        raise WrongState(
            "只有复算一致、尚未公布的轮次可以暂缓部分结果，且只能一次"
            " / a part is held back once, after the check and before the publication"
        )
    why = required(reason, "暂缓原因 / reason", "请写明原因 / say why", 2000)
    paper = required(document, "决定文号 / document", "请写决定的文号 / name the decision")
    households, classes = _part(work, a_round, touched)
    content = {
        "format": 1,
        "round": a_round.code,
        "touched": sorted(touched),
        "households": sorted(households),
        "classes": sorted(classes),
    }
    hashes = files.keep(work.session, a_round.id, {HELD: content})
    rows = [
        {
            **{"round_id": a_round.id, "roll_id": name, "touched": name in touched},
            **{"reason": why, "document": paper},
            **{"held_at": work.now, "held_by": work.actor.name},
        }
        for name in sorted(households)
    ]
    work.session.execute(insert(RoundHeld), rows)
    after = {"households": len(rows), "classes": len(classes), "sha256": hashes[HELD]}
    work.record(
        Entry(Tag.ROUND_PART_HELD, a_round.case.subject, after=after, reason=why, document=paper)
    )
    return a_round


def roll_ids_of(work: Work, round_id: int, numbers: Collection[str]) -> set[str]:
    """Return the roll ids of households by their application numbers.

    Raises:
        NotFound: a number is not on the roll of the round; names it.
    """
    rows = work.session.execute(
        select(Household.application_number, RoundHousehold.roll_id)
        .join(Household, Household.id == RoundHousehold.household_id)
        .where(RoundHousehold.round_id == round_id, Household.application_number.in_(numbers))
    )
    found = dict(rows.all())
    unknown = sorted(set(numbers) - found.keys())
    if unknown:
        raise NotFound(
            f"本轮没有申请编号 {unknown[0]}，请核对 / no application {unknown[0]} in this round"
        )
    return set(found.values())


def end_hold_back(work: Work, round_id: int, *, upheld: bool, reason: str, document: str) -> int:
    """Decide about the part that was held back; return how many households it concerns.

    Not upheld: its results count like the others'. Upheld: they fall, its flats go back to the
    stock and its households to the list, for a round of their own.

    Raises:
        NotAllowed: the actor may not hold results back or publish a round.
        NotFound: no such round.
        WrongState: the round is not published, or nothing is held back.
        BadInput: no reason or no document.
    """
    work.actor.must(Permission.HOLD_BACK)
    a_round = _own(work, round_id)
    waiting = held_ids(work.session, round_id)
    if a_round.state not in (RoundState.PUBLISHED, RoundState.SIGNING) or not waiting:
        raise WrongState("没有暂缓公布的部分 / no part of this round is held back")
    why = required(reason, "处理理由 / reason", "请写明理由 / say why", 2000)
    paper = required(document, "决定文号 / document", "请写决定的文号 / name the decision")
    _let_part_go(work, a_round) if upheld else _give_part(work, a_round)
    work.session.execute(
        update(RoundHeld)
        .where(RoundHeld.round_id == round_id, RoundHeld.ended_at.is_(None))
        .values(ended_at=work.now, ended_by=work.actor.name, upheld=upheld)
    )
    after = {"households": len(waiting), "upheld": int(upheld)}
    work.record(
        Entry(
            Tag.ROUND_PART_RELEASED, a_round.case.subject, after=after, reason=why, document=paper
        )
    )
    return len(waiting)


def _give_part(work: Work, a_round: Round) -> None:
    of_part = is_of_held_class(work.session, a_round)
    stock.offer(work, units_held(work, a_round, of_part, is_given()), a_round.code)
    stock.release(work, let_units_go(work, a_round, of_part, ~is_given()), a_round.code)
    housed = households_held(work, a_round, is_held_back(), has_flat())
    taking_part.allot(work, housed, a_round.code)
    let_households_go(work, a_round, is_held_back(), ~has_flat(), left_out=True)


def _let_part_go(work: Work, a_round: Round) -> None:
    of_part = is_of_held_class(work.session, a_round)
    stock.release(work, let_units_go(work, a_round, of_part), a_round.code)
    let_households_go(work, a_round, is_held_back(), left_out=False)


def held_ids(session: Session, round_id: int, *, with_fallen: bool = False) -> set[str]:
    """Return the roll ids whose results are held back now; those that fell too, when asked."""
    waits = RoundHeld.ended_at.is_(None)
    wanted = waits | RoundHeld.upheld.is_(True) if with_fallen else waits
    return set(
        session.scalars(select(RoundHeld.roll_id).where(RoundHeld.round_id == round_id, wanted))
    )


def is_held_back() -> ColumnElement[bool]:
    """Say of a household of a round that its result is held back."""
    return (
        select(RoundHeld.roll_id)
        .where(
            RoundHeld.round_id == RoundHousehold.round_id,
            RoundHeld.roll_id == RoundHousehold.roll_id,
            RoundHeld.ended_at.is_(None),
        )
        .exists()
    )


def is_of_held_class(session: Session, a_round: Round) -> ColumnElement[bool]:
    """Say of a unit of the round that its class is held back with the households."""
    held = _file(session, a_round)
    return false() if held is None else RoundUnit.unit_class.in_(held["classes"])


def _part(work: Work, a_round: Round, touched: Collection[str]) -> tuple[set[str], set[str]]:
    on_roll = set(
        work.session.scalars(
            select(RoundHousehold.roll_id).where(
                RoundHousehold.round_id == a_round.id, RoundHousehold.off_roll == ""
            )
        )
    )
    if not touched:
        raise BadInput("涉及的家庭：请写名册编号 / touched households: give their roll ids")
    unknown = sorted(set(touched) - on_roll)
    if unknown:
        raise NotFound(f"名册中没有 {unknown[0]} / {unknown[0]} is not on the roll")
    stages = files.read(work.session, a_round, "stages.json").content["stages"]
    problems = [files.read(work.session, a_round, row["problem"]).content for row in stages]
    households, classes = connected(problems, touched)
    if households >= on_roll:
        raise BrokenRule(
            f"问题波及本轮全部 {len(on_roll)} 户，不能只暂缓一部分，请作废本轮"
            f" / the fault touches all {len(on_roll)} households; annul the round",
            rules=("HN-21-7",),
        )
    return households, classes


def _file(session: Session, a_round: Round) -> Json | None:
    if session.get(RoundFile, (a_round.id, HELD)) is None:
        return None
    content: Json = files.read(session, a_round, HELD).content
    return content


def _own(work: Work, round_id: int) -> Round:
    a_round = work.session.get(Round, round_id)
    if a_round is None or a_round.place != work.place:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id} in {work.place}")
    return a_round

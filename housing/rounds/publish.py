"""Publishing a checked round, and annulling one, visibly and for ever."""

import re
from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, ColumnExpressionArgument, select, update

from housing.core.errors import BadInput, BrokenRule, NotAllowed
from housing.core.work import Work
from housing.rounds import files
from housing.rounds.models import (
    Round,
    RoundAssignment,
    RoundHousehold,
    RoundSubsidyDue,
    RoundUnit,
)
from housing.rounds.moves import locked, move, required
from housing.rounds.picked import OUT, picks_of
from housing.rounds.states import RoundAct, RoundState
from housing.rounds.terms import term
from housing.units import service as stock
from housing.waitlist import taking_part


def publish(work: Work, round_id: int, *, package_sha256: str) -> Round:
    """Make the results public: flats given are offered, the others go back to the stock.

    Households left out may take part in the next round. `package_sha256` is the hash of the round
    package. Basis: HN 21 (HN-21-8), HN 18 (HN-18-2).

    Raises:
        NotAllowed: the actor has no right to, froze the roll or entered the seed.
        NotFound, WrongState: see `locked`.
        BadInput: no hash of a package.
        BrokenRule: the kept results are no longer what was checked; says what differs.
    """
    a_round = locked(work, round_id, RoundAct.PUBLISH)
    _check_third_person(work, a_round)
    if not re.fullmatch("[0-9a-f]{64}", package_sha256):
        raise BadInput("成果包哈希：应为 64 位十六进制小写 / package hash: 64 lowercase hex digits")
    files.check_all(work.session, a_round)
    _check_rescue_covered(work, a_round)
    stock.offer(work, _units(work, a_round, _is_given()), a_round.code)
    stock.release(work, _let_go(work, a_round, ~_is_given()), a_round.code)
    taking_part.allot(work, _households(work, a_round, _has_flat()), a_round.code)
    _let_households_go(work, a_round, ~_has_flat(), left_out=True, but=_out(work, a_round))
    facts = {
        "published_at": work.now,
        "published_by": work.actor.name,
        "package_sha256": package_sha256,
    }
    return move(work, a_round, RoundAct.PUBLISH, facts)


def annul(work: Work, round_id: int, *, reason: str, document: str) -> Round:
    """Annul a round for ever; nothing is removed, the units are free for a successor.

    There is no redraw: a successor is prepared on a corrected roll. Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed, NotFound: see `locked`.
        WrongState: leases are being signed, or the round is annulled already.
        BadInput: no reason or no document.
    """
    a_round = locked(work, round_id, RoundAct.ANNUL)
    why = required(reason, "作废原因 / reason", "请写明原因 / say why", 2000)
    paper = required(document, "作废文号 / document", "请写决定的文号 / name the decision")
    stock.release(work, _let_go(work, a_round, RoundUnit.live), a_round.code)
    _forget_left_out(work, a_round)
    held = taking_part.held_by(work.session, work.place, a_round.code)
    taking_part.let_go(work, held, a_round.code, left_out=False)
    _end_hold(work, a_round, RoundHousehold.live)
    facts = {
        "annulled_at": work.now,
        "annulled_by": work.actor.name,
        "annul_reason": why,
        "annul_document": paper,
    }
    return move(work, a_round, RoundAct.ANNUL, facts, document=paper, reason=why)


def _check_third_person(work: Work, a_round: Round) -> None:
    if work.actor.name in (a_round.frozen_by, a_round.seed_by):
        raise NotAllowed(
            f"{work.actor.name} 已冻结名册或录入种子，结果须由第三人公布"
            f" / {work.actor.name} froze the roll or entered the seed; a third person must publish"
        )


def _check_rescue_covered(work: Work, a_round: Round) -> None:
    """No round is published leaving a rescue household without flat or subsidy (HN-18-2)."""
    due = select(RoundSubsidyDue.roll_id).where(RoundSubsidyDue.round_id == a_round.id)
    kept = files.read(work.session, a_round, "rules.json").content
    rescue = term(kept, "priority_rules")["rescue"]
    left = work.session.scalars(
        select(RoundHousehold.roll_id).where(
            RoundHousehold.round_id == a_round.id,
            RoundHousehold.off_roll == "",
            RoundHousehold.tier == rescue,
            ~_has_flat(),
            RoundHousehold.roll_id.not_in(due),
        )
    ).all()
    if left:
        raise BrokenRule(
            f"救助对象应保尽保（HN-18-2）：{len(left)} 户既未配租也未登记补贴，如 {left[0]}"
            f" / {len(left)} rescue households have neither flat nor subsidy"
        )


def _is_given() -> ColumnElement[bool]:
    return (
        select(RoundAssignment.roll_id)
        .where(
            RoundAssignment.round_id == RoundUnit.round_id,
            RoundAssignment.unit_code == RoundUnit.unit_code,
        )
        .exists()
    )


def _has_flat() -> ColumnElement[bool]:
    return (
        select(RoundAssignment.roll_id)
        .where(
            RoundAssignment.round_id == RoundHousehold.round_id,
            RoundAssignment.roll_id == RoundHousehold.roll_id,
        )
        .exists()
    )


def _units(work: Work, a_round: Round, which: ColumnExpressionArgument[bool]) -> list[int]:
    found = select(RoundUnit.unit_id).where(RoundUnit.round_id == a_round.id, RoundUnit.live, which)
    return list(work.session.scalars(found.order_by(RoundUnit.unit_id)))


def _let_go(work: Work, a_round: Round, which: ColumnExpressionArgument[bool]) -> list[int]:
    """End the round's hold on units; return their ids."""
    ids = _units(work, a_round, which)
    work.session.execute(
        update(RoundUnit)
        .where(RoundUnit.round_id == a_round.id, RoundUnit.live, which)
        .values(live=False)
    )
    return ids


def _households(work: Work, a_round: Round, which: ColumnExpressionArgument[bool]) -> Sequence[int]:
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.live, which
    )
    return work.session.scalars(found).all()


def _forget_left_out(work: Work, a_round: Round) -> None:
    """Those whom the round, already published, had let go as left out."""
    if a_round.state is not RoundState.PUBLISHED:
        return
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.off_roll == "", ~RoundHousehold.live
    )
    counted = set(work.session.scalars(found)) - _out(work, a_round)
    taking_part.forget_left_out(work, counted, a_round.code)


def _out(work: Work, a_round: Round) -> set[int]:
    """Who left the round in its hall; whether they abandoned is decided apart (HN-22-4)."""
    picks = picks_of(work.session, a_round)
    names = (
        {name for (_, name), row in picks.rows.items() if row["outcome"] in OUT} if picks else ()
    )
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.roll_id.in_(names)
    )
    return set(work.session.scalars(found))


def _let_households_go(
    work: Work,
    a_round: Round,
    which: ColumnExpressionArgument[bool],
    *,
    left_out: bool,
    but: Collection[int] = (),
) -> None:
    gone = [each for each in _households(work, a_round, which) if each not in but]
    taking_part.let_go(work, gone, a_round.code, left_out=left_out)
    _end_hold(work, a_round, which)


def _end_hold(work: Work, a_round: Round, which: ColumnExpressionArgument[bool]) -> None:
    """Free households of the frozen roll for another round."""
    work.session.execute(
        update(RoundHousehold)
        .where(RoundHousehold.round_id == a_round.id, RoundHousehold.live, which)
        .values(live=False)
    )

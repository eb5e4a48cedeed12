"""Annulling a round, visibly and for ever."""

from sqlalchemy import select

from housing.abandonments import service as abandonments
from housing.clocks import queries as running
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.work import Work
from housing.plans import queries as plans
from housing.plans import service as planning
from housing.registrations import service as registrations
from housing.rounds import showing
from housing.rounds.holds import end_hold, let_units_go, out_of_the_hall
from housing.rounds.models import Round, RoundHousehold
from housing.rounds.moves import locked, move, required
from housing.rounds.states import RoundAct, RoundState
from housing.units import queries as units
from housing.units import service as stock
from housing.waitlist import taking_part


def annul(work: Work, round_id: int, *, reason: str, document: str) -> Round:
    """Annul a round for ever; nothing is removed, the units are free for a successor.

    There is no redraw: a successor is opened on a corrected roll (see `successor`).
    Basis: HN 21 (HN-21-7).

    Raises:
        NotAllowed, NotFound: see `locked`.
        WrongState: leases are being signed, or the round is annulled already.
        BadInput: no reason or no document.
    """
    a_round = locked(work, round_id, RoundAct.ANNUL)
    why = required(reason, "作废原因 / reason", "请写明原因 / say why", 2000)
    paper = required(document, "作废文号 / document", "请写决定的文号 / name the decision")
    _free_units(work, a_round)
    _forget_left_out(work, a_round)
    held = taking_part.held_by(work.session, work.place, a_round.code)
    taking_part.let_go(work, held, a_round.code, left_out=False)
    abandonments.drop_round(work, a_round.code, reason=f"轮次 {a_round.code} 已作废：{why}")
    end_hold(work, a_round)
    showing.take_down(work, a_round, why)
    _end_plan(work, a_round, why)
    _stop_clocks(work, a_round)
    facts = {
        "annulled_at": work.now,
        "annulled_by": work.actor.name,
        "annul_reason": why,
        "annul_document": paper,
    }
    return move(work, a_round, RoundAct.ANNUL, facts, document=paper, reason=why)


def _free_units(work: Work, a_round: Round) -> None:
    """Give back what the frozen round holds, or before its freeze what its plan holds."""
    let_units_go(work, a_round)
    held = [
        unit.id
        for unit in units.by_place(work.session, a_round.place)
        if unit.round_code == a_round.code
    ]
    stock.release(work, held, a_round.code)


def _end_plan(work: Work, a_round: Round, why: str) -> None:
    plan = plans.of_round(work.session, a_round.id)
    if plan is not None:
        planning.withdraw(work, a_round.id, why)
        registrations.end_round(work, a_round.id)


def _stop_clocks(work: Work, a_round: Round) -> None:
    """End the deadlines of the round; objections that were lodged are still to be decided."""
    for clock in running.of_case(work.session, a_round.case):
        if clock.stopped_on is None and clock.kind is not ClockKind.OBJECTION:
            clocks.stop(work, a_round.case, clock.kind, outcome=Outcome.VOID, sub=clock.sub)


def _forget_left_out(work: Work, a_round: Round) -> None:
    """Those whom the round, already published, had let go as left out."""
    if a_round.state is not RoundState.PUBLISHED:
        return
    found = select(RoundHousehold.household_id).where(
        RoundHousehold.round_id == a_round.id, RoundHousehold.off_roll == "", ~RoundHousehold.live
    )
    counted = set(work.session.scalars(found)) - out_of_the_hall(work, a_round)
    taking_part.forget_left_out(work, counted, a_round.code)

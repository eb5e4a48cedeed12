"""From the published plan to the end of the registration of wishes (HN 20, HN 21)."""

from datetime import date

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.plans import queries as plans
from housing.plans import service as planning
from housing.plans.models import Plan
from housing.registrations import rereview
from housing.rounds.models import Round
from housing.rounds.moves import locked, move
from housing.rounds.states import RoundAct, RoundState


def publish_plan(work: Work, round_id: int) -> Round:
    """Make the plan of the round public and reserve its units; the lead time begins.

    Basis: HN 20 (HN-20-1, HN-20-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`; also whoever drafted the plan last.
        BrokenRule: no plan is drafted, an item is missing, or it differs from the round in whose
            it is or how flats are given out.
    """
    a_round = locked(work, round_id, RoundAct.PUBLISH_PLAN)
    plan = _plan(work, a_round)
    if (plan.audience, plan.mechanism) != (a_round.audience, a_round.mechanism):
        raise BrokenRule(
            f"方案写的是 {plan.audience}、{plan.mechanism}，立项时是 {a_round.audience}、"
            f"{a_round.mechanism}，请改正方案 / the plan says another audience or mechanism than"
            " the round was prepared with; mend the plan",
            rules=("HN-20-2",),
        )
    plan = planning.publish(work, round_id)
    return move(work, a_round, RoundAct.PUBLISH_PLAN, {"plan_sha256": plan.sha256})


def open_registration(work: Work, round_id: int) -> Round:
    """Let households register their wishes, from the day of the plan on.

    Basis: HN 21 (HN-21-1).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: the day has not come.
    """
    a_round = locked(work, round_id, RoundAct.OPEN_REGISTRATION)
    first = _day(_plan(work, a_round).registration_from)
    if work.day < first:
        raise BrokenRule(
            f"方案公布的意向登记从 {first} 开始，请到那天再办理"
            f" / by the published plan registration begins on {first}; come back on that day",
            rules=("HN-21-1",),
        )
    return move(work, a_round, RoundAct.OPEN_REGISTRATION, {})


def close_registration(work: Work, round_id: int) -> Round:
    """End the registration of wishes and begin the re-review of everybody who registered.

    Basis: HN 21 (HN-21-1, HN-21-2).

    Raises:
        NotAllowed, NotFound, WrongState: see `locked`.
        BrokenRule: the last day, which is included, is not over, or nobody registered.
    """
    a_round = locked(work, round_id, RoundAct.CLOSE_REGISTRATION)
    last = _day(_plan(work, a_round).registration_until)
    if work.day <= last:
        raise BrokenRule(
            f"意向登记到 {last}（含当日）为止，请次日再截止"
            f" / registration is open until {last}, that day included; close it on the day after",
            rules=("HN-21-1",),
        )
    rereview.begin(work, round_id)
    return move(work, a_round, RoundAct.CLOSE_REGISTRATION, {})


def due_by_plan(session: Session, day: date) -> list[tuple[str, int, RoundAct]]:
    """Return the rounds whose registration begins or is over by `day`: place, id, what is due."""
    rows = session.execute(
        select(Round.place, Round.id, Round.state)
        .join(Plan, Plan.round_id == Round.id)
        .where(
            or_(
                (Round.state == RoundState.PLAN_PUBLISHED) & (Plan.registration_from <= day),
                (Round.state == RoundState.REGISTERING) & (Plan.registration_until < day),
            )
        )
        .order_by(Round.id)
    )
    opens, closes = RoundAct.OPEN_REGISTRATION, RoundAct.CLOSE_REGISTRATION
    return [
        (place, round_id, opens if state is RoundState.PLAN_PUBLISHED else closes)
        for place, round_id, state in rows
    ]


def _plan(work: Work, a_round: Round) -> Plan:
    plan = plans.of_round(work.session, a_round.id)
    if plan is None:
        raise BrokenRule(
            f"轮次 {a_round.code} 还没有分配方案，请先起草 / this round has no plan yet; draft one",
            rules=("HN-20-1",),
        )
    return plan


def _day(day: date | None) -> date:
    if day is None:
        raise BrokenRule(
            "方案缺少意向登记的起止日，请补齐方案 / the plan lacks the days of registration",
            rules=("HN-20-2",),
        )
    return day

"""The one door through which a round changes its state: right, table, step, register."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotFound
from housing.core.lifecycle import Move
from housing.core.work import Work
from housing.rounds.models import Round, RoundStep
from housing.rounds.rights import BY_DATE, RIGHT_FOR
from housing.rounds.states import ROUND, RoundAct, RoundState
from housing.rounds.words import CALLED

TAGS: dict[RoundAct, Tag] = {
    RoundAct.PUBLISH_PLAN: Tag.ROUND_PLAN_PUBLISHED,
    RoundAct.OPEN_REGISTRATION: Tag.ROUND_REGISTRATION_OPENED,
    RoundAct.CLOSE_REGISTRATION: Tag.ROUND_REGISTRATION_CLOSED,
    RoundAct.ADOPT_ROLL: Tag.ROLL_ADOPTED,
    RoundAct.CARRY_OVER: Tag.ROUND_CARRIED_OVER,
    RoundAct.FREEZE: Tag.ROLL_FROZEN,
    RoundAct.ENTER_SEED: Tag.SEED_ENTERED,
    RoundAct.MAKE_ORDER: Tag.ORDER_MADE,
    RoundAct.PUBLISH_ORDER: Tag.ORDER_PUBLISHED,
    RoundAct.SEND_FOR_FILING: Tag.ROUND_FILED,
    RoundAct.PASS_FILING: Tag.ROUND_FILING_PASSED,
    RoundAct.RETURN_FILING: Tag.ROUND_FILING_RETURNED,
    RoundAct.ALLOCATE: Tag.PLAN_MADE,
    RoundAct.OPEN_PICKING: Tag.PICKING_OPENED,
    RoundAct.END_PICKING: Tag.PICKING_ENDED,
    RoundAct.CHECK: Tag.PLAN_CHECKED,
    RoundAct.PUBLISH: Tag.ROUND_PUBLISHED,
    RoundAct.OPEN_SIGNING: Tag.SIGNING_OPENED,
    RoundAct.CLOSE: Tag.ROUND_CLOSED,
    RoundAct.ANNUL: Tag.ROUND_ANNULLED,
}


def locked(work: Work, round_id: int, act: RoundAct) -> Round:
    """Return the round for `act`, held until the commit.

    Raises:
        NotAllowed: the actor may not do this act; jobs do those that the plan dates.
        NotFound: the county has no such round.
        WrongState: the act does not fit the round's state.
    """
    if work.actor.role is not None or act not in BY_DATE:
        work.actor.must(RIGHT_FOR[act])
    a_round = work.session.scalars(
        select(Round)
        .where(Round.id == round_id, Round.place == work.place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if a_round is None:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id} in {work.place}")
    step_from(a_round.state, act)
    return a_round


def step_from(state: RoundState, act: RoundAct) -> Move[RoundState, RoundAct]:
    """Return the move that `act` makes from `state`.

    Raises:
        WrongState: there is none; says so in the words of the pages.
    """
    return ROUND.step(state, act, CALLED)


def move(
    work: Work,
    a_round: Round,
    act: RoundAct,
    facts: dict[str, Any],
    *,
    document: str = "",
    reason: str = "",
) -> Round:
    """Make the step: set the facts, change the state, write the step and the register.

    `facts` are columns of the round; those that canonical JSON can hold, and times as text, go
    into the register as well.

    Raises:
        WrongState: the act does not fit the round's state.
    """
    step = step_from(a_round.state, act)
    for name, value in facts.items():
        setattr(a_round, name, value)
    a_round.state = step.target
    add_step(work, a_round.id, act, step.source, step.target, step.basis, document, reason)
    work.record(
        Entry(
            TAGS[act],
            f"round:{a_round.code}",
            before={"state": step.source},
            after={"state": step.target, **{k: _canonical(v) for k, v in facts.items()}},
            reason=reason,
            document=document,
            policy_day=a_round.day,
        )
    )
    work.session.flush()
    return a_round


def add_step(
    work: Work,
    round_id: int,
    act: str,
    source: str,
    target: str,
    basis: str,
    document: str,
    reason: str,
) -> None:
    """Write one line of the round's public history."""
    work.session.add(
        RoundStep(
            round_id=round_id,
            number=_next_number(work.session, round_id),
            act=act,
            source=source,
            target=target,
            at=work.now,
            by=work.actor.name,
            role=work.actor.role or "",
            basis=basis,
            document=document,
            reason=reason,
        )
    )


def required(text: str, field: str, remedy: str, most: int = 256) -> str:
    """Return `text` without spaces around it.

    Raises:
        BadInput: nothing was written, or more than `most` characters; `field` and `remedy` are
            bilingual words.
    """
    given = text.strip()
    if not given:
        raise BadInput(f"{field}：不能为空，{remedy}")
    if len(given) > most:
        raise BadInput(
            f"{field}：有 {len(given)} 个字，最多 {most} 个，请缩短"
            f" / {len(given)} characters, at most {most}; shorten it"
        )
    return given


def _next_number(session: Session, round_id: int) -> int:
    last = session.scalar(select(func.max(RoundStep.number)).where(RoundStep.round_id == round_id))
    return (last or 0) + 1


def _canonical(value: Any) -> Any:
    return value if value is None or isinstance(value, str | int) else value.isoformat()

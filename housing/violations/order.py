"""Nothing is skipped: an act out of order is refused with the step that is missing."""

from dataclasses import dataclass

from housing.core.errors import BrokenRule
from housing.core.lifecycle import Move
from housing.violations.states import CALLED, VIOLATION, ViolationAct, ViolationState

S, A = ViolationState, ViolationAct


@dataclass(frozen=True, slots=True)
class Step:
    """The step that has to follow in a state, in words, and the rule that asks for it."""

    state: ViolationState
    act: ViolationAct
    zh: str
    en: str
    rule: str


#: The way of the law, in order. Basis: HN 34 (HN-34-1, HN-34-2, HN-34-3).
WAY = (
    Step(S.REPORTED, A.NOTIFY, "告知承租人并听取陈述", "tell the tenant and hear them", "HN-34-1"),
    Step(S.NOTICED, A.FIND, "认定违规行为", "find the violation", "HN-34-1"),
    Step(S.FOUND, A.ORDER, "责令限期整改", "order to rectify within a period", "HN-34-1"),
    Step(S.ORDERED, A.DELIVER_ORDER, "送达责令整改通知", "deliver the order", "HN-34-1"),
    Step(S.RECTIFYING, A.CANCEL, "取消资格并责令退回", "cancel and order the return", "HN-34-2"),
    Step(S.CANCELLED, A.DELIVER_DECISION, "送达取消决定", "deliver the decision", "HN-34-2"),
    Step(S.RETURNING, A.APPLY, "等退回期限届满后申请强制执行", "apply to the court", "HN-34-3"),
)
_PLACES = {step.state: at for at, step in enumerate(WAY)} | {S.ENFORCEMENT: len(WAY)}
#: From how far on each act is in order; acts that fit several places are not on the way.
_NEEDS = {step.act: at for at, step in enumerate(WAY)} | {
    A.REFUSE: _PLACES[S.RECTIFYING],
    A.CLOSE: _PLACES[S.RECTIFYING],
    A.RULE: _PLACES[S.ENFORCEMENT],
    A.VACATE: _PLACES[S.CANCELLED],
    A.REVOKE: _PLACES[S.CANCELLED],
}


def missing_step(state: ViolationState, act: ViolationAct) -> Step | None:
    """Return the step that must come before `act` in `state`; None when none is missing."""
    here, needed = _PLACES.get(state), _NEEDS.get(act)
    if here is None or needed is None or here >= needed:
        return None
    return WAY[here]


def step(state: ViolationState, act: ViolationAct) -> Move[ViolationState, ViolationAct]:
    """Return the move of `act`, or refuse with what the law asks for first.

    Basis: HN 34 (HN-34-1, HN-34-2, HN-34-3).

    Raises:
        BrokenRule: a step is missing; carries the rule that asks for it.
        WrongState: the act does not fit for another reason.
    """
    missing = missing_step(state, act)
    if missing is not None:
        raise BrokenRule(
            f"还没有“{missing.zh}”，不能“{CALLED[act]}”；请先办理“{missing.zh}”"
            f" / first {missing.en}: {act} cannot come before it",
            rules=(missing.rule,),
        )
    return VIOLATION.step(state, act, CALLED)

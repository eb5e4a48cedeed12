"""The life of an application to renew a lease (续租)."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class RenewalState(StrEnum):
    """Where an application stands; `granted`: the contract that follows is drafted."""

    APPLIED = "applied"
    REVIEWING = "reviewing"
    GRANTED = "granted"
    REFUSED = "refused"
    TURNED_AWAY = "turned_away"
    WITHDRAWN = "withdrawn"


class RenewalAct(StrEnum):
    """What is done with an application."""

    BEGIN_REVIEW = "begin_review"
    GRANT = "grant"
    REFUSE = "refuse"
    TURN_AWAY = "turn_away"
    OVERTAKE = "overtake"
    WITHDRAW = "withdraw"


S, A = RenewalState, RenewalAct
CALLED: dict[str, object] = {
    S.APPLIED: "已申请，待转送审核",
    S.REVIEWING: "联合审核中",
    S.GRANTED: "准予续租",
    S.REFUSED: "不予续租",
    S.TURNED_AWAY: "逾期申请，不予受理",
    S.WITHDRAWN: "已撤回",
    A.BEGIN_REVIEW: "转送联合审核",
    A.GRANT: "准予续租",
    A.REFUSE: "不予续租",
    A.TURN_AWAY: "逾期不予受理",
    A.OVERTAKE: "因取消资格不予续租",
    A.WITHDRAW: "撤回申请",
}
#: Still to be decided; one of these stands for a lease at a time.
UNDECIDED = (S.APPLIED, S.REVIEWING)

_ASKED, _DECIDED = "HN 24 (HN-24-5)", "HN 24 (HN-24-6)"
LIFECYCLE = Lifecycle(
    "续租 / renewal",
    (
        Move(S.APPLIED, A.BEGIN_REVIEW, S.REVIEWING, _DECIDED),
        Move(S.REVIEWING, A.GRANT, S.GRANTED, _DECIDED),
        Move(S.REVIEWING, A.REFUSE, S.REFUSED, "HN 24 (HN-24-6), HN 33 (HN-33-1)"),
        Move(S.APPLIED, A.OVERTAKE, S.REFUSED, "HN 24 (HN-24-6), HN 33 (HN-33-4)"),
        Move(S.APPLIED, A.TURN_AWAY, S.TURNED_AWAY, _ASKED),
        *(Move(each, A.WITHDRAW, S.WITHDRAWN, _ASKED) for each in UNDECIDED),
    ),
)


class RowOutcome(StrEnum):
    """What came of one application within a batch."""

    WAITING = "waiting"
    GRANTED = "granted"
    REFUSED = "refused"

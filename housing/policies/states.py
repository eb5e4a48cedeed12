"""The life of an amendment: proposed by one person, decided by another."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class AmendmentState(StrEnum):
    """Where an amendment stands."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class AmendmentAct(StrEnum):
    """What can be done with it."""

    APPROVE = "approve"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"


#: What people call the states and the acts.
CALLED: dict[str, object] = {
    AmendmentState.PROPOSED: "待核准",
    AmendmentState.APPROVED: "已核准",
    AmendmentState.REFUSED: "未核准",
    AmendmentState.WITHDRAWN: "已撤回",
    AmendmentAct.APPROVE: "核准",
    AmendmentAct.REFUSE: "不予核准",
    AmendmentAct.WITHDRAW: "撤回",
}

LIFECYCLE = Lifecycle(
    "参数调整 / amendment",
    [
        Move(AmendmentState.PROPOSED, AmendmentAct.APPROVE, AmendmentState.APPROVED, "HN-10-3"),
        Move(AmendmentState.PROPOSED, AmendmentAct.REFUSE, AmendmentState.REFUSED, "HN-10-3"),
        Move(AmendmentState.PROPOSED, AmendmentAct.WITHDRAW, AmendmentState.WITHDRAWN, "HN-10-3"),
    ],
)

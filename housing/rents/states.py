"""The life of a rent reduction (租金减免): asked for, decided, running until its last month."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ReductionState(StrEnum):
    """Where a reduction stands."""

    APPLIED = "applied"
    GRANTED = "granted"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    ENDED = "ended"


class ReductionAct(StrEnum):
    """What can happen to a reduction."""

    GRANT = "grant"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    END = "end"


S, A = ReductionState, ReductionAct
CALLED: dict[str, object] = {
    S.APPLIED: "待决定",
    S.GRANTED: "已批准",
    S.REFUSED: "未批准",
    S.WITHDRAWN: "已撤回",
    S.ENDED: "已终止",
    A.GRANT: "批准",
    A.REFUSE: "不批准",
    A.WITHDRAW: "撤回申请",
    A.END: "提前终止",
}
REDUCTION = Lifecycle(
    "租金减免 / rent reduction",
    (
        Move(S.APPLIED, A.GRANT, S.GRANTED, "HN 26 (HN-26-3)"),
        Move(S.APPLIED, A.REFUSE, S.REFUSED, "HN 26 (HN-26-3)"),
        Move(S.APPLIED, A.WITHDRAW, S.WITHDRAWN, "HN 26 (HN-26-3)"),
        Move(S.GRANTED, A.END, S.ENDED, "HN 26 (HN-26-3)"),
    ),
)

"""The life of a repair (报修): asked for, assigned, done, confirmed by who asked."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class RepairState(StrEnum):
    """Where a repair stands."""

    REQUESTED = "requested"
    ASSIGNED = "assigned"
    DONE = "done"
    CONFIRMED = "confirmed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class RepairAct(StrEnum):
    """What is done about a repair."""

    ASSIGN = "assign"
    FINISH = "finish"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    DECLINE = "decline"
    WITHDRAW = "withdraw"


S, A = RepairState, RepairAct
#: Somebody still has to act.
OPEN = (S.REQUESTED, S.ASSIGNED)
CALLED: dict[str, object] = {
    S.REQUESTED: "待派工",
    S.ASSIGNED: "已派工",
    S.DONE: "已修好，待确认",
    S.CONFIRMED: "已确认",
    S.DECLINED: "不属维修范围",
    S.WITHDRAWN: "已撤回",
    A.ASSIGN: "派工",
    A.FINISH: "登记修好",
    A.CONFIRM: "确认修好",
    A.REOPEN: "没有修好",
    A.DECLINE: "说明不属维修范围",
    A.WITHDRAW: "撤回报修",
}

REPAIR = Lifecycle(
    "报修 / repair",
    (
        Move(S.REQUESTED, A.ASSIGN, S.ASSIGNED, "HN 27 (HN-27-1)"),
        Move(S.ASSIGNED, A.ASSIGN, S.ASSIGNED, "HN 27 (HN-27-1)"),
        Move(S.ASSIGNED, A.FINISH, S.DONE, "HN 27 (HN-27-1)"),
        Move(S.DONE, A.CONFIRM, S.CONFIRMED, "HN 27 (HN-27-1)"),
        Move(S.DONE, A.REOPEN, S.REQUESTED, "HN 27 (HN-27-1)"),
        *(Move(each, A.DECLINE, S.DECLINED, "HN 27 (HN-27-1)") for each in OPEN),
        *(Move(each, A.WITHDRAW, S.WITHDRAWN, "HN 27 (HN-27-1)") for each in OPEN),
    ),
)

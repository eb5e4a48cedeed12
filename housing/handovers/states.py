"""The life of a handover (腾退交接): from notice to keys."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class HandoverState(StrEnum):
    """Where a handover stands."""

    BEGUN = "begun"
    INSPECTED = "inspected"
    SETTLED = "settled"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


class HandoverAct(StrEnum):
    """What is done about a handover."""

    INSPECT = "inspect"
    SETTLE = "settle"
    OBJECT = "object"
    ANSWER = "answer"
    CLOSE = "close"
    CALL_OFF = "call_off"


S, A = HandoverState, HandoverAct
#: The flat is not back yet.
RUNNING = (S.BEGUN, S.INSPECTED, S.SETTLED)
CALLED: dict[str, object] = {
    S.BEGUN: "待验房",
    S.INSPECTED: "已验房，待结算",
    S.SETTLED: "已结算，待交钥匙",
    S.CLOSED: "已交接",
    S.CALLED_OFF: "已撤销",
    A.INSPECT: "验房",
    A.SETTLE: "结算",
    A.OBJECT: "提出异议",
    A.ANSWER: "答复异议",
    A.CLOSE: "收回钥匙",
    A.CALL_OFF: "撤销腾退",
}

HANDOVER = Lifecycle(
    "腾退交接 / handover",
    (
        Move(S.BEGUN, A.INSPECT, S.INSPECTED, "HN 24 (HN-24-3), HN 33 (HN-33-5)"),
        Move(S.INSPECTED, A.INSPECT, S.INSPECTED, "HN 24 (HN-24-3), HN 33 (HN-33-5)"),
        Move(S.INSPECTED, A.SETTLE, S.SETTLED, "HN 24 (HN-24-3)"),
        Move(S.SETTLED, A.SETTLE, S.SETTLED, "HN 24 (HN-24-3)"),
        Move(S.SETTLED, A.OBJECT, S.SETTLED, "HN 24 (HN-24-3)"),
        Move(S.SETTLED, A.ANSWER, S.SETTLED, "HN 24 (HN-24-3)"),
        Move(S.SETTLED, A.CLOSE, S.CLOSED, "HN 33 (HN-33-5), HN 37 (HN-37-1)"),
        Move(S.CLOSED, A.SETTLE, S.CLOSED, "HN 24 (HN-24-3)"),
        Move(S.CLOSED, A.OBJECT, S.CLOSED, "HN 24 (HN-24-3)"),
        Move(S.CLOSED, A.ANSWER, S.CLOSED, "HN 24 (HN-24-3)"),
        Move(S.BEGUN, A.CALL_OFF, S.CALLED_OFF, "HN 24 (HN-24-3)"),
        Move(S.INSPECTED, A.CALL_OFF, S.CALLED_OFF, "HN 24 (HN-24-3)"),
    ),
)

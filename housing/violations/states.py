"""The life of a violation: found, ordered, checked, and only then cancelled and enforced."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ViolationState(StrEnum):
    """Where a case stands; `ordered` and `cancelled` wait for the delivery of their letter."""

    REPORTED = "reported"
    NOTICED = "noticed"
    FOUND = "found"
    ORDERED = "ordered"
    RECTIFYING = "rectifying"
    CANCELLED = "cancelled"
    RETURNING = "returning"
    ENFORCEMENT = "enforcement"
    CLOSED = "closed"
    DISMISSED = "dismissed"
    VACATED = "vacated"
    REVOKED = "revoked"


class ViolationAct(StrEnum):
    """What is done about a case."""

    NOTIFY = "notify"
    STATE = "state"
    FIND = "find"
    DISMISS = "dismiss"
    ORDER = "order"
    DELIVER_ORDER = "deliver_order"
    REFUSE = "refuse"
    CLOSE = "close"
    CANCEL = "cancel"
    DELIVER_DECISION = "deliver_decision"
    APPLY = "apply"
    RULE = "rule"
    VACATE = "vacate"
    REVOKE = "revoke"


S, A = ViolationState, ViolationAct
#: Nothing follows these but that a decision is revoked.
OVER = (S.CLOSED, S.DISMISSED, S.VACATED, S.REVOKED)
#: The qualification is cancelled in these.
CANCELLED = (S.CANCELLED, S.RETURNING, S.ENFORCEMENT, S.VACATED, S.REVOKED)

CALLED: dict[str, object] = {
    S.REPORTED: "待告知",
    S.NOTICED: "已告知，听取陈述",
    S.FOUND: "已认定，待责令整改",
    S.ORDERED: "已责令整改，待送达",
    S.RECTIFYING: "限期整改中",
    S.CANCELLED: "已取消资格，待送达",
    S.RETURNING: "限期退回中",
    S.ENFORCEMENT: "已申请强制执行",
    S.CLOSED: "已整改，结案",
    S.DISMISSED: "不成立",
    S.VACATED: "已退回",
    S.REVOKED: "决定已撤销",
    A.NOTIFY: "告知承租人",
    A.STATE: "记录陈述",
    A.FIND: "认定违规",
    A.DISMISS: "认定不成立",
    A.ORDER: "责令限期整改",
    A.DELIVER_ORDER: "登记整改通知送达",
    A.REFUSE: "登记未整改",
    A.CLOSE: "登记已整改",
    A.CANCEL: "取消保障资格并责令退回",
    A.DELIVER_DECISION: "登记取消决定送达",
    A.APPLY: "申请强制执行",
    A.RULE: "登记法院裁定",
    A.VACATE: "登记已退回",
    A.REVOKE: "撤销决定",
}

VIOLATION = Lifecycle(
    "违规处理 / violation",
    (
        Move(S.REPORTED, A.NOTIFY, S.NOTICED, "HN 34 (HN-34-1)"),
        Move(S.NOTICED, A.STATE, S.NOTICED, "HN 34 (HN-34-1)"),
        Move(S.NOTICED, A.FIND, S.FOUND, "HN 34 (HN-34-4 to HN-34-8)"),
        *(
            Move(each, A.DISMISS, S.DISMISSED, "HN 34 (HN-34-1)")
            for each in (S.REPORTED, S.NOTICED, S.FOUND, S.ORDERED, S.RECTIFYING)
        ),
        Move(S.FOUND, A.ORDER, S.ORDERED, "HN 34 (HN-34-1, HN-34-6)"),
        Move(S.ORDERED, A.DELIVER_ORDER, S.RECTIFYING, "HN 34 (HN-34-1)"),
        Move(S.RECTIFYING, A.REFUSE, S.RECTIFYING, "HN 34 (HN-34-1)"),
        Move(S.RECTIFYING, A.CLOSE, S.CLOSED, "HN 34 (HN-34-1)"),
        Move(S.RECTIFYING, A.CANCEL, S.CANCELLED, "HN 34 (HN-34-2)"),
        Move(S.CANCELLED, A.DELIVER_DECISION, S.RETURNING, "HN 34 (HN-34-2)"),
        Move(S.RETURNING, A.APPLY, S.ENFORCEMENT, "HN 34 (HN-34-3)"),
        Move(S.ENFORCEMENT, A.RULE, S.ENFORCEMENT, "HN 34 (HN-34-3)"),
        *(
            Move(each, A.VACATE, S.VACATED, "HN 34 (HN-34-2, HN-34-3)")
            for each in (S.CANCELLED, S.RETURNING, S.ENFORCEMENT)
        ),
        *(
            Move(each, A.REVOKE, S.REVOKED, "HN 34 (HN-34-2)")
            for each in (S.CANCELLED, S.RETURNING, S.ENFORCEMENT, S.VACATED)
        ),
    ),
)

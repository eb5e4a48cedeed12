"""The life of a waitlist entry (轮候条目), from registration to a roof or the end of the wait."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class EntryState(StrEnum):
    """Where an entry stands. `overdue` is still valid: the authority is late, not the family."""

    REGISTERED = "registered"
    WAITING = "waiting"
    OVERDUE = "overdue"
    UNDER_REVIEW = "under_review"
    IN_ROUND = "in_round"
    ALLOTTEE = "allottee"
    SELECTED = "selected"
    FROZEN = "frozen"
    HOUSED = "housed"
    SUBSIDISED = "subsidised"
    CANCELLED = "cancelled"
    LAPSED = "lapsed"


class EntryAct(StrEnum):
    """What can happen to an entry."""

    PLACE_IN_ORDER = "place_in_order"
    PASS_CAP = "pass_cap"  # noqa: S105  an act, no password
    OPEN_REVIEW = "open_review"
    KEEP = "keep"
    CANCEL = "cancel"
    REINSTATE = "reinstate"
    JOIN_ROUND = "join_round"
    FAIL_REREVIEW = "fail_rereview"
    LEAVE_ROUND = "leave_round"
    ALLOT = "allot"
    SELECT = "select"
    HOUSE = "house"
    SUBSIDISE = "subsidise"
    ABANDON = "abandon"
    THAW = "thaw"
    LAPSE = "lapse"
    RETURN = "return"


S, A = EntryState, EntryAct
CALLED: dict[str, object] = {
    S.REGISTERED: "已登记",
    S.WAITING: "轮候中",
    S.OVERDUE: "超过轮候期（仍有效）",
    S.UNDER_REVIEW: "资格复查中",
    S.IN_ROUND: "参加本轮分配",
    S.ALLOTTEE: "分配对象",
    S.SELECTED: "已选房",
    S.FROZEN: "放弃后两年内不再配租",
    S.HOUSED: "已入住",
    S.SUBSIDISED: "领取租赁补贴",
    S.CANCELLED: "轮候资格已取消",
    S.LAPSED: "须重新申请",
    A.PLACE_IN_ORDER: "列入轮候顺序",
    A.PASS_CAP: "标记超期",
    A.OPEN_REVIEW: "开始资格复查",
    A.KEEP: "复查后保留",
    A.CANCEL: "取消轮候资格",
    A.REINSTATE: "恢复轮候资格",
    A.JOIN_ROUND: "参加轮次",
    A.FAIL_REREVIEW: "复审不合格",
    A.LEAVE_ROUND: "本轮未入选",
    A.ALLOT: "确定为分配对象",
    A.SELECT: "选房",
    A.HOUSE: "配租入住",
    A.SUBSIDISE: "发放补贴",
    A.ABANDON: "放弃",
    A.THAW: "恢复轮候",
    A.LAPSE: "轮候失效",
    A.RETURN: "无合适房源退回轮候",
}
#: Those who wait: a place in the order, and a claim on the authority.
WAITING = (S.REGISTERED, S.WAITING, S.OVERDUE)
#: Those who hold a place in the order: also while they are reviewed or in a round (HN 16, HN 21).
PLACED = (*WAITING, S.UNDER_REVIEW, S.IN_ROUND, S.ALLOTTEE, S.SELECTED)
#: Those who have left the list for good.
ENDED = (S.HOUSED, S.SUBSIDISED, S.CANCELLED, S.LAPSED)

LIFECYCLE = Lifecycle(
    "轮候 / waitlist entry",
    [
        Move(S.REGISTERED, A.PLACE_IN_ORDER, S.WAITING, "HN 17 (HN-17-2, HN-17-3)"),
        Move(S.WAITING, A.PLACE_IN_ORDER, S.WAITING, "HN 17 (HN-17-2, HN-17-3)"),
        Move(S.OVERDUE, A.PLACE_IN_ORDER, S.OVERDUE, "HN 17 (HN-17-2, HN-17-3)"),
        Move(S.REGISTERED, A.PASS_CAP, S.OVERDUE, "HN 16 (HN-16-3)"),
        Move(S.WAITING, A.PASS_CAP, S.OVERDUE, "HN 16 (HN-16-3)"),
        *(Move(each, A.OPEN_REVIEW, S.UNDER_REVIEW, "HN 16 (HN-16-4)") for each in WAITING),
        Move(S.UNDER_REVIEW, A.KEEP, S.WAITING, "HN 16 (HN-16-4)"),
        Move(S.UNDER_REVIEW, A.CANCEL, S.CANCELLED, "HN 16 (HN-16-4, HN-16-5)"),
        Move(S.CANCELLED, A.REINSTATE, S.WAITING, "HN 15 (HN-15-14), HN 16 (HN-16-4)"),
        *(Move(each, A.JOIN_ROUND, S.IN_ROUND, "HN 21 (HN-21-1)") for each in WAITING),
        Move(S.IN_ROUND, A.FAIL_REREVIEW, S.UNDER_REVIEW, "HN 21 (HN-21-3), HN 16 (HN-16-4)"),
        *(
            Move(each, A.LEAVE_ROUND, S.WAITING, "HN 21 (HN-21-5)")
            for each in (S.IN_ROUND, S.ALLOTTEE, S.SELECTED)
        ),
        Move(S.IN_ROUND, A.ALLOT, S.ALLOTTEE, "HN 21 (HN-21-6)"),
        Move(S.ALLOTTEE, A.RETURN, S.WAITING, "HN 21 (HN-21-7)"),
        Move(S.ALLOTTEE, A.SELECT, S.SELECTED, "HN 21 (HN-21-7)"),
        *(Move(each, A.HOUSE, S.HOUSED, "HN 16 (HN-16-3)") for each in (*WAITING, S.SELECTED)),
        *(
            Move(each, A.SUBSIDISE, S.SUBSIDISED, "HN 16 (HN-16-3), HN 18 (HN-18-2)")
            for each in (*WAITING, S.FROZEN)
        ),
        *(Move(each, A.ABANDON, S.FROZEN, "HN 22 (HN-22-1)") for each in (S.ALLOTTEE, S.SELECTED)),
        Move(S.FROZEN, A.THAW, S.WAITING, "HN 22 (HN-22-2)"),
        Move(S.FROZEN, A.LAPSE, S.LAPSED, "HN 22 (HN-22-3)"),
    ],
)

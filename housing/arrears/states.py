"""The life of a case of rent that is owed: reminder, demand, notice to the employer, or a plan."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ArrearsState(StrEnum):
    """Where a case stands."""

    OPEN = "open"
    REMINDED = "reminded"
    DEMANDED = "demanded"
    NOTICE_PROPOSED = "notice_proposed"
    NOTIFIED = "notified"
    IN_INSTALMENTS = "in_instalments"
    SETTLED = "settled"


class ArrearsAct(StrEnum):
    """What happens in a case."""

    REMIND = "remind"
    DEMAND = "demand"
    PROPOSE_NOTICE = "propose_notice"
    APPROVE_NOTICE = "approve_notice"
    REFUSE_NOTICE = "refuse_notice"
    ANSWER = "answer"
    AGREE = "agree"
    BREAK = "break"
    SETTLE = "settle"


S, A = ArrearsState, ArrearsAct
LIVE = (S.OPEN, S.REMINDED, S.DEMANDED, S.NOTICE_PROPOSED, S.NOTIFIED, S.IN_INSTALMENTS)

CALLED: dict[str, object] = {
    S.OPEN: "欠缴",
    S.REMINDED: "已提醒",
    S.DEMANDED: "已催缴",
    S.NOTICE_PROPOSED: "待批准通报单位",
    S.NOTIFIED: "已通报单位",
    S.IN_INSTALMENTS: "分期缴纳",
    S.SETTLED: "已缴清",
    A.REMIND: "发出提醒",
    A.DEMAND: "发出催缴通知书",
    A.PROPOSE_NOTICE: "提出通报单位",
    A.APPROVE_NOTICE: "批准通报单位",
    A.REFUSE_NOTICE: "不批准通报单位",
    A.ANSWER: "登记回复",
    A.AGREE: "约定分期缴纳",
    A.BREAK: "终止分期约定",
    A.SETTLE: "缴清",
}

ARREARS = Lifecycle(
    "租金催缴 / arrears",
    [
        Move(S.OPEN, A.REMIND, S.REMINDED, "HN 26 (HN-26-1)"),
        Move(S.REMINDED, A.REMIND, S.REMINDED, "HN 26 (HN-26-1)"),
        Move(S.REMINDED, A.DEMAND, S.DEMANDED, "HN 26 (HN-26-1)"),
        Move(S.DEMANDED, A.DEMAND, S.DEMANDED, "HN 26 (HN-26-1)"),
        Move(S.NOTIFIED, A.DEMAND, S.DEMANDED, "HN 26 (HN-26-1)"),
        Move(S.DEMANDED, A.PROPOSE_NOTICE, S.NOTICE_PROPOSED, "HN 26 (HN-26-5)"),
        Move(S.NOTICE_PROPOSED, A.APPROVE_NOTICE, S.NOTIFIED, "HN 26 (HN-26-5)"),
        Move(S.NOTICE_PROPOSED, A.REFUSE_NOTICE, S.DEMANDED, "HN 26 (HN-26-5)"),
        *(
            Move(each, A.ANSWER, each, "HN 26 (HN-26-1, HN-26-5)")
            for each in (S.REMINDED, S.DEMANDED, S.NOTIFIED, S.IN_INSTALMENTS)
        ),
        *(
            Move(each, A.AGREE, S.IN_INSTALMENTS, "HN 26 (HN-26-1)")
            for each in (S.OPEN, S.REMINDED, S.DEMANDED, S.NOTIFIED)
        ),
        Move(S.IN_INSTALMENTS, A.BREAK, S.DEMANDED, "HN 26 (HN-26-1)"),
        *(Move(each, A.SETTLE, S.SETTLED, "HN 26 (HN-26-1)") for each in LIVE),
    ],
)

"""The lives of a refund and of a monthly order to the provident fund."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class RefundState(StrEnum):
    """Where a refund stands; only an approved one is paid."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


class RefundAct(StrEnum):
    """What is done about a refund."""

    APPROVE = "approve"
    REFUSE = "refuse"
    PAY = "pay"


class OrderState(StrEnum):
    """Where a monthly order to the provident fund stands."""

    PREPARED = "prepared"
    SENT = "sent"
    SETTLED = "settled"
    DROPPED = "dropped"


class OrderAct(StrEnum):
    """What is done about an order."""

    SEND = "send"
    SETTLE = "settle"
    DROP = "drop"


R, RA = RefundState, RefundAct
O, OA = OrderState, OrderAct  # noqa: E741  the states of an order
CALLED: dict[str, object] = {
    R.PROPOSED: "待审定",
    R.APPROVED: "已审定，待付款",
    R.REFUSED: "未同意",
    R.PAID: "已退款",
    RA.APPROVE: "审定退款",
    RA.REFUSE: "不同意退款",
    RA.PAY: "登记付款",
}
ORDER_CALLED: dict[str, object] = {
    O.PREPARED: "已编制",
    O.SENT: "已报送",
    O.SETTLED: "已办结",
    O.DROPPED: "已作废",
    OA.SEND: "报送",
    OA.SETTLE: "登记划转结果",
    OA.DROP: "作废",
}
REFUND = Lifecycle(
    "退款 / refund",
    [
        Move(R.PROPOSED, RA.APPROVE, R.APPROVED, "HN 26 (HN-26-1)"),
        Move(R.PROPOSED, RA.REFUSE, R.REFUSED, "HN 26 (HN-26-1)"),
        Move(R.APPROVED, RA.PAY, R.PAID, "HN 26 (HN-26-1)"),
    ],
)
ORDER = Lifecycle(
    "公积金划转指令 / order to the provident fund",
    [
        Move(O.PREPARED, OA.SEND, O.SENT, "HZR 23 (HZR-23-1)"),
        Move(O.PREPARED, OA.DROP, O.DROPPED, "HZR 23 (HZR-23-1)"),
        Move(O.SENT, OA.SETTLE, O.SETTLED, "HZR 23 (HZR-23-1)"),
    ],
)

"""The life of a sale (machine 7), of a batch of dwellings for sale, and of a misuse."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class SaleState(StrEnum):
    """Where a sale stands between the application and the end of the buyer's ownership."""

    APPLIED = "applied"
    QUALIFIED = "qualified"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    PRICED = "priced"
    CONTRACTED = "contracted"
    RESCINDED = "rescinded"
    PAID = "paid"
    RECEIPTED = "receipted"
    LOCKED = "locked"
    TRADABLE = "tradable"
    OFFERED_BACK = "offered_back"
    WAIVED = "waived"
    BOUGHT_BACK = "bought_back"
    RESOLD = "resold"
    CORRECTING = "correcting"
    CANCELLED = "cancelled"
    TAKEN_BACK = "taken_back"


class SaleAct(StrEnum):
    """What is done to a sale."""

    QUALIFY = "qualify"
    REFUSE = "refuse"
    WITHDRAW = "withdraw"
    PRICE = "price"
    CONTRACT = "contract"
    RESCIND = "rescind"
    PAY = "pay"
    RECEIPT = "receipt"
    REGISTER = "register"
    UNLOCK = "unlock"
    OFFER_BACK = "offer_back"
    WAIVE = "waive"
    BUY_BACK = "buy_back"
    RESELL = "resell"
    ORDER_CORRECTION = "order_correction"
    FIND_CORRECTED = "find_corrected"
    CANCEL = "cancel"
    TAKE_BACK = "take_back"


S, A = SaleState, SaleAct
CALLED: dict[str, object] = {
    S.APPLIED: "已申请，待资格审定",
    S.QUALIFIED: "符合条件，待定价",
    S.REFUSED: "不符合条件",
    S.WITHDRAWN: "已撤回",
    S.PRICED: "已定价，待签约",
    S.CONTRACTED: "已签约，待付款",
    S.RESCINDED: "合同已解除",
    S.PAID: "已付清，待开票",
    S.RECEIPTED: "已开票，待登记",
    S.LOCKED: "已登记，不得上市交易",
    S.TRADABLE: "可以上市交易",
    S.OFFERED_BACK: "拟上市，待回购答复",
    S.WAIVED: "不予回购，可以转让",
    S.BOUGHT_BACK: "已由政府回购",
    S.RESOLD: "已上市交易",
    S.CORRECTING: "责令改正中",
    S.CANCELLED: "已取消资格，限期退出",
    S.TAKEN_BACK: "已收回",
    A.QUALIFY: "审定为符合条件",
    A.REFUSE: "审定为不符合条件",
    A.WITHDRAW: "撤回申请",
    A.PRICE: "确定价格",
    A.CONTRACT: "签订出售合同",
    A.RESCIND: "解除合同",
    A.PAY: "记录付清",
    A.RECEIPT: "开具票据",
    A.REGISTER: "办理登记",
    A.UNLOCK: "解除上市限制",
    A.OFFER_BACK: "申报拟上市交易",
    A.WAIVE: "放弃回购",
    A.BUY_BACK: "政府回购",
    A.RESELL: "记录上市交易",
    A.ORDER_CORRECTION: "责令改正",
    A.FIND_CORRECTED: "认定已改正",
    A.CANCEL: "取消资格并责令退出",
    A.TAKE_BACK: "收回住房",
}
#: States in which the buyer holds the dwelling, registered.
HELD = (S.LOCKED, S.TRADABLE, S.OFFERED_BACK, S.WAIVED)
#: States that take up the county's share for sale and the buyer's one dwelling.
OVER = (S.REFUSED, S.WITHDRAWN, S.RESCINDED, S.BOUGHT_BACK, S.TAKEN_BACK)

SALE = Lifecycle(
    "出售 / sale",
    (
        Move(S.APPLIED, A.QUALIFY, S.QUALIFIED, "HZS 15 (HZS-15-1)"),
        Move(S.APPLIED, A.REFUSE, S.REFUSED, "HZS 15 (HZS-15-1)"),
        Move(S.APPLIED, A.WITHDRAW, S.WITHDRAWN, "HZS 7 (HZS-7-1)"),
        Move(S.QUALIFIED, A.WITHDRAW, S.WITHDRAWN, "HZS 7 (HZS-7-1)"),
        Move(S.PRICED, A.WITHDRAW, S.WITHDRAWN, "HZS 7 (HZS-7-1)"),
        Move(S.QUALIFIED, A.PRICE, S.PRICED, "HZS 11, HZS 12, HZS 13"),
        Move(S.PRICED, A.CONTRACT, S.CONTRACTED, "HZS 10, HZS 15 (HZS-15-3)"),
        Move(S.CONTRACTED, A.RESCIND, S.RESCINDED, "HZS 10 (HZS-10-1)"),
        Move(S.CONTRACTED, A.PAY, S.PAID, "HZS 10 (HZS-10-1)"),
        Move(S.PAID, A.RECEIPT, S.RECEIPTED, "HZS 16 (HZS-16-1)"),
        Move(S.RECEIPTED, A.REGISTER, S.LOCKED, "HZS 16, HZS 18, HZS 21"),
        Move(S.LOCKED, A.UNLOCK, S.TRADABLE, "HZS 22 (HZS-22-1)"),
        Move(S.TRADABLE, A.OFFER_BACK, S.OFFERED_BACK, "HZS 22 (HZS-22-2)"),
        Move(S.OFFERED_BACK, A.BUY_BACK, S.BOUGHT_BACK, "HZS 22 (HZS-22-2)"),
        Move(S.OFFERED_BACK, A.WAIVE, S.WAIVED, "HZS 22 (HZS-22-2)"),
        Move(S.WAIVED, A.RESELL, S.RESOLD, "HZS 22 (HZS-22-3)"),
        *(Move(each, A.ORDER_CORRECTION, S.CORRECTING, "HZS 23 (HZS-23-3)") for each in HELD),
        Move(S.CORRECTING, A.FIND_CORRECTED, S.LOCKED, "HZS 23 (HZS-23-3)"),
        Move(S.CORRECTING, A.CANCEL, S.CANCELLED, "HZS 23 (HZS-23-3)"),
        Move(S.CANCELLED, A.TAKE_BACK, S.TAKEN_BACK, "HZS 23 (HZS-23-4)"),
    ),
)


class BatchState(StrEnum):
    """Where a list of dwellings for sale stands."""

    PREPARED = "prepared"
    APPROVED = "approved"
    REJECTED = "rejected"


class BatchAct(StrEnum):
    """What is decided about a list."""

    APPROVE = "approve"
    REJECT = "reject"


BATCH_CALLED: dict[str, object] = {
    BatchState.PREPARED: "待批准",
    BatchState.APPROVED: "已批准出售",
    BatchState.REJECTED: "不予批准",
    BatchAct.APPROVE: "批准出售",
    BatchAct.REJECT: "不予批准",
}
BATCH = Lifecycle(
    "出售批次 / sale batch",
    (
        Move(BatchState.PREPARED, BatchAct.APPROVE, BatchState.APPROVED, "HZS 3 (HZS-3-3)"),
        Move(BatchState.PREPARED, BatchAct.REJECT, BatchState.REJECTED, "HZS 3 (HZS-3-3)"),
    ),
)

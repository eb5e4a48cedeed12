"""The life of a wish to transfer a co-owned dwelling: the government buys back first."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class TransferState(StrEnum):
    """Where a wish to transfer stands."""

    DECLARED = "declared"
    BUYING_BACK = "buying_back"
    WAIVED = "waived"
    BOUGHT_BACK = "bought_back"
    CERTIFIED = "certified"
    WITHDRAWN = "withdrawn"


class TransferAct(StrEnum):
    """What can happen to it."""

    TAKE = "take"
    WAIVE = "waive"
    PAY = "pay"
    CERTIFY = "certify"
    WITHDRAW = "withdraw"


S, A = TransferState, TransferAct
OPEN_STATES = (S.DECLARED, S.BUYING_BACK, S.WAIVED)
CALLED: dict[str, object] = {
    S.DECLARED: "待政府决定",
    S.BUYING_BACK: "政府回购中",
    S.WAIVED: "政府放弃回购",
    S.BOUGHT_BACK: "已回购",
    S.CERTIFIED: "已出具同意出让证明",
    S.WITHDRAWN: "已撤回",
    A.TAKE: "行使优先回购",
    A.WAIVE: "放弃回购",
    A.PAY: "登记回购完成",
    A.CERTIFY: "出具同意出让证明",
    A.WITHDRAW: "撤回",
}
TRANSFER = Lifecycle(
    "共有产权出让 / transfer",
    (
        Move(S.DECLARED, A.TAKE, S.BUYING_BACK, "HN 40 (HN-40-3)"),
        Move(S.DECLARED, A.WAIVE, S.WAIVED, "HN 40 (HN-40-3)"),
        Move(S.BUYING_BACK, A.PAY, S.BOUGHT_BACK, "HN 40 (HN-40-3)"),
        Move(S.WAIVED, A.CERTIFY, S.CERTIFIED, "HN 40 (HN-40-3)"),
        Move(S.DECLARED, A.WITHDRAW, S.WITHDRAWN, "HN 40 (HN-40-3)"),
        Move(S.WAIVED, A.WITHDRAW, S.WITHDRAWN, "HN 40 (HN-40-3)"),
    ),
)

"""The life of an exchange: consents, decision, execution as one act, filing."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class ExchangeState(StrEnum):
    """Where an exchange stands."""

    CONSENTING = "consenting"
    DECIDING = "deciding"
    APPROVED = "approved"
    EXECUTED = "executed"
    REFUSED = "refused"
    FALLEN_THROUGH = "fallen_through"


class ExchangeAct(StrEnum):
    """What can happen to an exchange."""

    CONSENT = "consent"
    COMPLETE = "complete"
    OWNER_CONSENT = "owner_consent"
    DECLINE = "decline"
    APPROVE = "approve"
    REFUSE = "refuse"
    EXECUTE = "execute"
    FILE = "file"
    WITHDRAW = "withdraw"


S, A = ExchangeState, ExchangeAct
#: Its tenants can be in no other exchange.
OPEN_STATES = (S.CONSENTING, S.DECIDING, S.APPROVED)
CALLED: dict[str, object] = {
    S.CONSENTING: "征求各户同意",
    S.DECIDING: "待批准",
    S.APPROVED: "已批准，待办理",
    S.EXECUTED: "已互换",
    S.REFUSED: "未批准",
    S.FALLEN_THROUGH: "未成",
    A.CONSENT: "同意互换",
    A.COMPLETE: "各户同意齐全",
    A.OWNER_CONSENT: "登记产权单位同意",
    A.DECLINE: "不同意互换",
    A.APPROVE: "批准互换",
    A.REFUSE: "不批准互换",
    A.EXECUTE: "办理互换",
    A.FILE: "登记备案",
    A.WITHDRAW: "撤回互换",
}
EXCHANGE = Lifecycle(
    "互换 / exchange",
    (
        Move(S.CONSENTING, A.CONSENT, S.CONSENTING, "HN 31 (HN-31-1)"),
        Move(S.CONSENTING, A.COMPLETE, S.DECIDING, "HN 31 (HN-31-1, HN-31-2)"),
        Move(S.CONSENTING, A.DECLINE, S.FALLEN_THROUGH, "HN 31 (HN-31-1)"),
        Move(S.DECIDING, A.OWNER_CONSENT, S.DECIDING, "HN 31 (HN-31-2)"),
        Move(S.DECIDING, A.APPROVE, S.APPROVED, "HN 31 (HN-31-1, HN-31-2)"),
        Move(S.DECIDING, A.REFUSE, S.REFUSED, "HN 31 (HN-31-1, HN-31-2)"),
        Move(S.APPROVED, A.EXECUTE, S.EXECUTED, "HN 31 (HN-31-1)"),
        Move(S.APPROVED, A.FILE, S.APPROVED, "HN 31 (HN-31-3)"),
        Move(S.EXECUTED, A.FILE, S.EXECUTED, "HN 31 (HN-31-3)"),
        *(Move(each, A.WITHDRAW, S.FALLEN_THROUGH, "HN 31 (HN-31-1)") for each in OPEN_STATES),
    ),
)

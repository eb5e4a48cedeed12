"""The lives of an entitlement to the rental subsidy (租赁补贴) and of a list of payments."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class EntitlementState(StrEnum):
    """Where an entitlement stands; only a granted one is paid."""

    PROPOSED = "proposed"
    GRANTED = "granted"
    REFUSED = "refused"
    STOPPED = "stopped"


class EntitlementAct(StrEnum):
    """What is done about an entitlement."""

    GRANT = "grant"
    REFUSE = "refuse"
    CHANGE = "change"
    STOP = "stop"


class ListState(StrEnum):
    """Where a list of payments stands."""

    PREPARED = "prepared"
    APPROVED = "approved"
    PAID = "paid"
    DROPPED = "dropped"


class ListAct(StrEnum):
    """What is done about a list of payments."""

    APPROVE = "approve"
    PAY = "pay"
    DROP = "drop"
    RETURN = "return"


E, EA = EntitlementState, EntitlementAct
P, PA = ListState, ListAct
#: These stand in the way of a second entitlement of the household.
LIVE = (E.PROPOSED, E.GRANTED)
#: A list that is not settled yet: a county has one at a time.
OPEN = (P.PREPARED, P.APPROVED)

CALLED: dict[str, object] = {
    E.PROPOSED: "待核定",
    E.GRANTED: "发放中",
    E.REFUSED: "未核定",
    E.STOPPED: "已停发",
    EA.GRANT: "核定补贴",
    EA.REFUSE: "不予核定",
    EA.CHANGE: "变更补贴",
    EA.STOP: "停发补贴",
}
LIST_CALLED: dict[str, object] = {
    P.PREPARED: "待审定",
    P.APPROVED: "已审定，待拨付",
    P.PAID: "已拨付",
    P.DROPPED: "已作废",
    PA.APPROVE: "审定",
    PA.PAY: "登记拨付",
    PA.DROP: "作废",
    PA.RETURN: "登记退票",
}

ENTITLEMENT = Lifecycle(
    "租赁补贴 / rental subsidy",
    [
        Move(E.PROPOSED, EA.GRANT, E.GRANTED, "HN 9 (HN-9-2), HN 10 (HN-10-2), HN 16 (HN-16-3)"),
        Move(E.PROPOSED, EA.REFUSE, E.REFUSED, "HN 9 (HN-9-2)"),
        Move(E.PROPOSED, EA.STOP, E.STOPPED, "HN 33 (HN-33-2)"),
        Move(E.GRANTED, EA.CHANGE, E.GRANTED, "HN 10 (HN-10-2), HN 33 (HN-33-2)"),
        Move(E.GRANTED, EA.STOP, E.STOPPED, "HN 33 (HN-33-2)"),
    ],
)
PAYMENT_LIST = Lifecycle(
    "补贴发放清单 / list of subsidy payments",
    [
        Move(P.PREPARED, PA.APPROVE, P.APPROVED, "HN 9 (HN-9-2)"),
        Move(P.PREPARED, PA.DROP, P.DROPPED, "HN 9 (HN-9-2)"),
        Move(P.APPROVED, PA.PAY, P.PAID, "HN 9 (HN-9-2)"),
        Move(P.PAID, PA.RETURN, P.PAID, "HN 9 (HN-9-2)"),
    ],
)

"""The states of a unit, and the acts that lead from one to the next."""

from enum import StrEnum

from housing.core.lifecycle import Lifecycle, Move


class UnitState(StrEnum):
    """Where a unit stands between completion and sale."""

    VACANT = "vacant"
    RESERVED = "reserved"
    OFFERED = "offered"
    LET = "let"
    VACATING = "vacating"
    REPAIR = "repair"
    SOLD = "sold"


class UnitAct(StrEnum):
    """What is done to a unit."""

    RESERVE = "reserve"
    RELEASE = "release"
    OFFER = "offer"
    LET = "let"
    GIVE_NOTICE = "give_notice"
    STAY = "stay"
    TAKE_BACK = "take_back"
    BEGIN_REPAIR = "begin_repair"
    END_REPAIR = "end_repair"
    SELL = "sell"
    RETURN_UNUSED = "return_unused"
    SELL_OFF = "sell_off"
    BUY_BACK = "buy_back"


S, A = UnitState, UnitAct
CALLED: dict[str, object] = {
    S.VACANT: "空置",
    S.RESERVED: "分配中",
    S.OFFERED: "已配租待签约",
    S.LET: "已出租",
    S.VACATING: "腾退中",
    S.REPAIR: "维修中",
    S.SOLD: "已出售",
    A.RESERVE: "锁定",
    A.RELEASE: "释放",
    A.OFFER: "配租",
    A.LET: "出租",
    A.GIVE_NOTICE: "开始腾退",
    A.STAY: "恢复出租",
    A.TAKE_BACK: "收回",
    A.BEGIN_REPAIR: "开始维修",
    A.END_REPAIR: "维修完成",
    A.SELL: "登记出售",
    A.RETURN_UNUSED: "未入住退回",
    A.SELL_OFF: "按合同出售",
    A.BUY_BACK: "回购收回",
}

UNIT = Lifecycle(
    "房源 / unit",
    (
        Move(S.VACANT, A.RESERVE, S.RESERVED, "HN 20, HN 21"),
        Move(S.RESERVED, A.RELEASE, S.VACANT, "HN 21, HN 22"),
        Move(S.RESERVED, A.OFFER, S.OFFERED, "HN 21 (HN-21-8)"),
        Move(S.OFFERED, A.RELEASE, S.VACANT, "HN 22"),
        Move(S.OFFERED, A.LET, S.LET, "HN 24"),
        Move(S.LET, A.RETURN_UNUSED, S.VACANT, "HN 22 (HN-22-7)"),
        Move(S.LET, A.GIVE_NOTICE, S.VACATING, "HN 33, HN 34"),
        Move(S.VACATING, A.STAY, S.LET, "HN 33"),
        Move(S.VACATING, A.TAKE_BACK, S.VACANT, "HN 33"),
        Move(S.VACANT, A.BEGIN_REPAIR, S.REPAIR, "HN 27"),
        Move(S.VACATING, A.BEGIN_REPAIR, S.REPAIR, "HN 27"),
        Move(S.REPAIR, A.END_REPAIR, S.VACANT, "HN 27"),
        Move(S.VACANT, A.SELL, S.SOLD, "HN 40"),
        Move(S.LET, A.SELL, S.SOLD, "HN 40"),
        Move(S.VACANT, A.SELL_OFF, S.SOLD, "HZS 15"),
        Move(S.LET, A.SELL_OFF, S.SOLD, "HZS 15"),
        Move(S.SOLD, A.BUY_BACK, S.VACANT, "HZS 22, HZS 23"),
    ),
)

"""Closed lists of words about a lease."""

from enum import StrEnum


class LeaseKind(StrEnum):
    """How a lease came about; `carried`: it was running when the county began to use this."""

    FIRST = "first"
    RENEWAL = "renewal"
    EXCHANGE = "exchange"
    CARRIED = "carried"


class Ending(StrEnum):
    """Why a lease that ran has ended. Basis: HN 24, 31, 33, 34, 39."""

    RENEWED = "renewed"
    EXCHANGED = "exchanged"
    MOVED_OUT = "moved_out"
    EXIT = "exit"
    VIOLATION = "violation"
    SOLD = "sold"
    DECEASED = "deceased"


class RentBasis(StrEnum):
    """What a rent rests on: the public standard, the market (HN-33-6), or what was agreed."""

    STANDARD = "standard"
    MARKET = "market"
    AGREED = "agreed"


class ConditionPurpose(StrEnum):
    """When the state of a flat was written down."""

    IN = "in"
    OUT = "out"
    VISIT = "visit"


class SigningWay(StrEnum):
    """How a party signed: on paper, or on its own page. Basis: HZR 24 (HZR-24-1)."""

    PAPER = "paper"
    ONLINE = "online"


KIND_WORDS = {
    LeaseKind.FIRST: "首次租赁",
    LeaseKind.RENEWAL: "续租",
    LeaseKind.EXCHANGE: "互换",
    LeaseKind.CARRIED: "原有租赁",
}
ENDING_WORDS = {
    Ending.RENEWED: "续租",
    Ending.EXCHANGED: "互换住房",
    Ending.MOVED_OUT: "自愿退出",
    Ending.EXIT: "退出保障",
    Ending.VIOLATION: "违规收回",
    Ending.SOLD: "出售",
    Ending.DECEASED: "承租人去世",
}
BASIS_WORDS = {
    RentBasis.STANDARD: "公租房租金标准",
    RentBasis.MARKET: "市场租金",
    RentBasis.AGREED: "合同约定",
}
PURPOSE_WORDS = {
    ConditionPurpose.IN: "交房",
    ConditionPurpose.OUT: "退房",
    ConditionPurpose.VISIT: "查看",
}


class ItemState(StrEnum):
    """How a fitting is, as a report writes it."""

    GOOD = "完好"
    WORN = "有磨损"
    BROKEN = "有损坏"
    MISSING = "缺失"


#: What is usually looked at, in the order of a walk through the flat.
FITTINGS = (
    *("入户门", "门窗", "墙面地面", "灶台橱柜", "抽油烟机", "热水器", "卫生洁具"),
    *("水管水龙头", "电路插座灯具", "燃气管道", "钥匙（把）"),
)

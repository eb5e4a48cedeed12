"""Closed lists of words about violations: the acts of the law, what is reported, how one serves."""

from enum import StrEnum


class ViolationKind(StrEnum):
    """The acts for which the law orders to rectify. Basis: HN 34 (HN-34-4 to HN-34-8)."""

    LENT = "lend"
    SUBLET = "sublet"
    SWAPPED = "swap"
    CHANGED_USE = "change_of_use"
    DAMAGED = "damage"
    DECORATED = "unauthorised_decoration"
    UNLAWFUL = "unlawful"
    IDLE = "idle"


class Category(StrEnum):
    """What somebody can report. Basis: HN 32 (HN-32-1), HN 34, HN 36 (HN-36-1)."""

    LENT = "lend"
    SUBLET = "sublet"
    SWAPPED = "swap"
    SOLD = "sell"
    CHANGED_USE = "change_of_use"
    DAMAGED = "damage"
    DECORATED = "unauthorised_decoration"
    UNLAWFUL = "unlawful"
    IDLE = "idle"
    BROKER = "broker"


class Source(StrEnum):
    """Where a report came from."""

    PUBLIC = "public"
    OFFICER = "officer"
    INSPECTION = "inspection"


class DeliveryWay(StrEnum):
    """How an order reached the tenant; its period runs from that day."""

    IN_PERSON = "in_person"
    LEFT = "left"
    POST = "post"
    ELECTRONIC = "electronic"
    NOTICE = "notice"


_K = ViolationKind
#: The rule of each act.
RULES = {
    _K.LENT: "HN-34-4",
    _K.SUBLET: "HN-34-4",
    _K.SWAPPED: "HN-34-4",
    _K.CHANGED_USE: "HN-34-5",
    _K.DAMAGED: "HN-34-6",
    _K.DECORATED: "HN-34-6",
    _K.UNLAWFUL: "HN-34-7",
    _K.IDLE: "HN-34-8",
}
#: Damage and decoration: the order also demands the former state. Basis: HN 34 (HN-34-6).
TO_RESTORE = (_K.DAMAGED, _K.DECORATED)
#: What letters call them.
KIND_WORDS = {
    _K.LENT: "转借所承租的公共租赁住房",
    _K.SUBLET: "转租所承租的公共租赁住房",
    _K.SWAPPED: "擅自调换所承租的公共租赁住房",
    _K.CHANGED_USE: "改变所承租公共租赁住房的用途",
    _K.DAMAGED: "破坏所承租的公共租赁住房，拒不恢复原状",
    _K.DECORATED: "擅自装修所承租的公共租赁住房，拒不恢复原状",
    _K.UNLAWFUL: "在公共租赁住房内从事违法活动",
    _K.IDLE: "无正当理由连续闲置公共租赁住房",
}
WAY_WORDS = {
    DeliveryWay.IN_PERSON: "直接送达",
    DeliveryWay.LEFT: "留置送达",
    DeliveryWay.POST: "邮寄送达",
    DeliveryWay.ELECTRONIC: "电子送达",
    DeliveryWay.NOTICE: "公告送达",
}
#: What a report is about, as lists and letters call it.
CATEGORY_WORDS = {
    Category.LENT: "转借",
    Category.SUBLET: "转租",
    Category.SWAPPED: "擅自调换",
    Category.SOLD: "转卖",
    Category.CHANGED_USE: "改变用途",
    Category.DAMAGED: "破坏房屋",
    Category.DECORATED: "擅自装修",
    Category.UNLAWFUL: "违法活动",
    Category.IDLE: "长期无人居住",
    Category.BROKER: "房地产经纪机构出租、转租、出售",
}

"""The fifteen things that a lease must say, in the order of the article. Basis: HN 24 (HN-24-3)."""

from collections.abc import Mapping, Sequence
from enum import StrEnum


class Item(StrEnum):
    """One item of every contract; the names are those of `lease_mandatory_contents`.

    Basis: HN 24 (HN-24-3), HZR 31 (HZR-31-3: standard fields of contracts).
    """

    LOCATION = "location"
    USE = "use"
    AREA = "area"
    STRUCTURE = "structure"
    FACILITIES = "facilities_condition"
    TERM = "term"
    RENT = "rent"
    DEPOSIT = "deposit"
    PAYMENT = "payment_method"
    USE_REQUIREMENTS = "use_requirements"
    PROPERTY_SERVICES = "property_services"
    REPAIRS = "repair_duties"
    TAKE_BACK = "take_back_cases"
    BREACH = "breach_liability"
    DISPUTES = "dispute_resolution"


ITEM_WORDS = {
    Item.LOCATION: "住房位置",
    Item.USE: "住房用途",
    Item.AREA: "住房面积",
    Item.STRUCTURE: "住房结构",
    Item.FACILITIES: "室内设施和设备状况",
    Item.TERM: "租赁期限",
    Item.RENT: "租金数额",
    Item.DEPOSIT: "履约保证金",
    Item.PAYMENT: "支付方式",
    Item.USE_REQUIREMENTS: "使用要求",
    Item.PROPERTY_SERVICES: "物业服务",
    Item.REPAIRS: "房屋维修责任",
    Item.TAKE_BACK: "收回（退回）住房的情形",
    Item.BREACH: "违约责任",
    Item.DISPUTES: "争议解决办法",
}
#: What follows from unit, days and amounts, so that no words of an officer may say otherwise.
RECKONED = (Item.LOCATION, Item.AREA, Item.TERM, Item.RENT, Item.DEPOSIT)


def missing(clauses: Mapping[str, str], mandatory: Sequence[str] = tuple(Item)) -> list[Item]:
    """Return the items that a contract must have and that are empty, in the article's order."""
    return [item for item in Item if item in mandatory and not clauses.get(item, "").strip()]

"""Closed lists of words about a household, with the word the sheets and pages use for each."""

from enum import StrEnum


class Group(StrEnum):
    """Which group of applicants a household belongs to. Basis: HN 3, HN 8."""

    LOW_INCOME = "low_income"
    LOWER_MIDDLE = "lower_middle"
    NEW_EMPLOYEE = "new_employee"
    MIGRANT_WORKER = "migrant_worker"


class Rescue(StrEnum):
    """Kind of housing rescue (城镇住房救助对象). Basis: HN 18 (HN-18-2)."""

    NONE = "none"
    MINIMUM_ALLOWANCE = "minimum_allowance"
    EXTREME_POVERTY = "extreme_poverty"


class Assistance(StrEnum):
    """Which form of assistance was asked for. Basis: HN 9, HN 17."""

    FLAT = "flat"
    SUBSIDY = "subsidy"


GROUP_WORDS = {
    Group.LOW_INCOME: "城镇低收入",
    Group.LOWER_MIDDLE: "城镇中等偏下收入",
    Group.NEW_EMPLOYEE: "新就业无房职工",
    Group.MIGRANT_WORKER: "外来务工人员",
}
RESCUE_WORDS = {
    Rescue.NONE: "无",
    Rescue.MINIMUM_ALLOWANCE: "低保",
    Rescue.EXTREME_POVERTY: "分散供养特困",
}
ASSISTANCE_WORDS = {
    Assistance.FLAT: "实物配租",
    Assistance.SUBSIDY: "租赁补贴",
}

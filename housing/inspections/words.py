"""Why a flat is visited, who answered the door, what was found and what follows."""

from enum import StrEnum


class Purpose(StrEnum):
    """Why a visit is made."""

    PLANNED = "planned"
    REPORT = "report"
    CHECK_AGAIN = "check_again"


class Answered(StrEnum):
    """Who answered the door."""

    TENANT = "tenant"
    FAMILY = "family"
    STRANGER = "stranger"
    NOBODY = "nobody"
    REFUSED = "refused"


class Finding(StrEnum):
    """What was found; a finding is no decision."""

    DAMAGE = "damage"
    SAFETY = "safety"
    DECORATION = "decoration"
    SUBLET = "sublet"
    USE = "use"
    UNLAWFUL = "unlawful"
    EMPTY = "empty"
    OTHER = "other"


class NextStep(StrEnum):
    """What follows from a finding."""

    NONE = "none"
    REPAIR = "repair"
    DECORATION = "decoration"
    VIOLATION = "violation"


class Meter(StrEnum):
    """A meter that is read on a visit."""

    WATER = "water"
    POWER = "power"
    GAS = "gas"


METER_WORDS = {Meter.WATER: "水表", Meter.POWER: "电表", Meter.GAS: "燃气表"}
PURPOSE_WORDS = {
    Purpose.PLANNED: "日常走访",
    Purpose.REPORT: "根据反映走访",
    Purpose.CHECK_AGAIN: "复查",
}
ANSWERED_WORDS = {
    Answered.TENANT: "承租人在家",
    Answered.FAMILY: "共同居住的家庭成员在家",
    Answered.STRANGER: "开门的不是承租家庭成员",
    Answered.NOBODY: "无人应门",
    Answered.REFUSED: "有人但不让入户",
}
FINDING_WORDS = {
    Finding.DAMAGE: "设施损坏",
    Finding.SAFETY: "安全隐患",
    Finding.DECORATION: "装修、改动",
    Finding.SUBLET: "转借、转租",
    Finding.USE: "改变用途",
    Finding.UNLAWFUL: "违法活动",
    Finding.EMPTY: "无人居住的迹象",
    Finding.OTHER: "其他",
}
NEXT_WORDS = {
    NextStep.NONE: "记录在案",
    NextStep.REPAIR: "维修",
    NextStep.DECORATION: "核对装修是否经同意",
    NextStep.VIOLATION: "报告违规",
}

"""The words of visits as pages say them, in the visitor's language."""

from flask_babel import lazy_gettext as _l

from housing.inspections.states import InspectionState
from housing.inspections.words import Answered, Finding, Meter, NextStep, Purpose

STATES = {
    InspectionState.PLANNED: _l("待走访"),
    InspectionState.MADE: _l("已走访"),
    InspectionState.CALLED_OFF: _l("已取消"),
}
PURPOSES = {
    Purpose.PLANNED: _l("日常走访"),
    Purpose.REPORT: _l("根据反映走访"),
    Purpose.CHECK_AGAIN: _l("复查"),
}
ANSWERED = {
    Answered.TENANT: _l("承租人在家"),
    Answered.FAMILY: _l("共同居住的家庭成员在家"),
    Answered.STRANGER: _l("开门的不是承租家庭成员"),
    Answered.NOBODY: _l("无人应门"),
    Answered.REFUSED: _l("有人但不让入户"),
}
FINDINGS = {
    Finding.DAMAGE: _l("设施损坏"),
    Finding.SAFETY: _l("安全隐患"),
    Finding.DECORATION: _l("装修、改动"),
    Finding.SUBLET: _l("转借、转租"),
    Finding.USE: _l("改变用途"),
    Finding.UNLAWFUL: _l("违法活动"),
    Finding.EMPTY: _l("无人居住的迹象"),
    Finding.OTHER: _l("其他"),
}
NEXT_STEPS = {
    NextStep.NONE: _l("记录在案"),
    NextStep.REPAIR: _l("转维修"),
    NextStep.DECORATION: _l("核对装修是否经同意"),
    NextStep.VIOLATION: _l("报告违规"),
}
METERS = {Meter.WATER: _l("水表"), Meter.POWER: _l("电表"), Meter.GAS: _l("燃气表")}
LISTS = (
    ("today", _l("今天要走的")),
    ("planned", _l("已安排")),
    ("late", _l("过期未走")),
    ("made", _l("已走访")),
    ("", _l("全部")),
)
WORDS: dict[str, object] = {
    "states": STATES,
    "purposes": PURPOSES,
    "answered": ANSWERED,
    "findings": FINDINGS,
    "next_steps": NEXT_STEPS,
    "meters": METERS,
}

"""The columns of the two sheets, by the headers that housing centres use."""

from enum import StrEnum

from housing.units.export import COLUMNS as UNIT_COLUMNS


class SheetKind(StrEnum):
    """Which of the two sheets a file is."""

    HOUSEHOLDS = "households"
    UNITS = "units"


HOUSEHOLD_COLUMNS: tuple[str, ...] = (
    "申请编号",
    "姓名",
    "证件类型",
    "证件号码",
    "手机",
    "受理街道",
    "申请类别",
    "家庭人口",
    "救助类型",
    "优先情形",
    "人均月收入",
    "家庭财产",
    "现住房建筑面积",
    "社保连续月数",
    "用人单位",
    "受理日期",
    "登记日期",
    "需无障碍",
    "保障方式",
    "意向",
)
COLUMNS: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.HOUSEHOLDS: HOUSEHOLD_COLUMNS,
    SheetKind.UNITS: UNIT_COLUMNS,
}
KIND_WORDS: dict[SheetKind, str] = {
    SheetKind.HOUSEHOLDS: "家庭名册",
    SheetKind.UNITS: "房源表",
}
# Values that name a person: masked wherever a fault is shown.
PERSONAL_COLUMNS = frozenset({"证件号码", "手机", "姓名"})

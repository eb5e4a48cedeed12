"""The columns of the two sheets, by the headers that housing centres use."""

from enum import StrEnum


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
UNIT_COLUMNS: tuple[str, ...] = (
    "房源编号",
    "项目编号",
    "项目名称",
    "街道",
    "楼栋",
    "单元",
    "房号",
    "楼层",
    "总层数",
    "户型",
    "建筑面积",
    "无障碍",
    "电梯",
    "产权单位",
    "定向对象",
    "竣工日期",
    "月租金标准",
    "状态",
    "房源类别",
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

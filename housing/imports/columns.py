"""The columns of the sheets, by the headers that housing centres and employers use."""

from enum import StrEnum

from housing.units.export import COLUMNS as UNIT_COLUMNS
from housing.units.export import MORE_COLUMNS as MORE_UNIT_COLUMNS


class SheetKind(StrEnum):
    """Which of the sheets a file is."""

    HOUSEHOLDS = "households"
    UNITS = "units"
    STAFF = "staff"
    LEASES = "leases"


#: The sheets that a housing centre takes in; an employer files the one of its staff.
CENTRE_SHEETS = (SheetKind.UNITS, SheetKind.HOUSEHOLDS)


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
STAFF_COLUMNS: tuple[str, ...] = (
    "姓名",
    "证件类型",
    "证件号码",
    "出生日期",
    "手机",
    "与申请人关系",
    "申请人证件号码",
    "申请类别",
    "婚姻状况",
    "户籍地址",
    "现住址",
    "现住房建筑面积",
    "本地自有住房面积",
    "自有住房种类",
    "自有住房地址",
    "两年内处置房产",
    "处置日期",
    "处置面积",
    "处置原因",
    "政策性住房",
    "政策性住房日期",
    "月收入",
    "家庭财产",
    "车辆现值",
    "救助类型",
    "优先情形",
    "入职日期",
    "毕业日期",
    "工作地址",
    "社保起缴月份",
    "社保缴至月份",
    "需无障碍",
    "保障方式",
    "书面同意编号",
)
#: Tenants who lived there before the county began to use this.
LEASE_COLUMNS: tuple[str, ...] = (
    "合同编号",
    "房源编号",
    "姓名",
    "证件类型",
    "证件号码",
    "手机",
    "申请类别",
    "救助类型",
    "家庭人口",
    "签订日期",
    "起租日期",
    "到期日期",
    "交房日期",
    "月租金",
    "履约保证金",
)
MORE_LEASE_COLUMNS: tuple[str, ...] = ("备案编号", "备案日期")
COLUMNS: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.HOUSEHOLDS: HOUSEHOLD_COLUMNS,
    SheetKind.UNITS: UNIT_COLUMNS,
    SheetKind.STAFF: STAFF_COLUMNS,
    SheetKind.LEASES: LEASE_COLUMNS,
}
#: Columns that a sheet may leave out; what is on file then stays.
MORE_COLUMNS: dict[SheetKind, tuple[str, ...]] = {
    SheetKind.UNITS: MORE_UNIT_COLUMNS,
    SheetKind.LEASES: MORE_LEASE_COLUMNS,
}
KIND_WORDS: dict[SheetKind, str] = {
    SheetKind.HOUSEHOLDS: "家庭名册",
    SheetKind.UNITS: "房源表",
    SheetKind.STAFF: "职工申请表",
    SheetKind.LEASES: "原有租赁表",
}
# Values that name a person: masked wherever a fault is shown.
PERSONAL_COLUMNS = frozenset({"证件号码", "申请人证件号码", "手机", "姓名"})

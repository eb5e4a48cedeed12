"""A small county with every slip of the pen once; each says where it must be found.

The sheets are the project's own sample; every case changes one row (or a pair of rows) of it.
"""

from dataclasses import dataclass, field
from datetime import date

from housing.demo.sample import make_sample
from housing.imports.columns import HOUSEHOLD_COLUMNS, UNIT_COLUMNS, SheetKind
from housing.imports.fault_kinds import FaultKind as K
from tests.factories.sheets import HOUSEHOLDS, UNITS, Row, identity, wrong_digit

DAY = date(2026, 9, 1)
Found = set[tuple[SheetKind, int, K]]

# One case a line: what is written into which column, and what must be said about it.
HOUSEHOLD_SLIPS: tuple[tuple[str, str, K], ...] = (
    ("申请编号", "", K.REQUIRED),
    ("姓名", "=1+1", K.FORMULA),
    ("姓名", "李 安", K.INNER_SPACE),
    ("姓名", "李" * 65, K.TOO_LONG),
    ("姓名", "李\x07安", K.UNPRINTABLE),
    ("证件类型", "学生证", K.UNKNOWN_WORD),
    ("证件号码", "43010019900307401", K.IDENTITY_FORM),
    ("证件号码", "430100900307401", K.IDENTITY_OLD),
    ("证件号码", "430100199002304012", K.IDENTITY_DAY),
    ("证件号码", identity("19900307")[:-1] + "A", K.IDENTITY_FORM),
    ("证件号码", wrong_digit("19900307"), K.IDENTITY_DIGIT),
    ("证件号码", identity("20260307"), K.BORN_LATER),
    ("手机", "1380000", K.PHONE),
    ("手机", "", K.NO_PHONE),
    ("申请类别", "城镇 低收入", K.INNER_SPACE),
    ("申请类别", "城镇高收入", K.UNKNOWN_WORD),
    ("家庭人口", "三", K.NOT_WHOLE),
    ("家庭人口", "0", K.OUT_OF_RANGE),
    ("救助类型", "低保户", K.UNKNOWN_WORD),
    ("优先情形", "军属", K.UNKNOWN_WORD),
    ("人均月收入", "-500", K.NEGATIVE),
    ("人均月收入", "1,200", K.NOT_NUMBER),
    ("家庭财产", "2万", K.NOT_NUMBER),
    ("现住房建筑面积", "12.345", K.TOO_FINE),
    ("现住房建筑面积", "1200", K.OUT_OF_RANGE),
    ("社保连续月数", "-3", K.NEGATIVE),
    ("受理日期", "2025-02-30", K.NO_SUCH_DAY),
    ("受理日期", "去年三月", K.NOT_A_DAY),
    ("受理日期", "2027-01-05", K.ACCEPTED_LATER),
    ("登记日期", "2019-01-01", K.REGISTERED_EARLY),
    ("登记日期", "2026-12-01", K.REGISTERED_LATER),
    ("需无障碍", "可能", K.UNKNOWN_WORD),
    ("保障方式", "实物 配租", K.INNER_SPACE),
    ("意向", "P99-一居室-低-普通", K.UNKNOWN_CLASS),
    ("意向", "P01-两居室-中-普通;;P02-两居室-中-普通", K.EMPTY_RANK),
    ("意向", "P01-两居室-中-普通;P01-两居室-中-普通", K.WISH_TWICE),
)
UNIT_SLIPS: tuple[tuple[str, str, K], ...] = (
    ("楼层", "40", K.FLOOR_ABOVE),
    ("楼层", "1.5", K.NOT_WHOLE),
    ("建筑面积", "595", K.OUT_OF_RANGE),
    ("建筑面积", "34.6㎡", K.NOT_NUMBER),
    ("无障碍", "有", K.UNKNOWN_WORD),
    ("产权单位", "", K.REQUIRED),
    ("竣工日期", "2026-13-01", K.NO_SUCH_DAY),
    ("竣工日期", "2026-12-31", K.UNFINISHED),
    ("月租金标准", "-4.8", K.NEGATIVE),
    ("状态", "闲置", K.UNKNOWN_WORD),
    ("项目名称", "另一个名字", K.PROJECT_DIFFERS),
)


@dataclass
class MessySheets:
    """Rows of both sheets, and every finding that must come out of them."""

    households: list[Row]
    units: list[Row]
    expected: Found = field(default_factory=set)

    def slip(self, kind: SheetKind, place: int, column: str, value: str, found: K) -> None:
        """Write one wrong value; row 1 is the header, so place 0 is row 2."""
        rows = self.households if kind is HOUSEHOLDS else self.units
        rows[place][column] = value
        self.expected.add((kind, place + 2, found))

    def twice(self, kind: SheetKind, places: tuple[int, int], columns: list[str], found: K) -> None:
        """Give a row the value of another one."""
        rows = self.households if kind is HOUSEHOLDS else self.units
        for column in columns:
            rows[places[1]][column] = rows[places[0]][column]
        self.expected |= {(kind, place + 2, found) for place in places}


def clean_sheets() -> MessySheets:
    """Return the sample without any slip and without anything that would be pointed out."""
    sample = make_sample(DAY, households=300, units=120)
    households: list[Row] = [
        dict(zip(HOUSEHOLD_COLUMNS, row, strict=True)) for row in sample.households
    ]
    units: list[Row] = [dict(zip(UNIT_COLUMNS, row, strict=True)) for row in sample.units]
    return MessySheets(households, units)


def messy_sheets() -> MessySheets:
    """Return the sample with every slip once."""
    messy = clean_sheets()
    plain = [
        place
        for place, row in enumerate(messy.households)
        if row["申请类别"] == "城镇中等偏下收入" and row["保障方式"] == "实物配租"
    ]
    spare = iter(plain)
    for column, value, found in HOUSEHOLD_SLIPS:
        messy.slip(HOUSEHOLDS, next(spare), column, value, found)
    place = next(spare)
    messy.slip(HOUSEHOLDS, place, "意向", "", K.NO_WISH)
    messy.slip(HOUSEHOLDS, next(spare), "救助类型", "低保", K.RESCUE_GROUP)
    place = next(spare)
    messy.slip(HOUSEHOLDS, place, "申请类别", "外来务工人员", K.NO_INSURANCE)
    messy.slip(HOUSEHOLDS, next(spare), "证件号码", identity("20120307"), K.YOUNG)
    for columns, found in (
        (["申请编号"], K.NUMBER_TWICE),
        (["证件号码"], K.PERSON_TWICE),
        (["手机"], K.PHONE_TWICE),
    ):
        messy.twice(HOUSEHOLDS, (next(spare), next(spare)), columns, found)
    _unit_slips(messy)
    return messy


def _unit_slips(messy: MessySheets) -> None:
    # Not the first rows: they are the measure for the names of projects and owners of classes.
    spare = iter(range(60, 120))
    for column, value, found in UNIT_SLIPS:
        messy.slip(UNITS, next(spare), column, value, found)
    place = next(spare)
    room = str(messy.units[place]["房号"])
    messy.slip(UNITS, place, "房号", f"{int(room[:2]) % 20 + 1:02d}{room[2:]}", K.ROOM_FLOOR)
    place = next(spare)
    wrong = str(messy.units[place]["房源类别"]).replace("居室-", "居室-最")
    messy.slip(UNITS, place, "房源类别", wrong, K.CLASS_DIFFERS)
    seen = {str(row["房源类别"]) for row in messy.units[:60]}
    place = next(n for n in spare if messy.units[n]["房源类别"] in seen)
    messy.slip(UNITS, place, "产权单位", "另一个单位", K.CLASS_OWNERS)
    place = next(
        n for n in spare if messy.units[n]["总层数"] == "7" and messy.units[n]["楼层"] != "1"
    )
    messy.units[place]["房源类别"] = str(messy.units[place]["房源类别"]).replace("普通", "无障碍")
    messy.slip(UNITS, place, "无障碍", "是", K.STAIRS_ONLY)
    messy.twice(UNITS, (next(spare), next(spare)), ["房源编号"], K.UNIT_TWICE)
    first = next(spare)
    other = next(n for n in spare if _may_share_address(messy.units[first], messy.units[n]))
    messy.twice(UNITS, (first, other), ["楼栋", "单元", "房号", "楼层"], K.ADDRESS_TWICE)
    for place in (first, other):
        row = messy.units[place]
        floor = int(str(row["楼层"]))
        band = "低" if floor <= 6 else "中" if floor <= 18 else "高"
        access = "无障碍" if row["无障碍"] == "是" else "普通"
        row["房源类别"] = f"{row['项目编号']}-{row['户型']}-{band}-{access}"


def _may_share_address(one: Row, other: Row) -> bool:
    return one["项目编号"] == other["项目编号"]

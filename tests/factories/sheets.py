"""Sheets in the fewest words: a valid row, changed where a test says so, in any kind of file."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import date

import xlsxwriter
from stdnum.cn.ric import calc_check_digit

from housing.imports.columns import COLUMNS, SheetKind
from housing.imports.sheet import SheetFile

Row = dict[str, object]
HOUSEHOLDS, UNITS = SheetKind.HOUSEHOLDS, SheetKind.UNITS

HOUSEHOLD: Row = {
    "申请编号": "SQ2025000001",
    "姓名": "李安春",
    "证件类型": "居民身份证",
    "证件号码": "430100199003074010",
    "手机": "13800001111",
    "受理街道": "清溪街道",
    "申请类别": "城镇低收入",
    "家庭人口": "2",
    "救助类型": "无",
    "优先情形": "",
    "人均月收入": "900",
    "家庭财产": "20000",
    "现住房建筑面积": "0",
    "社保连续月数": "",
    "用人单位": "",
    "受理日期": "2025-03-01",
    "登记日期": "2025-06-01",
    "需无障碍": "否",
    "保障方式": "实物配租",
    "意向": "P01-一居室-中-普通",
}
UNIT: Row = {
    "房源编号": "P01-000001",
    "项目编号": "P01",
    "项目名称": "清溪雅苑",
    "街道": "清溪街道",
    "楼栋": "1栋",
    "单元": "1单元",
    "房号": "0702",
    "楼层": "7",
    "总层数": "27",
    "户型": "一居室",
    "建筑面积": "36.2",
    "无障碍": "否",
    "电梯": "是",
    "产权单位": "县住建局",
    "定向对象": "",
    "竣工日期": "2024-06-30",
    "月租金标准": "4.8",
    "状态": "空置",
    "房源类别": "P01-一居室-中-普通",
}


def identity(born: str, serial: str = "401") -> str:
    """Return an identity number with a valid check digit; the area code is issued to nobody."""
    body = f"430100{born}{serial}"
    return body + str(calc_check_digit(body + "0"))


def wrong_digit(born: str) -> str:
    """Return an identity number whose check digit is off by one."""
    number = identity(born)
    return number[:-1] + ("0" if number[-1] in "9X" else str(int(number[-1]) + 1))


def household(**cells: object) -> Row:
    """Return a valid household row with these cells."""
    return {**HOUSEHOLD, **cells}


def unit(**cells: object) -> Row:
    """Return a valid unit row with these cells."""
    return {**UNIT, **cells}


def csv_file(
    kind: SheetKind,
    rows: Sequence[Mapping[str, object]],
    encoding: str = "utf-8-sig",
    columns: Sequence[str] = (),
) -> SheetFile:
    """Return the rows as CSV; `columns` default to those of the kind."""
    text = io.StringIO()
    writer = csv.DictWriter(text, list(columns or COLUMNS[kind]), extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return SheetFile(kind, f"{kind}.csv", text.getvalue().encode(encoding))


def xlsx_file(
    kind: SheetKind, rows: Sequence[Mapping[str, object]], columns: Sequence[str] = ()
) -> SheetFile:
    """Return the rows as a workbook whose cells keep their types: text, numbers, dates."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet, day = book.add_worksheet("Sheet1"), book.add_format({"num_format": "yyyy-mm-dd"})
    header = list(columns or COLUMNS[kind])
    sheet.write_row(0, 0, header)
    for number, row in enumerate(rows, 1):
        for place, column in enumerate(header):
            value = row[column]
            if isinstance(value, date):
                sheet.write_datetime(number, place, value, day)
            elif isinstance(value, str):
                sheet.write_string(number, place, value)
            else:
                sheet.write(number, place, value)
    book.close()
    return SheetFile(kind, f"{kind}.xlsx", held.getvalue())

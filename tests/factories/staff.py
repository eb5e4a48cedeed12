"""An employer's sheet in the fewest words: workers and their families."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime

import xlsxwriter

from housing.imports.columns import STAFF_COLUMNS
from tests.factories.applications import number

Row = dict[str, str]
WORKER: Row = {
    "姓名": "陈工",
    "证件类型": "居民身份证",
    "证件号码": number("1996-04-05", 501),
    "手机": "13700000001",
    "与申请人关系": "本人",
    "申请类别": "外来务工人员",
    "婚姻状况": "未婚",
    "户籍地址": "邵阳市某县某镇 3 组",
    "现住址": "清溪街道工业路 8 号宿舍",
    "现住房建筑面积": "12.5",
    "本地自有住房面积": "0",
    "月收入": "2400",
    "自有住房种类": "无",
    "两年内处置房产": "无",
    "政策性住房": "无",
    "车辆现值": "0",
    "救助类型": "无",
    "家庭财产": "8000",
    "入职日期": "2023-03-01",
    "工作地址": "清溪街道工业路 8 号",
    "社保起缴月份": "2023-04",
    "社保缴至月份": "2026-08",
    "需无障碍": "否",
    "保障方式": "实物配租",
    "书面同意编号": "TY-001",
}


def worker(serial: int = 501, **changes: str) -> Row:
    """Return a valid row of a worker of their own."""
    own = {
        "姓名": f"陈工{serial}",
        "证件号码": number("1996-04-05", serial),
        "手机": f"137{serial:08d}",
        "书面同意编号": f"TY-{serial}",
    }
    return {**WORKER, **own, **changes}


def family_of(row: Row, serial: int, relation: str = "配偶", **changes: str) -> Row:
    """Return a valid row of somebody of a worker's family; it names the worker."""
    return {
        "姓名": f"家属{serial}",
        "证件类型": "居民身份证",
        "证件号码": number("1997-08-09", serial),
        "与申请人关系": relation,
        "申请人证件号码": row["证件号码"],
        "婚姻状况": "已婚",
        "书面同意编号": f"TY-{serial}",
        **changes,
    }


def staff_sheet(rows: Sequence[Row], columns: Sequence[str] = STAFF_COLUMNS) -> bytes:
    """Return the rows as an .xlsx file whose cells are all text."""
    held = io.BytesIO()
    book = xlsxwriter.Workbook(
        held, {"in_memory": True}
    )  # Dated, so that the same rows are the same bytes.
    book.set_properties({"created": datetime(2026, 9, 1, tzinfo=UTC)})
    sheet = book.add_worksheet("职工申请表")
    sheet.write_row(0, 0, columns)
    for at, row in enumerate(rows, 1):
        for place, column in enumerate(columns):
            sheet.write_string(at, place, row.get(column, ""))
    book.close()
    return held.getvalue()

"""Reading files: encodings, headers, row numbers, and what cannot be read at all."""

import io
import zipfile

import pytest
import xlsxwriter

from housing.imports.blank_sheet import CHOICES, blank_sheet
from housing.imports.columns import COLUMNS, SheetKind
from housing.imports.fault_kinds import FaultKind as K
from housing.imports.sheet import Sheet, SheetFile, read_sheet
from tests.factories.sheets import (
    HOUSEHOLDS,
    UNITS,
    csv_file,
    household,
    unit,
    xlsx_file,
)


def _read(raw: bytes, kind: SheetKind = HOUSEHOLDS) -> Sheet:
    return read_sheet(SheetFile(kind, "sheet", raw))


def _kinds(sheet: Sheet) -> list[K]:
    return [found.kind for found in sheet.findings]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_the_same_rows_in_every_encoding(encoding: str) -> None:
    rows = [household(姓名="䶮喆"), household(姓名="欧阳·阿依", 申请编号="SQ2")]
    sheet = read_sheet(csv_file(HOUSEHOLDS, rows, encoding))
    assert sheet.findings == ()
    assert [row.text("姓名") for row in sheet.rows] == ["䶮喆", "欧阳·阿依"]
    assert [row.number for row in sheet.rows] == [2, 3]


def test_a_damaged_byte_in_utf8_is_not_taken_for_another_encoding() -> None:
    raw = bytearray(csv_file(HOUSEHOLDS, [household()], "utf-8").raw)
    place = raw.index("李安春".encode())
    raw[place] = 0xFF
    sheet = _read(bytes(raw))
    assert _kinds(sheet) == [K.ENCODING]
    assert sheet.findings[0].facts["byte"] == str(place + 1)


def test_a_damaged_byte_behind_a_mark_is_refused() -> None:
    raw = csv_file(HOUSEHOLDS, [household()]).raw + b"\xff"
    assert _kinds(_read(raw)) == [K.ENCODING]


def test_columns_may_stand_in_any_order_and_extra_ones_are_pointed_out() -> None:
    columns = ["备注", *reversed(COLUMNS[UNITS])]
    sheet = read_sheet(csv_file(UNITS, [unit(备注="旧")], columns=columns))
    assert _kinds(sheet) == [K.EXTRA_COLUMN]
    assert sheet.findings[0].is_notice
    assert sheet.rows[0].text("房号") == "0702"


def test_missing_and_double_columns_stop_the_reading() -> None:
    columns = [name for name in COLUMNS[UNITS] if name != "楼层"] + ["房号"]
    sheet = read_sheet(csv_file(UNITS, [unit()], columns=columns))
    assert sorted(_kinds(sheet)) == [K.DOUBLE_COLUMN, K.MISSING_COLUMN]
    assert sheet.rows == ()
    assert not sheet.is_readable


@pytest.mark.parametrize(
    ("raw", "kind"),
    [
        (b"", K.EMPTY),
        (b" \r\n\r\n", K.EMPTY),
        (b",,,\r\n,,\r\n", K.EMPTY),
        (",".join(COLUMNS[HOUSEHOLDS]).encode(), K.HEADER_ONLY),
        ("\t".join(COLUMNS[HOUSEHOLDS]).encode("utf-16"), K.NOT_COMMA),
        (";".join(COLUMNS[HOUSEHOLDS]).encode(), K.NOT_COMMA),
        (",".join(COLUMNS[UNITS]).encode(), K.WRONG_SHEET),
        ('申请编号,"姓名\r\n1,2'.encode(), K.UNREADABLE),
        ("申请编号,姓名\x00\r\n1,2".encode(), K.UNREADABLE),
        (b"PK\x03\x04 no archive", K.UNREADABLE),
        (b"\xd0\xcf\x11\xe0 no workbook", K.UNREADABLE),
    ],
)
def test_what_cannot_be_read_says_why(raw: bytes, kind: K) -> None:
    sheet = _read(raw)
    assert _kinds(sheet) == [kind]
    assert sheet.findings[0].row == 0
    assert not sheet.is_readable


def test_row_numbers_are_those_of_the_spreadsheet_across_empty_rows() -> None:
    lines = csv_file(HOUSEHOLDS, [household(), household(申请编号="SQ2")]).raw.split(b"\r\n")
    raw = b"\r\n".join([lines[0], b"", lines[1], b"," * 19, lines[2], b""])
    assert [row.number for row in _read(raw).rows] == [3, 5]


def test_a_line_break_inside_quotes_is_one_row() -> None:
    rows = [household(用人单位="甲\n乙"), household(申请编号="SQ2")]
    assert [row.number for row in read_sheet(csv_file(HOUSEHOLDS, rows)).rows] == [2, 3]


def test_a_row_of_another_width_is_named_and_the_others_are_read() -> None:
    lines = csv_file(HOUSEHOLDS, [household(), household(), household()]).raw.split(b"\r\n")
    lines[1] += ",多出".encode()
    lines[2] = lines[2].rsplit(b",", 2)[0]
    sheet = _read(b"\r\n".join(lines))
    assert [(found.kind, found.row) for found in sheet.findings] == [
        (K.CELL_COUNT, 2),
        (K.CELL_COUNT, 3),
    ]
    assert [row.number for row in sheet.rows] == [4]
    assert sheet.is_readable


def _book(*tables: tuple[str, list[list[str]]]) -> bytes:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    for name, rows in tables:
        sheet = book.add_worksheet(name)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    book.close()
    return held.getvalue()


def test_the_one_table_with_the_right_header_is_taken() -> None:
    rows = [list(COLUMNS[UNITS]), [str(unit()[name]) for name in COLUMNS[UNITS]]]
    sheet = _read(_book(("说明", [["请勿修改"]]), ("房源", rows), ("空", [])), UNITS)
    assert sheet.findings == ()
    assert len(sheet.rows) == 1


def test_two_possible_tables_are_refused_by_name() -> None:
    rows = [list(COLUMNS[UNITS]), [str(unit()[name]) for name in COLUMNS[UNITS]]]
    sheet = _read(_book(("一月", rows), ("二月", rows)), UNITS)
    assert _kinds(sheet) == [K.MANY_TABLES]
    assert "一月、二月" in sheet.findings[0].what()


@pytest.mark.parametrize("kind", list(SheetKind))
def test_the_blank_sheet_can_be_filled_in_and_offers_only_known_words(kind: SheetKind) -> None:
    assert _kinds(_read(blank_sheet(kind), kind)) == [K.HEADER_ONLY]
    assert CHOICES.keys() <= set(COLUMNS[HOUSEHOLDS]) | set(COLUMNS[UNITS])
    assert all(len(",".join(words)) <= 255 for words in CHOICES.values())


def test_rows_of_a_workbook_keep_their_numbers_below_an_empty_top() -> None:
    rows = [[], [], list(COLUMNS[UNITS]), [], [str(unit()[name]) for name in COLUMNS[UNITS]]]
    assert [row.number for row in _read(_book(("房源", rows)), UNITS).rows] == [5]


def test_an_archive_that_unpacks_to_gigabytes_is_not_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("housing.imports.workbook.MOST_UNPACKED_BYTES", 1000)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/worksheets/sheet1.xml", b" " * 2000)
    sheet = _read(held.getvalue())
    assert _kinds(sheet) == [K.UNREADABLE]
    assert "too large" in sheet.findings[0].what("en")
    assert "too large" not in sheet.findings[0].what("zh")


def test_a_workbook_says_the_same_as_csv() -> None:
    rows = [unit(楼层=7, 建筑面积=36.2, 月租金标准=4.8), unit(房源编号="P01-2", 房号="0703")]
    by_csv, by_xlsx = read_sheet(csv_file(UNITS, rows)), read_sheet(xlsx_file(UNITS, rows))
    for one, other in zip(by_csv.rows, by_xlsx.rows, strict=True):
        assert one.number == other.number
        assert one.text("房源编号") == other.text("房源编号")

"""Sheets of banks: read to the fen, or refused with row, column and remedy."""

import io

import pytest
import xlsxwriter

from housing.core.errors import BadInput
from housing.ledger.words import AccountKind
from housing.payments.ageing import aged
from housing.payments.allocating import allocated
from housing.payments.layouts import layout, layouts
from housing.payments.matching import Known, Match, Signs, matched
from housing.payments.reading import Line, read_statement
from housing.payments.words import FoundBy

HEAD = "流水号,日期,收入,支出,对方户名,对方账号,摘要"
A = AccountKind


def read(*rows: str, encoding: str = "utf-8"):  # type: ignore[no-untyped-def]
    raw = "\n".join((HEAD, *rows)).encode(encoding)
    return read_statement(raw, layout("general"))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_sheet_is_read_in_the_encodings_of_banks(encoding: str) -> None:
    rows = ("A1,2026-09-01,300.00,,张三,6222 0000,房租 HT2026000001", "A2,20260902,,5,银行,,手续费")
    read_ = read(*rows, "合计,,300,5,,,", encoding=encoding)
    assert read_.outgoing == 1
    assert read_.lines == (
        Line(2, "A1", read_.lines[0].on, 30000, "张三", "62220000", "", "房租 HT2026000001"),
    )
    assert read_.lines[0].on.isoformat() == "2026-09-01"


@pytest.mark.parametrize(
    ("text", "fen"), [("1,234.56", 123456), ("￥0.10", 10), ("300", 30000), ("19.9", 1990)]
)
def test_amounts_are_exact(text: str, fen: int) -> None:
    assert read(f'A1,2026-09-01,"{text}",,张三,,').lines[0].fen == fen


def test_a_workbook_gives_the_same_fen_as_typed() -> None:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held)
    sheet = book.add_worksheet()
    sheet.write_row(0, 0, ["明细"])
    sheet.write_row(2, 0, HEAD.split(","))
    sheet.write_row(3, 0, ["S9", "2026-09-03", 1080.07, "", "李四", "6222", "租金"])
    book.close()
    (line,) = read_statement(held.getvalue(), layout("general")).lines
    assert (line.row, line.fen, line.serial) == (4, 108007, "S9")


@pytest.mark.parametrize(
    ("row", "words"),
    [
        (",2026-09-01,300,,张三,,", "没有流水号"),
        ("A1,2026-13-01,300,,张三,,", "不是日期"),
        ("A1,2026-09-01,三百,,张三,,", "不是金额"),
        ("A1,2026-09-01,1.005,,张三,,", "不是金额"),
        ("A1,2026-09-01,-300,,张三,,", "负数"),
        ("A1,2026-09-01,,,张三,,", "没有金额"),
        ("A1,2026-09-01,3,4,张三,,", "既有收入又有支出"),
    ],
)
def test_a_wrong_line_refuses_the_whole_sheet_and_is_named(row: str, words: str) -> None:
    with pytest.raises(BadInput) as refused:
        read("A0,2026-09-01,1,,王五,,", row)
    assert "第 3 行" in str(refused.value)
    assert words in str(refused.value)
    assert "没有导入任何一行" in str(refused.value)


def test_a_serial_twice_in_one_sheet_is_refused_and_both_rows_named() -> None:
    with pytest.raises(BadInput, match="第 3 行 流水号 A1 与第 2 行重复"):
        read("A1,2026-09-01,1,,甲,,", "A1,2026-09-01,1,,甲,,")


@pytest.mark.parametrize(
    ("raw", "words"),
    [
        (b"", "是空的"),
        ("流水号,摘要\nA,b".encode(), "日期”、“收入”栏"),
        (b"PK\x03\x04broken", "不是可读的表格"),
        (HEAD.encode(), "读到 0 笔收入"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused(raw: bytes, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_statement(raw, layout("general"))


def test_a_sheet_with_a_direction_and_daily_serials_is_read_by_its_own_layout() -> None:
    head = "交易流水号,交易时间,交易金额,借贷标志,对方户名,附言"
    rows = ("7,2026-09-01 10:11:12,300,贷,张三,房租", "7,2026-09-02 10:00:00,40,借,银行,费")
    read_ = read_statement("\n".join((head, *rows)).encode(), layout("statement"))
    assert [(line.serial, line.fen) for line in read_.lines] == [("20260901-7", 30000)]
    assert read_.outgoing == 1


def test_every_layout_is_whole_and_an_unknown_one_is_refused_by_name() -> None:
    assert {"general", "statement"} <= set(layouts())
    with pytest.raises(BadInput, match="可用：general"):
        layout("other")


@pytest.mark.parametrize(
    ("fen", "balances", "parts"),
    [
        (30000, {A.RENT_DUE: 30000, A.FEE_DUE: 500}, [(A.RENT_DUE, 30000)]),
        (
            35000,
            {A.RENT_DUE: 30000, A.FEE_DUE: 500},
            [(A.RENT_DUE, 30000), (A.FEE_DUE, 500), (A.PREPAID, 4500)],
        ),
        (100, {}, [(A.PREPAID, 100)]),
        (100, {A.RENT_DUE: -50}, [(A.PREPAID, 100)]),
    ],
)
def test_the_oldest_rent_comes_first_then_fees_then_prepaid(
    fen: int, balances: dict[AccountKind, int], parts: list[tuple[AccountKind, int]]
) -> None:
    """HN-26-1"""
    assert allocated(fen, balances) == parts


def test_a_deposit_goes_to_what_is_held_and_no_further() -> None:
    """HN-24-3"""
    held = {A.RENT_DUE: 30000}
    assert allocated(70000, held, 60000) == [(A.DEPOSIT_HELD, 60000), (A.RENT_DUE, 10000)]
    charged = {A.DEPOSIT_DUE: 60000}
    assert allocated(60000, charged, 60000) == [(A.DEPOSIT_DUE, 60000)]


def test_what_is_owed_lies_in_the_newest_months() -> None:
    charged = {"2026-05": 300, "2026-06": 300, "2026-07": 300}
    assert aged(charged, 450) == {"2026-06": 150, "2026-07": 300}
    assert aged(charged, 0) == {}
    assert aged(charged, 1000) == {"2026-05": 400, "2026-06": 300, "2026-07": 300}


def _line(remark: str = "", payer: str = "", virtual: str = "", fen: int = 300) -> Line:
    return Line(1, "s", read("A1,2026-09-01,1,,x,,").lines[0].on, fen, payer, "", virtual, remark)


KNOWN = Known(
    numbers={"ZL430199202600001": 1, "ZL430199202600002": 2},
    virtual={"i:99": [3]},
    phones={"i:13800138000": [1], "i:13900139000": [1, 2]},
    names={"张三": [(4, frozenset({300}))], "李四": [(5, frozenset({300})), (6, frozenset({300}))]},
)


@pytest.mark.parametrize(
    ("line", "match"),
    [
        (_line("房租ＺＬ４３０１９９－２０２６－00001", "李四"), Match(1, FoundBy.LEASE_NUMBER)),
        (_line("zl430199-2026-00001 zl430199-2026-00002"), None),
        (_line(virtual="99"), Match(3, FoundBy.VIRTUAL_ACCOUNT)),
        (_line("电话13800138000"), Match(1, FoundBy.PHONE)),
        (_line("13900139000"), None),
        (_line("213800138000"), None),
        (_line(payer="张三"), Match(4, FoundBy.NAME_AND_AMOUNT)),
        (_line(payer="张三", fen=301), None),
        (_line(payer="李四"), None),
        (_line("HT2026999999", "王五"), None),
    ],
)
def test_a_line_is_matched_only_where_its_strongest_sign_points_to_one_lease(
    line: Line, match: Match | None
) -> None:
    assert matched(line, KNOWN, lambda text: f"i:{text}") == match


def test_signs_are_read_through_full_width_letters() -> None:
    assert Signs.of("ＺＬ４３０１９９－２０２６－00001").tokens == {"ZL430199202600001"}

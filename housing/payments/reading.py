"""Reading the sheet of a bank: every line of money that came in, or what is wrong and where."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from housing.core.errors import BadInput
from housing.imports.csv_sheet import csv_table
from housing.imports.faults import Wrong
from housing.imports.workbook import is_workbook, workbook_table
from housing.payments.layouts import Layout

SPACES = " \t\r\n\u00a0\u3000\u200b\ufeff"
TOTALS = ("合计", "总计", "小计", "本页合计", "期末余额", "期初余额")
MOST_LINES, MOST_FAULTS = 50_000, 20
_DAY = re.compile(r"(\d{4})[-/.年]?(\d{1,2})[-/.月]?(\d{1,2})日?(?:[ T]?\d{1,2}:?\d{2}.*)?")
_AMOUNT = re.compile(r"[+-]?\d{1,12}(?:\.\d{1,2})?")


@dataclass(frozen=True, slots=True)
class Line:
    """One movement of money that came in; `row` is the number the spreadsheet shows."""

    row: int
    serial: str
    on: date
    fen: int
    payer: str = ""
    payer_account: str = ""
    virtual: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Statement:
    """What a sheet holds: money that came in line by line, and how many lines went out."""

    lines: tuple[Line, ...]
    outgoing: int


class Amiss(ValueError):
    """One cell cannot be read; the text says what is wrong with it in both languages."""


def read_statement(raw: bytes, layout: Layout) -> Statement:
    """Read a sheet (CSV in UTF-8 or GB18030, or a workbook) by the layout of its bank.

    Rows above the header and rows of totals are passed over.

    Raises:
        BadInput: the file cannot be read, is no such sheet, holds nothing, or lines of it are
            wrong; names up to 20 rows with column, value and remedy. Nothing may be taken then.
    """
    table = _table(raw, layout)
    top, header = _header(table, layout)
    places = layout.found_in(header)
    lines, outgoing, faults = [], 0, list[str]()
    for number, cells in enumerate(table[top + 1 :], top + 2):
        texts = [_text(cell) for cell in cells] + [""] * (len(header) - len(cells))
        if not any(texts) or next(text for text in texts if text) in TOTALS:
            continue
        try:
            line = _line(number, texts, places, layout)
        except Amiss as fault:
            faults.append(f"第 {number} 行 {fault}")
            continue
        if line is None:
            outgoing += 1
        else:
            lines.append(line)
    faults += _twice(lines)
    if faults:
        raise _refused(faults)
    if (not lines and not outgoing) or len(lines) > MOST_LINES:
        raise BadInput(
            f"文件：读到 {len(lines)} 笔收入，应为 1 至 {MOST_LINES} 笔"
            f" / file: {len(lines)} incoming lines; a sheet has 1 to {MOST_LINES}"
        )
    return Statement(tuple(lines), outgoing)


def _table(raw: bytes, layout: Layout) -> list[list[Any]]:
    if not raw.strip():
        raise BadInput("文件：是空的 / file: it is empty")
    names = [name for columns in layout.columns.values() for name in columns]
    try:
        return workbook_table(raw, names) if is_workbook(raw) else csv_table(raw)
    except Wrong as wrong:
        detail = wrong.facts.get("detail", "") or wrong.kind.value
        raise BadInput(
            f"文件：不是可读的表格（{detail}），请从网银重新下载为 xlsx 或者 csv"
            f" / file: not a readable table ({detail}); download it again as xlsx or csv"
        ) from wrong


def _header(table: Sequence[Sequence[Any]], layout: Layout) -> tuple[int, list[str]]:
    best: list[str] = []
    for number, cells in enumerate(table):
        header = [_text(cell) for cell in cells]
        if layout.fits(header):
            return number, header
        if len(layout.found_in(header)) > len(layout.found_in(best)):
            best = header
    lacking = "、".join(f"“{name}”" for name in layout.lacks(best))
    raise BadInput(
        f"文件：没有找到表头，缺少{lacking}栏；请核对所选的账户和流水格式（{layout.title}）"
        f" / file: no header with {', '.join(layout.lacks(best))}; check the chosen account"
    )


def _line(
    number: int, texts: Sequence[str], places: dict[str, list[int]], layout: Layout
) -> Line | None:
    """Return a line of money that came in; None for money that went out."""

    def of(what: str) -> str:
        return next((texts[at] for at in places.get(what, ()) if texts[at]), "")

    fen = _incoming(of, layout)
    if fen is None:
        return None
    on = _day(of("day"), layout.columns["day"][0])
    serial = of("serial")
    if not serial:
        name = layout.columns["serial"][0]
        raise Amiss(f"“{name}”：没有流水号，不能防止重复入账 / no serial number of the bank")
    remarks = [texts[at] for at in places.get("remark", ()) if texts[at]]
    return Line(
        row=number,
        serial=f"{on:%Y%m%d}-{serial}" if layout.serial_by_day else serial,
        on=on,
        fen=fen,
        payer=of("payer")[:128],
        payer_account="".join(of("payer_account").split()),
        virtual="".join(of("virtual").split()),
        remark=" ".join(dict.fromkeys(remarks))[:500],
    )


def _incoming(of: Any, layout: Layout) -> int | None:
    if "direction" in layout.columns and of("direction"):
        fen = _fen(of("amount"), layout.columns["amount"][0])
        return abs(fen) if of("direction") in layout.incoming else None
    name = layout.columns.get("credit", layout.columns.get("amount", ("",)))[0]
    came = _fen(of("credit") or "0", name)
    went = _fen(of("debit") or "0", name)
    if came < 0:
        raise Amiss(f"“{name}”：{of('credit')} 为负数，请核对冲正流水 / a negative amount came in")
    if came and went:
        raise Amiss(f"“{name}”：同一行既有收入又有支出 / one line both in and out")
    if not came and not went:
        raise Amiss(f"“{name}”：没有金额 / no amount")
    return came or None


def _fen(text: str, name: str) -> int:
    plain = re.sub(r"[,，￥¥元\s]", "", text)
    if not _AMOUNT.fullmatch(plain):
        raise Amiss(f"“{name}”：“{text}”不是金额，应为最多两位小数的数字 / not an amount")
    try:
        return int(Decimal(plain) * 100)
    except InvalidOperation as fault:
        raise Amiss(f"“{name}”：“{text}”不是金额 / not an amount") from fault


def _day(text: str, name: str) -> date:
    found = _DAY.fullmatch(text)
    try:
        return date(*(int(part) for part in found.groups())) if found else date.fromisoformat(text)
    except ValueError as fault:
        raise Amiss(f"“{name}”：“{text}”不是日期，例如 2026-09-01 / not a day") from fault


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    if isinstance(cell, float):
        # A workbook holds amounts as binary fractions; the shortest decimal is what was typed.
        return format(Decimal(repr(cell)).normalize(), "f")
    return str(cell).strip(SPACES)


def _twice(lines: Sequence[Line]) -> list[str]:
    first: dict[str, int] = {}
    faults = []
    for line in lines:
        if line.serial in first:
            faults.append(
                f"第 {line.row} 行 流水号 {line.serial} 与第 {first[line.serial]} 行重复"
                f" / row {line.row}: the serial of row {first[line.serial]} again"
            )
        first.setdefault(line.serial, line.row)
    return faults


def _refused(faults: Sequence[str]) -> BadInput:
    shown = "；".join(faults[:MOST_FAULTS])
    more = f"；另有 {len(faults) - MOST_FAULTS} 处" if len(faults) > MOST_FAULTS else ""
    return BadInput(
        f"没有导入任何一行，共 {len(faults)} 处错误：{shown}{more}。请改正后重新上传整张表"
        f" / nothing was taken, {len(faults)} faults; mend them and send the whole sheet again"
    )

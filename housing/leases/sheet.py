"""The sheet of tenants who lived there before: its rows read, and what is wrong with each."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from marshmallow import Schema
from marshmallow.fields import Field

from housing.households.masking import masked_identity, masked_name, masked_phone
from housing.households.words import GROUP_WORDS, RESCUE_WORDS, Group, Rescue
from housing.imports.blank_sheet import CHOICES, blank_sheet
from housing.imports.columns import SheetKind
from housing.imports.fault_kinds import FaultKind
from housing.imports.fault_texts import TEXTS
from housing.imports.faults import Fault, Wrong
from housing.imports.fields import Choice, Day, Hundredths, Read, Whole, Words
from housing.imports.persons import DOCUMENTS, identity_number, phone_number
from housing.imports.schemas import read_cells
from housing.imports.sheet import SheetFile, SheetRow, read_sheet

KIND = SheetKind.LEASES
MOST_ROWS = 5_000
MOST_RENT, MOST_DEPOSIT, MOST_PEOPLE = 10_000_000, 100_000_000, 20
MASKS = {"证件号码": masked_identity, "手机": masked_phone, "姓名": masked_name}
#: What stands in a sheet once: a unit, a tenant, a contract.
ONCE = ("房源编号", "证件号码", "合同编号")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong in a row: column, what stands there (masked), a sentence in both languages."""

    row: int
    column: str
    value: str
    text: str


@dataclass(frozen=True, slots=True)
class Sitting:
    """One row: a tenant, the unit, and the contract as it was signed. Money in fen."""

    row: int
    document: str
    unit_code: str
    name: str
    document_kind: str
    identity: str
    born: date | None
    phone: str
    group: Group
    rescue: Rescue
    size: int
    signed_on: date
    starts_on: date
    ends_on: date
    keys_on: date
    monthly_fen: int
    deposit_fen: int
    filing_number: str
    filed_on: date | None


def template() -> bytes:
    """Return the empty sheet to fill in."""
    return blank_sheet(KIND, {name: CHOICES[name] for name in ("证件类型", "申请类别", "救助类型")})


def read(name: str, raw: bytes) -> tuple[list[Sitting], list[Finding]]:
    """Return the rows that can be taken as they stand, and everything that is wrong."""
    sheet = read_sheet(SheetFile(KIND, name, raw))
    findings = [_of_fault(each) for each in sheet.findings if not each.is_notice]
    if len(sheet.rows) > MOST_ROWS:
        words = f"最多 {MOST_ROWS} 行，请分几次导入 / at most {MOST_ROWS} rows; send several sheets"
        return [], [*findings, Finding(0, "", "", words)]
    taken = []
    for row in sheet.rows:
        values, wrong = _values(row)
        findings += wrong
        if not wrong:
            taken.append(Sitting(row=row.number, **values))
    findings += _twice(sheet.rows)
    return taken, findings


def finding(row: int, column: str, value: str, text: str) -> Finding:
    """Return a finding whose value is masked where it names a person."""
    return Finding(row, column, MASKS.get(column, str)(value)[:60], text)


def _values(row: SheetRow) -> tuple[dict[str, Any], list[Finding]]:
    values, wrongs = read_cells(_schema(), row.cells)
    found = [_of_wrong(row, column, wrong) for column, wrong in wrongs]
    if isinstance(row.cells.get("证件号码"), int | float):
        found.append(_of_wrong(row, "证件号码", Wrong(FaultKind.NUMBER_CELL)))
    elif "identity" in values and "document_kind" in values:
        try:
            number, born = identity_number(values["document_kind"], values["identity"])
            values |= {"identity": number, "born": born}
        except Wrong as wrong:
            found.append(_of_wrong(row, "证件号码", wrong))
    found += _days(row, values)
    return {"filing_number": "", "filed_on": None, **values}, found


def _days(row: SheetRow, values: Mapping[str, Any]) -> Iterator[Finding]:
    order = (("起租日期", "starts_on"), ("到期日期", "ends_on"))
    if {"starts_on", "ends_on"} <= values.keys() and values["ends_on"] < values["starts_on"]:
        (_, begin), (column, _) = order
        words = f"早于起租日期 {values[begin]} / before the lease begins"
        yield finding(row.number, column, row.text(column), words)
    if bool(values.get("filed_on")) != bool(values.get("filing_number")):
        words = "备案编号和备案日期须同时填写 / give both number and day of filing, or neither"
        yield finding(row.number, "备案编号", row.text("备案编号"), words)
    filed, signed = values.get("filed_on"), values.get("signed_on")
    if filed and signed and filed < signed:
        words = f"早于签订日期 {signed} / before the contract was signed"
        yield finding(row.number, "备案日期", row.text("备案日期"), words)


def _twice(rows: tuple[SheetRow, ...]) -> Iterator[Finding]:
    for column in ONCE:
        seen: dict[str, int] = {}
        for row in rows:
            value = row.text(column).upper()
            if value and value in seen:
                words = f"与第 {seen[value]} 行相同 / the same as in row {seen[value]}"
                yield finding(row.number, column, row.text(column), words)
            seen.setdefault(value, row.number)


@cache
def _schema() -> Schema:
    shape: dict[str, Field[Any]] = {
        "document": Words("合同编号", 64),
        "unit_code": Words("房源编号", 64),
        "name": Words("姓名", 64),
        "document_kind": Choice("证件类型", {kind: kind for kind in DOCUMENTS}),
        "identity": Words("证件号码", 32),
        "phone": Read("手机", phone_number, optional=True, empty=""),
        "group": Choice("申请类别", {word: value for value, word in GROUP_WORDS.items()}),
        "rescue": Choice("救助类型", {word: value for value, word in RESCUE_WORDS.items()}),
        "size": Whole("家庭人口", 1, MOST_PEOPLE),
        "signed_on": Day("签订日期"),
        "starts_on": Day("起租日期"),
        "ends_on": Day("到期日期"),
        "keys_on": Day("交房日期"),
        "monthly_fen": Hundredths("月租金", 0, MOST_RENT, "元"),
        "deposit_fen": Hundredths("履约保证金", 0, MOST_DEPOSIT, "元"),
        "filing_number": Words("备案编号", 64, optional=True, absent=True),
        "filed_on": Day("备案日期", optional=True, absent=True),
    }
    return Schema.from_dict(shape, name="LeaseRow")()


def _of_wrong(row: SheetRow, column: str, wrong: Wrong) -> Finding:
    text = TEXTS[wrong.kind]
    facts = wrong.facts
    zh = f"{text.zh}{text.zh_remedy}".format(**facts)
    words = f"{zh} / {text.en} {text.en_remedy}".format(**facts)
    return finding(row.number, column, row.text(column), words)


def _of_fault(fault: Fault) -> Finding:
    words = f"{fault.what()}{fault.remedy()} / {fault.what('en')} {fault.remedy('en')}"
    return Finding(fault.row, fault.column, fault.value, words)

"""A sheet as it was sent: header, numbered rows, and what is wrong with the file as a whole."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from housing.core.canonical import sha256_hex
from housing.imports.columns import COLUMNS, KIND_WORDS, MORE_COLUMNS, SheetKind
from housing.imports.csv_sheet import csv_table
from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Fault, Wrong, fault
from housing.imports.workbook import is_workbook, workbook_table

Cell = str | int | float | bool | date | datetime | time | timedelta | None
SPACES = " \t\r\n\u00a0\u3000\u200b\ufeff"


@dataclass(frozen=True, slots=True)
class SheetFile:
    """One uploaded file: its kind, its name as sent, and its bytes."""

    kind: SheetKind
    name: str
    raw: bytes


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row; `number` is the one that the spreadsheet program shows."""

    number: int
    cells: Mapping[str, Cell]

    def text(self, column: str) -> str:
        """Return a cell as trimmed text, empty when the column is missing."""
        value = self.cells.get(column)
        return "" if value is None else str(value).strip(SPACES)


@dataclass(frozen=True, slots=True)
class Sheet:
    """What was read; with file-level `faults` there are no rows."""

    kind: SheetKind
    name: str
    sha256: str
    rows: tuple[SheetRow, ...] = ()
    findings: tuple[Fault, ...] = field(default=())

    @property
    def is_readable(self) -> bool:
        """Whether its rows could be read at all."""
        return all(found.is_notice or found.row for found in self.findings)


def read_sheet(file: SheetFile) -> Sheet:
    """Read CSV (UTF-8 or GB18030) or a workbook; never raises, what is wrong stands in it."""
    digest = sha256_hex(file.raw)
    try:
        table = list(_table(file))
        header, first = _header(file.kind, table)
    except Wrong as wrong:
        return Sheet(file.kind, file.name, digest, findings=(_of_file(file.kind, wrong),))
    findings = list(_header_findings(file.kind, header))
    rows: list[SheetRow] = []
    if all(found.is_notice for found in findings):
        rows, ragged = _rows(file.kind, header, table[first:], first + 1)
        findings += ragged
        if not rows and not ragged:
            findings.append(_of_file(file.kind, Wrong(FaultKind.HEADER_ONLY)))
    return Sheet(file.kind, file.name, digest, tuple(rows), tuple(findings))


def _table(file: SheetFile) -> Iterable[Sequence[Cell]]:
    if not file.raw.strip():
        raise Wrong(FaultKind.EMPTY)
    if is_workbook(file.raw):
        return workbook_table(file.raw, COLUMNS[file.kind])
    return csv_table(file.raw)


def _header(kind: SheetKind, table: list[Sequence[Cell]]) -> tuple[list[str], int]:
    """Return the first row that is not empty, and the number of rows up to and with it."""
    for position, row in enumerate(table):
        header = ["" if cell is None else str(cell).strip(SPACES) for cell in row]
        if any(header):
            while header and not header[-1]:
                header.pop()
            _refuse_other_sheet(kind, header)
            return header, position + 1
    raise Wrong(FaultKind.EMPTY)


def _refuse_other_sheet(kind: SheetKind, header: list[str]) -> None:
    known = {other: len(set(COLUMNS[other]) & set(header)) for other in SheetKind}
    best = max(known, key=lambda other: known[other])
    if known[best] > known[kind]:
        raise Wrong(
            FaultKind.WRONG_SHEET,
            found=KIND_WORDS[best],
            wanted=KIND_WORDS[kind],
            found_en=best,
            wanted_en=kind,
        )
    if len(header) == 1 and not known[kind]:
        raise Wrong(FaultKind.NOT_COMMA)


def _header_findings(kind: SheetKind, header: list[str]) -> Iterator[Fault]:
    known = _known(kind)
    for column in known:
        count = header.count(column)
        if count == 0 and column in COLUMNS[kind]:
            yield fault(FaultKind.MISSING_COLUMN, kind, 0, column, column=column)
        elif count > 1:
            yield fault(FaultKind.DOUBLE_COLUMN, kind, 0, column, count=count)
    for column in dict.fromkeys(header):
        if column and column not in known:
            yield fault(FaultKind.EXTRA_COLUMN, kind, 0, column)


def _known(kind: SheetKind) -> tuple[str, ...]:
    return COLUMNS[kind] + MORE_COLUMNS.get(kind, ())


def _rows(
    kind: SheetKind, header: list[str], table: list[Sequence[Cell]], number: int
) -> tuple[list[SheetRow], list[Fault]]:
    """Give each row its number; empty rows are skipped, rows of another width are faults."""
    wanted = [(place, name) for place, name in enumerate(header) if name in _known(kind)]
    rows, ragged = [], []
    for number, cells in enumerate(table, number):  # noqa: B020  counting on from the header
        if all(cell is None or str(cell).strip(SPACES) == "" for cell in cells):
            continue
        if len(cells) < len(header) or any(_holds(cell) for cell in cells[len(header) :]):
            width = max(place for place, cell in enumerate(cells, 1) if _holds(cell))
            ragged.append(
                fault(FaultKind.CELL_COUNT, kind, number, "", found=width, wanted=len(header))
            )
            continue
        rows.append(SheetRow(number, {name: cells[place] for place, name in wanted}))
    return rows, ragged


def _holds(cell: Cell) -> bool:
    return cell is not None and str(cell).strip(SPACES) != ""


def _of_file(kind: SheetKind, wrong: Wrong) -> Fault:
    return fault(wrong.kind, kind, 0, "", **wrong.facts)

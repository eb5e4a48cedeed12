"""The Excel sheet of an office's open requests, out and back: one row a request.

A list stands in one cell, one line an entry, its parts between `；`. Rows that were left as they
went out are not answered yet and are passed over.
"""

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from housing.checks.layout import LAYOUTS, Entry, Rows
from housing.checks.models import CheckRequest
from housing.checks.people import Person
from housing.checks.typed import blank_rows, path_of
from housing.core.access.offices import OfficeKind
from housing.core.errors import BadInput
from housing.imports.fault_texts import TEXTS
from housing.imports.faults import Wrong
from housing.imports.workbook import is_workbook, workbook_table

NUMBER, CASE, PEOPLE = "核查编号", "案件编号", "核查对象"
DUE, APPLIED = "应答日", "申请日"
GIVEN = (NUMBER, CASE, APPLIED, DUE, PEOPLE)
NAME = "部门核查"
MOST_ROWS = 5000
_PARTS = re.compile(r"[;；]")


@dataclass(frozen=True, slots=True)
class Line:
    """One row of the sheet; `number` is the one the spreadsheet program shows."""

    number: int
    request: str
    texts: Mapping[str, str]
    is_blank: bool


def columns(department: OfficeKind) -> list[str]:
    """Return the header of the sheet of a department."""
    return [*GIVEN, *(_header(part) for part in LAYOUTS[department].fields())]


def rows(
    department: OfficeKind, requests: Iterable[tuple[CheckRequest, Sequence[Person]]]
) -> Iterator[list[str]]:
    """Give one row a request: what is asked, and the answer's cells, names filled in."""
    for request, people in requests:
        lines = [
            "；".join((each.name, each.document_kind, each.identity_number, each.relation))
            for each in people
        ]
        given = [
            str(request.id),
            request.case_number,
            request.applied_on.isoformat(),
            request.due_on.isoformat(),
            "\n".join(lines),
        ]
        yield given + _empty(department, [each.name for each in people])


def column_of(department: OfficeKind, path: str) -> str:
    """Return the column in which the field at `path` stands."""
    name = path.partition(".")[0]
    return next((_header(part) for part in LAYOUTS[department].fields() if part.name == name), "")


def read_lines(
    department: OfficeKind,
    raw: bytes,
    names_of: Callable[[Collection[str]], Mapping[str, Sequence[str]]],
) -> list[Line]:
    """Return the rows of a sheet that came back.

    `names_of` gives the names of the people of requests by their numbers, to tell rows left as
    they were.

    Raises:
        BadInput: the file is no workbook, or its columns are not those that went out.
    """
    if not is_workbook(raw):
        raise BadInput(
            "文件：请上传从本页下载并填好的 .xlsx / file: send the .xlsx saved from here"
        )
    header = columns(department)
    try:
        table = workbook_table(raw, header)
    except Wrong as wrong:
        text = TEXTS[wrong.kind]
        zh, en = text.zh.format(**wrong.facts), text.en.format(**wrong.facts)
        raise BadInput(f"文件：{zh} / file: {en}") from wrong
    first = next(number for number, row in enumerate(table) if any(row))
    found = [str(cell).strip() for cell in table[first]]
    missing = [column for column in header if column not in found]
    if missing:
        raise BadInput(
            f"文件：缺少列 {'、'.join(missing)}，请用从本页下载的表"
            f" / file: missing columns {', '.join(missing)}; use the sheet saved from here"
        )
    if len(table) - first > MOST_ROWS + 1:
        raise BadInput(f"文件：最多 {MOST_ROWS} 行 / file: at most {MOST_ROWS} rows")
    rows = {
        number: dict(zip(found, map(_text, cells), strict=False))
        for number, cells in enumerate(table[first + 1 :], first + 2)
    }
    rows = {number: row for number, row in rows.items() if any(row.values())}
    names = names_of({row[NUMBER] for row in rows.values()})
    return [
        _line(department, number, row, names.get(row[NUMBER], ())) for number, row in rows.items()
    ]


def _line(
    department: OfficeKind, number: int, row: Mapping[str, str], names: Sequence[str]
) -> Line:
    request = row[NUMBER]
    parts = list(LAYOUTS[department].fields())
    cells = [row.get(_header(part), "") for part in parts]
    untouched = _empty(department, names)
    texts: dict[str, str] = {}
    for part, cell in zip(parts, cells, strict=True):
        texts |= _split(part, cell) if isinstance(part, Rows) else {part.name: cell}
    is_blank = _bare(cells) in (_bare(untouched), _bare([""] * len(cells)))
    return Line(number, request, texts, is_blank)


def _split(part: Rows, cell: str) -> dict[str, str]:
    texts = {}
    filled = [line for line in cell.splitlines() if line.strip()]
    for number, line in enumerate(filled):
        pieces = [piece.strip() for piece in _PARTS.split(line)]
        extra = "；".join(pieces[len(part.entries) :])
        for place, entry in enumerate(part.entries):
            text = pieces[place] if place < len(pieces) else ""
            is_last = place == len(part.entries) - 1
            texts[path_of(part, number, entry)] = f"{text}；{extra}" if is_last and extra else text
    return texts


def _header(part: Entry | Rows) -> str:
    if isinstance(part, Entry):
        return part.label
    return f"{part.label}（每行一项：{'；'.join(entry.label for entry in part.entries)}）"


def _empty(department: OfficeKind, names: Sequence[str]) -> list[str]:
    """Return the answer's cells as they go out."""
    layout = LAYOUTS[department]
    given = blank_rows(layout, names)
    cells = []
    for part in layout.fields():
        if isinstance(part, Rows) and part.each_person:
            rest = "；" * (len(part.entries) - 1)
            cells.append("\n".join(f"{name}{rest}" for name in names))
        else:
            cells.append(given.get(part.name, ""))
    return cells


def _bare(cells: Sequence[str]) -> str:
    return re.sub(r"[\s;；]+", "", "|".join(cells))


def _text(cell: Any) -> str:
    """Return a cell as text; spreadsheet programs make numbers and days of what looks like them."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, date):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return str(cell).strip()

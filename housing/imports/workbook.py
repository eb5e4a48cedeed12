"""Reading a workbook (.xlsx, .xls): cells keep their types, so that lost digits can be seen."""

import io
import zipfile
from collections.abc import Sequence
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, load_workbook

from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Wrong

ZIP, COMPOUND = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"
# A sheet of 100,000 households unpacks to about 60 MB; a bomb to gigabytes.
MOST_UNPACKED_BYTES = 400_000_000


def is_workbook(raw: bytes) -> bool:
    """Return whether the bytes begin like a workbook."""
    return raw.startswith((ZIP, COMPOUND))


def workbook_table(raw: bytes, columns: Sequence[str]) -> list[list[Any]]:
    """Return the rows, from the first of the table on, of the one table that is meant.

    With several tables it is the only one whose header has any of `columns`.

    Raises:
        Wrong: the workbook cannot be opened, or no single table can be told to be meant.
    """
    _refuse_bomb(raw)
    try:
        book = load_workbook(io.BytesIO(raw))
        tables = {name: _rows(book, name) for name in book.sheet_names}
    except (CalamineError, OSError, ValueError) as error:
        raise Wrong(FaultKind.UNREADABLE, detail=str(error) or type(error).__name__) from error
    filled = {name: rows for name, rows in tables.items() if any(any(row) for row in rows)}
    if not filled:
        raise Wrong(FaultKind.EMPTY)
    if len(filled) == 1:
        return next(iter(filled.values()))
    meant = [rows for rows in filled.values() if _has_any(rows, columns)]
    if len(meant) != 1:
        raise Wrong(FaultKind.MANY_TABLES, count=len(filled), names="、".join(filled))
    return meant[0]


def _rows(book: CalamineWorkbook, name: str) -> list[list[Any]]:
    """Rows of one table; the empty ones at its top are kept so that numbers stay right."""
    rows: list[list[Any]] = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
    return rows


def _has_any(rows: list[list[Any]], columns: Sequence[str]) -> bool:
    header: list[Any] = next((row for row in rows if any(row)), [])
    return bool({str(cell).strip() for cell in header} & set(columns))


def _refuse_bomb(raw: bytes) -> None:
    if not raw.startswith(ZIP):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            unpacked = sum(part.file_size for part in archive.infolist())
    except zipfile.BadZipFile as error:
        raise Wrong(FaultKind.UNREADABLE, detail="压缩包已损坏 / damaged archive") from error
    if unpacked > MOST_UNPACKED_BYTES:
        raise Wrong(FaultKind.UNREADABLE, detail="解开后过大 / too large when unpacked")

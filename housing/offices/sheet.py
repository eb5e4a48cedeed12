"""Offices from a CSV file: all of them, or a list of every row that is wrong."""

import csv
import io
from collections.abc import Iterator
from datetime import date

from housing.core.access.offices import OfficeKind
from housing.core.errors import BadInput, HousingError
from housing.core.work import Work
from housing.offices import service
from housing.offices.facts import OfficeFacts
from housing.offices.models import Office
from housing.places import PlaceBook

COLUMNS = ("place", "kind", "code", "name", "parent", "street", "phone", "email", "opened_on")
MOST_ROWS = 5000
_SHOWN = 50


def load_offices(work: Work, name: str, content: bytes) -> list[Office]:
    """Open every office of a CSV file (UTF-8, header = `COLUMNS`), in the order of its rows.

    A community must stand below its street office.

    Raises:
        BadInput: the file cannot be read, or rows are wrong: each named with row, field, value
            and remedy; nothing is kept then, since the caller's transaction ends with it.
    """
    book, opened, faults = PlaceBook.load(), [], []
    for number, row in _rows(name, content):
        try:
            with work.session.begin_nested():
                opened.append(service.open_office(work, _facts(row), book=book))
        except HousingError as fault:
            faults.append(f"{name} 第 {number} 行（{row['code']}）：{fault}")
    if faults:
        more = [f"……共 {len(faults)} 行有误 / {len(faults)} rows"] if len(faults) > _SHOWN else []
        raise BadInput("\n".join(faults[:_SHOWN] + more))
    return opened


def _rows(name: str, content: bytes) -> Iterator[tuple[int, dict[str, str]]]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(f"{name} 不是 UTF-8 文件，请另存为 UTF-8 / is not UTF-8") from fault
    reader = csv.DictReader(io.StringIO(text, newline=""), strict=True)
    if tuple(reader.fieldnames or ()) != COLUMNS:
        raise BadInput(f"{name} 的表头应为 / the header must be: {','.join(COLUMNS)}")
    try:
        for number, row in enumerate(reader, start=2):
            if number > MOST_ROWS + 1:
                raise BadInput(f"{name}：最多 {MOST_ROWS} 行 / at most {MOST_ROWS} rows")
            if None in row or None in row.values():
                raise BadInput(
                    f"{name} 第 {number} 行：应为 {len(COLUMNS)} 列"
                    f" / row {number}: {len(COLUMNS)} columns are wanted"
                )
            yield number, {field: value.strip() for field, value in row.items()}
    except csv.Error as fault:
        raise BadInput(f"{name}：{fault}，请检查引号 / check its quotes") from fault


def _facts(row: dict[str, str]) -> OfficeFacts:
    return OfficeFacts(
        place=row["place"],
        kind=_kind(row["kind"]),
        code=row["code"],
        name=row["name"],
        parent=row["parent"],
        street=row["street"],
        phone=row["phone"],
        email=row["email"],
        opened_on=_day(row["opened_on"]),
    )


def _kind(word: str) -> OfficeKind:
    try:
        return OfficeKind(word)
    except ValueError as fault:
        raise BadInput(
            f"kind“{word}”应为 / kind {word!r}: use one of {', '.join(OfficeKind)}"
        ) from fault


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise BadInput(
            f"opened_on“{text}”应为日期，例如 2026-01-01"
            f" / opened_on {text!r}: a day like 2026-01-01"
        ) from fault

"""One place, and how the rows of a division file become places."""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from housing.core.errors import BadInput

COLUMNS = (
    "code",
    "name",
    "level",
    "parent",
    "valid_from",
    "valid_to",
    "successor",
    "sample",
    "source",
)
DIGITS = 6


class Level(StrEnum):
    """The three levels of divisions that this system knows."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"


@dataclass(frozen=True, slots=True)
class Place:
    """A division: code (GB/T 2260), name, level, parent's code, the days it exists, its source.

    `first` and `last` day belong to it; None where no change is on record. `successor` is the code
    of the place that followed it. A sample exists for demonstrations only.
    """

    code: str
    name: str
    level: Level
    parent: str
    first: date | None
    last: date | None
    successor: str
    sample: bool
    source: str

    def exists_on(self, day: date) -> bool:
        """Return whether there is such a place on `day`."""
        return (self.first is None or self.first <= day) and (self.last is None or day <= self.last)


def read_places(name: str, content: bytes) -> Iterator[Place]:
    """Yield the places in the file `name` (UTF-8, comma separated, with a heading row).

    Raises:
        BadInput: names file, row, field and value.
    """
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        raise BadInput(f"{name}: 请存为 UTF-8 / must be UTF-8: {fault}") from fault
    rows = csv.reader(io.StringIO(text))
    heading = next(rows, [])
    if tuple(heading) != COLUMNS:
        raise BadInput(f"{name}: 首行应为 {','.join(COLUMNS)} / is not the heading expected")
    for number, cells in enumerate(rows, 2):
        where = f"{name} 第 {number} 行 / row {number}"
        if len(cells) != len(COLUMNS):
            raise BadInput(f"{where}: {len(cells)} 列，应为 {len(COLUMNS)} / columns")
        yield _place(dict(zip(COLUMNS, cells, strict=True)), where)


def _place(cells: dict[str, str], where: str) -> Place:
    for field in ("code", "parent", "successor"):
        _check_code(field, cells[field], where)
    for field in ("code", "name", "source"):
        if not cells[field].strip():
            raise BadInput(f"{where}: {field}: 不得为空 / must not be empty")
    if cells["sample"] not in {"", "1"}:
        raise BadInput(f"{where}: sample: {cells['sample']!r} 应为空或 1 / empty or 1")
    first, last = (_day(field, cells[field], where) for field in ("valid_from", "valid_to"))
    if first and last and last < first:
        raise BadInput(f"{where}: valid_to: {last} 早于 {first} / lies before valid_from")
    return Place(
        code=cells["code"],
        name=cells["name"],
        level=_level(cells["level"], where),
        parent=cells["parent"],
        first=first,
        last=last,
        successor=cells["successor"],
        sample=cells["sample"] == "1",
        source=cells["source"],
    )


def _check_code(field: str, code: str, where: str) -> None:
    if code and not (len(code) == DIGITS and code.isascii() and code.isdigit()):
        raise BadInput(f"{where}: {field}: {code!r} 应为六位数字 / must be six digits")


def _level(word: str, where: str) -> Level:
    try:
        return Level(word)
    except ValueError as fault:
        known = "、".join(Level)
        raise BadInput(f"{where}: level: {word!r} 应为 {known} 之一 / use one of these") from fault


def _day(field: str, text: str, where: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError as fault:
        raise BadInput(f"{where}: {field}: {text!r} 应如 2021-01-20 / must be a day") from fault

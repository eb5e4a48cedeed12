"""Cells as marshmallow fields: each takes what a CSV or a workbook holds, or says what is wrong.

A finding is raised as `Wrong`; the row schema puts it beside its column. Marshmallow's own error
messages are never used, since they name neither value nor remedy.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

from marshmallow import fields, missing

from housing.imports.fault_kinds import FaultKind
from housing.imports.faults import Wrong
from housing.imports.sheet import SPACES

NUMBER = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
DAY = re.compile(r"([0-9]{4})(?:-([0-9]{1,2})-|/([0-9]{1,2})/|年([0-9]{1,2})月)([0-9]{1,2})日?")
MIDNIGHT = re.compile(r" 0{1,2}:00(:00)?$")
CHINESE = "\u3400-\u9fff"
BETWEEN_CHINESE = re.compile(f"(?<=[{CHINESE}])[{SPACES}]+(?=[{CHINESE}])")
CONTROL = re.compile(r"[\x00-\x1f\x7f\u200b-\u200f\u2028-\u202e\ufeff]")
NUMERALS = {"零": 0, "一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7}
NUMERALS |= {"八": 8, "九": 9, "十": 10}
FORMULA_SIGNS = ("=", "+", "-", "@")


def cell_text(value: Any) -> str:
    """Return a cell as text without outer spaces, which never carry meaning.

    Raises:
        Wrong: the spreadsheet program made a date of it.
    """
    if value is None:
        return ""
    if isinstance(value, date | datetime | time | timedelta):
        raise Wrong(FaultKind.DATE_CELL)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip(SPACES)


def number_of(value: Any) -> Decimal | None:
    """Return a number cell or text of digits as an exact decimal; None when it is no number."""
    if isinstance(value, bool):
        return None
    text = repr(value) if isinstance(value, float) else cell_text(value)
    return Decimal(text) if NUMBER.fullmatch(text) else None


class CellField(fields.Field[Any]):
    """A cell that may be left empty only when `empty` gives what emptiness means."""

    def __init__(
        self, column: str, *, optional: bool = False, empty: Any = None, absent: bool = False
    ) -> None:
        """`absent`: the sheet may have no such column at all; then nothing is told."""
        super().__init__(
            required=not absent, allow_none=True, data_key=column, metadata={"optional": optional}
        )
        self.optional = optional
        self.empty = empty

    def deserialize(
        self,
        value: Any,
        attr: str | None = None,
        data: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> Any:
        """Return the cell's value, `empty` for an optional empty one."""
        if value is missing and not self.required:
            return missing
        if value is None or value == "" or (isinstance(value, str) and not value.strip(SPACES)):
            if self.optional:
                return self.empty
            raise Wrong(FaultKind.REQUIRED)
        return self._deserialize(value, attr, data, **kwargs)


class Words(CellField):
    """Free text of at most `most` characters."""

    def __init__(
        self, column: str, most: int, *, optional: bool = False, absent: bool = False
    ) -> None:
        super().__init__(column, optional=optional, empty="", absent=absent)
        self.most = most

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = cell_text(value)
        if text.startswith(FORMULA_SIGNS):
            raise Wrong(FaultKind.FORMULA, sign=text[0])
        closed = BETWEEN_CHINESE.sub("", text)
        if closed != text:
            raise Wrong(FaultKind.INNER_SPACE, suggestion=closed)
        if CONTROL.search(text):
            raise Wrong(FaultKind.UNPRINTABLE)
        if len(text) > self.most:
            raise Wrong(FaultKind.TOO_LONG, found=len(text), most=self.most)
        return text


class Choice(CellField):
    """One word of a closed list; becomes the value that stands for it."""

    def __init__(self, column: str, known: Mapping[str, Any]) -> None:
        super().__init__(column)
        self.known = known

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return known_word(cell_text(value), self.known)


def known_word(text: str, known: Mapping[str, Any]) -> Any:
    """Return what a word of a closed list stands for.

    Raises:
        Wrong: the word is not in the list; one that only has spaces inside is suggested.
    """
    if text in known:
        return known[text]
    closed = re.sub(f"[{SPACES}]+", "", text)
    if closed in known:
        raise Wrong(FaultKind.INNER_SPACE, suggestion=closed)
    raise Wrong(FaultKind.UNKNOWN_WORD, known="、".join(known))


class Whole(CellField):
    """A whole number within a plausible range."""

    def __init__(
        self, column: str, least: int, most: int, unit: str = "", *, optional: bool = False
    ) -> None:
        super().__init__(column, optional=optional)
        self.least, self.most, self.unit = least, most, unit

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        number = number_of(value)
        if number is None or number != number.to_integral_value():
            numeral = NUMERALS.get(cell_text(value))
            raise Wrong(
                FaultKind.NOT_WHOLE, suggestion=f"：{numeral} / : {numeral}" if numeral else ""
            )
        if number < 0 <= self.least:
            raise Wrong(FaultKind.NEGATIVE)
        if not self.least <= number <= self.most:
            raise Wrong(FaultKind.OUT_OF_RANGE, least=self.least, most=self.most, unit=self.unit)
        return int(number)


class Hundredths(CellField):
    """An amount with at most two decimals, kept as a whole number of hundredths.

    Yuan become fen, m² hundredths of m²; `least` and `most` are hundredths too.
    """

    def __init__(
        self, column: str, least: int, most: int, unit: str, *, absent: bool = False
    ) -> None:
        super().__init__(column, optional=absent, absent=absent)
        self.least, self.most, self.unit = least, most, unit

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> int:
        number = number_of(value)
        if number is None:
            raise Wrong(FaultKind.NOT_NUMBER)
        if number < 0:
            raise Wrong(FaultKind.NEGATIVE)
        hundredths = number * 100
        if hundredths != hundredths.to_integral_value():
            raise Wrong(FaultKind.TOO_FINE)
        if not self.least <= hundredths <= self.most:
            raise Wrong(
                FaultKind.OUT_OF_RANGE,
                least=_plain(self.least),
                most=_plain(self.most),
                unit=f" {self.unit}",
            )
        return int(hundredths)


class Day(CellField):
    """A calendar day: ISO, 2025/7/3, 2025年7月3日, or a date cell."""

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> date:
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        text = MIDNIGHT.sub("", value.strip(SPACES)) if isinstance(value, str) else ""
        found = DAY.fullmatch(text)
        if found is None:
            raise Wrong(FaultKind.NOT_A_DAY)
        year, dashed, slashed, written, day = found.groups()
        try:
            return date(int(year), int(dashed or slashed or written), int(day))
        except ValueError:
            raise Wrong(FaultKind.NO_SUCH_DAY) from None


class Read(CellField):
    """A cell read by a function of its text, e.g. a phone number."""

    def __init__(
        self,
        column: str,
        read: Callable[[str], Any],
        *,
        optional: bool = False,
        empty: Any = None,
    ) -> None:
        super().__init__(column, optional=optional, empty=empty)
        self.read = read

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        return self.read(cell_text(value))


def _plain(hundredths: int) -> str:
    return f"{hundredths / 100:g}" if hundredths % 100 else str(hundredths // 100)

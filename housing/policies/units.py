"""A value as an officer writes it, and as the files hold it: yuan and fen, m² and hundredths."""

import json
import re
from datetime import date
from decimal import Decimal
from typing import Any

from housing.core.canonical import canonical_bytes
from housing.core.errors import BadInput

HUNDREDTHS = {
    "fen": "元",
    "fen_per_month": "元/月",
    "fen_per_m2": "元/平方米",
    "fen_per_m2_month": "元/平方米·月",
    "m2_hundredths": "平方米",
}
WHOLE = {
    "working_day": "工作日",
    "calendar_day": "天（自然日）",
    "month": "个月",
    "year": "年",
    "percent": "%",
    "percent_per_year": "%/年",
    "day_of_month": "日",
    "units": "套（间）",
    "count": "个",
    "bit": "比特",
    "building_unit": "单元",
}
_HUNDREDTHS = re.compile(r"\d{1,12}(\.\d{1,2})?")
_WHOLE = re.compile(r"\d{1,9}")
TABLES = ("table", "list", "enum")


def word(unit: str) -> str:
    """Return the unit in which an officer writes a value; empty for words and tables."""
    return HUNDREDTHS.get(unit) or WHOLE.get(unit, "")


def written(value: Any, unit: str) -> str:
    """Return a value as an officer writes it, without its unit."""
    if unit in HUNDREDTHS and isinstance(value, int):
        yuan, rest = divmod(value, 100)
        return f"{yuan}.{rest:02d}" if rest else str(yuan)
    if isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, indent=1)


def read(text: str, unit: str) -> Any:
    """Return the value that an officer wrote for a parameter of `unit`.

    Raises:
        BadInput: it cannot be read; names the value and how to write it.
    """
    trimmed = text.strip()
    if not trimmed:
        raise BadInput("新值：不能为空 / new value: it must not be empty")
    if unit in HUNDREDTHS:
        return _hundredths(trimmed, unit)
    if unit in WHOLE:
        return _whole(trimmed, unit)
    if unit == "boolean":
        return _switch(trimmed)
    if unit == "date":
        return _day(trimmed)
    return _table(trimmed) if unit in TABLES else trimmed


def _hundredths(text: str, unit: str) -> int:
    if not _HUNDREDTHS.fullmatch(text):
        raise BadInput(
            f"新值：“{text}”应为{HUNDREDTHS[unit]}数，最多两位小数，如 1600 或 12.5"
            " / new value: a number with at most two decimals"
        )
    return int(Decimal(text) * 100)


def _whole(text: str, unit: str) -> int:
    if not _WHOLE.fullmatch(text):
        raise BadInput(
            f"新值：“{text}”应为整数（{WHOLE[unit]}），如 15 / new value: a whole number"
        )
    return int(text)


def _switch(text: str) -> int:
    if text not in ("0", "1"):
        raise BadInput(f"新值：“{text}”应为 1（是）或 0（否） / new value: 1 (yes) or 0 (no)")
    return int(text)


def _day(text: str) -> str:
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError as fault:
        raise BadInput(
            f"新值：“{text}”应为日期，如 2026-12-01 / new value: a date like 2026-12-01"
        ) from fault


def _table(text: str) -> Any:
    try:
        value = json.loads(text)
        canonical_bytes(value)
    except ValueError as fault:
        raise BadInput(
            f"新值：不是可读的表格（JSON）：{fault}；请只改动原值中的文字和整数"
            " / new value: not a readable table; change only words and whole numbers of the old one"
        ) from fault
    return value


def like(value: Any, old: Any) -> None:
    """Refuse a table that is not of the same shape as the one it replaces.

    Raises:
        BadInput: another kind of value, or a table with other fields; names them.
    """
    if type(value) is not type(old):
        raise BadInput("新值：与现行值的写法不同 / new value: another kind than the present value")
    if isinstance(value, dict) and set(value) != set(old):
        odd = "、".join(sorted(set(value) ^ set(old)))
        raise BadInput(
            f"新值：表格的栏目与现行值不同（{odd}） / new value: other fields than now: {odd}"
        )
    if isinstance(value, list) and not value and old:
        raise BadInput("新值：表格是空的 / new value: the table is empty")

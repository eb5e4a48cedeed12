"""Answers as people type them: texts under paths (`dwellings.0.area`), read into an answer.

Money is typed in yuan, areas in m², months as `2025-01` or as a span `2025-01至2025-12`.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from housing.checks.faults import AnswerRefused
from housing.checks.layout import LAYOUTS, WORDS, YES_NO, Entry, Kind, Layout, Rows
from housing.core.access.offices import OfficeKind

Texts = Mapping[str, str]
_AMOUNT = re.compile(r"(\d{1,11})(?:\.(\d{1,2}))?\Z")
_DAY = re.compile(r"(\d{4})[-/年.](\d{1,2})[-/月.](\d{1,2})日?\Z")
_SPAN = re.compile(r"(\d{4})-(\d{1,2})(?:\s*(?:至|到|~|—)\s*(\d{4})-(\d{1,2}))?\Z")
_BETWEEN = re.compile(r"[,，、;；\s]+")
_MOST_MONTHS = 720


def rows_typed(texts: Texts, part: Rows) -> list[dict[str, str]]:
    """Return the rows of a list that hold anything, each as entry name -> text."""
    numbers = sorted(
        {
            int(match[1])
            for path in texts
            if (match := re.match(rf"{part.name}\.(\d{{1,4}})\b", path))
        }
    )
    found = [
        {entry.name: texts.get(path_of(part, number, entry), "").strip() for entry in part.entries}
        for number in numbers
    ]
    return [row for row in found if any(row.values())]


def path_of(part: Rows, number: int, entry: Entry) -> str:
    """Return the path of one entry of one row."""
    return f"{part.name}.{number}" + (f".{entry.name}" if entry.name else "")


def compacted(department: OfficeKind, texts: Texts) -> dict[str, str]:
    """Return the texts without empty rows, the others numbered from 0."""
    layout = LAYOUTS[department]
    kept = {entry.name: texts.get(entry.name, "").strip() for entry in layout.entries}
    for part in layout.rows:
        for number, row in enumerate(rows_typed(texts, part)):
            kept |= {path_of(part, number, entry): row[entry.name] for entry in part.entries}
    return kept


def read(department: OfficeKind, texts: Texts) -> dict[str, Any]:
    """Return the answer that compacted `texts` mean, in the form of its schema.

    Raises:
        AnswerRefused: names every path that cannot be read.
    """
    faults: dict[str, str] = {}
    layout = LAYOUTS[department]
    values = {
        each.name: _value(each, texts.get(each.name, ""), each.name, faults)
        for each in layout.entries
    }
    for part in layout.rows:
        values[part.name] = [
            _row(part, number, row, faults) for number, row in enumerate(rows_typed(texts, part))
        ]
    if faults:
        raise AnswerRefused(faults)
    return values


def written(department: OfficeKind, values: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts that `read` reads into `values`."""
    layout = LAYOUTS[department]
    texts = {entry.name: in_words(entry, values[entry.name]) for entry in layout.entries}
    for part in layout.rows:
        for number, row in enumerate(values[part.name]):
            for entry in part.entries:
                value = row[entry.name] if entry.name else row
                texts[path_of(part, number, entry)] = in_words(entry, value)
    return texts


def in_words(entry: Entry, value: Any) -> str:
    """Return one value as people write it."""
    if entry.kind in (Kind.MONEY, Kind.AREA):
        return f"{value // 100}.{value % 100:02d}"
    if entry.kind is Kind.WORD:
        return WORDS[value]
    if entry.kind is Kind.YES_NO:
        return YES_NO[value]
    if entry.kind is Kind.MONTHS:
        return "、".join(value)
    return str(value)


def blank_rows(layout: Layout, names: Sequence[str]) -> dict[str, str]:
    """Return the texts of an empty answer: the names where everybody has a row."""
    return {
        path_of(part, number, part.entries[0]): name
        for part in layout.rows
        if part.each_person
        for number, name in enumerate(names)
    }


def _row(part: Rows, number: int, row: Texts, faults: dict[str, str]) -> Any:
    values = {
        entry.name: _value(entry, row[entry.name], path_of(part, number, entry), faults)
        for entry in part.entries
    }
    return values.get("", values)


def _value(entry: Entry, text: str, path: str, faults: dict[str, str]) -> Any:
    text = text.strip()
    if not text and not entry.may_be_empty:
        faults[path] = "没有填写 / is missing"
        return None
    try:
        return _READERS[entry.kind](entry, text)
    except ValueError as wrong:
        faults[path] = str(wrong)
        return None


def _amount(_entry: Entry, text: str) -> int:
    found = _AMOUNT.fullmatch(text.replace(",", "").replace("，", ""))
    if found is None:
        raise ValueError(
            f"“{text[:20]}”不是数，应写成 1234.56，最多两位小数"
            " / is no amount; write 1234.56, two decimals at most"
        )
    return int(found[1]) * 100 + int((found[2] or "").ljust(2, "0"))


def _whole(_entry: Entry, text: str) -> int:
    if not text.isdecimal() or len(text) > 9:
        raise ValueError(f"“{text[:20]}”不是整数 / is no whole number")
    return int(text)


def _day(_entry: Entry, text: str) -> str:
    found = _DAY.fullmatch(text)
    if found is None:
        raise ValueError(f"“{text[:20]}”不是日期，应写成 2026-09-01 / is no day; write 2026-09-01")
    return f"{found[1]}-{int(found[2]):02d}-{int(found[3]):02d}"


def _word(entry: Entry, text: str) -> str:
    for word in entry.words:
        if text in (word, WORDS[word]):
            return word
    names = "、".join(WORDS[word] for word in entry.words)
    raise ValueError(f"应为其中之一：{names} / must be one of {', '.join(entry.words)}")


def _yes_no(_entry: Entry, text: str) -> bool:
    known = {"是": True, "yes": True, "true": True, "否": False, "no": False, "false": False}
    if text.lower() not in known:
        raise ValueError("应为是或否 / must be 是 (yes) or 否 (no)")
    return known[text.lower()]


def _months(_entry: Entry, text: str) -> list[str]:
    joined = re.sub(r"\s*(至|到|~|—)\s*", r"\1", text)
    return [month for part in _BETWEEN.split(joined) if part for month in _span(part)]


def _span(text: str) -> Iterator[str]:
    found = _SPAN.fullmatch(text)
    if found is None:
        raise ValueError(
            f"“{text[:20]}”应写成 2025-01 或 2025-01至2025-12"
            " / write months as 2025-01 or a span as 2025-01至2025-12"
        )
    first = int(found[1]) * 12 + int(found[2]) - 1
    last = int(found[3]) * 12 + int(found[4]) - 1 if found[3] else first
    if not 1 <= int(found[2]) <= 12 or not first <= last < first + _MOST_MONTHS:
        raise ValueError(f"“{text[:20]}”不是有效的月份 / is no month or span of months")
    return (f"{number // 12}-{number % 12 + 1:02d}" for number in range(first, last + 1))


def _text(_entry: Entry, text: str) -> str:
    return text


_READERS: Mapping[Kind, Callable[[Entry, str], Any]] = {
    Kind.TEXT: _text,
    Kind.PERSON: _text,
    Kind.DAY: _day,
    Kind.MONEY: _amount,
    Kind.AREA: _amount,
    Kind.WHOLE: _whole,
    Kind.WORD: _word,
    Kind.YES_NO: _yes_no,
    Kind.MONTHS: _months,
}

"""The State Council's notice for one year, as `config/calendar/<year>.toml` holds it."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from housing.core.errors import BadInput

SATURDAY = 5
DECEMBER = 12
LONGEST_REST = 31


@dataclass(frozen=True, slots=True)
class Notice:
    """One year's arrangement: days of rest beyond weekends, and weekend days that are worked.

    `rest` and `working` map a day to the name of its holiday.
    """

    year: int
    source: str
    rest: Mapping[date, str]
    working: Mapping[date, str]


def read_notice(name: str, content: bytes) -> Notice:
    """Return the notice in the file `name` with these bytes.

    Raises:
        BadInput: the file is not readable, an entry is not whole, or its days contradict each
            other; names file, entry, value and remedy.
    """
    try:
        raw = tomllib.loads(content.decode("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"{name}: 不是可读的 TOML 文件 / not readable: {fault}") from fault
    _check_names(raw, {"year", "source"}, {"rest", "working"}, name)
    year = raw["year"]
    if isinstance(year, bool) or not isinstance(year, int) or name != f"{year}.toml":
        raise BadInput(f"{name}: year: {year!r}，文件名应为“年份.toml” / name it <year>.toml")
    source = _text(raw, "source", name)
    rest = dict(_rest_days(raw.get("rest", []), year, name))
    working = dict(_working_days(raw.get("working", []), year, name))
    if not any(day.year == year for day in rest):
        raise BadInput(f"{name}: 没有一天 {year} 年的假日 / not a single holiday of {year}")
    both = sorted(set(rest) & set(working))
    if both:
        raise BadInput(f"{name}: {both[0]} 既放假又上班 / is a day of rest and a working day")
    return Notice(year, source, rest, working)


def _rest_days(entries: Any, year: int, name: str) -> Iterator[tuple[date, str]]:
    for where, entry in _entries(entries, "rest", name):
        _check_names(entry, {"name", "from", "to"}, set(), where)
        title = _text(entry, "name", where)
        first, last = _day(entry, "from", year, where), _day(entry, "to", year, where)
        if last < first:
            raise BadInput(f"{where}: to: {last} 早于 from {first} / lies before its first day")
        if (last - first).days >= LONGEST_REST:
            raise BadInput(f"{where}: {first} 至 {last} 超过一个月 / is longer than a month")
        for offset in range((last - first).days + 1):
            yield first + timedelta(days=offset), title


def _working_days(entries: Any, year: int, name: str) -> Iterator[tuple[date, str]]:
    for where, entry in _entries(entries, "working", name):
        _check_names(entry, {"name", "day"}, set(), where)
        day = _day(entry, "day", year, where)
        if day.weekday() < SATURDAY:
            raise BadInput(
                f"{where}: day: {day} 不是周末，无需写为补班日 / is no weekend day; leave it out"
            )
        yield day, _text(entry, "name", where)


def _entries(entries: Any, kind: str, name: str) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise BadInput(f"{name}: {kind}: 请写成 [[{kind}]] / write [[{kind}]] entries")
    for number, entry in enumerate(entries, 1):
        yield f"{name} [[{kind}]] {number}", entry


def _check_names(
    entry: Mapping[str, Any], needed: set[str], optional: set[str], where: str
) -> None:
    missing, unknown = sorted(needed - set(entry)), sorted(set(entry) - needed - optional)
    if missing or unknown:
        raise BadInput(
            f"{where}: 缺少 {missing}，不识 {unknown} / missing {missing}, unknown {unknown}"
        )


def _text(entry: Mapping[str, Any], field: str, where: str) -> str:
    value = entry[field]
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{where}: {field}: {value!r} 应为文字 / must be text")
    return value


def _day(entry: Mapping[str, Any], field: str, year: int, where: str) -> date:
    value = entry[field]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadInput(f"{where}: {field}: {value!r} 应为日期，如 {year}-10-01 / must be a date")
    # A New Year's holiday may begin, or be made up for, in the last days of the year before.
    if value.year != year and (value.year, value.month) != (year - 1, DECEMBER):
        raise BadInput(f"{where}: {field}: {value} 不在 {year} 年 / is no day of {year}")
    return value

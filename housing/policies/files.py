"""Reading a folder of policy values: one topic a file, `[every]` for what all its entries share."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from housing.core.errors import BadInput
from housing.policies.instruments import (
    Instrument,
    Procedure,
    divisions_of,
    read_instrument,
    read_procedure,
)
from housing.policies.registry import FILE as REGISTER
from housing.policies.registry import Registry
from housing.policies.value import UNSTATED, PolicyValue, read_value

PARTS = frozenset({"every", "value", "instrument", "procedure"})


@dataclass(frozen=True, slots=True)
class Folder:
    """What the files of a folder hold."""

    values: list[PolicyValue]
    instruments: list[Instrument]
    procedures: list[Procedure]


def read_folder(folder: Path, registry: Registry) -> Folder:
    """Return everything that `folder` and its subfolders hold, in the order of the paths.

    An entry takes from its file's `[every]` what it does not say itself; unit, basis and rules from
    the register of parameters; and, where its place is an instrument, the instrument's days. A
    `place` that lists several gives each of them the value.

    Raises:
        BadInput: a file cannot be read or an entry is not whole; names the file and the entry.
    """
    files = {
        path.relative_to(folder).as_posix(): _entries(path)
        for path in sorted(folder.rglob("*.toml"))
        if path.name != REGISTER
    }
    instruments = [read_instrument(*entry) for entry in _all(files, "instrument")]
    procedures = [read_procedure(*entry) for entry in _all(files, "procedure")]
    values = [
        read_value(_completed(entry, registry, instruments, procedures), where)
        for whole, where in _all(files, "value")
        for entry in _by_place(whole)
    ]
    return Folder(values, instruments, procedures)


def _entries(path: Path) -> dict[str, Any]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path.name}: 不是可读的 TOML 文件 / not readable: {fault}") from fault
    unknown = sorted(set(raw) - PARTS)
    if unknown:
        raise BadInput(f"{path.name}: 不识 {unknown} / unknown; use {sorted(PARTS)}")
    return raw


def _all(files: Mapping[str, dict[str, Any]], part: str) -> Iterator[tuple[dict[str, Any], str]]:
    for name, raw in files.items():
        every = raw.get("every", {}) if part == "value" else {}
        for number, entry in enumerate(raw.get(part, []), 1):
            yield {**every, **entry}, f"{name} [{number}]"


def _by_place(entry: dict[str, Any]) -> Iterator[dict[str, Any]]:
    place = entry.get("place")
    if isinstance(place, list):
        yield from ({**entry, "place": one} for one in place)
    else:
        yield entry


def _completed(
    entry: dict[str, Any],
    registry: Registry,
    instruments: list[Instrument],
    procedures: list[Procedure],
) -> dict[str, Any]:
    known = registry.find(str(entry.get("parameter", "")))
    place = str(entry.get("place", ""))
    shared: dict[str, Any] = {}
    if known is not None:
        shared = {"unit": known.unit, "basis": known.basis}
        shared["rules"] = _rules(known.rules, place, instruments, procedures)
    for own in instruments:
        if own.id == place:
            shared |= _days(own)
    return {**shared, **entry}


def _rules(
    rules: tuple[str, ...], place: str, instruments: list[Instrument], procedures: list[Procedure]
) -> list[str]:
    divisions = (*divisions_of(place), place)
    own = [each.id for each in instruments if each.governs(divisions) or each.id == place]
    kept = [rule for rule in rules if rule.split("-")[0] in own]
    borrowed = [each.basis for each in procedures if each.governs(divisions)]
    return kept or borrowed or list(rules)


def _days(own: Instrument) -> dict[str, date]:
    days = {"from": own.first_day or UNSTATED}
    return {**days, "to": own.last_day} if own.last_day else days

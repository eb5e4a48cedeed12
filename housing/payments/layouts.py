"""How banks lay out their sheets, read from `config/banks/*.toml`."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from housing.core.errors import BadInput
from housing.core.settings import config_folder

NEEDED = ("serial", "day")
ONE_OF = (("credit",), ("amount", "direction"))


@dataclass(frozen=True, slots=True)
class Layout:
    """The columns of one kind of sheet: what each is called, by what it holds."""

    name: str
    title: str
    columns: Mapping[str, tuple[str, ...]]
    incoming: frozenset[str]
    serial_by_day: bool

    def found_in(self, header: Sequence[str]) -> dict[str, list[int]]:
        """Return where in a header each thing stands; what is not there is left out."""
        places = {
            what: [header.index(name) for name in names if name in header]
            for what, names in self.columns.items()
        }
        return {what: at for what, at in places.items() if at}

    def fits(self, header: Sequence[str]) -> bool:
        """Return whether a row is the header of such a sheet."""
        return not self.lacks(header)

    def lacks(self, header: Sequence[str]) -> list[str]:
        """Return what a header lacks, in the words of this layout."""
        found = self.found_in(header)
        lacking = [self.columns[what][0] for what in NEEDED if what not in found]
        forms = [form for form in ONE_OF if all(what in self.columns for what in form)]
        if not any(all(what in found for what in form) for form in forms):
            lacking += [self.columns[what][0] for what in forms[0] if what not in found]
        return lacking


@cache
def layouts() -> dict[str, Layout]:
    """Return every layout of this installation by its name.

    Raises:
        BadInput: a layout lacks a column it cannot do without; names it.
    """
    found: dict[str, Layout] = {}
    for path in sorted((config_folder() / "banks").glob("*.toml")):
        for raw in tomllib.loads(path.read_text(encoding="utf-8")).get("layout", []):
            made = _layout(raw)
            found[made.name] = made
    return found


def layout(name: str) -> Layout:
    """Return a layout.

    Raises:
        BadInput: there is none of that name.
    """
    known = layouts()
    if name not in known:
        raise BadInput(
            f"银行流水格式：没有“{name}”，可用：{'、'.join(known)}"
            f" / bank layout: no {name}; known: {', '.join(known)}"
        )
    return known[name]


def _layout(raw: Mapping[str, Any]) -> Layout:
    columns = {
        what: tuple(names)
        for what, names in raw.items()
        if isinstance(names, list) and what != "incoming"
    }
    forms = any(all(what in columns for what in form) for form in ONE_OF)
    if not forms or any(what not in columns for what in NEEDED):
        raise BadInput(
            f"config/banks：格式“{raw.get('name')}”缺少流水号、日期或金额栏"
            f" / layout {raw.get('name')} lacks serial, day or amount"
        )
    return Layout(
        name=raw["name"],
        title=raw["title"],
        columns=columns,
        incoming=frozenset(raw.get("incoming", ())),
        serial_by_day=bool(raw.get("serial_by_day", False)),
    )

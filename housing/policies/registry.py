"""The register of parameters: what each means, its unit, who sets it, which rules need it."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from housing.core.errors import BadInput, NotFound
from housing.core.settings import config_folder

FILE = "parameters.toml"
BASES = ("instrument", "delegated", "gap")
FIELDS = frozenset({"name", "title", "unit", "set_by", "basis", "rules"})
OPTIONAL = frozenset({"without", "optional"})


@dataclass(frozen=True, slots=True)
class Parameter:
    """What one parameter means.

    `basis`: instrument (the value stands in the article), delegated (the article leaves it to
    `set_by`), gap (no article names it, no step can run without). `in_catalogue` is false for what
    only this system needs. `without` says what stays closed while nobody has set it; `optional`
    that a place may do without it.
    """

    name: str
    title: str
    unit: str
    set_by: str
    basis: str
    rules: tuple[str, ...]
    in_catalogue: bool
    without: str
    optional: bool

    def serves(self, instrument: str) -> bool:
        """Return whether a rule of `instrument` (HN, HZS, …) needs this parameter."""
        return any(rule.startswith(f"{instrument}-") for rule in self.rules)


class Registry:
    """All parameters, in the order of the file."""

    def __init__(self, parameters: Iterable[Parameter] = ()) -> None:
        self._by_name: dict[str, Parameter] = {}
        for parameter in parameters:
            if parameter.name in self._by_name:
                raise BadInput(f"{FILE}: 参数 {parameter.name} 写了两次 / parameter written twice")
            self._by_name[parameter.name] = parameter

    def find(self, name: str) -> Parameter | None:
        """Return a parameter, or None when there is none of that name."""
        return self._by_name.get(name)

    def get(self, name: str) -> Parameter:
        """Return a parameter.

        Raises:
            NotFound: there is none of that name.
        """
        found = self.find(name)
        if found is None:
            raise NotFound(f"没有参数“{name}” / there is no parameter '{name}'")
        return found

    def all_parameters(self) -> list[Parameter]:
        """Return every parameter, in the order of the file."""
        return list(self._by_name.values())

    def rules_of(self, name: str) -> tuple[str, ...]:
        """Return the rules that need a parameter; nothing for an unknown one."""
        found = self.find(name)
        return found.rules if found else ()


@cache
def load_registry(folder: Path | None = None) -> Registry:
    """Return the register in `folder` (default: `config/policies` of this installation).

    Raises:
        BadInput: an entry is not whole or stands twice; names file and entry.
    """
    path = (folder or config_folder() / "policies") / FILE
    raw = tomllib.loads(path.read_text(encoding="utf-8"))
    unknown = sorted(set(raw) - {"parameter", "system"})
    if unknown:
        raise BadInput(f"{FILE}: 不识 {unknown} / unknown; use parameter or system")
    return Registry(
        _parameter(entry, f"{FILE} {part} [{number}]", part == "parameter")
        for part in ("parameter", "system")
        for number, entry in enumerate(raw.get(part, []), 1)
    )


def _parameter(entry: Mapping[str, Any], where: str, in_catalogue: bool) -> Parameter:
    missing, unknown = FIELDS - set(entry), set(entry) - FIELDS - OPTIONAL
    if missing or unknown:
        raise BadInput(
            f"{where}: 缺少字段 {sorted(missing)}，不识字段 {sorted(unknown)}"
            " / missing or unknown fields"
        )
    if entry["basis"] not in BASES:
        raise BadInput(f"{where}: basis: {entry['basis']!r}，应为 {BASES} 之一 / use one of these")
    return Parameter(
        name=str(entry["name"]),
        title=str(entry["title"]),
        unit=str(entry["unit"]),
        set_by=str(entry["set_by"]),
        basis=str(entry["basis"]),
        rules=tuple(entry["rules"]),
        in_catalogue=in_catalogue,
        without=str(entry.get("without", "")),
        optional=bool(entry.get("optional", 0)),
    )

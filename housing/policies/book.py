"""The value of a rule on a day: looked up for the county, its prefecture, its province, the law."""

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, Self

from housing.core.errors import BadInput, MissingPolicyValue
from housing.core.settings import config_folder
from housing.policies.value import PolicyValue, read_value

#: Which rule needs a parameter, so that a missing value can name the article even where no other
#: place has set it either.
NEEDED_BY = {
    "priority_rules": ("HN-18-3",),
    "scoring_table": ("HN-17-1",),
    "housing_area_line_per_capita": ("HN-10-1", "HN-12-1"),
    "suitable_flats": ("HN-10-2", "HN-21-7"),
    "own_stock": ("HN-19-1", "HN-19-2"),
    "round_order_method": ("HN-21-5",),
    "approved_mechanism": ("HN-21-5", "HN-18-3"),
    "allocation_order_publicity_period": ("HN-21-6",),
    "seed_sources": ("HN-21-5",),
    "seed_bits_least": ("HN-21-5",),
}


class PolicyBook:
    """All dated values. Read-only; the same book gives the same answer for ever."""

    def __init__(
        self, values: Iterable[PolicyValue], instruments: Mapping[str, tuple[str, ...]]
    ) -> None:
        """`instruments` maps an instrument's id to the places (division codes) it governs."""
        self._instruments = dict(instruments)
        self._values: dict[tuple[str, str], list[PolicyValue]] = {}
        for value in values:
            self._values.setdefault((value.parameter, value.place), []).append(value)
        for held in self._values.values():
            held.sort(key=lambda value: value.in_force_from)
            _refuse_overlap(held)

    @classmethod
    def load(cls, folder: Path | None = None) -> Self:
        """Return the book of `folder` (default: `config/policies` of this installation).

        Raises:
            BadInput: a file cannot be read, an entry is not whole, or two values of one parameter
                and place are in force on the same day; names the file and the entry.
        """
        values: list[PolicyValue] = []
        instruments: dict[str, tuple[str, ...]] = {}
        for path in sorted((folder or config_folder() / "policies").glob("*.toml")):
            entries = _entries(path)
            for number, entry in enumerate(entries.get("value", []), 1):
                values.append(read_value(entry, f"{path.name} [{number}]"))
            for entry in entries.get("instrument", []):
                instruments[entry["id"]] = tuple(entry["places"])
        return cls(values, instruments)

    def value(self, parameter: str, place: str, day: date) -> PolicyValue:
        """Return the value in force for `place` (division code) on `day`.

        Raises:
            MissingPolicyValue: nobody has set it; names parameter, place, day and rules.
        """
        found = self.find(parameter, place, day)
        if found is None:
            rules = "、".join(self._rules_of(parameter)) or "—"
            raise MissingPolicyValue(
                f"{place} 在 {day.isoformat()} 没有参数 {parameter} 的值（条目 {rules}），"
                f"请在 config/policies 填写并注明依据 / no value of {parameter} for {place} on"
                f" {day.isoformat()}, needed by {rules}; enter one in config/policies"
            )
        return found

    def find(self, parameter: str, place: str, day: date) -> PolicyValue | None:
        """Return the value in force, or None: county, prefecture, province, then instrument."""
        for level in self._chain(place):
            for value in self._values.get((parameter, level), ()):
                if value.is_in_force(day):
                    return value
        return None

    def all_values(self) -> list[PolicyValue]:
        """Return every value, ordered by parameter, place and first day."""
        return [value for key in sorted(self._values) for value in self._values[key]]

    def _chain(self, place: str) -> Iterator[str]:
        divisions = list(dict.fromkeys((place, place[:4] + "00", place[:2] + "0000")))
        yield from divisions
        for instrument, places in self._instruments.items():
            if any(division in places for division in divisions):
                yield instrument

    def _rules_of(self, parameter: str) -> list[str]:
        rules = {
            rule
            for (name, _place), values in self._values.items()
            if name == parameter
            for value in values
            for rule in value.rules
        }
        return sorted(rules | set(NEEDED_BY.get(parameter, ())))


def _entries(path: Path) -> dict[str, list[dict[str, Any]]]:
    try:
        raw = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise BadInput(f"{path.name}: 不是可读的 TOML 文件 / not readable: {fault}") from fault
    unknown = sorted(set(raw) - {"value", "instrument"})
    if unknown:
        raise BadInput(f"{path.name}: 不识 {unknown} / unknown; use [[value]] or [[instrument]]")
    return raw


def _refuse_overlap(values: list[PolicyValue]) -> None:
    for earlier, later in pairwise(values):
        if earlier.is_in_force(later.in_force_from):
            raise BadInput(
                f"{later.parameter}（{later.place}）: {later.in_force_from.isoformat()} 起的值与"
                f" {earlier.in_force_from.isoformat()} 起的值重叠，请给前者写 to"
                " / two values are in force on the same day; give the earlier one a last day (to)"
            )

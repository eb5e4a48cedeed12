"""One dated value of a rule, and how a file's entry becomes one."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from housing.core.canonical import canonical_bytes
from housing.core.errors import BadInput
from housing.policies.registry import BASES

FIELDS = frozenset({"parameter", "place", "value", "unit", "from", "basis", "rules", "source"})
OPTIONAL = frozenset({"to", "provisional"})

#: The first day of a value whose instrument names none in its text (HN, HZR, KM).
UNSTATED = date.min


@dataclass(frozen=True, slots=True)
class PolicyValue:
    """A value with its unit, the days it is in force, its rules and where it is written.

    `place` is a division code, or the id of an instrument for a value written in the instrument
    itself. `in_force_to` is the last day, None while no end is known. `provisional` marks a value
    for which no source was found or which a county has yet to confirm.
    """

    parameter: str
    value: Any
    unit: str
    place: str
    in_force_from: date
    in_force_to: date | None
    basis: str
    rules: tuple[str, ...]
    source: str
    provisional: bool

    def is_in_force(self, day: date) -> bool:
        """Return whether the value holds on `day`; first and last day are included."""
        return self.in_force_from <= day and (self.in_force_to is None or day <= self.in_force_to)

    def to_json(self) -> dict[str, Any]:
        """Return the value as it is written into a frozen round: no dates, no truth values."""
        return {
            "parameter": self.parameter,
            "value": self.value,
            "unit": self.unit,
            "place": self.place,
            "from": None if self.in_force_from == UNSTATED else self.in_force_from.isoformat(),
            "to": self.in_force_to.isoformat() if self.in_force_to else None,
            "basis": self.basis,
            "rules": list(self.rules),
            "source": self.source,
            "provisional": int(self.provisional),
        }


def read_value(entry: Mapping[str, Any], where: str) -> PolicyValue:
    """Return the value that one `[[value]]` entry of a file holds; `where` names file and entry.

    Raises:
        BadInput: a field is missing, unknown or of the wrong kind; names it.
    """
    place = f"{where} {entry.get('parameter', '')}".strip()
    _check_fields(entry, place)
    try:
        canonical_bytes(entry["value"])
    except ValueError as fault:
        raise BadInput(
            f"{place}: value: {fault} / 数值不能用小数或真假值，请改用整数（如百分之一）或文字"
        ) from fault
    first, last = _day(entry, "from", place), _day(entry, "to", place) if "to" in entry else None
    if last is not None and last < first:
        raise BadInput(f"{place}: to: {last} 早于 from {first} / the last day is before the first")
    return PolicyValue(
        parameter=_text(entry, "parameter", place),
        value=entry["value"],
        unit=_text(entry, "unit", place),
        place=_text(entry, "place", place),
        in_force_from=first,
        in_force_to=last,
        basis=_text(entry, "basis", place),
        rules=tuple(entry["rules"]),
        source=_text(entry, "source", place),
        provisional=bool(entry.get("provisional", False)),
    )


def _check_fields(entry: Mapping[str, Any], place: str) -> None:
    missing = sorted(FIELDS - set(entry))
    unknown = sorted(set(entry) - FIELDS - OPTIONAL)
    if missing or unknown:
        raise BadInput(
            f"{place}: 缺少字段 {missing}，不识字段 {unknown} / missing or unknown fields"
        )
    if entry["basis"] not in BASES:
        raise BadInput(f"{place}: basis: {entry['basis']!r}，应为 {BASES} 之一 / use one of these")
    rules = entry["rules"]
    if not (isinstance(rules, list) and rules and all(isinstance(rule, str) for rule in rules)):
        raise BadInput(f"{place}: rules: 至少写一个目录条目编号 / name at least one rule id")
    if not isinstance(entry.get("provisional", False), bool):
        raise BadInput(f"{place}: provisional: 应为 true 或 false / must be true or false")


def _text(entry: Mapping[str, Any], field: str, place: str) -> str:
    value = entry[field]
    if not isinstance(value, str) or not value.strip():
        raise BadInput(f"{place}: {field}: {value!r} 应为文字 / must be text")
    return value


def _day(entry: Mapping[str, Any], field: str, place: str) -> date:
    value = entry[field]
    if not isinstance(value, date) or isinstance(value, datetime):
        raise BadInput(f"{place}: {field}: {value!r} 应为日期，如 2026-01-01 / must be a date")
    return value

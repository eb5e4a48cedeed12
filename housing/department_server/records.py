"""A department's own records: a sheet of people, and what it answers from them.

The sheet is CSV in UTF-8 and is read again whenever it has changed. A request about somebody
whom the records of civil affairs, public security or social security do not know is not answered
from guesses: it stays open until the records know them.
"""

import csv
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from housing.core.access.offices import OfficeKind
from housing.core.errors import BadInput

Row = Mapping[str, str]
Person = Mapping[str, Any]

COLUMNS: Mapping[OfficeKind, tuple[str, ...]] = {
    OfficeKind.PROPERTY_REGISTRY: (
        "identity_number",
        "record",
        "address",
        "area",
        "kind",
        "cause",
        "on",
    ),
    OfficeKind.CIVIL_AFFAIRS: (
        "identity_number",
        "status",
        "spouse_identity_number",
        "income_fen",
        "income_band",
        "assets_fen",
        "vehicles",
        "rescue",
    ),
    OfficeKind.PUBLIC_SECURITY: (
        "identity_number",
        "name",
        "household_number",
        "registered_here",
        "relation",
    ),
    OfficeKind.SOCIAL_SECURITY: ("identity_number", "employer", "insured_here", "months"),
}


class NotInRecords(Exception):
    """People whom the records do not know; counted, never named in a log."""

    def __init__(self, count: int) -> None:
        super().__init__(f"{count} people are not in the records")
        self.count = count


@dataclass(slots=True)
class Records:
    """The sheet of one department; rows of one person lie together in `rows`."""

    kind: OfficeKind
    path: Path
    rows: dict[str, list[Row]] = field(default_factory=dict)
    _read_at: tuple[int, int] = (0, 0)

    def refresh(self) -> None:
        """Read the sheet again if it has changed.

        Raises:
            BadInput: it has no such columns; names them. BadInput, OSError: it cannot be read.
        """
        found = self.path.stat()
        if self._read_at == (found.st_mtime_ns, found.st_size):
            return
        self.rows = _read(self.kind, self.path)
        self._read_at = (found.st_mtime_ns, found.st_size)

    def answer(self, people: Sequence[Person], as_of: date, number: str) -> dict[str, Any]:
        """Return the answer about `people` as the interface writes it; `number`: its own number.

        Raises:
            NotInRecords: somebody is not in the records.
        """
        self.refresh()
        return {"as_of": as_of.isoformat(), "document": number} | _ANSWERS[self.kind](
            people, self.rows
        )


def _read(kind: OfficeKind, path: Path) -> dict[str, list[Row]]:
    rows: dict[str, list[Row]] = {}
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            sheet = csv.DictReader(file)
            missing = set(COLUMNS[kind]) - set(sheet.fieldnames or ())
            if missing:
                raise BadInput(
                    f"{path.name}：缺少列 {'、'.join(sorted(missing))}"
                    f" / {path.name}: missing columns {', '.join(sorted(missing))}"
                )
            for row in sheet:
                rows.setdefault(row["identity_number"].strip(), []).append(row)
    except UnicodeDecodeError as wrong:
        raise BadInput(f"{path.name}：应为 UTF-8 编码的 CSV / must be CSV in UTF-8") from wrong
    return rows


def _one_each(people: Sequence[Person], rows: Mapping[str, list[Row]]) -> list[Row]:
    """Return the first row of each person."""
    unknown = [each for each in people if each["identity_number"] not in rows]
    if unknown:
        raise NotInRecords(len(unknown))
    return [rows[each["identity_number"]][0] for each in people]


def _property(people: Sequence[Person], rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    """Whoever is not in the register of property owns nothing there."""
    found: dict[str, list[dict[str, Any]]] = {
        "dwellings": [],
        "disposals": [],
        "policy_housing": [],
    }
    for each in people:
        name = each["name"]
        for row in rows.get(each["identity_number"], ()):
            if row["record"] == "dwelling":
                owned = {"owner": name, "address": row["address"], "area": int(row["area"])}
                found["dwellings"].append(owned | {"kind": row["kind"]})
            elif row["record"] == "disposal":
                sold = {"owner": name, "on": row["on"], "kind": row["kind"]}
                gone = {"cause": row["cause"] or "none", "area": int(row["area"])}
                found["disposals"].append(sold | gone)
            else:
                bought = {"person": name, "kind": row["kind"], "on": row["on"]}
                found["policy_housing"].append(bought)
    return dict(found)


def _civil(people: Sequence[Person], rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    held = _one_each(people, rows)
    numbers = {each["identity_number"] for each in people}
    marriages = [
        {
            "person": each["name"],
            "status": row["status"],
            "spouse_in_application": row["status"] == "married"
            and row["spouse_identity_number"] in numbers,
        }
        for each, row in zip(people, held, strict=True)
    ]
    return {
        "marriages": marriages,
        "income_fen": sum(_whole(row["income_fen"]) for row in held),
        "income_band": _first(held, "income_band", "above"),
        "assets_fen": sum(_whole(row["assets_fen"]) for row in held),
        "vehicles": [_whole(value) for row in held for value in _listed(row["vehicles"])],
        "rescue": _first(held, "rescue", "none"),
    }


def _police(people: Sequence[Person], rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    held = _one_each(people, rows)
    households = {row["household_number"] for row in held}
    numbers = {each["identity_number"] for each in people}
    together = [
        row for number in rows for row in rows[number] if row["household_number"] in households
    ]
    strangers = [row["name"] for row in together if row["identity_number"] not in numbers]
    return {
        "people": [
            {
                "person": each["name"],
                "registered_here": _is_yes(row["registered_here"]),
                "relation": row["relation"],
            }
            for each, row in zip(people, held, strict=True)
        ],
        "household_size": len(together),
        "unknown_people": strangers,
    }


def _insurance(people: Sequence[Person], rows: Mapping[str, list[Row]]) -> dict[str, Any]:
    """The insurance of the applicant, who comes first."""
    row = _one_each(people[:1], rows)[0]
    return {
        "months": sorted(set(_listed(row["months"]))),
        "employer": row["employer"],
        "insured_here": _is_yes(row["insured_here"]),
    }


def _listed(text: str) -> list[str]:
    return [part.strip() for part in text.split(";") if part.strip()]


def _whole(text: str) -> int:
    return int(text) if text.strip() else 0


def _first(rows: Iterable[Row], column: str, otherwise: str) -> str:
    return next((row[column] for row in rows if row[column] not in ("", "none")), otherwise)


def _is_yes(text: str) -> bool:
    return text.strip().lower() in ("yes", "true", "1", "是")


_ANSWERS: Mapping[
    OfficeKind, Callable[[Sequence[Person], dict[str, list[Row]]], dict[str, Any]]
] = {
    OfficeKind.PROPERTY_REGISTRY: _property,
    OfficeKind.CIVIL_AFFAIRS: _civil,
    OfficeKind.PUBLIC_SECURITY: _police,
    OfficeKind.SOCIAL_SECURITY: _insurance,
}

"""The instruments: which place each governs, from which day to which, and who borrows it."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from housing.core.errors import BadInput

INSTRUMENT = (frozenset({"id", "places"}), frozenset({"title", "from", "to", "renewal"}))
PROCEDURE = (frozenset({"of", "places", "basis"}), frozenset({"without"}))


@dataclass(frozen=True, slots=True)
class Instrument:
    """One instrument, the division codes it governs and its days in force.

    `first_day` is None where the source text names none, `last_day` while no end is known.
    `renewal` names the parameter that holds a renewed legal basis once it has lapsed.
    """

    id: str
    title: str
    places: tuple[str, ...]
    first_day: date | None
    last_day: date | None
    renewal: str

    def governs(self, divisions: Collection[str]) -> bool:
        """Return whether one of these division codes is a place of this instrument."""
        return any(place in divisions for place in self.places)


@dataclass(frozen=True, slots=True)
class Procedure:
    """Places that run on the procedure of instrument `of` with a legal basis of their own.

    `basis` names the parameter that holds it; `without` the parameters they have no use for.
    """

    of: str
    places: tuple[str, ...]
    basis: str
    without: frozenset[str]

    def governs(self, divisions: Collection[str]) -> bool:
        """Return whether one of these division codes runs on this procedure."""
        return any(place in divisions for place in self.places)


def divisions_of(place: str) -> tuple[str, ...]:
    """Return county, prefecture and province of a division code of six digits, nearest first."""
    return tuple(dict.fromkeys((place, place[:4] + "00", place[:2] + "0000")))


def read_instrument(entry: Mapping[str, Any], where: str) -> Instrument:
    """Return the instrument that one `[[instrument]]` entry describes.

    Raises:
        BadInput: a field is missing, unknown or no date; names it.
    """
    _check(entry, INSTRUMENT, where)
    return Instrument(
        id=str(entry["id"]),
        title=str(entry.get("title", entry["id"])),
        places=tuple(entry["places"]),
        first_day=_day(entry, "from", where),
        last_day=_day(entry, "to", where),
        renewal=str(entry.get("renewal", "")),
    )


def read_procedure(entry: Mapping[str, Any], where: str) -> Procedure:
    """Return the borrowed procedure that one `[[procedure]]` entry describes.

    Raises:
        BadInput: a field is missing or unknown; names it.
    """
    _check(entry, PROCEDURE, where)
    return Procedure(
        of=str(entry["of"]),
        places=tuple(entry["places"]),
        basis=str(entry["basis"]),
        without=frozenset(entry.get("without", ())),
    )


def _check(
    entry: Mapping[str, Any], fields: tuple[frozenset[str], frozenset[str]], where: str
) -> None:
    missing, unknown = fields[0] - set(entry), set(entry) - fields[0] - fields[1]
    if missing or unknown:
        raise BadInput(
            f"{where}: 缺少字段 {sorted(missing)}，不识字段 {sorted(unknown)}"
            " / missing or unknown fields"
        )


def _day(entry: Mapping[str, Any], field: str, where: str) -> date | None:
    value = entry.get(field)
    if value is not None and (not isinstance(value, date) or isinstance(value, datetime)):
        raise BadInput(f"{where}: {field}: {value!r} 应为日期，如 2026-01-01 / must be a date")
    return value

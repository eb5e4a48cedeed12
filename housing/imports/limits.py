"""What a plausible sheet looks like in a place on a day, from the dated policy values."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from housing.policies.book import PolicyBook


@dataclass(frozen=True, slots=True)
class Limits:
    """Plausible ranges; areas in hundredths of m², money in fen."""

    size_most: int
    unit_area_least: int
    unit_area_most: int
    present_area_most: int
    floors_most: int
    rent_most: int
    income_most: int
    assets_most: int
    insurance_months_most: int
    applicant_age_least: int
    bands: tuple[tuple[str, int, int], ...]
    priority_words: tuple[str, ...]

    def band(self, floor: int) -> str:
        """Return the name of the band that `floor` lies in, empty above the highest."""
        return next((name for name, first, last in self.bands if first <= floor <= last), "")


def limits_of(book: PolicyBook, place: str, day: date) -> Limits:
    """Return the limits in force for `place` on `day`.

    Raises:
        MissingPolicyValue: the place has none; names the parameter.
    """
    ranges: dict[str, int] = book.value("sheet_limits", place, day).value
    bands = book.value("sheet_floor_bands", place, day).value
    groups = book.value("priority_rules", place, day).value["groups"]
    return Limits(
        **ranges,
        bands=tuple(_bands(bands)),
        priority_words=tuple(group["word"] for group in groups),
    )


def _bands(rows: list[dict[str, Any]]) -> Iterator[tuple[str, int, int]]:
    for row in rows:
        yield row["name"], row["first"], row["last"]

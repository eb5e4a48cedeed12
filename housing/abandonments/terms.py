"""What the law and the county set for an abandonment, as it holds on a day."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from housing.abandonments.rules import Reading
from housing.calendar import Measure, Period
from housing.policies.book import PolicyBook
from housing.policies.value import PolicyValue

#: The values that a confirmed abandonment rests on.
FREEZE, AFTER, READING = (
    "abandonment_freeze",
    "abandonment_reapply_after",
    "abandonment_reapply_reading",
)


READINGS = {Reading.CLOCK_RUNS: "照常计算", Reading.CLOCK_STOPS: "停止计算"}


@dataclass(frozen=True, slots=True)
class Terms:
    """Years of the freeze, years after which one applies anew, and how these are counted."""

    freeze_years: int
    reapply_years: int
    reading: Reading
    values: tuple[PolicyValue, ...]

    @property
    def freeze(self) -> str:
        """The length of the freeze in Chinese words."""
        return Period(self.freeze_years, Measure.YEARS).chinese

    def as_json(self) -> list[list[str]]:
        """Return name, value in words and source of each, as they are kept with the decision."""
        words = (
            self.freeze,
            Period(self.reapply_years, Measure.YEARS).chinese,
            READINGS[self.reading],
        )
        held = zip(self.values, words, strict=True)
        return [[each.parameter, said, each.source] for each, said in held]


def terms_of(book: PolicyBook, place: str, day: date) -> Terms:
    """Return the terms of `place` on `day`. Basis: HN 22 (HN-22-2, HN-22-3).

    Raises:
        MissingPolicyValue: one of them is not set; names it.
    """
    freeze, after, reading = (book.value(name, place, day) for name in (FREEZE, AFTER, READING))
    return Terms(
        freeze_years=int(freeze.value),
        reapply_years=int(after.value),
        reading=Reading(reading.value),
        values=(freeze, after, reading),
    )


def excuses(book: PolicyBook, place: str, day: date) -> dict[str, str]:
    """Return the grounds that the county's dated rule accepts, by key; none without a rule.

    Basis: HN 22 (HN-22-1: the article foresees no excuse, so that only a county's rule can).
    """
    held = book.find("abandonment_excuses", place, day)
    rows: Sequence[Mapping[str, Any]] = held.value if held else ()
    return {str(row["key"]): str(row["title"]) for row in rows}

"""One list of a round as rows of cells, before it becomes a spreadsheet or paper."""

from collections.abc import Sequence
from dataclasses import dataclass

Cell = str | int


@dataclass(frozen=True, slots=True)
class Column:
    """Header in both languages, and how wide the column is against the others."""

    zh: str
    en: str
    width: int


@dataclass(frozen=True, slots=True)
class Listing:
    """A titled table; `notes` are sentences above it, `code` is the round's."""

    code: str
    title: str
    title_en: str
    notes: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Cell]]

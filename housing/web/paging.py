"""A list shown in pages; nothing a visitor sends may ask for more than one page."""

from dataclasses import dataclass

from flask import request

ROWS = 50
_FARTHEST = 1_000_000


@dataclass(frozen=True, slots=True)
class Paging:
    """Which page of how many rows; pages count from 1."""

    page: int
    rows: int
    total: int

    @property
    def pages(self) -> int:
        """Number of pages, at least 1."""
        return max(1, -(-self.total // self.rows))

    @property
    def offset(self) -> int:
        """Rows before this page."""
        return (self.page - 1) * self.rows

    @property
    def first(self) -> int:
        """Number of the first row shown, from 1; 0 when there is none."""
        return self.offset + 1 if self.total else 0

    @property
    def last(self) -> int:
        """Number of the last row shown."""
        return min(self.total, self.offset + self.rows)


def asked_page() -> int:
    """Return the page number of the address, 1 when missing or no number."""
    text = request.args.get("page", "1")
    return min(max(int(text), 1), _FARTHEST) if text.isdecimal() and len(text) < 8 else 1


def paged(total: int, rows: int = ROWS) -> Paging:
    """Return the asked page of a list of `total` rows; beyond the end gives the last page."""
    pages = max(1, -(-total // rows))
    return Paging(page=min(asked_page(), pages), rows=rows, total=total)

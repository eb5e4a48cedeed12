"""The values that a place needs on a day, filtered as an officer asks."""

from dataclasses import dataclass
from datetime import date

from housing.policies.book import PolicyBook
from housing.policies.review import Needed, needed


@dataclass(frozen=True, slots=True)
class Filter:
    """`q`: a part of the title or the name or a rule; `only`: missing, provisional or ''."""

    q: str = ""
    only: str = ""

    def keeps(self, row: Needed) -> bool:
        """Return whether a row is asked for."""
        if self.only == "missing" and row.value is not None:
            return False
        if self.only == "provisional" and not (row.value and row.value.provisional):
            return False
        word = self.q.strip().lower()
        held = (row.parameter.title, row.parameter.name, *row.rules)
        return not word or any(word in each.lower() for each in held)


def rows_of(book: PolicyBook, place: str, day: date, asked: Filter) -> list[Needed]:
    """Return the values that `place` needs on `day`, in the order of the register."""
    return [row for row in needed(book, place, day) if asked.keeps(row)]

"""The model: yes-or-no questions, and every rule as one inequality over the answers.

Flats of a class are alike, so it asks for household × class and never for household × flat. For
related households it also asks for set × estate: the answers follow from the others, but a search
that can decide them first needs seconds where it otherwise failed within minutes (1,000 households
with 20 related pairs).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from allocation.problem import Household, Problem

#: Factor of each question, by its number; questions that are absent count nothing.
Terms = Mapping[int, int]


class Row(NamedTuple):
    """A rule: the factors of the questions answered with yes add up to `most` or less."""

    terms: Terms
    most: int

    def among(self, possible: frozenset[int]) -> Row:
        """The same rule when only the possible questions can be answered with yes."""
        terms = {number: factor for number, factor in self.terms.items() if number in possible}
        return Row(terms, self.most)

    def can_bind(self) -> bool:
        """Whether some answers would break the rule."""
        return sum(factor for factor in self.terms.values() if factor > 0) > self.most


class Wish(NamedTuple):
    """One class on the list of the household at `position`; `rank` 0 is its best rank."""

    position: int
    class_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Model:
    """All questions by number: first every wish, along the public order and then along the lists;
    then, for every set of related households, whether each estate is its home."""

    problem: Problem
    ordered: tuple[Household, ...]
    wishes: tuple[Wish, ...]
    of_household: tuple[tuple[int, ...], ...]
    of_class: Mapping[str, tuple[int, ...]]
    position: Mapping[str, int]

    @classmethod
    def of(cls, problem: Problem) -> Self:
        """The model of a problem with n households; takes O(n log n + E) time for E wishes."""
        ordered = problem.in_order()
        wishes: list[Wish] = []
        of_household: list[tuple[int, ...]] = []
        of_class: dict[str, list[int]] = {each.id: [] for each in problem.classes}
        for position, household in enumerate(ordered):
            start = len(wishes)
            for rank, names in enumerate(household.acceptable):
                for name in names:
                    of_class[name].append(len(wishes))
                    wishes.append(Wish(position, name, rank))
            of_household.append(tuple(range(start, len(wishes))))
        return cls(
            problem=problem,
            ordered=ordered,
            wishes=tuple(wishes),
            of_household=tuple(of_household),
            of_class={name: tuple(numbers) for name, numbers in of_class.items()},
            position={household.id: r for r, household in enumerate(ordered)},
        )

    def questions(self) -> frozenset[int]:
        """The numbers of all questions."""
        return frozenset(range(len(self.wishes))) | self.homes()

    def homes(self) -> frozenset[int]:
        """The numbers of the questions where related households live."""
        start = len(self.wishes)
        count = len(self.problem.together) * len(self.problem.estates)
        return frozenset(range(start, start + count))

    def home(self, together: int, estate: int) -> int:
        """The question whether this set of related households lives in this estate (both counted
        from 0, as the problem lists them)."""
        return len(self.wishes) + together * len(self.problem.estates) + estate

    def wishes_of(self, household_id: str, classes: Iterable[str]) -> list[int]:
        """The wishes of one household for any of the classes."""
        wanted = frozenset(classes)
        numbers = self.of_household[self.position[household_id]]
        return [number for number in numbers if self.wishes[number].class_id in wanted]

    def chosen(self, assignment: Mapping[str, str]) -> frozenset[int]:
        """The questions answered with yes under an assignment of classes to household ids."""
        found = [
            number
            for name, class_id in assignment.items()
            for number in self.wishes_of(name, (class_id,))
        ]
        for together, members in enumerate(self.problem.together):
            for estate, classes in enumerate(self.problem.estates.values()):
                if all(assignment.get(member) in classes for member in members):
                    found.append(self.home(together, estate))
        return frozenset(found)

    def assignment(self, chosen: Iterable[int]) -> dict[str, str]:
        """The class of each housed household when these questions are answered with yes."""
        numbers = sorted(number for number in chosen if number < len(self.wishes))
        found = (self.wishes[number] for number in numbers)
        return {self.ordered[wish.position].id: wish.class_id for wish in found}

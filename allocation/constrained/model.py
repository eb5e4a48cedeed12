"""The model: one yes-or-no answer for each wish, and every rule as one inequality over them.

Flats of a class are alike, so the model asks for household × class and never for household × flat.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from allocation.problem import Household, Problem

#: Coefficient of each wish, by its number; wishes that are absent count nothing.
Terms = Mapping[int, int]


class Row(NamedTuple):
    """A rule: the coefficients of the wishes that come true add up to `most` or less."""

    terms: Terms
    most: int

    def among(self, possible: frozenset[int]) -> Row:
        """The same rule when only the possible wishes can come true."""
        terms = {wish: factor for wish, factor in self.terms.items() if wish in possible}
        return Row(terms, self.most)

    def can_bind(self) -> bool:
        """Whether some answers to its wishes would break the rule."""
        return sum(factor for factor in self.terms.values() if factor > 0) > self.most


class Wish(NamedTuple):
    """One class on the list of the household at `position`; `rank` 0 is its best rank."""

    position: int
    class_id: str
    rank: int


@dataclass(frozen=True, slots=True)
class Model:
    """All wishes, numbered along the public order and then along the lists."""

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

    def wishes_of(self, household_id: str, classes: Iterable[str]) -> list[int]:
        """The wishes of one household for any of the classes."""
        wanted = frozenset(classes)
        numbers = self.of_household[self.position[household_id]]
        return [number for number in numbers if self.wishes[number].class_id in wanted]

    def chosen(self, assignment: Mapping[str, str]) -> frozenset[int]:
        """The wishes that come true under an assignment of classes to household ids."""
        return frozenset(
            number
            for name, class_id in assignment.items()
            for number in self.wishes_of(name, (class_id,))
        )

    def assignment(self, chosen: Iterable[int]) -> dict[str, str]:
        """The class of each housed household when these wishes come true."""
        found = (self.wishes[number] for number in sorted(chosen))
        return {self.ordered[wish.position].id: wish.class_id for wish in found}

"""What a constrained round strives for, goal before goal.

Several goals whose values are small are put to the solver as one question: the first is weighed
so that one step of it outweighs all of the second, and so on. The order of goals is kept exactly,
and a problem in which every household is a tier of its own needs few questions.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from math import gcd
from typing import NamedTuple

from allocation.constrained.model import Model, Row, Terms
from allocation.plan import Stage

#: Goals share a question while the product of their numbers of values stays below this.
_LARGEST_QUESTION = 1 << 24


class Goal(NamedTuple):
    """A sum over the questions answered with yes, to be made as great as possible.

    `sign` is -1 where people read it as something to be made small.
    """

    words: str
    terms: Terms
    sign: int = 1

    def value(self, chosen: frozenset[int]) -> int:
        """What these answers reach."""
        return sum(factor for number, factor in self.terms.items() if number in chosen)

    def stage(self, chosen: frozenset[int], bound: int) -> Stage:
        """What the plan says of this goal, as people read it."""
        return Stage(self.words, self.sign * self.value(chosen), self.sign * bound)

    def at_least(self, value: int) -> Row:
        """The rule that the goal reaches this value."""
        return Row({number: -factor for number, factor in self.terms.items()}, -value)


class Span(NamedTuple):
    """Between these values a goal lies, whatever the answers, and only at these steps."""

    low: int
    high: int
    step: int

    def steps(self) -> int:
        """Steps from the lowest value to the highest."""
        return (self.high - self.low) // self.step


@dataclass(frozen=True, slots=True)
class Question:
    """Goals asked at once; a step of each counts as much as its weight."""

    goals: tuple[Goal, ...]
    spans: tuple[Span, ...]
    weights: tuple[int, ...]

    def terms(self) -> dict[int, int]:
        """The weighed sum of all goals."""
        total: dict[int, int] = {}
        for goal, span, weight in zip(self.goals, self.spans, self.weights, strict=True):
            for number, factor in goal.terms.items():
                total[number] = total.get(number, 0) + weight * (factor // span.step)
        return total

    def highest(self) -> int:
        """What the weighed sum cannot exceed by its spans alone."""
        parts = zip(self.spans, self.weights, strict=True)
        return sum(weight * (span.high // span.step) for span, weight in parts)

    def bounds(self, values: Sequence[int], bound: int) -> list[int]:
        """What each goal cannot exceed while the goals before it keep their values.

        `bound` is what the weighed sum cannot exceed.
        """
        parts = zip(self.spans, self.weights, strict=True)
        rest = bound - sum(weight * (span.low // span.step) for span, weight in parts)
        found: list[int] = []
        for value, span, weight in zip(values, self.spans, self.weights, strict=True):
            # A step not proven leaves so much of the rest that the goals after it get their spans.
            found.append(min(span.low + rest // weight * span.step, span.high))
            rest -= weight * ((value - span.low) // span.step)
        return found


def next_question(model: Model, possible: frozenset[int], goals: Sequence[Goal]) -> Question:
    """As many of the first goals as one question can hold, at least one."""
    spans: list[Span] = []
    size = 1
    for goal in goals:
        span = _span(model, possible, goal)
        size *= span.steps() + 1
        if spans and size > _LARGEST_QUESTION:
            break
        spans.append(span)
    weights = [1]
    for span in reversed(spans[1:]):
        weights.append(weights[-1] * (span.steps() + 1))
    return Question(tuple(goals[: len(spans)]), tuple(spans), tuple(reversed(weights)))


def goals_of(model: Model) -> list[Goal]:
    """For each tier, ascending, the sum of n - position over its housed households, greatest;
    then the sum of ranks over all housed (0 is the best rank), least.

    The tier is the first component of the priority.
    """
    n = len(model.ordered)
    found = []
    for tier, positions in groupby(range(n), key=lambda r: model.ordered[r].priority[0]):
        terms = {number: n - r for r in positions for number in model.of_household[r]}
        found.append(Goal(f"tier {tier}: greatest sum of n - position over its housed", terms))
    ranks = {number: -wish.rank for number, wish in enumerate(model.wishes) if wish.rank}
    return [*found, Goal("least sum of ranks over all housed", ranks, sign=-1)]


def settling_goals(model: Model, possible: frozenset[int]) -> list[Goal]:
    """In the public order, for each household its earliest listed class that is still possible."""
    found = []
    for numbers in model.of_household:
        still = [number for number in numbers if number in possible]
        if still:
            terms = {number: len(still) - place for place, number in enumerate(still)}
            found.append(Goal("", terms))
    return found


def _span(model: Model, possible: frozenset[int], goal: Goal) -> Span:
    """A household fulfils one wish at most, so it adds its smallest or greatest term at most."""
    low: dict[int, int] = {}
    high: dict[int, int] = {}
    for number, factor in goal.terms.items():
        if number in possible:
            position = model.wishes[number].position
            low[position] = min(low.get(position, 0), factor)
            high[position] = max(high.get(position, 0), factor)
    step = gcd(*goal.terms.values()) or 1
    return Span(sum(low.values()), sum(high.values()), step)

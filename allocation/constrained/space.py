"""The plans still in question: rows only grow, possible answers only shrink."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from allocation.constrained.exclusion import exclude
from allocation.constrained.goals import Goal, Question, next_question, settling_goals
from allocation.constrained.model import Model, Row, Terms
from allocation.constrained.search import Effort, OutOfTime, maximise

_OUT_OF_TIME = "no plan was found in time, nor proven that there is none; give more seconds"


class Space:
    """All plans that keep the rows and reach what was reached so far.

    `chosen` are the questions answered with yes in the best plan found; at first only a hint.
    """

    def __init__(
        self, model: Model, rows: Iterable[Row], hint: frozenset[int], effort: Effort
    ) -> None:
        self.chosen = hint
        self._model = model
        self._effort = effort
        self._rows: list[Row] = []
        self._possible = model.questions()
        self._has_plan = False
        self._reached: list[tuple[Terms, int]] = []
        self._is_loose = False
        self._narrow(rows, frozenset())

    def reach_all(self, goals: Sequence[Goal]) -> list[int]:
        """Reach each goal as far as the goals before it allow; what each cannot exceed.

        A goal that is not proven may still gain in what is asked after it, never lose.

        Raises:
            Impossible: proven that no plan keeps the rows.
            OutOfTime: no plan found.
        """
        bounds: list[int] = []
        while len(bounds) < len(goals):
            question = next_question(self._model, self._possible, goals[len(bounds) :])
            bounds += self._reach(question)
        return bounds

    def settle(self) -> bool:
        """Settle what is still open in the public order; whether all of it was settled."""
        if self._is_loose:
            self._fix_homes()
        goals = settling_goals(self._model, self._possible)
        while goals:
            question = next_question(self._model, self._possible, goals)
            terms = question.terms()
            bound = self._ask(terms, self._effort.left())
            if bound is None or bound > _value(terms, self.chosen):
                return False
            decided = frozenset(number for goal in question.goals for number in goal.terms)
            self._fix(decided, self.chosen)
            goals = goals[len(question.goals) :]
        return True

    def _reach(self, question: Question) -> list[int]:
        terms = question.terms()
        bound = question.highest()
        if not self._has_plan or any(span.steps() for span in question.spans):
            # Half of what is left, so that a hard goal leaves time for those after it.
            asked = self._ask(terms, self._effort.left() / 2)
            bound = bound if asked is None else min(bound, asked)
        value = _value(terms, self.chosen)
        exclusion = exclude(self._rows, self._possible, terms, value)
        self._is_loose = self._is_loose or exclusion.bound > value
        self._reached.append((terms, value))
        values = [goal.value(self.chosen) for goal in question.goals]
        kept = [goal.at_least(each) for goal, each in zip(question.goals, values, strict=True)]
        self._narrow(kept, exclusion.struck)
        return question.bounds(values, min(bound, exclusion.bound))

    def _fix_homes(self) -> None:
        """Find out which related households live alike in all plans still in question.

        Prices strike little while the relaxation may house half a family here and half there.
        Once that is decided they strike most of the rest: settling 1,000 households with 20
        related pairs then took seconds, where it had not ended in minutes.
        """
        before = self.chosen
        open_homes = self._possible & self._model.homes()
        while True:
            others = {home: -1 if home in before else 1 for home in open_homes}
            bound = self._ask(others, self._effort.left() / 2)
            if bound is None or bound > _value(others, self.chosen):
                return
            moved = open_homes & (before ^ self.chosen)
            if not moved:
                break
            open_homes -= moved
        self._fix(open_homes, before)
        for terms, value in self._reached:
            struck = exclude(self._rows, self._possible, terms, value).struck
            self._narrow((), struck)

    def _fix(self, questions: frozenset[int], chosen: frozenset[int]) -> None:
        """Answer these questions for good, as they are answered in `chosen`."""
        self._narrow([Row({number: -1}, -1) for number in questions & chosen], questions - chosen)

    def _ask(self, terms: Terms, seconds: float) -> int | None:
        """What the solver proves that `terms` cannot exceed; the best plan found is kept."""
        found = maximise(self._rows, self._possible, terms, self.chosen, self._effort, seconds)
        if found is None:
            if not self._has_plan:
                raise OutOfTime(_OUT_OF_TIME)
            return None
        self._has_plan = True
        self.chosen = found.chosen
        return found.bound

    def _narrow(self, rows: Iterable[Row], struck: frozenset[int]) -> None:
        self._possible -= struck
        narrowed = (row.among(self._possible) for row in [*self._rows, *rows])
        self._rows = [row for row in narrowed if row.can_bind()]


def _value(terms: Terms, chosen: frozenset[int]) -> int:
    return sum(factor for number, factor in terms.items() if number in chosen)

"""Which limits are in conflict when no plan keeps them all."""

from __future__ import annotations

from collections.abc import Sequence

from allocation.constrained.constraints import Condition, always, conditions
from allocation.constrained.model import Model, Row
from allocation.constrained.search import Effort, Impossible, maximise
from allocation.errors import LimitsConflict


def limits_conflict(model: Model, effort: Effort) -> LimitsConflict:
    """The error that names a smallest set in conflict: without any one of its limits and sets of
    related households, the others can be kept.

    Found by halving (Junker 2004, QUICKXPLAIN): for a conflict of k among m conditions about
    k log(m / k) questions whether a plan exists. A question that is not answered in time counts
    as yes; the set named is then still in conflict, but may be larger than it need be.
    """
    named = _Conflict(model, effort).within(conditions(model))
    words = tuple(condition.words for condition in named)
    return LimitsConflict(f"no plan can keep together: {'; '.join(words)}", words)


class _Conflict:
    def __init__(self, model: Model, effort: Effort) -> None:
        self._always = always(model)
        self._questions = model.questions()
        self._effort = effort

    def within(self, suspects: Sequence[Condition]) -> list[Condition]:
        """A smallest conflict among conditions that cannot all be kept."""
        return self._search([], suspects, is_worth_asking=False)

    def _search(
        self, kept: list[Condition], suspects: Sequence[Condition], is_worth_asking: bool
    ) -> list[Condition]:
        """The suspects that are in conflict with `kept`; all of them together are."""
        if is_worth_asking and self._is_impossible(kept):
            return []
        if len(suspects) == 1:
            return list(suspects)
        half = len(suspects) // 2
        first, second = suspects[:half], suspects[half:]
        from_second = self._search([*kept, *first], second, is_worth_asking=True)
        from_first = self._search([*kept, *from_second], first, bool(from_second))
        return [*from_first, *from_second]

    def _is_impossible(self, kept: Sequence[Condition]) -> bool:
        rows: list[Row] = [*self._always, *(row for each in kept for row in each.rows)]
        binding = [row for row in rows if row.can_bind()]
        try:
            maximise(binding, self._questions, {}, frozenset(), self._effort, self._effort.left())
        except Impossible:
            return True
        return False

"""The ways in which a round can be refused, each a sentence for the person who must mend it."""

from __future__ import annotations

from collections.abc import Sequence


class BadProblem(ValueError):
    """The problem is not one: the message names the place, the value and what is expected there."""


class BadPlan(ValueError):
    """The plan is not one, or was made for another problem: the message names the place."""


class LimitsConflict(ValueError):
    """No plan can keep these limits together.

    `limits` is a small set in conflict, in plain words: without any one of them the others
    can be kept.
    """

    def __init__(self, message: str, limits: Sequence[str] = ()) -> None:
        super().__init__(message)
        self.limits: tuple[str, ...] = tuple(limits)


class RoadsDisagree(RuntimeError):
    """The solver and the second road found different sets of housed households.

    One of them is wrong, so nothing may be published until the fault is found.
    """

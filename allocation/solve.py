"""One door to all mechanisms."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from inspect import signature
from typing import Any, cast

from allocation.plan import Plan
from allocation.problem import Problem

#: Where each mechanism lives; loaded when first used, for their libraries are large.
_MECHANISMS: Mapping[str, tuple[str, str]] = {
    "priority": ("allocation.priority", "solve_priority"),
    "in_turn": ("allocation.in_turn", "solve_in_turn"),
    "deferred_acceptance": ("allocation.deferred_acceptance", "solve_deferred_acceptance"),
    "constrained": ("allocation.constrained", "solve_constrained"),
}


def solve(problem: Problem, **options: Any) -> Plan:
    """The plan of the problem's mechanism.

    `options` are those of the mechanism: `constrained` takes `seconds`, `workers` and `seed`;
    the others take none.

    Raises:
        LimitsConflict: no plan keeps the limits (constrained only).
        RoadsDisagree: solver and second road differ (priority only); nothing may be published.
        TypeError: an option that the mechanism does not have.
    """
    return cast(Plan, _function(problem.mechanism)(problem, **options))


def default_options(mechanism: str) -> dict[str, Any]:
    """The options of a mechanism with the values they have when none are given."""
    parameters = signature(_function(mechanism)).parameters.values()
    return {each.name: each.default for each in parameters if each.kind is each.KEYWORD_ONLY}


def _function(mechanism: str) -> Callable[..., Any]:
    module, function = _MECHANISMS[mechanism]
    return cast(Callable[..., Any], getattr(import_module(module), function))

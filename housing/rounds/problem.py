"""The bridge to `allocation`: the only module of rounds that knows the engine, check and draw."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import allocation
from allocation.check import check as check_plan
from allocation.draw import draw_key
from allocation.errors import BadPlan, BadProblem, RoadsDisagree
from allocation.explain import explain as explain_plan
from allocation.explain import turning_points as turning_points_of
from housing.core.canonical import canonical_bytes
from housing.core.errors import BadInput, BrokenRule

Json = dict[str, Any]


def key_of(seed: str, roll_sha256: str, subject: str, *purpose: str) -> str:
    """Return the public draw key of a household, or of a unit or class with its purpose.

    Raises:
        BadInput: an id with a line feed, or an empty one, which cannot be drawn.
    """
    try:
        return draw_key(seed, roll_sha256, subject, *purpose)
    except ValueError as fault:
        raise BadInput(f"摇号：{subject!r} 无法摇号 / cannot be drawn: {fault}") from fault


def solved(problem: Json) -> tuple[bytes, bytes, Json]:
    """Return the canonical bytes of the problem and of its plan, and the plan.

    Raises:
        BrokenRule: solver and second road disagree; nothing may be published.
        BadInput: the roll holds what no problem may, such as a class twice on one list; names
            the place.
    """
    raw = canonical_bytes(problem)
    try:
        plan = allocation.solve(allocation.Problem.read(raw))
    except BadProblem as fault:
        raise BadInput(
            f"分配：名册中的数据不能用于分配，请作废本轮、改正后重新冻结（{fault}）"
            f" / the roll cannot be allotted; annul this round and mend the roll: {fault}"
        ) from fault
    except RoadsDisagree as fault:
        raise BrokenRule(
            f"分配：两条独立算法的结果不一致，不得公布（{fault}）"
            f" / the two roads of the engine disagree, nothing may be published: {fault}"
        ) from fault
    return raw, plan.canonical(), plan.to_json()


def faults_of(problem: Json, plan: Json, problem_sha256: str) -> list[str]:
    """Return what the second opinion, which never sees the solver, has against a plan."""
    return check_plan(problem, plan, problem_sha256=problem_sha256)


def explained(
    problem: Json,
    plan: Json,
    household_id: str,
    language: str,
    called: Callable[[str], str] = str,
    wished: int | None = None,
) -> list[str]:
    """Return one household's outcome in plain sentences; `language` is 'zh' or 'en'.

    `called` gives what people call a class. `wished` is how many of its first ranks the household
    asked for, where those that merely suit it stand behind; None: all of them.
    """
    spoken = "en" if language == "en" else "zh"
    return explain_plan(problem, plan, household_id, spoken, called, wished)


def turning_points(problem: Json, plan: Json, household_id: str) -> list[tuple[str, int]]:
    """Return each class missed with the place, from 1, before which one would have had to stand."""
    found = turning_points_of(problem, plan, household_id)
    return [(point.unit_class, point.place) for point in found]


def flats_in_turn(class_of: Mapping[str, str], draw: Callable[..., str]) -> dict[str, list[str]]:
    """Return the flats of each class, first drawn first; `class_of` maps a flat to its class."""
    return allocation.flats_by_draw(class_of, lambda flat: draw(flat, "unit"))


def handed_out(
    flats: Mapping[str, Sequence[str]], assignment: Mapping[str, str], order: Iterable[str]
) -> dict[str, str]:
    """Return the flat of each housed household, in the public order.

    Raises:
        BrokenRule: the plan gives out more flats of a class than there are.
    """
    try:
        return allocation.hand_out(flats, assignment, order)
    except BadPlan as fault:
        raise BrokenRule(
            f"分配：方案与房源不符，不得公布（{fault}） / the plan does not fit the flats: {fault}"
        ) from fault

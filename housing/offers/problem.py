"""The bridge to `allocation`: the only module of offers that knows the engine and its check."""

from typing import Any

import allocation
from allocation.errors import RoadsDisagree
from housing.core.canonical import canonical_bytes
from housing.core.errors import BrokenRule

Json = dict[str, Any]


def solved(problem: Json) -> tuple[bytes, bytes, Json]:
    """Return the exact bytes of a problem and of its plan, and the plan; proved before it counts.

    Raises:
        BrokenRule: the two roads disagree, or the second opinion finds something; nothing may be
            offered.
    """
    raw = canonical_bytes(problem)
    try:
        plan = allocation.solve(allocation.Problem.read(raw))
    except RoadsDisagree as fault:
        raise BrokenRule(
            f"递补：两条独立算法的结果不一致，不得通知（{fault}）"
            f" / the two roads of the engine disagree, nothing may be offered: {fault}"
        ) from fault
    content = plan.to_json()
    findings = allocation.check(problem, content)
    if findings:
        raise BrokenRule(
            f"递补：复核不符，不得通知：{findings[0]} / the check finds something: {findings[0]}"
        )
    return raw, plan.canonical(), content

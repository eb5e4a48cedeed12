"""Rounds written by hand with their plans, and how to spoil them: a dotted path, what is put
there (`...`: nothing) and words of the finding."""

import copy
from typing import Any

from allocation.canonical import canonical_bytes, sha256_hex

Json = dict[str, Any]
Case = tuple[str, object, str]

#: a and c can live in c1 alone, so b moves to c2 and d is left out from position 3 on.
PROBLEM: Json = {
    "format": 1,
    "mechanism": "priority",
    "households": [
        {"id": "a", "priority": [0, "1"], "acceptable": [["c1"]]},
        {"id": "d", "priority": [1, "4"], "acceptable": [["c1"]]},
        {"id": "b", "priority": [1, "2"], "acceptable": [["c1"], ["c3", "c2"]]},
        {"id": "c", "priority": [1, "3"], "acceptable": [["c1"]]},
        {"id": "e", "priority": [1, "5"], "acceptable": [["c3"]]},
    ],
    "classes": [
        {"id": "c1", "capacity": 2},
        {"id": "c2", "capacity": 1},
        {"id": "c3", "capacity": 1},
    ],
}
PLAN: Json = {
    "format": 1,
    "mechanism": "priority",
    "problem_sha256": sha256_hex(canonical_bytes(PROBLEM)),
    "assignment": {"a": "c1", "b": "c2", "c": "c1", "e": "c3"},
    "closing": {"c1": 3, "c2": None, "c3": None},
    "order": ["c1", "c3", "c2"],
    "cuts": [1, None],
    "tie_order": ["c1", "c3", "c2"],
    "tie_cuts": [None, 1],
    "status": "optimal",
}


def with_(value: Json, path: str, new: object) -> Json:
    """A copy with the part at the dotted path changed; `...` takes it away."""
    changed = copy.deepcopy(value)
    *steps, last = [int(s) if s.isdigit() else s for s in path.split(".")]
    inner: Any = changed
    for step in steps:
        inner = inner[step]
    if new is ...:
        del inner[last]
    else:
        inner[last] = new
    return changed


SPOILT_PLANS: list[Case] = [
    ("assignment.z", "c3", "household 'z' has a flat but is not in the problem"),
    ("assignment.a", "c2", "household 'a' (position 0) gets class 'c2', which is not on"),
    ("assignment.d", "c1", "class 'c1' has 2 flats, but 3 are given"),
    ("assignment.a", ..., "class 'c1' closes at 3, but only 1 of its flats are given"),
    ("closing.c1", None, "household 'd' (position 3) is left out, but class 'c1' on its list"),
    ("closing.c1", 2, "household 'c' (position 2) gets class 'c1', which had closed at"),
    ("closing.c3", 4, "household 'e' (position 4) gets class 'c3', which had closed at"),
    ("cuts.0", None, "household 'b' (position 1) gets class 'c2'; it likes 'c1' more"),
    ("order", ["c3", "c1", "c2"], "household 'b' (position 1) gets class 'c2'; it likes 'c1'"),
    ("tie_cuts.1", None, "gets class 'c2'; it likes 'c3' more, and that was not closed"),
    ("tie_cuts.1", 4, "gets class 'c2'; it likes 'c3' more, and that was not closed"),
    ("problem_sha256", "0" * 64, "made for another"),
    ("format", 2, "plan.format: 2 must be one of [1]"),
    ("mechanism", "in_turn", "plan.mechanism: 'in_turn', but the problem's is 'priority'"),
    ("status", "feasible", "plan.status: 'feasible' must be one of ['optimal']"),
    ("stages", [], "plan: the field 'stages' does not belong here"),
    ("tie_cuts", ..., "plan: the field 'tie_cuts' is missing"),
    ("cuts", [1], "plan.cuts: needs one entry fewer than there are classes"),
    ("cuts.0", 5, "plan.cuts: there is no position 5"),
    ("cuts.0", True, "plan.cuts[0]: True must be a whole number"),
    ("order.0", "c2", "plan.order: 'c2' is there twice"),
    ("closing.c3", ..., "plan.closing: leaves out a class"),
]

SPOILT_PROBLEMS: list[Case] = [
    ("format", True, "problem.format: True must be one of [1]"),
    ("mechanism", "lottery", "problem.mechanism: 'lottery' must be one of"),
    ("limits", [{}], "problem.limits[0]: the field 'kind' is missing"),
    ("households.0.id", "b", "households: 'b' is there twice"),
    ("households.0.priority", [1, "2"], "households: 'a' and 'b' have the same priority"),
    ("households.0.priority", 1, "households[1].priority: has another shape"),
    ("households.0.priority", [], "households[0].priority: is empty or not ASCII"),
    ("households.0.priority", [0, "一"], "households[0].priority: is empty or not ASCII"),
    ("households.0.priority", [0, 1.5], "households[0].priority[1]: 1.5 must be a whole"),
    ("households.0.acceptable", [[]], "households[0].acceptable: a rank is empty"),
    ("households.0.acceptable", [["x"]], "households[0].acceptable: 'x' is not known"),
    ("households.2.acceptable.1.0", "c1", "households[2].acceptable: 'c1' is there twice"),
    ("households.0.name", "x", "households[0]: the field 'name' does not belong here"),
    ("classes.0.capacity", -1, "classes: no capacity may be below 0"),
    ("classes.0.capacity", 2**53, "must be a whole number"),
    ("classes.0.id", "c2", "classes: 'c2' is there twice"),
    ("classes.0.id", "\ud800", "must be a non-empty text"),
    ("classes", ..., "problem: the field 'classes' is missing"),
    ("groups", {"g": ["z"]}, "groups.g: 'z' is not known"),
    ("estates", {"e": ["c1"], "f": ["c1"]}, "estates: 'c1' is there twice"),
    ("first", {"c1": ["g"]}, "problem.first: 'priority' does not keep it"),
]

CONSTRAINED: Json = {
    "format": 1,
    "mechanism": "constrained",
    "households": [
        {"id": "a", "priority": 1, "acceptable": [["c1"], ["c2"]]},
        {"id": "b", "priority": 2, "acceptable": [["c2"]]},
        {"id": "c", "priority": 3, "acceptable": [["c1"]]},
    ],
    "classes": [{"id": "c1", "capacity": 2}, {"id": "c2", "capacity": 2}],
    "groups": {"g": ["c"]},
    "limits": [{"kind": "max", "group": "g", "classes": ["c1"], "units": 0}],
    "together": [["a", "b"]],
    "estates": {"e": ["c2"]},
}
STAGES = [{"goal": "a tier or the ranks", "value": v, "bound": v} for v in (3, 2, 0, 1)]
CONSTRAINED_PLAN: Json = {
    "format": 1,
    "mechanism": "constrained",
    "problem_sha256": sha256_hex(canonical_bytes(CONSTRAINED)),
    "assignment": {"a": "c2", "b": "c2"},
    "status": "optimal",
    "stages": STAGES,
}

SPOILT_CONSTRAINED_PLANS: list[Case] = [
    ("assignment.a", "c1", "households a, b belong together, but are not in one estate"),
    ("assignment.a", ..., "households a, b belong together, but are not in one estate"),
    ("assignment.c", "c1", "limits[0]: max 0 flats of c1 for group 'g', but 1 are given"),
    ("stages.3.value", 0, "plan.stages[3]: value 0, but the assignment makes 1"),
    ("stages.0.bound", 4, "bound 4 and value 3 differ: not proven optimal"),
    ("stages.0.bound", 2, "the bound 2 contradicts the value 3"),
    ("stages.3.bound", 2, "the bound 2 contradicts the value 1"),
    ("stages", STAGES[:3], "plan.stages: 3, but the tiers and the sum of ranks make 4"),
    ("status", "best", "plan.status: 'best' must be one of ['feasible', 'optimal']"),
]

SPOILT_LIMITS: list[Case] = [
    ("limits.0.units", -1, "limits[0]: no classes, or units below 0"),
    ("limits.0.classes", [], "limits[0]: no classes, or units below 0"),
    ("limits.0.classes", ["c9"], "limits[0].classes: 'c9' is not known"),
    ("limits.0.group", "x", "limits[0]: unknown group 'x'"),
    ("limits.0.kind", "about", "problem.limits[0].kind: 'about' must be one of"),
    ("together.0", ["a"], "together[0]: needs two households or more"),
    ("together.0", ["a", "z"], "together[0]: 'z' is not known"),
    ("estates.e", ["c9"], "estates.e: 'c9' is not known"),
]

#: Each household likes the class most in which the other one comes first.
CROSSED: Json = {
    "format": 1,
    "mechanism": "deferred_acceptance",
    "households": [
        {"id": "a", "priority": 1, "acceptable": [["c1", "c2"]]},
        {"id": "b", "priority": 2, "acceptable": [["c2"], ["c1"]]},
        {"id": "c", "priority": 3, "acceptable": [["c1"]]},
    ],
    "classes": [{"id": "c1", "capacity": 1}, {"id": "c2", "capacity": 1}],
    "groups": {"one": ["a"], "two": ["b"]},
    "first": {"c1": ["two"], "c2": ["one"]},
}
CROSSED_PLAN: Json = {
    "format": 1,
    "mechanism": "deferred_acceptance",
    "problem_sha256": sha256_hex(canonical_bytes(CROSSED)),
    "assignment": {"a": "c1", "b": "c2"},
    "status": "optimal",
}

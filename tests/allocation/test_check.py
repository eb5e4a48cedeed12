"""The second opinion on plans written by hand: what it says, and that it needs nothing."""

import ast
import copy
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import allocation
from allocation import check
from allocation.canonical import canonical_bytes, sha256_hex

Json = dict[str, Any]
FOLDER = Path(allocation.__file__).parent

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


def test_the_plan_holds_with_and_without_the_hash_of_a_file() -> None:
    assert check(PROBLEM, PLAN) == []
    assert check(PROBLEM, PLAN, problem_sha256=PLAN["problem_sha256"]) == []


@pytest.mark.parametrize(
    ("path", "new", "finding"),
    [
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
    ],
)
def test_a_spoilt_plan_is_named_in_words(path: str, new: object, finding: str) -> None:
    findings = check(PROBLEM, with_(PLAN, path, new))
    assert any(finding in line for line in findings), findings


def test_a_table_may_differ_where_the_statement_stays_true() -> None:
    """The prefix c1, c3 is full, and those in it can leave it no more at position 4."""
    assert check(PROBLEM, with_(PLAN, "cuts.1", 4)) == []


@pytest.mark.parametrize(
    ("path", "new", "finding"),
    [
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
    ],
)
def test_a_spoilt_problem_is_named_with_its_place(path: str, new: object, finding: str) -> None:
    findings = check(with_(PROBLEM, path, new), PLAN, problem_sha256=PLAN["problem_sha256"])
    assert len(findings) == 1
    assert finding in findings[0]


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth):
        value = [value]
    return value


@pytest.mark.parametrize(
    "monster",
    [None, [], "x", 7, nested(100_000), 10**5000],
    ids=["null", "list", "text", "number", "deep", "huge"],
)
def test_monsters_are_findings(monster: object) -> None:
    assert check(monster, PLAN) != []
    assert check(PROBLEM, monster) != []
    assert check(PROBLEM, {**PLAN, "order": monster}) != []


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


@pytest.mark.parametrize(
    ("path", "new", "finding"),
    [
        ("assignment.a", "c1", "households a, b belong together, but are not in one estate"),
        ("assignment.a", ..., "households a, b belong together, but are not in one estate"),
        ("assignment.c", "c1", "limits[0]: max 0 flats of c1 for group 'g', but 1 are given"),
        ("stages.3.value", 0, "plan.stages[3]: value 0, but the assignment makes 1"),
        ("stages.0.bound", 4, "bound 4 and value 3 differ: not proven optimal"),
        ("stages.0.bound", 2, "the bound 2 contradicts the value 3"),
        ("stages.3.bound", 2, "the bound 2 contradicts the value 1"),
        ("stages", STAGES[:3], "plan.stages: 3, but the tiers and the sum of ranks make 4"),
        ("status", "best", "plan.status: 'best' must be one of ['feasible', 'optimal']"),
    ],
)
def test_a_spoilt_constrained_plan_is_named(path: str, new: object, finding: str) -> None:
    assert check(CONSTRAINED, CONSTRAINED_PLAN) == []
    findings = check(CONSTRAINED, with_(CONSTRAINED_PLAN, path, new))
    assert any(finding in line for line in findings), findings


@pytest.mark.parametrize(
    ("path", "new", "finding"),
    [
        ("limits.0.units", -1, "limits[0]: no classes, or units below 0"),
        ("limits.0.classes", [], "limits[0]: no classes, or units below 0"),
        ("limits.0.classes", ["c9"], "limits[0].classes: 'c9' is not known"),
        ("limits.0.group", "x", "limits[0]: unknown group 'x'"),
        ("limits.0.kind", "about", "problem.limits[0].kind: 'about' must be one of"),
        ("together.0", ["a"], "together[0]: needs two households or more"),
        ("together.0", ["a", "z"], "together[0]: 'z' is not known"),
        ("estates.e", ["c9"], "estates.e: 'c9' is not known"),
    ],
)
def test_a_spoilt_limit_is_named_with_its_place(path: str, new: object, finding: str) -> None:
    digest = CONSTRAINED_PLAN["problem_sha256"]
    findings = check(with_(CONSTRAINED, path, new), CONSTRAINED_PLAN, problem_sha256=digest)
    assert len(findings) == 1
    assert finding in findings[0]


def test_an_honest_gap_is_no_fault() -> None:
    gap = with_(with_(CONSTRAINED_PLAN, "stages.0.bound", 5), "status", "feasible")
    assert check(CONSTRAINED, gap) == []


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


@pytest.mark.parametrize(
    ("assignment", "finding"),
    [
        (
            {"a": "c2", "b": "c1"},
            "household 'a' (position 0) gets c2, but proposals in turn give it c1",
        ),
        (
            {"a": "c2", "c": "c1"},
            "household 'b' (position 1) would rather have class 'c1', where household 'c' "
            "(position 2) comes later",
        ),
        (
            {"b": "c2"},
            "household 'a' (position 0) would rather have class 'c1', and it has empty flats",
        ),
    ],
)
def test_a_worse_plan_is_named_in_words(assignment: dict[str, str], finding: str) -> None:
    assert check(CROSSED, CROSSED_PLAN) == []
    assert finding in check(CROSSED, {**CROSSED_PLAN, "assignment": assignment})


def test_who_comes_first_in_a_class_is_not_envied() -> None:
    """a stands before b, but not in c1; had it been let in, b would envy it."""
    problem = with_(CROSSED, "households.1.acceptable", [["c1"]])
    digest = sha256_hex(canonical_bytes(problem))
    plan = {**CROSSED_PLAN, "problem_sha256": digest}
    assert check(problem, {**plan, "assignment": {"a": "c2", "b": "c1"}}) == []
    (finding,) = check(problem, {**plan, "assignment": {"a": "c1"}})
    assert "household 'b' (position 1) would rather have class 'c1', where household 'a'" in finding


def test_the_last_of_a_class_is_not_always_the_last_in_the_public_order() -> None:
    """b and c come first in c1, so a is the one who must leave it for c."""
    problem = with_(CROSSED, "groups.two", ["b", "c"])
    problem = with_(problem, "classes.0.capacity", 2)
    digest = sha256_hex(canonical_bytes(problem))
    plan = {**CROSSED_PLAN, "problem_sha256": digest, "assignment": {"a": "c1", "b": "c1"}}
    envious = "household 'c' (position 2) would rather have class 'c1', where household 'a'"
    assert any(envious in finding for finding in check(problem, plan))


def test_groups_come_first_in_known_classes_alone() -> None:
    problem = with_(CROSSED, "first", {"c9": ["one"]})
    digest = CROSSED_PLAN["problem_sha256"]
    assert check(problem, CROSSED_PLAN, problem_sha256=digest) == ["first: 'c9' is not known"]


def test_many_findings_are_counted() -> None:
    many = [{"id": f"h{i}", "priority": i, "acceptable": [["c"]]} for i in range(60)]
    problem = {**PROBLEM, "households": many, "classes": [{"id": "c", "capacity": 60}]}
    plan = with_(with_(PLAN, "assignment", {}), "closing", {"c": None})
    plan |= {"order": ["c"], "tie_order": ["c"], "cuts": [], "tie_cuts": []}
    findings = check(problem, {**plan, "problem_sha256": "x"}, problem_sha256="x")
    assert len(findings) == 51
    assert findings[-1] == "and 10 more findings"


@pytest.mark.parametrize("name", ["check", "draw"])
def test_files_for_auditors_import_the_standard_library_alone(name: str) -> None:
    tree = ast.parse((FOLDER / f"{name}.py").read_text(encoding="utf-8"))
    modules = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            modules |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            modules.add(f"{'.' * node.level}{node.module}")
    assert {name.split(".")[0] for name in modules} <= set(sys.stdlib_module_names)


def test_the_file_alone_checks_a_plan(tmp_path: Path) -> None:
    (tmp_path / "check.py").write_bytes((FOLDER / "check.py").read_bytes())
    (tmp_path / "files.json").write_text(json.dumps([PROBLEM, PLAN]), encoding="utf-8")
    program = "import json, check; print(check.check(*json.load(open('files.json'))))"
    # -S: no installed package can be found. (-I would also hide the folder of the file.)
    run = [sys.executable, "-S", "-c", program]
    result = subprocess.run(run, cwd=tmp_path, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"


def test_importing_the_door_loads_no_solver() -> None:
    program = (
        "import sys, allocation; from allocation import check, explain, draw_key; "
        "print([m for m in ('ortools', 'numpy') if m in sys.modules])"
    )
    run = [sys.executable, "-c", program]
    result = subprocess.run(run, cwd=FOLDER.parent, capture_output=True, text=True, check=True)
    assert result.stdout == "[]\n"

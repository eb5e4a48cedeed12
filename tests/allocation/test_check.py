"""The second opinion on plans written by hand: what it says, and that it needs nothing."""

import ast
import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

import allocation
from allocation import check
from allocation.canonical import canonical_bytes, sha256_hex
from tests.allocation.by_hand import (
    CONSTRAINED,
    CONSTRAINED_PLAN,
    CROSSED,
    CROSSED_PLAN,
    PLAN,
    PROBLEM,
    SPOILT_CONSTRAINED_PLANS,
    SPOILT_LIMITS,
    SPOILT_PLANS,
    SPOILT_PROBLEMS,
    with_,
)

Json = dict[str, Any]
FOLDER = Path(allocation.__file__).parent


def test_the_plan_holds_with_and_without_the_hash_of_a_file() -> None:
    assert check(PROBLEM, PLAN) == []
    assert check(PROBLEM, PLAN, problem_sha256=PLAN["problem_sha256"]) == []


@pytest.mark.parametrize(("path", "new", "finding"), SPOILT_PLANS)
def test_a_spoilt_plan_is_named_in_words(path: str, new: object, finding: str) -> None:
    findings = check(PROBLEM, with_(PLAN, path, new))
    assert any(finding in line for line in findings), findings


def test_a_table_may_differ_where_the_statement_stays_true() -> None:
    """The prefix c1, c3 is full, and those in it can leave it no more at position 4."""
    assert check(PROBLEM, with_(PLAN, "cuts.1", 4)) == []


@pytest.mark.parametrize(("path", "new", "finding"), SPOILT_PROBLEMS)
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


@pytest.mark.parametrize(("path", "new", "finding"), SPOILT_CONSTRAINED_PLANS)
def test_a_spoilt_constrained_plan_is_named(path: str, new: object, finding: str) -> None:
    assert check(CONSTRAINED, CONSTRAINED_PLAN) == []
    findings = check(CONSTRAINED, with_(CONSTRAINED_PLAN, path, new))
    assert any(finding in line for line in findings), findings


@pytest.mark.parametrize(("path", "new", "finding"), SPOILT_LIMITS)
def test_a_spoilt_limit_is_named_with_its_place(path: str, new: object, finding: str) -> None:
    digest = CONSTRAINED_PLAN["problem_sha256"]
    findings = check(with_(CONSTRAINED, path, new), CONSTRAINED_PLAN, problem_sha256=digest)
    assert len(findings) == 1
    assert finding in findings[0]


def test_an_honest_gap_is_no_fault() -> None:
    gap = with_(with_(CONSTRAINED_PLAN, "stages.0.bound", 5), "status", "feasible")
    assert check(CONSTRAINED, gap) == []


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

"""The command line: files in, files out, exit status 0 only when everything holds."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from allocation import __main__ as command_line
from allocation import draw_key
from allocation.canonical import sha256_hex
from allocation.errors import RoadsDisagree
from allocation.plan import Plan

Json = dict[str, Any]

PROBLEM: Json = {
    "format": 1,
    "mechanism": "priority",
    "households": [
        {"id": "h1", "priority": 1, "acceptable": [["c1"], ["c2"]]},
        {"id": "h2", "priority": 2, "acceptable": [["c1"]]},
        {"id": "h3", "priority": 3, "acceptable": [["c1"], ["c2"]]},
    ],
    "classes": [{"id": "c1", "capacity": 1}, {"id": "c2", "capacity": 1}],
}
CONSTRAINED = PROBLEM | {
    "mechanism": "constrained",
    "groups": {"park": ["h2"]},
    "limits": [{"kind": "max", "group": "park", "classes": ["c1"], "units": 0}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "problem.json").write_text(json.dumps(PROBLEM, indent=1), encoding="utf-8")
    return tmp_path


def run(folder: Path, *arguments: str) -> int:
    """Run a command; arguments that end in .json are files of the folder."""
    named = [str(folder / word) if word.endswith(".json") else word for word in arguments]
    return command_line.main(named)


def test_solve_verify_explain(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(folder, "solve", "problem.json", "-o", "plan.json") == 0
    plan = Plan.read((folder / "plan.json").read_bytes())
    assert plan.assignment == {"h1": "c2", "h2": "c1"}
    assert plan.problem_sha256 == sha256_hex((folder / "problem.json").read_bytes())
    assert run(folder, "verify", "problem.json", "plan.json") == 0
    solved, verified = capsys.readouterr().out.splitlines()
    assert solved == verified
    assert solved.startswith("holds: priority, optimal, 2 of 3 households housed")
    assert run(folder, "explain", "problem.json", "plan.json", "h3", "--language", "en") == 0
    assert "c1" in capsys.readouterr().out
    assert run(folder, "explain", "problem.json", "plan.json", "h3") == 0
    assert any("\u4e00" <= letter <= "\u9fff" for letter in capsys.readouterr().out)


def test_the_record_of_a_run_stays_out_of_the_plan(folder: Path) -> None:
    run(folder, "solve", "problem.json", "-o", "plan.json", "--run", "run.json")
    first = (folder / "plan.json").read_bytes()
    run(folder, "solve", "problem.json", "-o", "plan.json", "--run", "run.json")
    assert (folder / "plan.json").read_bytes() == first
    record = json.loads((folder / "run.json").read_bytes())
    assert set(record["microseconds"]) == {"read", "solve", "check"}
    assert {"python", "numpy", "ortools"} <= set(record["versions"])
    assert (record["housed"], record["households"], record["status"]) == (2, 3, "optimal")


def test_constrained_takes_its_options_and_records_them(folder: Path) -> None:
    (folder / "problem.json").write_text(json.dumps(CONSTRAINED), encoding="utf-8")
    words = ("--seconds", "20", "--workers", "1", "--seed", "5", "--run", "run.json")
    assert run(folder, "solve", "problem.json", "-o", "plan.json", *words) == 0
    plan = Plan.read((folder / "plan.json").read_bytes())
    assert plan.assignment == {"h1": "c1", "h3": "c2"}
    record = json.loads((folder / "run.json").read_bytes())
    assert record["options"] == {"seconds": "20.0", "workers": "1", "seed": "5"}
    assert run(folder, "solve", "problem.json", "-o", "plan.json", "--run", "run.json") == 0
    assert set(json.loads((folder / "run.json").read_bytes())["options"]) == set(record["options"])


def refused(folder: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    """The one line of words with which a command fails."""
    assert run(folder, *arguments) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.count("\n") == 1
    return said.err


def test_a_bad_problem_writes_nothing(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    raw = (folder / "problem.json").read_bytes()
    (folder / "problem.json").write_bytes(raw[: len(raw) // 2])
    said = refused(folder, capsys, "solve", "problem.json", "-o", "plan.json", "--run", "run.json")
    assert said.startswith("solve: problem: not JSON, or cut off")
    assert [path.name for path in folder.iterdir()] == ["problem.json"]


def test_a_missing_folder_for_the_run_writes_no_plan(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    words = ("-o", "plan.json", "--run", "nowhere/run.json")
    assert "nowhere" in refused(folder, capsys, "solve", "problem.json", *words)
    assert [path.name for path in folder.iterdir()] == ["problem.json"]


def test_roads_that_differ_write_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def disagree(problem: object) -> Plan:
        raise RoadsDisagree("1 households are housed by one road only")

    monkeypatch.setattr("allocation.priority.solve_priority", disagree)
    said = refused(folder, capsys, "solve", "problem.json", "-o", "plan.json")
    assert said == "solve: 1 households are housed by one road only\n"
    assert not (folder / "plan.json").exists()


def test_a_plan_that_the_second_opinion_rejects_is_not_written(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(command_line, "solve", lambda problem: Plan("in_turn", "00", {"h9": "c1"}))
    said = refused(folder, capsys, "solve", "problem.json", "-o", "plan.json")
    assert said.startswith("solve: the plan does not hold:")
    assert not (folder / "plan.json").exists()


def test_options_of_another_mechanism_are_refused(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    said = refused(folder, capsys, "solve", "problem.json", "-o", "plan.json", "--seed", "4")
    assert said == "solve: --seed: the mechanism 'priority' has no such option\n"


def test_verify_refuses_a_changed_plan_and_a_changed_problem(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder, "solve", "problem.json", "-o", "plan.json")
    capsys.readouterr()
    plan = json.loads((folder / "plan.json").read_bytes())
    plan["assignment"] = {"h1": "c1", "h3": "c2"}
    (folder / "other.json").write_text(json.dumps(plan), encoding="utf-8")
    said = refused(folder, capsys, "verify", "problem.json", "other.json")
    assert said.startswith("verify: the plan does not hold:")
    (folder / "problem.json").write_text(json.dumps(PROBLEM), encoding="utf-8")
    said = refused(folder, capsys, "verify", "problem.json", "plan.json")
    assert said.startswith("verify: the plan does not hold:")


def test_a_plan_that_does_not_hold_explains_nothing(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    run(folder, "solve", "problem.json", "-o", "plan.json")
    capsys.readouterr()
    assert "h9" in refused(folder, capsys, "explain", "problem.json", "plan.json", "h9")
    (folder / "plan.json").write_bytes(b"{}")
    said = refused(folder, capsys, "explain", "problem.json", "plan.json", "h1")
    assert said.startswith("explain: plan: the field")


def test_a_missing_file_is_named(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert "nothing.json" in refused(folder, capsys, "verify", "nothing.json", "plan.json")


def test_the_module_runs_by_its_name(folder: Path) -> None:
    words = [sys.executable, "-m", "allocation", "solve", str(folder / "problem.json"), "-o"]
    done = subprocess.run([*words, str(folder / "plan.json")], capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")
    done = subprocess.run([*words[:-2], str(folder)], capture_output=True, check=False)
    assert done.returncode == 2


def test_the_door_opens_without_the_solver() -> None:
    """Checking, explaining and drawing need no library."""
    seen = "import allocation, sys; print({'numpy', 'ortools'} & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", seen], capture_output=True, check=True)
    assert done.stdout.strip() == b"set()"
    assert len(draw_key("seed", "0" * 64, "h1")) == 64

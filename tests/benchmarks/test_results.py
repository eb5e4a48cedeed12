"""What a measuring process tells becomes a result, and results become tables."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from benchmarks import engine, machine, tables

LINES = [
    {"subject": "flow", "seconds": 3.0, "busy": 1.0},
    {"subject": "own", "seconds": 9.0, "busy": 0.8},
    {"subject": "flow", "seconds": 1.0, "busy": 0.9},
    {"subject": "flow", "seconds": 2.0, "busy": 0.5},
    {"subject": "flow", "housed": 7, "a_wrong": 0, "b_wrong": 2},
]


def block(households: int, **subjects: dict[str, Any]) -> dict[str, Any]:
    return {
        "family": "realistic",
        "households": households,
        "units": 300,
        "market": {"classes": 54},
        "runs": [{"command": "python -m benchmarks.engine", "machine": machine.facts()}],
        "subjects": subjects,
    }


def told(seconds: float, **more: int) -> dict[str, Any]:
    return {
        "seconds": seconds,
        "repetitions": 3,
        "busy": 1.0,
        "times_own": 2.5,
        "times_own_a": 5.0,
        **more,
    }


def test_a_subject_has_its_median_and_its_comparison() -> None:
    lines = [dict(line) for line in LINES]
    assert engine._outcome("flow", lines, 0, "") == {
        "seconds": 2.0,
        "repetitions": 3,
        "busy": 0.9,
        "housed": 7,
        "a_wrong": 0,
        "b_wrong": 2,
    }


@pytest.mark.parametrize(
    ("code", "words", "reason"),
    [
        (-signal.SIGPROF, "", "over the time limit"),
        (1, "Traceback\nMemoryError", "over the memory limit"),
        (-signal.SIGABRT, "terminate called", "over the memory limit"),
        (1, "Traceback\nRuntimeError: HiGHS ended with kError", "RuntimeError: HiGHS ended"),
        (2, "", "ended with status 2"),
    ],
)
def test_a_process_that_failed_tells_why(code: int, words: str, reason: str) -> None:
    assert engine._outcome("flow", [], code, words)["not_measured"].startswith(reason)


@pytest.mark.parametrize("words", [("--peers", "magic"), ("--families", "odd"), ("--sizes", "7")])
def test_a_word_that_is_not_known_is_refused_at_once(words: tuple[str, str]) -> None:
    with pytest.raises(SystemExit, match=f"{words[0]}: {words[1]} is not known; known: "):
        engine.options_of(list(words))


def test_measuring_again_replaces_only_what_was_measured(tmp_path: Path) -> None:
    path = tmp_path / "engine.json"
    engine.keep(block(1_000, own=told(1), flow=told(2)), path)
    engine.keep(block(10_000, own=told(3)), path)
    engine.keep(block(1_000, own=told(4)), path)
    kept = json.loads(path.read_text())
    assert [each["households"] for each in kept] == [1_000, 10_000]
    assert [len(each["runs"]) for each in kept] == [2, 1]
    assert kept[0]["subjects"]["own"]["seconds"] == 4
    assert kept[0]["subjects"]["flow"]["seconds"] == 2


def test_the_table_names_the_largest_size_and_why_it_goes_no_further() -> None:
    blocks = [
        block(1_000, flow=told(0.05, housed=9, a_wrong=0, b_wrong=12)),
        block(10_000, flow={"not_measured": "over the time limit"}),
    ]
    row = next(line for line in tables.largest(blocks, "realistic").splitlines() if "Min" in line)
    assert "| 1,000 × 300 | 50 ms | 5 | 2.5 | yes | no (12) |" in row
    assert row.endswith("| 10,000 × 300: over the time limit |")


def test_a_size_at_which_nothing_was_found_is_no_size_it_did() -> None:
    blocks = [
        block(1_000, flow=told(0.05, housed=9, a_wrong=0, b_wrong=12)),
        block(10_000, flow=told(40, housed=0, a_wrong=7, b_wrong=7)),
    ]
    words = [tables.largest(blocks, "realistic"), tables.every_time(blocks, "realistic")]
    row, each = (next(line for line in text.splitlines() if "Min" in line) for text in words)
    assert "| 1,000 × 300 | 50 ms |" in row
    assert row.endswith("| 10,000 × 300: nothing found in time |")
    assert each.endswith("| 2.5 | nothing found in time |")


def test_the_pages_tables_are_those_of_the_results() -> None:
    page = (tables.FOLDER / "README.md").read_text(encoding="utf-8")
    for name, words in tables.parts().items():
        assert tables.put_into(page, name, words) == page, name
    kept = (tables.FOLDER / "results" / "engine.md").read_text(encoding="utf-8")
    assert kept == tables.page(tables.engine())


def test_the_pace_is_the_engines_time_in_the_flows() -> None:
    subjects = {"floor": told(0.001), "own-a": told(0.1), "own": told(0.3), "flow": told(1.0)}
    words = tables.pace([block(1_000, **{**subjects, "own-both": told(1.4)})])
    assert "| 0.1 | **0.3** | 3 |" in words.splitlines()[-1]


def test_a_block_of_the_page_is_replaced_and_a_missing_one_is_told() -> None:
    page = "before\n<!-- pace -->\nold\n<!-- /pace -->\nafter"
    changed = tables.put_into(page, "pace", "new \\1\n")
    assert changed == "before\n<!-- pace -->\n\nnew \\1\n\n<!-- /pace -->\nafter"
    with pytest.raises(ValueError, match="no block named peers"):
        tables.put_into(page, "peers", "new")


def test_a_run_past_the_limit_ends_the_process_and_keeps_what_was_told(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "benchmarks.trial", "in-turn,definitions"]
    command += [str(tmp_path / "a.npy"), "--households", "10000", "--units", "3000"]
    done = subprocess.run(
        [*command, "--limit", "0.3"], cwd=engine.ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == -signal.SIGPROF
    assert [json.loads(line)["subject"] for line in done.stdout.splitlines()] == ["in-turn"]


def test_the_engine_agrees_with_the_definitions_when_measured(tmp_path: Path) -> None:
    words = ["--families", "ties", "--sizes", "1000", "--peers", "definitions", "--repeat", "1"]
    path = tmp_path / "engine.json"
    command = [sys.executable, "-m", "benchmarks.engine", *words, "--results", str(path)]
    subprocess.run(command, cwd=engine.ROOT, check=True, capture_output=True)
    subjects = json.loads(path.read_text())[0]["subjects"]
    assert (subjects["definitions"]["a_wrong"], subjects["definitions"]["b_wrong"]) == (0, 0)
    assert subjects["flow"]["a_wrong"] == 0
    assert subjects["flow"]["b_wrong"] > 0


def test_the_main_jobs_shares_are_of_the_whole_and_name_the_engines() -> None:
    demo = {"check": 1.0, "draw_engine_proofs": 1.0, "lists": 17.0, "not told": 1.0, "whole": 20.0}
    measured = {"command": "c", "measured_at": "2026-11-22T01:00", "machine": machine.facts()}
    words = tables.main_job(
        {**measured, "repetitions": 3, "demo": demo, "engine_alone": {"draw keys": 0.5}}
    )
    assert "| lists | 17 s | 85.0% |" in words.splitlines()[2]
    assert "| **draw, engine and proofs** | 1 s | 5.0% |" in words
    assert "| the same with the check by the second program | 2 s | 10.0% |" in words
    assert "| engine alone on the package: all of it | 0.5 s | 2.5% |" in words

"""What each step of the main job costs: `housing demo` in a fresh folder, several times.

The demo writes the time of its steps into timings.json, of which the smaller of elapsed and
processor time is taken; the time that it does not account for (the interpreter's end, mostly) is
shown as such. Beside it stands the engine alone, on the
problems of the package that the demo left: draw keys, solving by both roads with proofs, and the
check, in one process of its own, with loading the libraries apart.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any
from zipfile import ZipFile

from benchmarks import machine
from housing.demo.timings import processor_seconds

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "main_job.json"
DEMO = "import sys; from housing.cli import main; sys.exit(main())"
Told = dict[str, Any]


def run_once(home: Path, words: list[str]) -> dict[str, float]:
    """Seconds of each step of one demo in a folder that does not exist yet, and of the whole.

    The admission that the demo goes on to play is no part of the main job and is left out.

    Raises: RuntimeError with the demo's last words when it fails.
    """
    timings = home.with_suffix(".json")
    command = [sys.executable, "-c", DEMO, "demo", "--home", str(home), "--timings", str(timings)]
    begin, worked = time.perf_counter(), processor_seconds()
    done = subprocess.run(
        [*command, *words], cwd=home.parent, capture_output=True, text=True, check=False
    )
    waited, worked = time.perf_counter() - begin, processor_seconds() - worked
    if done.returncode:
        raise RuntimeError(f"housing demo ended with {done.returncode}: {done.stderr[-500:]}")
    told = json.loads(timings.read_text(encoding="utf-8"))
    waited -= told["admission_milliseconds"] / 1000
    whole = min(waited, worked - told["admission_processor_milliseconds"] / 1000)
    both = told["milliseconds"], told["processor_milliseconds"]
    steps = {name: min(each[name] for each in both) / 1000 for name in both[0]}
    return {**steps, "not told": max(whole - sum(steps.values()), 0.0), "whole": whole}


def package_in(home: Path) -> Path:
    """The one package that the demo left.

    Raises: FileNotFoundError when there is none.
    """
    found = sorted(home.rglob("package*.zip"))
    if not found:
        raise FileNotFoundError(f"{home}: the demo left no package*.zip")
    return found[-1]


def engine_alone(package: Path) -> dict[str, float]:
    """Seconds of loading, draw keys, solving and checking for the rounds in a package."""
    spent: dict[str, float] = {}
    with ZipFile(package) as opened:
        names = [name for name in opened.namelist() if name.endswith("problem.json")]
        problems = [opened.read(name) for name in sorted(names)]
        roll = opened.read("roll.json")
        units, seed = (json.loads(opened.read(f"{name}.json")) for name in ("units", "seed"))
    with _clocked(spent, "loading"):
        parts = _load()
    with _clocked(spent, "draw keys"):
        _draw(parts, roll, units, seed["text"], problems)
    for raw in problems:
        with _clocked(spent, "reading"):
            problem = parts["Problem"].read(raw)
        with _clocked(spent, "solving"):
            plan = parts["solve"](problem)
        with _clocked(spent, "checking"):
            faults = parts["check"](json.loads(raw), plan.to_json())
        if faults:
            raise RuntimeError(f"the check refuses the engine's plan: {faults[0]}")
    return spent


@contextmanager
def _clocked(spent: dict[str, float], name: str) -> Iterator[None]:
    """Add the seconds of the block to the name."""
    begin = time.perf_counter()
    yield
    spent[name] = spent.get(name, 0.0) + time.perf_counter() - begin


def _load() -> dict[str, Any]:
    from allocation.check import check
    from allocation.draw import draw_key
    from allocation.priority import solve_priority
    from allocation.problem import Problem

    return {"check": check, "draw_key": draw_key, "solve": solve_priority, "Problem": Problem}


def _draw(parts: Told, roll: bytes, units: Told, seed: str, problems: list[bytes]) -> None:
    """Every key of the round: households, flats inside a class, equally liked classes."""
    from allocation.canonical import sha256_hex

    key, hashed = parts["draw_key"], sha256_hex(roll)
    for row in json.loads(roll)["households"]:
        key(seed, hashed, row["id"])
    for row in units["units"]:
        key(seed, hashed, row["id"], "unit")
    for raw in problems:
        for row in json.loads(raw)["households"]:
            for rank in row["acceptable"]:
                for name in rank if len(rank) > 1 else ():
                    key(seed, hashed, row["id"], "tie", name)


def measure(repeat: int, words: list[str]) -> Told:
    """Medians over fresh folders, of the demo's steps and of the engine alone."""
    runs, alone = [], []
    with tempfile.TemporaryDirectory() as folder:
        for number in range(repeat):
            home = Path(folder) / f"home-{number}"
            runs.append(run_once(home, words))
            print(f"run {number + 1}: {runs[-1]['whole']:.2f} s", flush=True)
            command = [sys.executable, "-m", "benchmarks.main_job", "--alone"]
            told = subprocess.run(
                [*command, str(package_in(home))], cwd=ROOT, stdout=subprocess.PIPE, check=True
            )
            alone.append(json.loads(told.stdout))
    return {
        "command": f"python -m benchmarks.main_job {' '.join(sys.argv[1:])}".strip(),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "repetitions": repeat,
        "demo": _medians(runs),
        "engine_alone": _medians(alone),
    }


def _medians(runs: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(median(run[name] for run in runs), 4) for name in runs[0]}


def main() -> int:
    """Measure and write results/main_job.json, or be the process that runs the engine alone."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.main_job", description=__doc__)
    reader.add_argument("--repeat", type=int, default=5)
    reader.add_argument("--alone", type=Path, help=argparse.SUPPRESS)
    given, words = reader.parse_known_args()
    if given.alone:
        print(json.dumps(engine_alone(given.alone)))
        return 0
    os.environ["PYTHONPATH"] = str(ROOT)
    told = measure(given.repeat, words)
    RESULTS.parent.mkdir(exist_ok=True)
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

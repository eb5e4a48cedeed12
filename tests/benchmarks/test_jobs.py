"""The longer ways: through the file formats, and through the package of a round."""

from __future__ import annotations

import json
from pathlib import Path
from zipfile import ZipFile

import pytest

from allocation.canonical import canonical_bytes
from allocation.market import Market
from allocation.problem import Problem
from benchmarks import files, main_job, memory
from benchmarks.families import FAMILIES, make


@pytest.mark.parametrize("family", sorted(FAMILIES))
def test_the_problem_of_a_market_is_that_market_again(family: str) -> None:
    arrays = make(family, 200, 60)
    market, households, classes = Market.of(Problem.parse(files.problem_of(arrays)))
    assert households == tuple(f"h{row}" for row in range(200))
    assert market.start.tolist() == arrays.start.tolist()
    assert market.rank.tolist() == arrays.rank.tolist()
    assert [classes[k] for k in market.choice] == [f"c{k}" for k in arrays.choice]
    rooms = dict(zip(classes, market.capacity.tolist(), strict=True))
    assert [rooms[f"c{k}"] for k in range(len(classes))] == arrays.capacity.tolist()


def test_the_plan_of_a_made_up_market_passes_the_check() -> None:
    assert files.measure("ties", 1_000)["faults"] == []


def package(folder: Path) -> Path:
    problem = files.problem_of(make("ties", 200, 60))
    contents = {
        "roll.json": {"households": [{"id": row["id"]} for row in problem["households"]]},
        "units.json": {"units": [{"id": "u1"}, {"id": "u2"}]},
        "seed.json": {"text": "161803398874989484820"},
        "stages/1/problem.json": problem,
    }
    with ZipFile(folder / "package.zip", "w") as archive:
        for name, content in contents.items():
            archive.writestr(name, canonical_bytes(content))
    return folder / "package.zip"


def test_the_engine_alone_runs_every_step_on_a_package(tmp_path: Path) -> None:
    spent = main_job.engine_alone(package(tmp_path))
    assert list(spent) == ["loading", "draw keys", "reading", "solving", "checking"]
    assert all(value >= 0 for value in spent.values())


def test_a_demo_that_left_no_package_is_told(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="left no package"):
        main_job.package_in(tmp_path)
    assert main_job.package_in(package(tmp_path).parent).name == "package.zip"


def test_memory_counts_the_arrays_apart_from_the_engine(tmp_path: Path) -> None:
    memory.write(tmp_path, "realistic", 1_000, 300)
    words = ["--run", str(tmp_path), "--step", "own"]
    told = json.loads(memory.child(*words))
    assert told["input_arrays"] == sum(part.nbytes for part in make("realistic", 1_000, 300))
    assert told["input_arrays"] < told["peak_loaded"] <= told["peak"]

"""Peak memory of the engine through its array interface.

The market is made and saved by one process and read by another, so that making it does not
count; this process itself stays small, because a child's peak begins at its parent's size.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "memory.json"
STEPS = ("arrays", "own-a", "own", "own-both")


def peak() -> int:
    """Largest resident size of this process so far, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def write(folder: Path, family: str, households: int, units: int) -> None:
    """Make the market and save each array as a file of its own."""
    import numpy as np

    from benchmarks.families import make

    for name, part in make(family, households, units)._asdict().items():
        np.save(folder / f"{name}.npy", part)


def read_and_run(folder: Path, step: str) -> dict[str, int]:
    """Load the arrays, run the step, and tell the peak before and after."""
    import numpy as np

    from benchmarks.families import Arrays
    from benchmarks.own import OWN

    market = Arrays(*[np.load(folder / f"{name}.npy") for name in Arrays._fields])
    told = {"input_arrays": sum(part.nbytes for part in market), "peak_loaded": peak()}
    if step in OWN:
        OWN[step](market)
    return {**told, "peak": peak()}


def child(*words: str) -> str:
    """Run this file again in a new process; its standard output."""
    command = [sys.executable, "-m", "benchmarks.memory", *words]
    return subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True).stdout


def measure(family: str, households: int, units: int) -> dict[str, Any]:
    """Peaks in bytes of loading alone, A, A + B + tables, and both roads."""
    told: dict[str, Any] = {"family": family, "households": households, "units": units}
    with tempfile.TemporaryDirectory() as folder:
        child("--write", folder, "--family", family, "--sizes", f"{households},{units}")
        told["steps"] = {step: json.loads(child("--run", folder, "--step", step)) for step in STEPS}
    return told


def main() -> int:
    """Measure and write results/memory.json, or be one of the processes measured."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.memory", description=__doc__)
    reader.add_argument("--family", default="realistic")
    reader.add_argument("--sizes", default="1000000,200000", help="households,units")
    reader.add_argument("--write", type=Path, help=argparse.SUPPRESS)
    reader.add_argument("--run", type=Path, help=argparse.SUPPRESS)
    reader.add_argument("--step", default="own", help=argparse.SUPPRESS)
    given = reader.parse_args()
    households, units = map(int, given.sizes.split(","))
    if given.write:
        write(given.write, given.family, households, units)
    elif given.run:
        print(json.dumps(read_and_run(given.run, given.step)))
    else:
        told = measure(given.family, households, units)
        RESULTS.write_text(json.dumps(told, indent=1) + "\n", encoding="utf-8")
        for step, found in told["steps"].items():
            print(f"{step}: peak {found['peak'] / 2**30:.2f} GiB")
    return 0


if __name__ == "__main__":
    sys.exit(main())

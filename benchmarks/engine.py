"""The engine beside its peers: families × sizes, every peer to the size it can do in the limit.

A block is a family at a size. It first runs the floor, the engine and the OR-Tools flow in turn
in one process, so that all see the same machine; then each other peer in a process of its own,
which ends when one run passes the limit or the memory. Ratios are between medians of one block
of one run. Blocks are kept in a JSON file; measuring again replaces the subjects measured.
"""

from __future__ import annotations

import argparse
import json
import signal
import subprocess
import sys
import tempfile
from collections import defaultdict
from collections.abc import Collection
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

from benchmarks import machine
from benchmarks.families import FAMILIES, SIZES, facts, make
from benchmarks.peers import PEERS

ROOT = Path(__file__).parents[1]
RESULTS = ROOT / "benchmarks" / "results" / "engine.json"
PACE = ("floor", "own-a", "own", "flow", "own-both")
Told = dict[str, Any]


def trial(
    subjects: tuple[str, ...], place: Told, answer: Path, limit: float, options: Any
) -> dict[str, Told]:
    """Run the subjects in one process; for each its times, or why there are none."""
    command = [sys.executable, "-m", "benchmarks.trial", ",".join(subjects), str(answer)]
    for name, value in place.items():
        command += [f"--{name}", str(value)]
    command += ["--limit", str(limit)]
    command += ["--repeat", str(options.repeat), "--memory", str(options.memory)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    return {subject: _outcome(subject, lines, done.returncode, done.stderr) for subject in subjects}


def _outcome(subject: str, lines: list[Told], code: int, words: str) -> Told:
    """What one process told about a subject: its median and comparison, or the reason."""
    mine = [line for line in lines if line["subject"] == subject]
    seconds = [line["seconds"] for line in mine if "seconds" in line]
    if code or not seconds:
        return {"not_measured": _reason(code, words)}
    told: Told = {"seconds": round(median(seconds), 6), "repetitions": len(seconds)}
    told["busy"] = round(median(line["busy"] for line in mine if "seconds" in line), 2)
    for line in mine:
        if "seconds" not in line:
            told.update({name: value for name, value in line.items() if name != "subject"})
    return told


def _reason(code: int, words: str) -> str:
    """Why a process ended, in words for the table."""
    if code == -signal.SIGPROF:
        return "over the time limit"
    if code in (-signal.SIGKILL, -signal.SIGABRT) or "MemoryError" in words:
        return "over the memory limit"
    return (words.strip().splitlines() or [f"ended with status {code}"])[-1]


def measure(place: Told, peers: list[str], options: Any) -> dict[str, Told]:
    """All subjects of a block: floor, engine and flow in turn, then each peer alone."""
    with tempfile.TemporaryDirectory() as folder:
        answer = Path(folder) / "answer.npy"
        told = trial(PACE, place, answer, options.pace_limit, options)
        say(place, told)
        if not answer.exists():
            return told
        for peer in peers:
            alone = trial((peer,), place, answer, options.limit, options)
            say(place, alone)
            told |= alone
    for each in told.values():
        if "seconds" in each:
            each["times_own"] = round(each["seconds"] / told["own"]["seconds"], 3)
            each["times_own_a"] = round(each["seconds"] / told["own-a"]["seconds"], 3)
    return told


def say(place: Told, told: dict[str, Told]) -> None:
    """One line of progress for each subject."""
    for subject, each in told.items():
        found = each.get("not_measured") or f"{each['seconds']:.4f} s"
        print(f"{place['family']} {place['households']:,} {subject}: {found}", flush=True)


def keep(block: Told, path: Path) -> None:
    """Put the block into the file; subjects not measured now keep what was measured before."""
    old = json.loads(path.read_text(encoding="utf-8")) if path.exists() else []
    blocks = {(each["family"], each["households"]): each for each in old}
    key = (block["family"], block["households"])
    earlier = blocks.get(key, {"runs": [], "subjects": {}})
    blocks[key] = {
        **block,
        "runs": earlier["runs"] + block["runs"],
        "subjects": earlier["subjects"] | block["subjects"],
    }
    ordered = [blocks[each] for each in sorted(blocks)]
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(ordered, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")


def measured(place: Told, peers: list[str], options: Any) -> Told:
    """One block with all that is needed to understand it later."""
    market = make(place["family"], place["households"], place["units"], place["seed"])
    run = {
        "command": f"python -m benchmarks.engine {' '.join(sys.argv[1:])}".strip(),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
    }
    subjects = measure(place, peers, options)
    return {**place, "market": facts(market), "runs": [run], "subjects": subjects}


def _names(text: str) -> list[str]:
    return [name for name in text.split(",") if name]


def _known(kind: str, names: Collection[object], known: Collection[object]) -> None:
    """Refuse what is not there before an hour is spent on the rest."""
    unknown = [name for name in names if name not in known]
    if unknown:
        told = ", ".join(map(str, known))
        raise SystemExit(f"--{kind}: {', '.join(map(str, unknown))} is not known; known: {told}")


def _sizes(text: str) -> list[int]:
    return [int(size) for size in _names(text)]


def options_of(words: list[str] | None = None) -> Any:
    """The command line: which families, sizes and peers, how often, how long."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.engine", description=__doc__)
    reader.add_argument("--families", type=_names, default=list(FAMILIES))
    reader.add_argument("--sizes", type=_sizes, default=list(SIZES))
    reader.add_argument("--peers", type=_names, default=[name for name in PEERS if name != "flow"])
    reader.add_argument("--repeat", type=int, default=5)
    reader.add_argument("--limit", type=float, default=60.0, help="seconds for one run of a peer")
    reader.add_argument("--pace-limit", type=float, default=600.0, help="the same for the engine")
    reader.add_argument("--memory", type=float, default=8.0, help="GiB for one process")
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--results", type=Path, default=RESULTS)
    given = reader.parse_args(words)
    _known("families", given.families, FAMILIES)
    _known("sizes", given.sizes, SIZES)
    _known("peers", given.peers, PEERS)
    return given


def main() -> int:
    """Measure block by block and keep each at once; a peer past its limit is not tried larger."""
    options = options_of()
    beyond: defaultdict[str, set[str]] = defaultdict(set)
    for households in options.sizes:
        for family in options.families:
            place = {
                "family": family,
                "households": households,
                "units": SIZES[households],
                "seed": options.seed,
            }
            peers = [peer for peer in options.peers if peer not in beyond[family]]
            block = measured(place, peers, options)
            told = block["subjects"].items()
            beyond[family] |= {subject for subject, each in told if "not_measured" in each}
            keep(block, options.results)
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""The engine as an auditor meets it: from the bytes of a problem to a plan that was checked.

The other tables go through arrays; this one goes through the JSON formats, solves by both roads,
and lets the check, which never sees the solver, read plan and proof tables again.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from datetime import UTC, datetime
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from allocation.canonical import canonical_bytes, sha256_hex
from allocation.check import check
from allocation.priority import solve_priority
from allocation.problem import Problem
from benchmarks import machine
from benchmarks.families import FAMILIES, SIZES, Arrays, make

RESULTS = Path(__file__).parent / "results" / "files.json"
Told = dict[str, Any]


def problem_of(market: Arrays) -> Told:
    """The market in the problem format; household i has the priority i."""
    choice, rank = market.choice.tolist(), market.rank.tolist()
    households = []
    for row, (begin, end) in enumerate(pairwise(market.start.tolist())):
        listed = zip(rank[begin:end], choice[begin:end], strict=True)
        ranks = groupby(listed, key=lambda pair: pair[0])
        wishes = [[f"c{number}" for _, number in pairs] for _, pairs in ranks]
        households.append({"id": f"h{row}", "priority": row, "acceptable": wishes})
    classes = [{"id": f"c{k}", "capacity": room} for k, room in enumerate(market.capacity.tolist())]
    return {"format": 1, "mechanism": "priority", "households": households, "classes": classes}


def measure(family: str, households: int) -> Told:
    """Seconds of each step and what the check found; nothing found means the proofs hold."""
    raw = canonical_bytes(problem_of(make(family, households, SIZES[households])))
    clock = [time.perf_counter()]
    problem = Problem.read(raw)
    clock.append(time.perf_counter())
    plan = solve_priority(problem)
    clock.append(time.perf_counter())
    written = plan.canonical()
    clock.append(time.perf_counter())
    faults = check(json.loads(raw), json.loads(written), problem_sha256=sha256_hex(raw))
    clock.append(time.perf_counter())
    steps = ("read", "solve by both roads", "write", "check")
    spent = {name: round(b - a, 4) for name, (a, b) in zip(steps, pairwise(clock), strict=True)}
    return {"family": family, "households": households, "seconds": spent, "faults": faults[:3]}


def main() -> int:
    """Measure each family at each size and write results/files.json; 1 when a plan is refused."""
    reader = argparse.ArgumentParser(prog="python -m benchmarks.files", description=__doc__)
    reader.add_argument("--sizes", default="1000,10000,100000")
    given = reader.parse_args()
    rows = []
    for households in map(int, given.sizes.split(",")):
        for family in FAMILIES:
            rows.append({"units": SIZES[households], **measure(family, households)})
            print(json.dumps(rows[-1]), flush=True)
    told = {
        "command": f"python -m benchmarks.files {' '.join(sys.argv[1:])}".strip(),
        "measured_at": datetime.now(UTC).isoformat(timespec="minutes"),
        "machine": machine.facts(),
        "rows": rows,
    }
    RESULTS.write_text(json.dumps(told, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    return int(any(row["faults"] for row in rows))


if __name__ == "__main__":
    sys.exit(main())

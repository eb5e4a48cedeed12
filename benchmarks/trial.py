"""One process, one market: run the subjects in turn, again and again, and tell each time.

Each line on standard output is a JSON object: ``{"subject", "seconds", "busy"}`` after each run and
``{"subject", "housed", "a_wrong", "b_wrong"}`` once a subject's answer has been compared. Seconds
are the smaller of elapsed and processor time, so that other programs on the machine count as
little as possible; busy is processor time by elapsed time. A run beyond the limit of processor
time ends the whole process (by the profiling signal), which keeps what was told before.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import signal
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.families import FAMILIES, Arrays, Short, make
from benchmarks.own import OWN
from benchmarks.peers import PEERS, Solve

TINY = (200, 60)
"""Households and units of the market on which every subject loads its libraries, untimed."""


def load(subject: str) -> Solve:
    """The function of a subject: one of the engine's own or a peer."""
    return OWN[subject] if subject in OWN else PEERS[subject].load()


def compare(given: Short, right: Short) -> dict[str, int]:
    """Households housed, wrongly housed or left out (A), and with another class (A or B)."""
    return {
        "housed": int(np.count_nonzero(given >= 0)),
        "a_wrong": int(np.count_nonzero((given >= 0) != (right >= 0))),
        "b_wrong": int(np.count_nonzero(given != right)),
    }


def broken(given: Short, market: Arrays) -> str | None:
    """Why the answer is no matching at all, or None: capacities and lists are kept."""
    housed = np.flatnonzero(given >= 0)
    held = np.bincount(given[housed], minlength=len(market.capacity))
    if np.any(held > market.capacity):
        return f"class {int(np.argmax(held - market.capacity))} is over its capacity"
    who = np.repeat(np.arange(market.households), np.diff(market.start))
    listed = np.zeros(market.households, dtype=np.bool_)
    np.logical_or.at(listed, who, market.choice == given[who])
    if not listed[housed].all():
        return f"household {int(housed[~listed[housed]][0])} holds a class not on its list"
    return None


def processor_time() -> float:
    """Seconds of all threads so far; the clock of `time` would be coarse beside a running timer."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    return used.ru_utime + used.ru_stime


def timed(solve: Solve, market: Arrays, limit: float) -> tuple[float, float, Short]:
    """Elapsed seconds, processor seconds and answer; the process ends when the limit passes."""
    signal.setitimer(signal.ITIMER_PROF, limit)
    begin, begin_busy = time.perf_counter(), processor_time()
    given = solve(market)
    elapsed, busy = time.perf_counter() - begin, processor_time() - begin_busy
    signal.setitimer(signal.ITIMER_PROF, 0)
    return elapsed, busy, given


def tell(**facts: Any) -> None:
    """One line, at once: what comes later may not come."""
    print(json.dumps(facts), flush=True)


def run(subjects: list[str], market: Arrays, repeat: int, limit: float) -> dict[str, Short]:
    """Run the subjects in turn up to ``repeat`` times or for half the limit; last answers."""
    solves = {subject: load(subject) for subject in subjects}
    for solve in solves.values():
        solve(make("realistic", *TINY))
    answers: dict[str, Short] = {}
    begin = time.perf_counter()
    for turn in range(repeat):
        if turn and time.perf_counter() - begin > limit / 2:
            break
        for subject, solve in solves.items():
            cores = os.cpu_count() if subject in PEERS and PEERS[subject].is_parallel else 1
            elapsed, busy, answers[subject] = timed(solve, market, limit * (cores or 1))
            tell(subject=subject, seconds=min(elapsed, busy), busy=busy / elapsed)
    return answers


def judge(answers: dict[str, Short], market: Arrays, path: Path) -> None:
    """Compare the answers with the engine's, or with the one it wrote before."""
    if "own" in answers:
        np.save(path, answers["own"])
    right = np.load(path)
    for subject, given in answers.items():
        if subject == "floor":
            continue
        fault = broken(given, market)
        tell(subject=subject, **compare(given, right), **({"fault": fault} if fault else {}))


def main() -> int:
    """Read the arguments, set the memory limit, run and judge."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("subjects", help="names of subjects with commas between")
    reader.add_argument("answer", type=Path, help="where the engine's answer is kept (.npy)")
    reader.add_argument("--family", choices=sorted(FAMILIES), default="realistic")
    reader.add_argument("--households", type=int, default=1_000)
    reader.add_argument("--units", type=int, default=300)
    reader.add_argument("--seed", type=int, default=0)
    reader.add_argument("--repeat", type=int, default=5)
    reader.add_argument("--limit", type=float, default=60.0, help="seconds for one run")
    reader.add_argument("--memory", type=float, default=8.0, help="GiB for the process")
    given = reader.parse_args()
    room = int(given.memory * 2**30)
    resource.setrlimit(resource.RLIMIT_AS, (room, room))
    market = make(given.family, given.households, given.units, given.seed)
    answers = run(given.subjects.split(","), market, given.repeat, given.limit)
    judge(answers, market, given.answer)
    return 0


if __name__ == "__main__":
    sys.exit(main())

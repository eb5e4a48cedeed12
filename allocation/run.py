"""What a run was: times, versions, seed and machine. They stay out of the plan.

Two runs of one problem give the same plan; only this record differs.
"""

from __future__ import annotations

import contextlib
import os
import platform
import time
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from allocation.canonical import canonical_bytes
from allocation.plan import Plan
from allocation.problem import Problem

_PACKAGES = ("gongzufang-housing", "numpy", "ortools")


class Run:
    """Collects the facts of one run; durations are whole microseconds."""

    def __init__(self) -> None:
        self._durations: dict[str, int] = {}

    @contextlib.contextmanager
    def timed(self, step: str) -> Iterator[None]:
        """Measure one step."""
        begin = time.perf_counter_ns()
        yield
        self._durations[step] = (time.perf_counter_ns() - begin) // 1000

    def canonical(self, problem: Problem, plan: Plan, options: Mapping[str, Any]) -> bytes:
        """The record as canonical bytes; `options` are those of the mechanism, seed included."""
        return canonical_bytes(
            {
                "format": 1,
                "problem_sha256": plan.problem_sha256,
                "mechanism": plan.mechanism,
                "status": plan.status,
                "households": len(problem.households),
                "classes": len(problem.classes),
                "housed": len(plan.assignment),
                "options": {name: str(value) for name, value in options.items()},
                "microseconds": self._durations,
                "versions": {"python": platform.python_version(), **_versions()},
                "machine": {
                    "system": platform.system(),
                    "processor": platform.machine(),
                    "processors": os.cpu_count(),
                },
            }
        )


def _versions() -> dict[str, str]:
    found = {}
    for package in _PACKAGES:
        with contextlib.suppress(PackageNotFoundError):
            found[package] = version(package)
    return found


def write_all(files: Sequence[tuple[Path, bytes]]) -> None:
    """Write all files or none: each is put beside its place first and then moved there.

    Raises:
        OSError: a folder is missing or full; then nothing was written.
    """
    waiting: list[tuple[Path, Path]] = []
    try:
        for path, raw in files:
            beside = path.with_name(f".{path.name}.{os.getpid()}.new")
            waiting.append((beside, path))
            with beside.open("xb") as file:
                file.write(raw)
                file.flush()
                os.fsync(file.fileno())
        while waiting:
            beside, path = waiting[0]
            beside.replace(path)
            del waiting[0]
    finally:
        for beside, _ in waiting:
            beside.unlink(missing_ok=True)

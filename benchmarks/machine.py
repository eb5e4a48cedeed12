"""The machine and the versions that a measurement belongs to."""

from __future__ import annotations

import os
import platform
import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

PACKAGES = ("numpy", "ortools", "scipy", "networkx", "matching", "highspy")


def facts() -> dict[str, Any]:
    """Processor, cores, memory in GiB, system, Python and library versions, load of 1 minute."""
    return {
        "processor": _first("/proc/cpuinfo", "model name"),
        "cores": os.cpu_count(),
        "memory_gib": round(os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30, 1),
        "system": f"{platform.system()} {platform.machine()}",
        "python": sys.version.split()[0],
        "packages": {name: _version(name) for name in PACKAGES},
        "load": round(os.getloadavg()[0], 1),
    }


def in_words(told: dict[str, Any]) -> str:
    """One line for under a table."""
    packages = ", ".join(f"{name} {number}" for name, number in told["packages"].items())
    return (
        f"{told['processor']}, {told['cores']} cores, {told['memory_gib']} GiB, "
        f"{told['system']}, Python {told['python']}, {packages}"
    )


def _version(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _first(path: str, field: str) -> str:
    """The first value of a field in a file of `field : value` lines; empty when unknown."""
    try:
        lines = Path(path).read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith(field)), "")

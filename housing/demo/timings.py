"""How long each step took, and its share of the whole."""

import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from housing.core.canonical import canonical_bytes
from housing.core.files import write_whole


@dataclass(slots=True)
class Timings:
    """Milliseconds of each step by name, in the order in which they were first begun."""

    steps: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time of the block to the step."""
        began = time.perf_counter()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - began)

    def add(self, name: str, seconds: float) -> None:
        """Add seconds to a step."""
        self.steps[name] = self.steps.get(name, 0) + round(seconds * 1000)

    @property
    def total(self) -> int:
        """Milliseconds of all steps together."""
        return sum(self.steps.values())

    def shares(self) -> dict[str, int]:
        """Return each step's share of the total in tenths of a percent."""
        return {name: 1000 * spent // max(self.total, 1) for name, spent in self.steps.items()}

    def write(self, path: Path, facts: dict[str, int]) -> None:
        """Write {"format", "milliseconds", "permille", "total_milliseconds", …facts} as JSON."""
        content = {
            **{"format": 1, "milliseconds": self.steps, "permille": self.shares()},
            **{"total_milliseconds": self.total, **facts},
        }
        write_whole(path, canonical_bytes(content))


def process_age() -> float:
    """Return the seconds since this process was started, 0.0 where the system does not tell."""
    try:
        fields = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        ticks = os.sysconf("SC_CLK_TCK")
        return max(0.0, time.clock_gettime(time.CLOCK_BOOTTIME) - int(fields[19]) / ticks)
    except (OSError, ValueError, AttributeError):
        return 0.0

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
    """Milliseconds of each step by name, in the order in which they were first begun.

    `steps` are elapsed, as a person waits; `worked` is the processor's time, that of processes
    which the step started included, and tells more on a machine that others use too.
    """

    steps: dict[str, int] = field(default_factory=dict)
    worked: dict[str, int] = field(default_factory=dict)

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Add the time of the block to the step."""
        began, worked = time.perf_counter(), processor_seconds()
        try:
            yield
        finally:
            self.add(name, time.perf_counter() - began, processor_seconds() - worked)

    def add(self, name: str, seconds: float, worked: float) -> None:
        """Add elapsed and processor seconds to a step."""
        self.steps[name] = self.steps.get(name, 0) + round(seconds * 1000)
        self.worked[name] = self.worked.get(name, 0) + round(worked * 1000)

    @property
    def total(self) -> int:
        """Milliseconds of all steps together."""
        return sum(self.steps.values())

    def shares(self) -> dict[str, int]:
        """Return each step's share of the total in tenths of a percent."""
        return {name: 1000 * spent // max(self.total, 1) for name, spent in self.steps.items()}

    def write(self, path: Path, facts: dict[str, int]) -> None:
        """Write {"format", "milliseconds", "processor_milliseconds", "permille",
        "total_milliseconds", …facts} as JSON."""
        content = {
            **{"format": 1, "milliseconds": self.steps, "permille": self.shares()},
            "processor_milliseconds": self.worked,
            **{"total_milliseconds": self.total, **facts},
        }
        write_whole(path, canonical_bytes(content))


def processor_seconds() -> float:
    """Return the processor time of this process and of those it has started and seen end."""
    return sum(os.times()[:4])


def start_up() -> float:
    """Return the seconds of processor time this process has used until now.

    Called first of all, that is the start of the interpreter and the loading of the program. The
    age of the process would not do: a shell that ends in this command hands its own age on.
    """
    return time.process_time()

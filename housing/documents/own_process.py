"""Running a parser of strangers' files in a process of its own, with limits of time and memory."""

import os
import subprocess
import sys

from housing.documents.limits import MOST_MEMORY

#: Settings and secrets of the installation begin so; a stranger's file comes nowhere near them.
SECRETS = "HOUSING_"


class Overrun(Exception):
    """The process used up its time or memory, or died of what it read."""


def run(module: str, argument: str, content: bytes, seconds: int) -> bytes:
    """Run one of our own modules over a file; return what it wrote.

    `seconds` of the wall's clock; the module bounds itself by `limit_this_process`.

    Raises:
        Overrun: it took too long, or ended with a fault.
    """
    try:
        done = subprocess.run(  # noqa: S603  our own module, an argument of a closed list
            [sys.executable, "-m", module, argument],
            input=content,
            capture_output=True,
            check=False,
            timeout=seconds,
            env={key: held for key, held in os.environ.items() if not key.startswith(SECRETS)},
        )
    except subprocess.TimeoutExpired as fault:
        raise Overrun from fault
    if done.returncode:
        raise Overrun
    return done.stdout


def limit_this_process(seconds: int) -> None:
    """Bound time (of the processor) and memory of this process where the system can."""
    try:
        import resource
    except ImportError:  # Windows; the wall's clock still ends it.
        return
    resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))

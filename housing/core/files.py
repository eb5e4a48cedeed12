"""Writing a file so that nobody ever sees half of it."""

import os
import tempfile
from pathlib import Path

PUBLIC = 0o644
PRIVATE = 0o600


def write_whole(path: Path, content: bytes, mode: int = PUBLIC) -> None:
    """Write `content` under a passing name, then put it in place in one step.

    The folder is made if need be. An earlier file of that name is replaced.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
        Path(name).chmod(mode)
        Path(name).replace(path)
    except BaseException:
        Path(name).unlink()
        raise

"""`housing department-server` in a process of its own, whose clock shows what a file says.

The county of a journey lives on days of its choosing; a department that looked at this machine's
clock would refuse its signatures as too old.
"""

import sys
from datetime import datetime
from pathlib import Path
from unittest.mock import patch

from housing.cli import main
from housing.core.clock import Clock


def told_by(path: Path) -> Clock:
    """Return a clock that shows the instant written in a file."""
    return Clock(lambda: datetime.fromisoformat(path.read_text(encoding="ascii")))


if __name__ == "__main__":
    clock = told_by(Path(sys.argv.pop(1)))
    with patch("housing.cli.department.system_clock", lambda: clock):
        main()

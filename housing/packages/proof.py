"""Running verify.py as an auditor would: another process, the interpreter, nothing installed."""

import subprocess
import sys
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from housing.packages.archive import programs


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a package holds, and the lines that verify.py printed."""

    holds: bool
    lines: tuple[str, ...]


def verify_files(contents: Mapping[str, bytes]) -> Verdict:
    """Unpack the files into an empty folder and run the package's own verify.py there."""
    with tempfile.TemporaryDirectory(prefix="package-") as folder:
        write_files(Path(folder), contents)
        return _run(Path(folder) / "verify.py", [])


def verify_archive(archive: Path, *options: str) -> Verdict:
    """Verify a package file with the programs of this installation, not with its own."""
    with tempfile.TemporaryDirectory(prefix="verify-") as folder:
        write_files(Path(folder), programs())
        return _run(Path(folder) / "verify.py", [str(archive.resolve()), *options])


def write_files(folder: Path, contents: Mapping[str, bytes]) -> None:
    """Write the files of a package below `folder`."""
    for name, raw in contents.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(raw)


def _run(program: Path, arguments: list[str]) -> Verdict:
    # -E, -s and -S keep this installation's paths out: what runs here runs on a bare interpreter.
    done = subprocess.run(  # noqa: S603  the interpreter and a file written just before
        [sys.executable, "-E", "-s", "-S", str(program), *arguments],
        cwd=program.parent,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )
    lines = (done.stdout + done.stderr).strip().splitlines()
    return Verdict(holds=done.returncode == 0, lines=tuple(lines))

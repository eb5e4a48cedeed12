"""The house itself: walls between features, names, sizes, promises left in the code."""

import configparser
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("housing", "allocation")
# Handed to auditors as they stand, to be read in one sitting: one file, by design.
STANDING_ALONE = {"allocation/check.py": 500}
FORBIDDEN_NAMES = {"utils", "util", "common", "helpers", "manager", "base_service", "misc"}


def _sources(*folders: str) -> Iterator[Path]:
    for folder in folders:
        yield from (p for p in (ROOT / folder).rglob("*.py") if "__pycache__" not in p.parts)


def test_import_contracts_are_kept() -> None:
    program = "from importlinter.cli import lint_imports_command as c; c()"
    result = subprocess.run(
        [sys.executable, "-c", program, "--config", str(ROOT / "setup.cfg")],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_every_package_is_installed() -> None:
    """A folder that setup.cfg forgets would work here and be missing in a wheel."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    listed = set(config["options"]["packages"].split())
    found = {
        ".".join(path.parent.relative_to(ROOT).parts)
        for path in _sources(*PACKAGES)
        if path.name == "__init__.py"
    }
    found |= {"housing.config", "housing.migrations", "housing.migrations.versions"}
    assert listed == found


@pytest.mark.parametrize("folder", [*PACKAGES, "migrations"])
def test_no_file_is_over_300_lines(folder: str) -> None:
    long = {}
    for path in _sources(folder):
        name = path.relative_to(ROOT).as_posix()
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if lines > STANDING_ALONE.get(name, 300):
            long[name] = lines
    assert long == {}


def test_no_test_file_is_over_400_lines() -> None:
    long = [p.name for p in _sources("tests") if len(p.read_text("utf-8").splitlines()) > 400]
    assert long == []


def test_names_are_words_of_the_field() -> None:
    stems = {part for path in _sources(*PACKAGES) for part in (path.stem, path.parent.name)}
    assert stems & FORBIDDEN_NAMES == set()


def test_only_the_clock_reads_the_time() -> None:
    pattern = re.compile(r"datetime\.now\(|date\.today\(|datetime\.utcnow\(|time\.time\(")
    readers = {
        str(path.relative_to(ROOT))
        for path in _sources(*PACKAGES)
        if pattern.search(path.read_text(encoding="utf-8"))
    }
    assert readers == {"housing/core/clock.py"}


def test_no_promises_are_left_in_the_code() -> None:
    pattern = re.compile(r"\b(TODO|FIXME|XXX|NotImplementedError)\b")
    left = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in [*_sources(*PACKAGES, "migrations", "benchmarks"), *_pages()]
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert left == []


def test_pages_carry_no_inline_code_and_no_foreign_address() -> None:
    """Strict CSP: no inline script or style, no event attribute, nothing from elsewhere."""
    pattern = re.compile(
        r"<script(?![^>]*\bsrc=)|<style|\sstyle=|\son[a-z]+=\"|(?:src|href)=\"https?://"
    )
    found = [
        f"{path.relative_to(ROOT)}:{number}"
        for path in _pages()
        if path.suffix == ".html" and "templates" in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]
    assert found == []


def _pages() -> list[Path]:
    return [p for p in (ROOT / "housing").rglob("*") if p.suffix in {".html", ".js"}]

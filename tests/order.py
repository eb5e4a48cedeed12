"""The order of the tests: what takes longest goes first, so that no core idles at the end."""

from pathlib import Path

import pytest

FIRST = ("journeys", "pages", "house", "benchmarks", "integration")


def pytest_configure(config: pytest.Config) -> None:
    """Keep this order also among parallel workers, who else begin with the most numerous."""
    if hasattr(config.option, "loadscopereorder"):
        config.option.loadscopereorder = False


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put journeys and browsers first; within a folder everything stays as it was."""
    tests = config.rootpath / "tests"
    items.sort(key=lambda item: _rank(item.path, tests))


def _rank(path: Path, tests: Path) -> int:
    folder = path.relative_to(tests).parts[0] if path.is_relative_to(tests) else ""
    return FIRST.index(folder) if folder in FIRST else len(FIRST)

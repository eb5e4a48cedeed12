"""What the code imports is what setup.cfg installs: a fresh machine has nothing else."""

import ast
import configparser
import re
import sys
from importlib.metadata import packages_distributions, requires
from pathlib import Path

import pytest

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[2]
# Modules that stand beside each other in a round package and find each other there.
BESIDE = {"check", "draw", "verify_picks", "verify_reading", "verify_signature", "verify_stages"}


def _imported() -> set[str]:
    names: set[str] = set()
    for folder in ("housing", "allocation", "migrations"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Import):
                    names |= {alias.name.split(".")[0] for alias in node.names}
                elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                    names.add(node.module.split(".")[0])
    ours = {"housing", "allocation"} | BESIDE
    return names - ours - set(sys.stdlib_module_names)


def _name(requirement: str) -> str:
    found = re.match(r"[A-Za-z0-9._-]+", requirement.strip())
    assert found is not None, requirement
    return re.sub(r"[-_.]+", "-", found.group()).lower()


def _installed() -> set[str]:
    """What setup.cfg asks for, and what those packages themselves are made of."""
    config = configparser.ConfigParser()
    config.read(ROOT / "setup.cfg", encoding="utf-8")
    asked = {_name(line) for line in config["options"]["install_requires"].split("\n") if line}
    for name in {"flask", "flask-wtf", "flask-babel"} & asked:
        asked |= {_name(line) for line in requires(name) or [] if "extra ==" not in line}
    return asked


def test_every_import_is_installed_by_setup_cfg() -> None:
    distributions = packages_distributions()
    asked = _installed()
    missing = {
        module
        for module in _imported()
        if not {_name(name) for name in distributions.get(module, [])} & asked
    }
    assert missing == set()

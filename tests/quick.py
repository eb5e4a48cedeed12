"""What all tests of a process have alike is made once: templates, addresses, what is imported.

Hundreds of tests make an application each, and nearly all of its making was this.
"""

import gc
import os
import sys
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache
from werkzeug.routing import Rule

# A process that a test starts finds the modules compiled, where a machine forbids to keep that:
# to compile all of them takes each process a second.
sys.dont_write_bytecode = False
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)


def pytest_collection_finish() -> None:
    """Spare the modules and the tests from each search for garbage; they stay to the end."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Let all applications of a process share their compiled templates."""
    compiled = FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Flask, "jinja_options", {"bytecode_cache": compiled})
        yield


@pytest.fixture(scope="session", autouse=True)
def addresses_compiled_once() -> Iterator[None]:
    """Let all applications of a process share the functions that write their addresses."""
    compiled: dict[tuple[object, ...], Callable[..., tuple[str, str]]] = {}
    compile_anew = Rule._compile_builder

    def compile_once(rule: Rule, append_unknown: bool = True) -> Callable[..., tuple[str, str]]:
        defaults: dict[str, Any] = dict(rule.defaults or {})
        alike = (rule.rule, tuple(rule._trace), repr(defaults), append_unknown)
        if alike not in compiled:
            compiled[alike] = compile_anew(rule, append_unknown)
        return compiled[alike]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Rule, "_compile_builder", compile_once)
        yield

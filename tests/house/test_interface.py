"""What a page can do, a program can do: no act is forgotten in the JSON interface."""

import tomllib
from pathlib import Path

import pytest
from flask import Flask

from housing.app import create_app
from housing.core.settings import load_settings
from tests.conftest import PLACE

PREFIX = "/api/v1"
LISTED = tomllib.loads(Path(__file__).with_name("interface.toml").read_text("utf-8"))
PAGES_ONLY = {page for pages in LISTED["pages_only"].values() for page in pages}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The application of an empty installation."""
    home = str(tmp_path_factory.mktemp("home"))
    return create_app(load_settings({"HOUSING_HOME": home, "HOUSING_PLACE": PLACE}))


def _sent_by_pages(app: Flask) -> set[str]:
    rules = [rule for rule in app.url_map.iter_rules() if "POST" in (rule.methods or ())]
    return {rule.rule for rule in rules if not rule.rule.startswith(PREFIX)}


def _operations(app: Flask) -> set[str]:
    return {
        f"{method} {rule.rule}"
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if rule.rule.startswith(PREFIX)
    }


def _plain(rule: str) -> str:
    """Addresses of pages are written with _ here and there, and name what is text or do not."""
    return rule.replace("_", "-").replace("<string:", "<")


def test_every_act_of_a_page_is_an_operation(app: Flask) -> None:
    same = {_plain(each) for each in _operations(app)}
    forgotten = {
        page
        for page in _sent_by_pages(app) - set(LISTED["elsewhere"]) - PAGES_ONLY
        if _plain(f"POST {PREFIX}{page}") not in same
    }
    assert not forgotten, "make a Deed of it, or say in interface.toml what does it"


def test_the_list_names_what_there_is(app: Flask) -> None:
    assert set(LISTED["elsewhere"].values()) - _operations(app) == set()
    assert (set(LISTED["elsewhere"]) | PAGES_ONLY) - _sent_by_pages(app) == set()
    assert set(LISTED["elsewhere"]) & PAGES_ONLY == set()

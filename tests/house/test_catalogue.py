"""Every rule of the instruments has a home, and nobody cites a rule that does not exist."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from housing.catalogue.book import Catalogue, Home, load_catalogue

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"\b(?:HN|HZS|HZR|KM|OD)-[A-Z]?\d+(?:-\d+)+\b|\b(?:HZS|HZR|HN)-\d+-\d+\b")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load_catalogue()


def _citations(*folders: str) -> Iterator[tuple[Path, str]]:
    for folder in folders:
        for path in sorted((ROOT / folder).rglob("*")):
            if (
                path.suffix in {".py", ".toml", ".html", ".js", ".md"}
                and path.parent.name != "rules"
            ):
                for rule_id in CITED.findall(path.read_text(encoding="utf-8")):
                    yield path, rule_id


def test_the_five_instruments_are_whole(catalogue: Catalogue) -> None:
    counts = {
        name: len(list(catalogue.select(instrument=name)))
        for name in ("HN", "HZS", "HZR", "KM", "OD")
    }
    assert counts == {"HN": 150, "HZS": 55, "HZR": 57, "KM": 22, "OD": 17}


def test_nobody_cites_an_unknown_rule(catalogue: Catalogue) -> None:
    known = {rule.id for rule in catalogue.rules}
    unknown = {
        f"{path.relative_to(ROOT)}: {rule_id}"
        for path, rule_id in _citations("housing", "allocation", "config", "tests", "docs")
        if rule_id not in known
    }
    assert unknown == set()


def test_each_enforced_rule_is_cited_by_code_and_by_a_test(catalogue: Catalogue) -> None:
    in_code = {rule_id for _, rule_id in _citations("housing", "config/policies")}
    in_tests = {
        rule_id
        for path, rule_id in _citations("tests")
        if path.name.startswith("test_") and path.name != "test_catalogue.py"
    }
    enforced = {rule.id for rule in catalogue.select(home=Home.CODE)}
    assert enforced
    assert enforced - in_code == set()
    assert enforced - in_tests == set()


def test_a_parameter_is_a_dated_value_of_some_place(catalogue: Catalogue) -> None:
    in_values = {rule_id for _, rule_id in _citations("config/policies")}
    assert {rule.id for rule in catalogue.select(home=Home.PARAMETER)} <= in_values


def test_what_is_outside_says_why(catalogue: Catalogue) -> None:
    assert all(rule.reason for rule in catalogue.select(home=Home.OUTSIDE))

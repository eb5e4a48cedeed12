"""Every rule of the instruments has a home, and nobody cites a rule that does not exist."""

import inspect
import re
from collections.abc import Iterator
from pathlib import Path
from pkgutil import resolve_name

import pytest

from housing.catalogue.book import Catalogue, Home, Rule, load_catalogue

pytestmark = pytest.mark.house

ROOT = Path(__file__).resolve().parents[2]
CITED = re.compile(r"\b(?:HN|HZS|HZR|KM|OD)-[A-Z]?\d+(?:-\d+)+\b|\bOD-V-\d+\b")
BILINGUAL = re.compile(r"[^/]*[\u4e00-\u9fff][^/]* / [^\u4e00-\u9fff]+")
RULES = load_catalogue().rules


def _at_home(*homes: Home) -> list[object]:
    return [pytest.param(rule, id=rule.id) for rule in RULES if rule.home in homes]


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


def test_no_rule_points_to_an_unknown_one(catalogue: Catalogue) -> None:
    known = {rule.id for rule in catalogue.rules}
    assert {other for rule in catalogue.rules for other in rule.see} <= known


@pytest.mark.parametrize("rule", _at_home(Home.CODE))
def test_an_enforced_rule_is_named_where_it_is_enforced_and_tested(rule: Rule) -> None:
    assert rule.id in CITED.findall(inspect.getsource(resolve_name(rule.where)))
    test = ROOT / rule.test
    assert test.parts[len(ROOT.parts)] == "tests"
    assert test.name.startswith("test_")
    assert test != Path(__file__)
    assert rule.id in CITED.findall(test.read_text(encoding="utf-8"))


@pytest.mark.parametrize("rule", _at_home(Home.RECORD))
def test_a_recorded_rule_names_what_keeps_it(rule: Rule) -> None:
    module, _, name = rule.where.partition(":")
    assert module.endswith(".models")
    assert name.count(".") == 1
    assert hasattr(resolve_name(rule.where), "key")  # a column of a table


def test_a_parameter_is_a_dated_value_of_some_place(catalogue: Catalogue) -> None:
    in_values = {rule_id for _, rule_id in _citations("config/policies")}
    assert {rule.id for rule in catalogue.select(home=Home.PARAMETER)} <= in_values


def test_what_is_outside_says_why_in_one_sentence_of_each_language(catalogue: Catalogue) -> None:
    reasons = {rule.id: rule.reason for rule in catalogue.select(home=Home.OUTSIDE)}
    assert reasons
    assert [each for each, reason in reasons.items() if not BILINGUAL.fullmatch(reason)] == []


def test_only_what_is_here_says_where_and_only_what_is_outside_says_why(
    catalogue: Catalogue,
) -> None:
    for rule in catalogue.rules:
        assert not rule.where or rule.home in (Home.CODE, Home.RECORD), rule.id
        assert not rule.test or rule.home is Home.CODE, rule.id
        assert not rule.reason or rule.home is Home.OUTSIDE, rule.id


def test_an_open_value_is_never_called_outside_the_system(catalogue: Catalogue) -> None:
    """What the text leaves to a county needs a value here, whoever sets it."""
    for rule in catalogue.select(home=Home.OUTSIDE):
        assert all(value.basis == "instrument" for value in rule.parameters), rule.id

"""Reading the files of the rules: what is refused, and how the catalogue is narrowed."""

from pathlib import Path

import pytest
from flask import Flask

from housing.catalogue import page_words
from housing.catalogue.book import Home, load_catalogue
from housing.catalogue.words import HOME_WORDS
from housing.core.errors import NotFound
from housing.web.language import speak

RULE = """
[[rule]]
id = "XX-1-1"
article = "第一条"
kind = "scope"
actor = "court"
text = "本办法适用于本县"
plain = "They apply to the county."
duty = "Keep the place."
"""


def _written(folder: Path, *rules: str) -> Path:
    """Return a new folder (the reading is remembered by folder) with one instrument."""
    head = 'id = "XX"\ntitle = "示例办法"\njurisdiction = "Somewhere"\n'
    (folder / "xx.toml").write_text(head + "".join(rules), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rules", "words"),
    [
        ([RULE], "XX-1-1 has no known home: None"),
        ([RULE + 'home = "somewhere"'], "XX-1-1 has no known home: 'somewhere'"),
        ([RULE + 'home = "code"\nwhere = "a.b:c"'], "XX-1-1 names no `where` or no `test`"),
        ([RULE + 'home = "code"\ntest = "tests/a.py"'], "XX-1-1 names no `where` or no `test`"),
        ([RULE + 'home = "record"'], "XX-1-1 names no `where` that keeps it"),
        ([RULE + 'home = "outside"'], "XX-1-1 is outside without a `reason`"),
        ([RULE.replace("XX-1", "HN-1") + 'home = "planned"'], "HN-1-1 is no rule of XX"),
        ([RULE + 'home = "planned"'] * 2, "rules that stand twice: XX-1-1"),
    ],
)
def test_a_rule_without_a_proper_home_is_refused(
    tmp_path: Path, rules: list[str], words: str
) -> None:
    with pytest.raises(ValueError, match=words):
        load_catalogue(_written(tmp_path, *rules))


def test_a_rule_says_what_its_file_says(tmp_path: Path) -> None:
    more = 'home = "parameter"\nalso = ["fee"]\nsee = ["XX-1-1"]\nparameters = [\n'
    more += (
        '{ name = "area", value = [1, 2], unit = "m2", as_written = "十平方米", basis = "gap" },'
    )
    more += '\n{ name = "days", unit = "working_day", basis = "delegated" },\n]\n'
    catalogue = load_catalogue(_written(tmp_path, RULE + more))
    rule = catalogue.find("XX-1-1")
    assert rule.place == "area, days"
    assert [value.value for value in rule.parameters] == ["1, 2", ""]
    assert list(catalogue.select(kind="fee")) == [rule]
    assert list(catalogue.select(kind="rent")) == []
    assert catalogue.homes()[Home.PARAMETER] == 1
    assert catalogue.instrument("XX").title == "示例办法"
    with pytest.raises(NotFound, match="YY"):
        catalogue.instrument("YY")


def test_every_word_of_the_catalogue_is_known_to_the_pages() -> None:
    rules = load_catalogue().rules
    assert {kind for rule in rules for kind in (rule.kind, *rule.also)} == set(page_words.KINDS)
    assert {rule.actor for rule in rules} <= set(page_words.ACTORS)
    values = [value for rule in rules for value in rule.parameters]
    assert {value.unit for value in values} == set(page_words.UNITS)
    assert {value.basis for value in values} == set(page_words.BASES)
    assert set(page_words.HOMES) == set(page_words.HOME_MEANINGS) == set(Home)


def test_pages_and_terminals_call_the_homes_the_same() -> None:
    app = Flask("housing")
    speak(app)
    with app.test_request_context("/", headers={"Accept-Language": "zh-CN"}):
        said = {home: str(words) for home, words in page_words.HOMES.items()}
    assert said == {home: words.partition(" / ")[0] for home, words in HOME_WORDS.items()}

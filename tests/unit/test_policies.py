"""Policy values: the right one for a place and a day, with its source, or a clear refusal."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from housing.core.errors import BadInput, MissingPolicyValue
from housing.core.settings import config_folder
from housing.policies import PolicyBook, queries, registry
from housing.policies import book as book_module

DAY = date(2026, 9, 1)
ENTRY = """
[[value]]
parameter = "deposit"
place = "{place}"
value = {value}
unit = "yuan"
from = {first}
basis = "delegated"
rules = ["HN-24-3"]
source = "a paper"
"""


def book_of(folder: Path, *entries: str) -> PolicyBook:
    (folder / "deposit.toml").write_text("\n".join(entries), encoding="utf-8")
    return PolicyBook.load(folder)


def entry(
    place: str = "430199", value: object = 7, first: str = "2026-01-01", more: str = ""
) -> str:
    return ENTRY.format(place=place, value=value, first=first) + more


def test_the_county_comes_before_prefecture_province_and_instrument(tmp_path: Path) -> None:
    instrument = '[[instrument]]\nid = "HN"\nplaces = ["430000"]\n'
    levels = ["HN", "430000", "430100", "430199"]
    for count in range(1, len(levels) + 1):
        held = [entry(place, number) for number, place in enumerate(levels[:count])]
        book = book_of(tmp_path, instrument, *held)
        assert book.value("deposit", "430199", DAY).value == count - 1


def test_an_instrument_of_another_province_gives_nothing(tmp_path: Path) -> None:
    book = book_of(tmp_path, '[[instrument]]\nid = "HN"\nplaces = ["430000"]\n', entry("HN"))
    assert book.find("deposit", "430102", DAY) is not None
    assert book.find("deposit", "610702", DAY) is None


def test_the_value_of_the_day_holds_on_its_first_and_last_day(tmp_path: Path) -> None:
    old = entry(value=1, first="2025-01-01", more="to = 2025-12-31\n")
    book = book_of(tmp_path, old, entry(value=2, first="2026-01-01"))
    found = [
        book.value("deposit", "430199", day).value
        for day in (date(2025, 1, 1), date(2025, 12, 31), date(2026, 1, 1))
    ]
    assert found == [1, 1, 2]
    assert book.find("deposit", "430199", date(2024, 12, 31)) is None


def test_a_missing_value_names_parameter_place_day_and_rules() -> None:
    with pytest.raises(MissingPolicyValue) as refused:
        PolicyBook.load().value("scoring_table", "430102", DAY)
    for word in ("scoring_table", "430102", "2026-09-01", "HN-17-1"):
        assert word in str(refused.value)


def test_two_values_on_one_day_are_refused(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"deposit.*430199.*2026-05-01"):
        book_of(tmp_path, entry(first="2026-01-01"), entry(first="2026-05-01"))


@pytest.mark.parametrize(
    ("broken", "words"),
    [
        (entry(value="0.5"), "0.5"),
        (entry(value="true"), "True"),
        (entry(more="to = 2025-01-01\n"), "before the first"),
        (entry().replace('rules = ["HN-24-3"]', "rules = []"), "rule id"),
        (entry().replace('basis = "delegated"', 'basis = "hearsay"'), "hearsay"),
        (entry().replace('source = "a paper"\n', ""), "source"),
        (entry(first='"2026-01-01"'), "must be a date"),
        (entry(more="colour = 1\n"), "colour"),
        (entry(more="provisional = 1\n"), "true or false"),
        (entry().replace('unit = "yuan"', "unit = 3"), "must be text"),
        (entry().replace('source = "a paper"', 'source = " "'), "must be text"),
        ("[[valeu]]\nx = 1\n", "valeu"),
        ("[[value\n", "deposit.toml"),
    ],
)
def test_a_file_that_is_not_whole_is_refused(tmp_path: Path, broken: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        book_of(tmp_path, broken)


def test_what_is_shipped_is_whole_and_every_value_has_its_rules() -> None:
    values = PolicyBook.load().all_values()
    assert {value.parameter for value in values} >= {"scoring_table", "priority_rules"}
    for value in values:
        assert value.source
        assert value.rules
        assert value.to_json()["provisional"] in (0, 1)


def test_a_value_without_a_source_is_marked_provisional() -> None:
    for value in PolicyBook.load().all_values():
        if "未查到来源" in value.source or "暂定" in value.source:
            assert value.provisional, value.parameter


def test_a_new_parameter_is_known_as_soon_as_the_files_say_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An installation that runs reads register and values again together."""
    folder = tmp_path / "config"
    shutil.copytree(config_folder() / "policies", folder / "policies")
    for module in (queries, book_module, registry):
        monkeypatch.setattr(module, "config_folder", lambda: folder)
    queries.book_of_files()
    register = folder / "policies" / "parameters.toml"
    known = register.read_text(encoding="utf-8")
    register.write_text(known.replace('"cluster_line"', '"cluster_limit"'), encoding="utf-8")
    for place in ("sample_county", "hanzhong"):
        path = folder / "policies" / place / "rounds.toml"
        held = path.read_text(encoding="utf-8")
        path.write_text(held.replace('"cluster_line"', '"cluster_limit"'), encoding="utf-8")
    assert queries.book_of_files().find("cluster_limit", "430199", DAY) is not None
    registry.load_registry.cache_clear()  # The next test reads the real ones again.

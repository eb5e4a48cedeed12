"""The catalogue on the command line: filters, one rule with its words, unknown ids."""

import re

from click.testing import CliRunner

from housing.cli import group


def _run(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(group, ["rules", *words], prog_name="housing")
    return result.exit_code, result.output


def test_the_whole_catalogue_and_its_shares() -> None:
    status, said = _run()
    assert status == 0
    assert "301 条 / rules, of 301" in said
    assert "enforced by code" in said


def test_filters_by_instrument_kind_and_home() -> None:
    status, said = _run("--instrument", "HN", "--kind", "priority", "--home", "code")
    assert status == 0
    assert "HN-18-2" in said
    assert "HN-19-3" not in said
    assert "HZS-" not in said


def test_each_rule_says_where_it_lives_which_test_proves_it_or_why_it_cannot() -> None:
    _, said = _run("--instrument", "hn")
    assert "→ housing.rounds.draw:make_order · tests/integration/test_rounds_frozen.py" in said
    assert "→ housing.units.models:Unit.owner\n" in said
    assert "→ 税费减免和贴息由税务、财政部门" in said


def test_the_shares_add_up() -> None:
    _, said = _run("--instrument", "OD")
    counts = re.findall(r": (\d+) \(\d+%\)$", said, re.MULTILINE)
    assert sum(map(int, counts)) == 17
    assert len(counts) > 1


def test_a_filter_that_fits_nothing_says_what_there_is() -> None:
    status, said = _run("--kind", "rents")
    assert status == 1
    assert "'rents'" in said
    assert "rent," in said
    status, said = _run("--instrument", "XX")
    assert status == 2
    assert "hzr" in said.lower()


def test_one_rule_with_its_words_and_reading() -> None:
    status, said = _run("HN-21-5")
    assert status == 0
    assert "科学、公开、公正" in said
    assert "recommended reading" in said


def test_an_unknown_rule_is_refused_in_words() -> None:
    status, said = _run("no-such-rule")
    assert status == 1
    assert "no-such-rule" in said

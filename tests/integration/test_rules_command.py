"""The catalogue on the command line: filters, one rule with its words, unknown ids."""

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


def test_one_rule_with_its_words_and_reading() -> None:
    status, said = _run("HN-21-5")
    assert status == 0
    assert "科学、公开、公正" in said
    assert "recommended reading" in said


def test_an_unknown_rule_is_refused_in_words() -> None:
    status, said = _run("no-such-rule")
    assert status == 1
    assert "no-such-rule" in said

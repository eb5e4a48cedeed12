"""A year's notice: what is refused, and with which words; and how an officer puts it on file."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from housing.calendar import read_notice
from housing.cli import group
from housing.core.errors import BadInput

REST = '[[rest]]\nname = "元旦"\nfrom = 2090-01-01\nto = 2090-01-03\n'
WORKING = '[[working]]\nname = "元旦"\nday = 2090-01-07\n'
HEAD = 'year = 2090\nsource = "a notice"\n'
WHOLE = HEAD + REST + WORKING


def test_a_whole_notice_is_read() -> None:
    notice = read_notice("2090.toml", WHOLE.encode())
    assert notice.year == 2090
    assert [day.isoformat() for day in notice.rest] == ["2090-01-01", "2090-01-02", "2090-01-03"]
    assert {day.isoformat(): name for day, name in notice.working.items()} == {"2090-01-07": "元旦"}


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("year = ", "not readable"),
        (WHOLE.replace("year = 2090", "year = 2091"), "<year>.toml"),
        (WHOLE.replace("year = 2090", "year = true"), "<year>.toml"),
        (WHOLE.replace("year = 2090\n", ""), "missing"),
        (WHOLE.replace('"a notice"', '" "'), "source"),
        (WHOLE + "colour = 1\n", "colour"),
        ("note = 1\n" + WHOLE, "note"),
        (HEAD + WORKING, "not a single holiday"),
        (HEAD + "rest = 3\n", "rest"),
        (HEAD + "rest = [3]\n", "rest"),
        (HEAD + REST.replace("2090-01-03", "2089-12-30"), "before its first day"),
        (HEAD + REST.replace("2090-01-03", "2090-03-03"), "longer than a month"),
        (HEAD + REST.replace("2090-01-03", "2091-01-03"), "no day of 2090"),
        (HEAD + REST.replace("2090-01-01", "2089-11-30"), "no day of 2090"),
        (HEAD + REST.replace("2090-01-01", '"New Year"'), "must be a date"),
        (HEAD + REST.replace("2090-01-01", "2090-01-01T08:00:00"), "must be a date"),
        (HEAD + REST + WORKING.replace("2090-01-07", "2090-01-06"), "no weekend day"),
        (HEAD + REST.replace("2090-01-03", "2090-01-08") + WORKING, "2090-01-07"),
    ],
)
def test_a_notice_that_is_not_whole_is_refused(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words) as refused:
        read_notice("2090.toml", text.encode())
    assert "2090.toml" in str(refused.value)


def test_a_file_of_another_encoding_is_refused() -> None:
    with pytest.raises(BadInput, match="not readable"):
        read_notice("2090.toml", WHOLE.encode("gb18030"))


def run(*words: str) -> Result:
    return CliRunner().invoke(group, list(words))


@pytest.fixture
def config(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty configuration folder."""
    folder = tmp_path / "config"
    monkeypatch.setattr("housing.calendar.book.config_folder", lambda: folder)
    return folder


def test_the_days_of_a_year_are_those_of_its_notice(config: Path) -> None:
    assert "provisional" in run("calendar", "year", "2090").output
    (config / "calendar").mkdir(parents=True)
    (config / "calendar" / "2090.toml").write_text(WHOLE, encoding="utf-8")
    shown = run("calendar", "year", "2090").output
    assert "provisional" not in shown
    assert "2090-01-01 周日 — 2090-01-03 周二  元旦" in shown
    assert "补班 made up   2090-01-07 周六  元旦" in shown


@pytest.mark.parametrize(
    ("words", "first_line"),
    [
        (("--from", "2026-02-10", "--working-days", "15"), "2026-03-09 周一"),
        (("--from", "2026-09-01", "--days", "30", "--place", "430199"), "2026-10-08 周四"),
        (("--from", "2026-05-31", "--months", "3", "--before"), "2026-02-28 周六"),
        (("--from", "2090-05-01", "--working-days", "1"), "2090-05-02 周二  暂定 provisional"),
    ],
)
def test_the_last_day_is_told_with_its_reason_and_source(
    words: tuple[str, ...], first_line: str
) -> None:
    result = run("calendar", "due", *words)
    assert result.exit_code == 0, result.output
    assert result.output.splitlines()[0] == first_line
    assert "source:" in result.output.splitlines()[2]


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        (("--from", "2026-02-10"), 2, "exactly one"),
        (("--from", "2026-02-10", "--days", "1", "--years", "1"), 2, "exactly one"),
        (("--from", "2026-02-30", "--days", "1"), 2, "2026-02-30"),
        (("--from", "2026-02-10", "--days", "0"), 1, "1 至 36500"),
        (("--from", "2026-02-10", "--days", "7", "--place", "999999"), 1, "no place has the code"),
        (("--from", "2026-02-10", "--days", "7", "--place", "430122"), 1, "430112 望城区"),
    ],
)
def test_a_wrong_question_is_answered_in_words(
    words: tuple[str, ...], status: int, told: str
) -> None:
    result = run("calendar", "due", *words)
    assert result.exit_code == status
    assert told in result.stderr

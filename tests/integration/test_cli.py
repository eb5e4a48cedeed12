"""The command line: a round by its commands; refusals in one line, with their exit status."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import select

from housing.cli import group
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.clock import ZONE, standing_clock
from housing.core.db.session import open_database
from housing.core.keyring import open_keyring
from housing.core.settings import config_folder
from tests.integration.demonstrations import STORY, run_until, small_sheets

PASSWORD = "correct-horse-battery"
OFFICERS = {"zhongxin": "centre", "fuhe": "county_reviewer", "fabu": "county_head"}
CODE = "430199-2026-001"


class Terminal:
    """Runs commands in one installation, at a chosen time."""

    def __init__(self, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.home, self.patch = home, monkeypatch
        for name in ("HOUSING_HOME", "HOUSING_DATABASE_URL", "HOUSING_PLACE"):
            monkeypatch.delenv(name, raising=False)
        self.at(0, 9)

    def at(self, days: int, hour: int) -> None:
        """Set the clock."""
        clock = standing_clock(STORY.at(days, hour))
        for module in ("installation", "accounts", "offices", "sheets", "rounds"):
            self.patch.setattr(f"housing.cli.{module}.system_clock", lambda: clock)

    def __call__(self, *arguments: str | Path, password: str = PASSWORD) -> Result:
        environment = {"HOUSING_PASSWORD": password, "HOUSING_NEW_PASSWORD": PASSWORD}
        words = ["--home", str(self.home), *map(str, arguments)]
        return CliRunner().invoke(group, words, env=environment)

    def done(self, *arguments: str | Path) -> str:
        """Run a command that must succeed; return what it printed."""
        result = self(*arguments)
        assert result.exit_code == 0, result.output
        return result.output

    def refused(self, *arguments: str | Path, password: str = PASSWORD) -> str:
        """Run a command that must be refused, in one line and without a traceback."""
        result = self(*arguments, password=password)
        assert result.exit_code == 1, result.output
        assert "Traceback" not in result.output
        assert len(result.stderr.strip().splitlines()) == 1
        return result.stderr


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    """A migrated installation with three officers."""
    found = Terminal(tmp_path / "home", monkeypatch)
    found.done("migrate")
    offices = config_folder() / "offices" / "430199.csv"
    assert "23 " in found.done("offices", "load", offices)
    for name, role in OFFICERS.items():
        found.done("account", "open", name, "--role", role)
    return found


def test_a_round_goes_by_its_commands(terminal: Terminal, tmp_path: Path) -> None:
    sheets = small_sheets(tmp_path)
    assert sheets.households is not None
    assert sheets.units is not None
    both = ("--households", sheets.households, "--units", sheets.units)
    assert "new 120" in terminal.done("import", *both, "--as", "zhongxin")
    assert "nothing changed" in terminal.done("import", *both, "--as", "zhongxin")
    prepare = ("round", "prepare", "--title", "一", "--document", "县〔2026〕1号")
    terminal.done(*prepare, "--source", "dice", "--as", "zhongxin")
    terminal.done("round", "adopt", CODE, "--document", "县〔2026〕2号", "--as", "fuhe")
    assert "frozen" in terminal.done("round", "freeze", CODE, "--as", "zhongxin")
    terminal.at(1, 11)
    moment = STORY.at(1, 10).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    seed = ("round", "seed", CODE, "--text", "123456" * 6, "--drawn-at", moment)
    terminal.done(*seed, "--witnesses", "县公证处", "--as", "fuhe")
    terminal.done("round", "order", CODE, "--as", "zhongxin")
    terminal.done("round", "publish-order", CODE, "--as", "zhongxin")
    assert "2026-11-02" in terminal.refused("round", "allocate", CODE, "--as", "zhongxin")
    terminal.at(20, 9)
    terminal.done("round", "allocate", CODE, "--as", "zhongxin")
    terminal.done("round", "check", CODE, "--as", "zhongxin")
    assert "publish_round" in terminal.refused("round", "publish", CODE, "--as", "zhongxin")
    printed = terminal.done("round", "publish", CODE, "--as", "fabu")
    assert "everything holds" in printed
    folder = terminal.home / "rounds" / CODE
    names = {"package.zip", "order.xlsx", "order.pdf", "results.xlsx", "results.pdf"}
    assert {path.name for path in folder.iterdir()} == names
    assert "everything holds" in terminal.done("verify", folder / "package.zip")
    assert f"{CODE}  结果已公布 published" in terminal.done("round", "list")
    assert "公布结果 → 结果已公布  县住建局负责人" in terminal.done("round", "show", CODE)
    slips = tmp_path / "slips.pdf"
    assert "120" in terminal.done("round", "receipts", CODE, "--out", slips, "--as", "fuhe")
    terminal.done("audit", "verify")
    annul = ("round", "annul", CODE, "--reason", "异议成立", "--document", "县〔2026〕9号")
    assert "annulled" in terminal.done(*annul, "--as", "fabu")


def test_a_faulty_sheet_is_reported_and_nothing_taken(terminal: Terminal, tmp_path: Path) -> None:
    sheets = small_sheets(tmp_path)
    assert sheets.units is not None
    lines = sheets.units.read_text(encoding="utf-8-sig").splitlines()
    lines[3] = lines[2]
    sheets.units.write_text("\n".join(lines), encoding="utf-8")
    result = terminal("import", "--units", sheets.units, "--as", "zhongxin")
    assert result.exit_code == 1
    assert "房源编号重复" in result.stderr
    assert (terminal.home / "imports" / "report-1.xlsx").is_file()
    aside = ("--set-aside", "units:4", "--reason", "与上一行重复")
    again = terminal("import", "--units", sheets.units, *aside, "--as", "zhongxin")
    assert again.exit_code == 0, again.output
    assert "new 35" in again.output


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("import", "--as", "zhongxin"), 2),
        (("import", "--units", "/no/such/file.csv", "--as", "zhongxin"), 2),
        (("round", "freeze", CODE), 2),
        (("nonsense",), 2),
        (("demo", "--households", __file__), 2),
        (("import", "--units", __file__, "--set-aside", "17", "--as", "zhongxin"), 2),
        (("round", "show", "430199-2026-999"), 1),
        (("account", "open", "fabu", "--role", "auditor"), 1),
    ],
)
def test_wrong_calls_have_their_status(
    terminal: Terminal, words: tuple[str, ...], status: int
) -> None:
    result = terminal(*words)
    assert result.exit_code == status, result.output
    assert "Traceback" not in result.output


def test_a_wrong_password_is_refused(terminal: Terminal) -> None:
    arguments = ("round", "freeze", CODE, "--as", "zhongxin")
    assert "password is wrong" in terminal.refused(*arguments, password="not-the-password")


def test_an_account_without_the_right_is_refused(terminal: Terminal, tmp_path: Path) -> None:
    sheets = small_sheets(tmp_path)
    assert sheets.units is not None
    said = terminal.refused("import", "--units", sheets.units, "--as", "fabu")
    assert "没有“导入表格”权限；有此权限的岗位：住房保障中心经办、县住建局复核" in said


def test_only_the_owner_enters_the_home(terminal: Terminal) -> None:
    """The database names every household; other accounts of the machine have no business there."""
    assert terminal.home.stat().st_mode & 0o777 == 0o700


def test_a_refusal_names_states_and_acts_in_words(terminal: Terminal) -> None:
    prepared = ("round", "prepare", "--title", "一", "--document", "批1", "--source", "dice")
    assert "已立项" in terminal.done(*prepared, "--as", "zhongxin")
    said = terminal.refused("round", "order", CODE, "--as", "zhongxin")
    assert "现在的状态是“已立项”，不能“生成排序”（可以办理的状态：“已摇号，待排序”）" in said


def test_a_database_that_was_not_migrated_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path / "empty", monkeypatch)
    assert "housing migrate" in terminal.refused("round", "list")


@pytest.mark.parametrize(
    ("variable", "value", "words"),
    [
        ("HOUSING_PORT", "many", "HOUSING_PORT"),
        ("HOUSING_DATABASE_URL", "sqlite:////proc/no/such/housing.db", "cannot be opened"),
        ("HOUSING_DATABASE_URL", "postgresql://nobody@127.0.0.1:1/none", "cannot be opened"),
    ],
)
def test_an_installation_that_cannot_be_opened_is_explained(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, words: str
) -> None:
    terminal = Terminal(tmp_path / "home", monkeypatch)
    monkeypatch.setenv(variable, value)
    for command in (("migrate",), ("round", "list")):
        result = terminal(*command)
        assert result.exit_code == 1
        assert words in result.stderr
        assert "Traceback" not in result.output


def test_a_package_with_one_byte_changed_does_not_verify(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path / "home", monkeypatch)
    terminal.home.mkdir()
    database = open_database(f"sqlite:///{terminal.home / 'housing.db'}")
    run_until(terminal.home, database, open_keyring(terminal.home / "keys"), "名单与回执 lists")
    package = terminal.home / "rounds" / CODE / "package.zip"
    raw = bytearray(package.read_bytes())
    raw[len(raw) // 3] ^= 1
    package.write_bytes(raw)
    result = terminal("verify", package)
    assert result.exit_code == 1
    assert "Traceback" not in result.output


def test_the_sample_sheets_are_the_same_for_the_same_day(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    terminal = Terminal(tmp_path / "home", monkeypatch)
    for name in ("a", "b"):
        paths = ("--households", tmp_path / f"{name}.csv", "--units", tmp_path / f"{name}u.csv")
        terminal.done("sample", *paths, "--count", "50", "--flats", "20", "--day", "2026-03-01")
    assert (tmp_path / "a.csv").read_bytes() == (tmp_path / "b.csv").read_bytes()
    assert (tmp_path / "au.csv").read_bytes() == (tmp_path / "bu.csv").read_bytes()


def test_offices_are_listed_and_closed_by_command(terminal: Terminal) -> None:
    listed = terminal.done("offices", "list")
    assert "ZHUJIAN\t县住房和城乡建设局（示例）" in listed
    assert "housing_department\t2 人" in listed
    close = ("offices", "close", "SONGYA-1", "--reason", "并入", "--on")
    assert "closing day 2020-01-01" in terminal.refused(*close, "2020-01-01")
    terminal.done(*close, "2031-01-01")
    assert "2031-01-01 起撤销" in terminal.done("offices", "list")
    assert "NOWHERE" in terminal.refused("offices", "close", "NOWHERE", *close[3:], "2031-01-01")


def test_an_account_is_opened_in_the_office_named(terminal: Terminal) -> None:
    street = ("account", "open", "jiedao", "--role", "street")
    assert "QINGXI" in terminal.refused(*street)
    assert "NOWHERE" in terminal.refused(*street, "--office", "NOWHERE")
    assert "opened street" in terminal.done(*street, "--office", "QINGXI")
    above = ("account", "open", "shizhou", "--role", "prefecture")
    assert "opened prefecture" in terminal.done(*above)


def test_an_officer_takes_the_notice_of_a_year(
    terminal: Terminal, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, file = tmp_path / "config", tmp_path / "2090.toml"
    monkeypatch.setattr("housing.cli.calendar.config_folder", lambda: folder)
    take = ("calendar", "take", file)
    file.write_text('year = 2090\nsource = "国办"\n', encoding="utf-8")
    assert "2090" in terminal.refused(*take, "--as", "zhongxin")
    assert not folder.exists()
    first = file.read_text() + '[[rest]]\nname = "元旦"\nfrom = 2090-01-01\nto = 2090-01-03\n'
    file.write_text(first, encoding="utf-8")
    assert "on file" in terminal.done(*take, "--as", "zhongxin")
    assert "on file" in terminal.done(*take, "--as", "zhongxin")
    assert "take_calendar" in terminal.refused(*take, "--as", "fabu")
    file.write_text(first.replace("01-03", "01-02"), encoding="utf-8")
    assert "--replace" in terminal.refused(*take, "--as", "zhongxin")
    assert (folder / "calendar" / "2090.toml").read_text(encoding="utf-8") == first
    terminal.done(*take, "--replace", "--as", "zhongxin")
    assert (folder / "calendar" / "2090.toml").read_bytes() == file.read_bytes()
    with open_database(f"sqlite:///{terminal.home / 'housing.db'}").reads() as session:
        taken = select(RegisterRow).where(RegisterRow.tag == Tag.CALENDAR_TAKEN.value)
        assert len(session.scalars(taken).all()) == 3

"""The main job as people meet it: one command, a verified package, and no harm the second time."""

import json
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from housing.core.audit.record import verify
from housing.core.db.session import Database, open_database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.demo.officers import CENTRE, HEAD, REVIEWER
from housing.demo.told import program
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from tests.conftest import PLACE
from tests.integration.demonstrations import STEPS, run_until, small_job, small_sheets

HOUSING = Path(sys.executable).parent / "housing"


def _demo(home: Path, *options: str | Path) -> subprocess.CompletedProcess[str]:
    command = [str(HOUSING), "demo", "--home", str(home), *map(str, options)]
    return subprocess.run(
        command, cwd=home.parent, capture_output=True, encoding="utf-8", check=False
    )


def _tree(home: Path) -> dict[str, bytes]:
    files = (path for path in sorted(home.rglob("*")) if path.is_file())
    passing = {"timings.json", "housing.db-wal", "housing.db-shm"}
    return {str(path): path.read_bytes() for path in files if path.name not in passing}


def _only_round(database: Database) -> Round:
    with database.reads() as session:
        (found,) = queries.rounds_of(session, PLACE)
    return found


def test_the_sample_county_from_sheets_to_a_published_round(tmp_path: Path) -> None:
    home = tmp_path / "county"
    done = _demo(home)
    assert done.returncode == 0, done.stderr
    happened, where = done.stdout.strip().split("到哪里看 / where to look:\n")
    assert len(happened.splitlines()) == 10
    assert "everything holds" in happened
    assert f"pages: {HOUSING} --home {home} serve → http://127.0.0.1:8000" in where
    _what_is_named_is_there(where, home)
    a_round = _only_round(open_database(f"sqlite:///{home / 'housing.db'}"))
    assert a_round.state is RoundState.PUBLISHED
    folder = home / "rounds" / a_round.code
    assert (folder / "results.xlsx").stat().st_size > 10_000
    assert (folder / "results.pdf").read_bytes().startswith(b"%PDF-")
    _verify_with_a_bare_interpreter(folder / "package.zip", tmp_path / "unpacked")
    _timings_are_whole(home / "timings.json")
    _the_second_time_does_no_harm(home)


def _what_is_named_is_there(where: str, home: Path) -> None:
    named = [Path(found) for found in re.findall(rf"{re.escape(str(home))}[^\s（]+", where)]
    assert {path.name for path in named} >= {"accounts.txt", "letters.txt", "package.zip"}
    assert [path for path in named if not path.exists()] == []


def _verify_with_a_bare_interpreter(package: Path, folder: Path) -> None:
    with zipfile.ZipFile(package) as archive:
        archive.extractall(folder)
    command = [sys.executable, "-I", "-S", "-c", "import runpy,sys; sys.path.insert(0, '.');"]
    command[-1] += "sys.argv = ['verify.py', '.']; runpy.run_path('verify.py', run_name='__main__')"
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def _timings_are_whole(path: Path) -> None:
    timings = json.loads(path.read_text())
    steps = {"interpreter", "migration", "accounts", "import", "freeze", "draw_engine_proofs"}
    steps |= {"check", "lists", "package", "verify"}
    assert set(timings["milliseconds"]) == set(timings["processor_milliseconds"]) == steps
    assert timings["total_milliseconds"] == sum(timings["milliseconds"].values())


def _the_second_time_does_no_harm(home: Path) -> None:
    before = _tree(home)
    again = _demo(home)
    assert again.returncode == 0, again.stderr
    assert "nothing changed" in again.stdout
    assert _tree(home) == before
    (home / "rounds").rename(home / "lost")
    lost = _demo(home)
    assert lost.returncode == 1
    assert "restore the backup" in lost.stderr
    assert "Traceback" not in lost.stderr


def test_the_command_told_can_be_typed_where_one_is(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    typed = tmp_path / ".venv" / "bin" / "housing"
    typed.parent.mkdir(parents=True)
    typed.touch(mode=0o700)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [".venv/bin/housing"])
    assert program() == ".venv/bin/housing"
    monkeypatch.setenv("PATH", str(typed.parent))
    monkeypatch.setattr(sys, "argv", [str(typed)])
    assert program() == "housing"
    monkeypatch.chdir("/")
    monkeypatch.setenv("PATH", "/nowhere")
    assert program() == str(typed).removeprefix("/")


@pytest.mark.parametrize("until", STEPS)
def test_interrupted_and_run_again_it_finishes(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path, until: str
) -> None:
    run_until(tmp_path, sqlite_database, keyring, until)
    job = small_job(tmp_path, sqlite_database, keyring)
    a_round = job.run()
    assert a_round.state is RoundState.PUBLISHED
    assert job.verdict is not None
    assert job.verdict.holds
    assert (job.folder / "results.pdf").is_file()
    assert job.receipts.is_file()
    assert _only_round(sqlite_database).code == a_round.code
    with sqlite_database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_three_people_had_their_part(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "名单与回执 lists")
    a_round = _only_round(sqlite_database)
    assert (a_round.frozen_by, a_round.seed_by, a_round.published_by) == (CENTRE, REVIEWER, HEAD)


def test_an_annulled_round_is_not_begun_again(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "分配与证明 engine")
    job = small_job(tmp_path, sqlite_database, keyring)
    job._act(
        HEAD,
        job._at(3, 9),
        lambda work: service.annul(
            work, _only_round(sqlite_database).id, reason="异议成立", document="县〔2026〕9号"
        ),
    )
    with pytest.raises(BrokenRule, match="annulled"):
        job.run()
    assert _only_round(sqlite_database).state is RoundState.ANNULLED


def test_faulty_sheets_stop_the_job_and_are_reported(tmp_path: Path) -> None:
    sheets = small_sheets(tmp_path)
    assert sheets.households is not None
    assert sheets.units is not None
    text = sheets.households.read_text(encoding="utf-8-sig")
    sheets.households.write_text(text.replace("居民身份证,4", "居民身份证,5", 1), encoding="utf-8")
    both = ("--households", sheets.households, "--units", sheets.units, "--day", "2026-11-20")
    done = _demo(tmp_path / "var", *both)
    assert done.returncode == 1
    assert "nothing was imported" in done.stderr
    assert (tmp_path / "var" / "imports" / "report-1.xlsx").is_file()
    with open_database(f"sqlite:///{tmp_path / 'var' / 'housing.db'}").reads() as session:
        assert queries.rounds_of(session, PLACE) == []


def test_an_installation_in_use_is_left_alone(tmp_path: Path) -> None:
    home = tmp_path / "office"
    environment = {"HOUSING_NEW_PASSWORD": "correct-horse-battery", "HOUSING_HOME": str(home)}
    opened = ("account", "open", "wangke", "--role", "administrator")
    for words in (("migrate",), opened):
        subprocess.run([str(HOUSING), *words], env=environment, check=True, capture_output=True)
    done = _demo(home)
    assert done.returncode == 1
    assert "in use" in done.stderr
    with open_database(f"sqlite:///{home / 'housing.db'}").reads() as session:
        assert queries.rounds_of(session, PLACE) == []

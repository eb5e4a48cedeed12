"""A digest that was kept elsewhere finds a register that was rewritten as a whole."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from housing.cli import group
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.digests.service import make_digests
from tests.conftest import PLACE
from tests.integration.digest_days import DIGEST_GUARD, after, drop_guards, rewrite, write


@pytest.fixture
def kept(database: Database, keyring: Keyring, tmp_path: Path) -> Path:
    """Two days of a register; its digests, copied to somebody's own folder."""
    write(database, keyring, after(0), Tag.ROUND_PREPARED, Tag.ROLL_FROZEN)
    write(database, keyring, after(1), Tag.SEED_ENTERED)
    own = tmp_path / "own"
    for digest in make_digests(database, after(2), tmp_path / "home" / "digests"):
        own.mkdir(exist_ok=True)
        name = f"{digest.day}.json"
        (own / name).write_bytes((tmp_path / "home" / "digests" / PLACE / name).read_bytes())
    return own


def _audit(database: Database, home: Path, *words: str | Path) -> Result:
    url = database.engine.url.render_as_string(hide_password=False)
    environment = {"HOUSING_DATABASE_URL": url, "HOUSING_PLACE": PLACE}
    arguments = ["--home", str(home), "audit", *map(str, words)]
    return CliRunner().invoke(group, arguments, env=environment)


def _verify(database: Database, kept: Path, *words: str | Path) -> Result:
    return _audit(database, kept.parent / "home", "verify", *words)


def test_kept_digests_hold_while_nothing_is_rewritten(
    database: Database, keyring: Keyring, kept: Path
) -> None:
    write(database, keyring, after(5), Tag.ORDER_MADE)
    result = _verify(database, kept, "--digest", kept)
    assert result.exit_code == 0, result.output
    assert "2 of 2 digests hold" in result.output
    assert "4 行" in result.output


def _forge(row: RegisterRow) -> None:
    if row.number == 2:
        row.reason = "改过的原因"


def test_a_register_rewritten_as_a_whole_is_found_by_a_kept_digest(
    database: Database, kept: Path
) -> None:
    rewrite(database, _forge)
    # The forger is thorough: digests and files are removed, and made anew on the same days.
    drop_guards(database, DIGEST_GUARD)
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM register_digests"))
    digests = kept.parent / "home" / "digests"
    for path in digests.rglob("*.json"):
        path.unlink()
    make_digests(database, after(2), digests)
    with database.reads() as session:
        assert verify(session, PLACE).faults == (), "by itself the forged chain is flawless"
    assert _verify(database, kept).exit_code == 0
    for path in sorted(kept.iterdir()):
        result = _verify(database, kept, "--digest", path)
        assert result.exit_code == 1
        assert "the register was rewritten since" in result.stderr
        assert "not the one of this system" in result.stderr
        assert "0 of 1 digests hold" in result.output


def test_a_rewritten_register_contradicts_its_own_digests(database: Database, kept: Path) -> None:
    rewrite(database, _forge)
    result = _verify(database, kept)
    assert result.exit_code == 1
    assert "row 2 differs from the digest of 2026-09-01" in result.stderr
    digest, *_quiet = make_digests(database, after(40), kept.parent / "home" / "digests")
    assert digest.faults == 2
    assert "rewritten" in digest.first_fault


def test_many_faults_are_not_all_told(database: Database, kept: Path) -> None:
    home = kept.parent / "home" / "digests"
    make_digests(database, after(40), home)
    rewrite(database, _forge)
    assert len(_verify(database, kept).stderr.splitlines()) == 2, "quiet days repeat nothing"
    result = _verify(database, kept, "--digest", home)
    assert len(result.stderr.splitlines()) == 21
    assert "more of them" in result.stderr
    assert "0 of 40 digests hold" in result.output


def test_a_register_cut_short_is_found(database: Database, kept: Path) -> None:
    def cut(row: RegisterRow) -> None:
        row.reason = "重来"

    rewrite(database, cut)
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM register_rows WHERE number > 1"))
        connection.execute(
            text(
                "UPDATE register_heads SET number = 1, hash ="
                " (SELECT hash FROM register_rows WHERE number = 1)"
            )
        )
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()
    result = _verify(database, kept, "--digest", kept / "2026-09-01.json")
    assert result.exit_code == 1
    assert "knows row 2, the register has none" in result.stderr


def test_another_copy_of_a_digest_is_not_believed(database: Database, kept: Path) -> None:
    path = kept / "2026-09-01.json"
    path.write_bytes(path.read_bytes().replace(b'"rows":2', b'"rows":1'))
    result = _verify(database, kept, "--digest", path)
    assert result.exit_code == 1
    assert "not the one of this system" in result.stderr


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        (b'"format":1', b'"format":2', "format 2"),
        (b'"number":2', b'"number":0', "number 0"),
        (b'"number"', b'"nummer"', "number"),
        (b'"day":"2026-09-01"', b'"day":"gestern"', "gestern"),
        (b"{", b"", "no digest of a register"),
        (b'"place":"430199"', b'"place":"430121"', "of 430121, not of 430199"),
    ],
)
def test_a_file_that_is_no_digest_of_this_place_is_refused(
    database: Database, kept: Path, old: bytes, new: bytes, words: str
) -> None:
    path = kept / "2026-09-01.json"
    path.write_bytes(path.read_bytes().replace(old, new))
    result = _verify(database, kept, "--digest", path)
    assert result.exit_code == 1
    assert words in result.stderr
    assert "Traceback" not in result.output


def test_an_empty_folder_proves_nothing(database: Database, kept: Path, tmp_path: Path) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    result = _verify(database, kept, "--digest", empty)
    assert result.exit_code == 1
    assert "no digest in" in result.stderr


def test_the_command_makes_what_is_missing(
    database: Database, kept: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    home = kept.parent / "home"
    monkeypatch.setattr("housing.cli.register.system_clock", lambda: standing_clock(after(3)))
    made = _audit(database, home, "digest")
    assert made.exit_code == 0, made.output
    assert f"{PLACE}  2026-09-03  +0  3" in made.output
    assert (home / "digests" / PLACE / "2026-09-03.json").is_file()
    assert "no digest is missing" in _audit(database, home, "digest").output
    rewrite(database, _forge)
    monkeypatch.setattr("housing.cli.register.system_clock", lambda: standing_clock(after(4)))
    faulty = _audit(database, home, "digest")
    assert faulty.exit_code == 1
    assert "rewritten" in faulty.output

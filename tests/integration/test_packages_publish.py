"""Publishing: by the right person, at the right time, and only what verifies itself."""

import json
import zipfile
from pathlib import Path

import pytest

from housing.core.access.actor import Actor
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.demo.officers import CENTRE, HEAD, REVIEWER, officer
from housing.packages import service
from housing.packages.proof import verify_archive
from housing.packages.service import Published, publish_round, verify_published
from housing.rounds import queries
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from tests.conftest import PLACE
from tests.integration.demonstrations import PACKAGE, STORY, run_until

LATE = standing_clock(STORY.at(27, 9))


def _round(database: Database) -> Round:
    with database.reads() as session:
        return queries.rounds_of(session, PLACE)[0]


def _publish(
    database: Database, keyring: Keyring, folder: Path, actor: Actor | None = None
) -> Published:
    actor = actor or officer(HEAD, PLACE)
    with working(database.acts, actor, LATE, keyring) as work:
        return publish_round(work, _round(database).id, folder)


@pytest.fixture
def checked(empty_database: Database, keyring: Keyring, tmp_path: Path) -> Database:
    """A database with a round that is checked and waits to be published."""
    run_until(tmp_path, empty_database, keyring, PACKAGE)
    return empty_database


@pytest.fixture
def checked_sqlite(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Database:
    """The same, on SQLite only."""
    run_until(tmp_path, sqlite_database, keyring, PACKAGE)
    return sqlite_database


def test_a_published_package_verifies_and_is_the_one_on_record(
    checked: Database, keyring: Keyring, tmp_path: Path
) -> None:
    published = _publish(checked, keyring, tmp_path / "out")
    a_round = _round(checked)
    assert a_round.state is RoundState.PUBLISHED
    assert a_round.package_sha256 == published.sha256 == sha256_hex(published.path.read_bytes())
    assert verify_archive(published.path, "--key", keyring.public_key().hex()).holds
    assert verify_published(a_round, tmp_path / "out").holds


def test_the_package_names_no_person(
    checked_sqlite: Database, keyring: Keyring, tmp_path: Path
) -> None:
    path = _publish(checked_sqlite, keyring, tmp_path / "out").path
    with zipfile.ZipFile(path) as archive:
        contents = b"".join(archive.read(name) for name in archive.namelist()).decode()
    words = _words(contents)
    sheet = (tmp_path / "small" / "households.csv").read_text(encoding="utf-8-sig").splitlines()
    for row in sheet[1:]:
        number, name, _, identity, phone = row.split(",")[:5]
        assert not {number, name, identity, phone} & words
    for account in (CENTRE, REVIEWER, HEAD):
        assert account not in contents


def _words(text: str) -> set[str]:
    for mark in '",:[]{}<>/\n':
        text = text.replace(mark, " ")
    return set(text.split())


def test_only_a_third_person_publishes(
    checked_sqlite: Database, keyring: Keyring, tmp_path: Path
) -> None:
    for name in (CENTRE, REVIEWER):
        with pytest.raises(NotAllowed):
            _publish(checked_sqlite, keyring, tmp_path / "out", officer(name, PLACE))
    assert _round(checked_sqlite).state is RoundState.CHECKED
    assert not (tmp_path / "out").exists()


def test_nothing_is_published_too_early(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    run_until(tmp_path, sqlite_database, keyring, "摇号与排序 draw")
    with pytest.raises(WrongState, match="publish"):
        _publish(sqlite_database, keyring, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_a_package_that_does_not_verify_is_not_published(
    checked_sqlite: Database, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    honest = queries.package_files

    def tampered(session: object, round_id: int) -> dict[str, bytes]:
        files = honest(session, round_id)  # type: ignore[arg-type]
        allocation = json.loads(files["allocation.json"])
        rows = allocation["assignments"]
        rows[0]["household"], rows[1]["household"] = rows[1]["household"], rows[0]["household"]
        return {**files, "allocation.json": canonical_bytes(allocation)}

    monkeypatch.setattr(service.queries, "package_files", tampered)
    with pytest.raises(BrokenRule, match="allocation"):
        _publish(checked_sqlite, keyring, tmp_path / "out")
    assert _round(checked_sqlite).state is RoundState.CHECKED
    assert not (tmp_path / "out").exists()


def test_another_archive_than_the_published_one_is_named(
    checked_sqlite: Database, keyring: Keyring, tmp_path: Path
) -> None:
    path = _publish(checked_sqlite, keyring, tmp_path / "out").path
    path.write_bytes(path.read_bytes() + b" ")
    with pytest.raises(BrokenRule, match="is not the package that was published"):
        verify_published(_round(checked_sqlite), tmp_path / "out")
    path.unlink()
    with pytest.raises(NotFound, match="restore the backup"):
        verify_published(_round(checked_sqlite), tmp_path / "out")

"""Digests of the register: each day once, whatever was missed, and no silence about faults."""

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.permissions import Role
from housing.core.audit.models import REGISTER_GUARD
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.digests import queries
from housing.digests.models import RegisterDigest
from housing.digests.proof import digest_faults
from housing.digests.service import make_digests
from tests.conftest import PLACE, work_in
from tests.integration.digest_days import DIGEST_GUARD, after, drop_guards, write

FIRST = date(2026, 9, 1)
PREPARED, FROZEN, SEED = Tag.ROUND_PREPARED, Tag.ROLL_FROZEN, Tag.SEED_ENTERED


@pytest.fixture
def busy(database: Database, keyring: Keyring) -> Database:
    """Three acts on the first day, none on the second, one on the third."""
    write(database, keyring, after(0), PREPARED, PREPARED, FROZEN)
    write(database, keyring, after(2), SEED)
    return database


def _stored(database: Database) -> list[RegisterDigest]:
    with database.reads() as session:
        return list(queries.by_place(session, PLACE))


def test_every_past_day_has_its_digest_also_a_quiet_one(busy: Database, tmp_path: Path) -> None:
    made = make_digests(busy, after(3), tmp_path)
    assert [(digest.day, digest.number, digest.rows, digest.tags) for digest in made] == [
        (FIRST, 3, 3, {FROZEN: 1, PREPARED: 2}),
        (FIRST + timedelta(days=1), 3, 0, {}),
        (FIRST + timedelta(days=2), 4, 1, {SEED: 1}),
    ]
    assert made[0].hash == made[1].hash != made[2].hash
    assert all(digest.faults == 0 and digest.first_fault == "" for digest in made)


def test_today_has_no_digest_before_midnight_in_shanghai(busy: Database, tmp_path: Path) -> None:
    assert make_digests(busy, after(0, hours=14, minutes=59), tmp_path) == []
    made = make_digests(busy, after(0, hours=15), tmp_path)
    assert [digest.day for digest in made] == [FIRST]


def test_a_second_run_does_nothing_and_a_missed_night_is_caught_up(
    busy: Database, tmp_path: Path
) -> None:
    at_once = [(digest.day, digest.number) for digest in make_digests(busy, after(3), tmp_path)]
    assert make_digests(busy, after(3, hours=5), tmp_path) == []
    assert [(digest.day, digest.number) for digest in _stored(busy)] == at_once
    later = make_digests(busy, after(6), tmp_path)
    assert [digest.day.day for digest in later] == [4, 5, 6]
    assert later[0].previous_sha256 == _stored(busy)[2].sha256


def test_the_file_is_the_canonical_bytes_of_the_digest(busy: Database, tmp_path: Path) -> None:
    make_digests(busy, after(1), tmp_path)
    raw = (tmp_path / PLACE / "2026-09-01.json").read_bytes()
    (digest,) = _stored(busy)
    said = json.loads(raw)
    assert raw == canonical_bytes(said)
    assert digest.sha256 == sha256_hex(raw)
    assert said == {
        "format": 1,
        "place": PLACE,
        "day": "2026-09-01",
        "number": 3,
        "hash": digest.hash,
        "rows": 3,
        "tags": {"rounds:roll:frozen": 1, "rounds:round:prepared": 2},
        "faults": 0,
        "first_fault": "",
        "previous": None,
        "made_at": "2026-09-02T01:00:00+00:00",
    }


def test_a_file_that_a_crash_kept_back_is_written_later(busy: Database, tmp_path: Path) -> None:
    make_digests(busy, after(1), tmp_path)
    path = tmp_path / PLACE / "2026-09-01.json"
    raw = path.read_bytes()
    path.unlink()
    assert make_digests(busy, after(1), tmp_path) == []
    assert path.read_bytes() == raw


def test_every_place_has_its_own(busy: Database, keyring: Keyring, tmp_path: Path) -> None:
    work = work_in(busy, keyring, Role.CENTRE, after(0))
    neighbour = type(work.actor)("centre", Role.CENTRE, "430121")
    other = type(work)(work.session, neighbour, work.now, keyring)
    other.record(Entry(PREPARED, "round:1"))
    work.session.commit()
    work.session.close()
    made = make_digests(busy, after(1), tmp_path)
    assert [(digest.place, digest.number) for digest in made] == [("430121", 1), (PLACE, 3)]
    assert (tmp_path / "430121" / "2026-09-01.json").is_file()


def test_a_late_act_counts_on_the_next_day(
    busy: Database, keyring: Keyring, tmp_path: Path
) -> None:
    make_digests(busy, after(3), tmp_path)
    late = after(2, hours=14)
    write(busy, keyring, late, FROZEN)
    (digest,) = make_digests(busy, after(4), tmp_path)
    assert (digest.day.day, digest.number, digest.rows, digest.tags) == (4, 5, 1, {FROZEN: 1})


def test_two_at_once_make_each_digest_once(busy: Database, tmp_path: Path) -> None:
    with ThreadPoolExecutor(4) as pool:
        made = list(pool.map(lambda _: make_digests(busy, after(3), tmp_path), range(4)))
    assert sum(len(digests) for digests in made) == 3
    with busy.reads() as session:
        assert list(digest_faults(session, queries.by_place(session, PLACE))) == []


def test_no_digest_without_a_register(database: Database, tmp_path: Path) -> None:
    assert make_digests(database, after(3), tmp_path) == []


@pytest.mark.parametrize(
    "statement", ["UPDATE register_digests SET number = 1", "DELETE FROM register_digests"]
)
def test_sql_cannot_change_a_digest(busy: Database, tmp_path: Path, statement: str) -> None:
    make_digests(busy, after(3), tmp_path)
    with pytest.raises(DatabaseError, match="never changes"), busy.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "words", "number"),
    [
        ("UPDATE register_rows SET reason = '无' WHERE number = 2", "row 2 was changed", 4),
        ("DELETE FROM register_rows WHERE number = 1", "row 1 is missing", 4),
        ("DELETE FROM register_rows WHERE number > 1", "missing at the end", 1),
        ("DELETE FROM register_rows", "missing at the end", 3),
    ],
)
def test_a_tampered_chain_gives_a_digest_that_says_so(
    busy: Database, tmp_path: Path, statement: str, words: str, number: int
) -> None:
    make_digests(busy, after(1), tmp_path)
    drop_guards(busy, REGISTER_GUARD)
    with busy.engine.begin() as connection:
        connection.execute(text(statement))
    digest = make_digests(busy, after(3), tmp_path)[-1]
    assert digest.faults > 0
    assert words in digest.first_fault
    assert "round:" not in digest.first_fault, "the subject is not for the public"
    assert digest.number == number


@pytest.mark.parametrize("what", ["digest", "file"])
def test_a_changed_digest_or_file_is_said_in_the_next(
    busy: Database, tmp_path: Path, what: str
) -> None:
    make_digests(busy, after(1), tmp_path)
    if what == "digest":
        drop_guards(busy, DIGEST_GUARD)
        with busy.engine.begin() as connection:
            connection.execute(text("UPDATE register_digests SET rows = 2"))
    else:
        path = tmp_path / PLACE / "2026-09-01.json"
        path.write_bytes(path.read_bytes().replace(b'"rows":3', b'"rows":2'))
    (digest,) = make_digests(busy, after(2), tmp_path)
    assert digest.faults > 0
    assert "2026-09-01" in digest.first_fault

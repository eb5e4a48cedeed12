"""Fixtures for all tests: real databases, a chosen day, no stray network or time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from hypothesis import HealthCheck, settings

from housing.accounts import passwords
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import Work
from tests.migrated import migrated_sqlite
from tests.postgres import PostgresServer, postgres_server

__all__ = ["postgres_server"]

pytest_plugins = ["tests.again", "tests.order", "tests.quick", "tests.skips"]

# A busy machine is no fault of the code, so that an example may take its time. What every push
# runs is the same each time; `make search` looks for new examples, others at every run.
_PATIENT = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("tests", _PATIENT, derandomize=True)
settings.register_profile("search", _PATIENT, print_blob=True)
settings.load_profile("tests")

PLACE = "430199"
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Clock:
    """A clock standing at 2026-09-01 09:00 in Asia/Shanghai."""
    return standing_clock(NOW)


@pytest.fixture(scope="session")
def keyring(tmp_path_factory: pytest.TempPathFactory) -> Keyring:
    """Fresh keys of one test session."""
    return open_keyring(tmp_path_factory.mktemp("keys"))


ENGINES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=ENGINES)
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once on SQLite and once on a real PostgreSQL."""
    if request.param == "postgresql":
        with request.getfixturevalue("postgres_server").empty() as database:
            yield database
        return
    database = open_database(f"sqlite:///{tmp_path / 'housing.db'}")
    yield database
    database.engine.dispose()


@pytest.fixture(params=ENGINES)
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """A migrated database, once on SQLite and once on PostgreSQL."""
    if request.param == "postgresql":
        yield request.getfixturevalue("postgres_database")
        return
    database = migrated_sqlite(tmp_path / "housing.db")
    yield database
    database.engine.dispose()


@pytest.fixture
def postgres_database(postgres_server: PostgresServer) -> Iterator[Database]:
    """A migrated database on PostgreSQL, for what only threads on a server can show."""
    with postgres_server.migrated() as database:
        yield database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, for what does not depend on the engine."""
    database = migrated_sqlite(tmp_path / "housing.db")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="session", autouse=True)
def production_hasher() -> Iterator[PasswordHasher]:
    """The hasher of production, while all tests hash with one that takes no time.

    Passwords are hashed slowly on purpose, and tests open thousands of accounts.
    """
    kept, quick = passwords._HASHER, PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", quick)
        yield kept


def actor(role: Role, name: str = "") -> Actor:
    """Return somebody of that role in the test county."""
    return Actor(name=name or role.value, role=role, place=PLACE)


def work_in(database: Database, keyring: Keyring, role: Role, now: datetime = NOW) -> Work:
    """Return a Work on an open session; the test commits and closes it."""
    return Work(session=database.acts(), actor=actor(role), now=now, keyring=keyring)

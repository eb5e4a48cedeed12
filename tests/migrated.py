"""A migrated SQLite database in no time: migrated once in a process, then copied."""

from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database


def migrated_sqlite(path: Path) -> Database:
    """Open a migrated database in a new file at `path`; the caller disposes of its engine."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(_template())
    return open_database(f"sqlite:///{path}")


@cache
def _template() -> bytes:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "template.db"
        database = open_database(f"sqlite:///{path}")
        upgrade(database.engine)
        database.engine.dispose()
        # What is still in the journal would be lost by copying the file alone.
        assert not path.with_name("template.db-wal").exists()
        return path.read_bytes()

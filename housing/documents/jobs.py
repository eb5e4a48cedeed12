"""Removing the files that no document needs: those taken back, and those of acts that failed."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from housing.core.audit.models import RegisterHead
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.documents import queries
from housing.documents.folder import Folder

#: An act that has written its file ends long before.
GRACE = timedelta(hours=24)


def sweep(database: Database, folder: Folder, clock: Clock) -> int:
    """Remove files that no document of their county needs any more; return how many.

    Each file is looked at with the county's register locked, as `keep_examined` does, so that a
    file is never removed while somebody hands it in again. Safe to run twice, or to be killed.
    """
    oldest = clock.now() - GRACE
    files = [path for path in sorted(folder.root.glob("*/*/*")) if path.is_file()]
    return sum(_swept(database, path, oldest) for path in files if _is_older(path, oldest))


def _swept(database: Database, path: Path, oldest: datetime) -> bool:
    place = path.parents[1].name
    with database.acts() as session, session.begin():
        session.get(RegisterHead, place, with_for_update=True)
        if queries.is_needed(session, place, path.name) or not _is_older(path, oldest):
            return False
        path.unlink(missing_ok=True)
        return True


def _is_older(path: Path, oldest: datetime) -> bool:
    try:
        return datetime.fromtimestamp(path.stat().st_mtime, UTC) < oldest
    except FileNotFoundError:
        return False

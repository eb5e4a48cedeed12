"""The timetable: which job, when and why; of several processes one at a time has the turn.

Jobs only call services, and every job looks for work by date, so that a missed night is caught up
and a second run does nothing.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Lock
from typing import Protocol

from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.cron import CronTrigger
from apscheduler.triggers.interval import IntervalTrigger
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from housing.core.clock import ZONE, Clock
from housing.core.db.session import Database
from housing.core.keyring import open_keyring
from housing.core.settings import Settings
from housing.jobs import Installation, Job
from housing.timetable import TIMETABLE

# Names the turn among the advisory locks of one PostgreSQL database; the value means nothing.
_TURN = 7_238_141


class Turn(Protocol):
    """The right to run the jobs of one installation; held by one process until it ends."""

    def take(self) -> bool:
        """Return whether this process has the turn, taking it when it is free."""

    def release(self) -> None:
        """Let the next process have it."""


@dataclass(slots=True)
class FileTurn:
    """A file beside the database of SQLite, locked in the way SQLite locks files.

    That way is the same on every system, and the system lets go of the lock when the process ends,
    however it ends. The file must lie on a disk of this machine, as the database must; it is a
    file of its own, since the database itself must stay open to the acts of others.
    """

    path: Path
    _file: sqlite3.Connection | None = None
    _guard: Lock = field(default_factory=Lock)

    def take(self) -> bool:
        """Return whether this process has the turn, taking it when it is free."""
        with self._guard:
            if self._file is None:
                self._file = _locked(self.path)
            return self._file is not None

    def release(self) -> None:
        """Let the next process have it."""
        with self._guard:
            if self._file is not None:
                self._file.close()
                self._file = None


def _locked(path: Path) -> sqlite3.Connection | None:
    file = sqlite3.connect(path, timeout=0, isolation_level=None, check_same_thread=False)
    try:
        file.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as fault:
        file.close()
        if fault.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return None
        raise
    return file


@dataclass(slots=True)
class ServerTurn:
    """An advisory lock of PostgreSQL, held by a connection of its own."""

    engine: Engine
    _connection: Connection | None = None
    _guard: Lock = field(default_factory=Lock)

    def take(self) -> bool:
        """Return whether this process has the turn; a lost connection has lost it."""
        with self._guard:
            if self._connection is not None and self._is_alive(self._connection):
                return True
            self._close()
            connection = self.engine.connect().execution_options(isolation_level="AUTOCOMMIT")
            # Apart from the pool, else closing would give the connection back with its lock.
            connection.detach()
            if connection.scalar(text("SELECT pg_try_advisory_lock(:turn)"), {"turn": _TURN}):
                self._connection = connection
                return True
            connection.close()
            return False

    def release(self) -> None:
        """Let the next process have it."""
        with self._guard:
            self._close()

    def _close(self) -> None:
        if self._connection is not None:
            self._connection.close()
            self._connection = None

    @staticmethod
    def _is_alive(connection: Connection) -> bool:
        try:
            connection.execute(text("SELECT 1"))
        except DBAPIError:
            return False
        return True


def turn_of(settings: Settings, database: Database) -> Turn:
    """Return the turn of an installation, on the lock its database offers."""
    if database.engine.dialect.name == "postgresql":
        return ServerTurn(database.engine)
    return FileTurn(settings.home / "scheduler.lock")


@contextmanager
def running(settings: Settings, database: Database, clock: Clock) -> Iterator[bool]:
    """Run the timetable in threads of this process until the end of the block.

    Gives whether this process has the turn. One that has not stands by: at each time of the
    timetable it asks again, and goes on where a process that ended has left off.
    """
    here = Installation(settings, database, clock, open_keyring(settings.home / "keys"))
    turn = turn_of(settings, database)
    has_turn = turn.take()
    scheduler = scheduled(here, turn)
    scheduler.start()
    try:
        yield has_turn
    finally:
        scheduler.shutdown()
        turn.release()


def scheduled(here: Installation, turn: Turn) -> BackgroundScheduler:
    """Return the timetable as a scheduler that has not started; each job is due at once, too."""
    scheduler = BackgroundScheduler(timezone=ZONE)
    for job in TIMETABLE:
        scheduler.add_job(
            _run_in_turn,
            _trigger(job),
            args=(job, here, turn),
            id=job.id,
            name=job.why,
            next_run_time=here.clock.now(),
            coalesce=True,
            max_instances=1,
            misfire_grace_time=None,
            replace_existing=True,
        )
    return scheduler


def _trigger(job: Job) -> CronTrigger | IntervalTrigger:
    if job.every:
        return IntervalTrigger(minutes=job.every, timezone=ZONE)
    return CronTrigger(hour=job.hour, minute=job.minute, timezone=ZONE)


def _run_in_turn(job: Job, here: Installation, turn: Turn) -> None:
    if turn.take():
        job.run(here)

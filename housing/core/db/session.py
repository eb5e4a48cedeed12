"""Engines and sessions, without any web framework."""

import sqlite3
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from housing.core.errors import Busy

Sessions = sessionmaker[Session]
#: How long an act waits for another one on SQLite, which has one writer, in seconds.
PATIENCE = 30.0


@dataclass(frozen=True, slots=True)
class Database:
    """One database: sessions for acts, which write, and for reading, which never wait."""

    engine: Engine
    acts: Sessions
    reads: Sessions


def open_database(database_url: str, patience: float = PATIENCE) -> Database:
    """Return the database at `database_url` (`sqlite:///…` or `postgresql://…`).

    On SQLite foreign keys are on, the journal is WAL, and an act begins with BEGIN IMMEDIATE:
    pysqlite by itself begins only at the first write and so lets two acts decide on the same
    old row. An act that waits longer than `patience` seconds for another to end is given up.

    Raises (when an act begins):
        Busy: another act has held the database for too long.
    """
    if database_url.startswith("sqlite"):
        engine = create_engine(database_url, connect_args={"timeout": patience})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    else:
        engine = create_engine(database_url, pool_pre_ping=True)
    return Database(
        engine=engine,
        acts=sessionmaker(engine, expire_on_commit=False),
        reads=sessionmaker(engine.execution_options(reading=True), expire_on_commit=False),
    )


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("foreign_keys=ON", "journal_mode=WAL", "synchronous=NORMAL"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    reading = connection.get_execution_options().get("reading", False)
    try:
        connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
    except OperationalError as fault:
        if getattr(fault.orig, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
            raise
        raise Busy(
            "系统正忙，这次没有办理，也没有保存；请稍后再试"
            " / the system is busy: nothing was done or saved; try again shortly"
        ) from fault

"""Opening the installation that a command works on, and finding out who acts."""

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import click
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from housing.accounts.signing_in import authenticate
from housing.core.access.actor import Actor
from housing.core.clock import system_clock
from housing.core.db.migrate import current, newest
from housing.core.db.session import Database, open_database
from housing.core.errors import BadInput, NotFound, WrongState
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import Settings, load_settings
from housing.core.work import Work, working

Command = TypeVar("Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, database and keys of one command."""

    settings: Settings
    database: Database
    keyring: Keyring

    @contextmanager
    def acting(self, name: str) -> Iterator[Work]:
        """Give a Work for the account `name`, in one transaction.

        The password comes from HOUSING_PASSWORD or is asked for.

        Raises:
            NotAllowed: name or password wrong.
        """
        with working(self.database.acts, self.actor(name), system_clock(), self.keyring) as work:
            yield work

    def actor(self, name: str) -> Actor:
        """Return who acts; raises as `acting`."""
        password = os.environ.get("HOUSING_PASSWORD") or click.prompt(
            f"{name} 的密码 / password of {name}", hide_input=True, err=True
        )
        now = system_clock().now()
        with self.database.reads() as session:
            return authenticate(session, self.keyring, name, password, now)

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Give a session that only reads."""
        with self.database.reads() as session:
            yield session


def settings_of(home: Path | None) -> Settings:
    """Return the settings, with the folder given at the command line."""
    environ = dict(os.environ)
    if home is not None:
        environ["HOUSING_HOME"] = str(home)
    try:
        return load_settings(environ)
    except ValueError as fault:
        raise BadInput(str(fault)) from fault


def open_migrated(settings: Settings) -> Database:
    """Open the database of the settings, which must be migrated.

    Raises:
        NotFound: it cannot be opened.
        WrongState: it is not migrated; names the command to run.
    """
    settings.home.mkdir(mode=0o700, parents=True, exist_ok=True)
    database = open_database(settings.database_url)
    if revision_of(database) != newest():
        raise WrongState("数据库尚未迁移，请先运行 housing migrate / run `housing migrate` first")
    return database


def revision_of(database: Database) -> str | None:
    """Return the revision the database is at.

    Raises:
        NotFound: it cannot be opened; says why.
    """
    try:
        return current(database.engine)
    except DatabaseError as fault:
        raise NotFound(
            f"数据库无法打开，请检查 HOUSING_DATABASE_URL 与文件权限：{fault.orig}"
            " / the database cannot be opened; check HOUSING_DATABASE_URL and the rights on files"
        ) from fault


def open_installation(home: Path | None) -> Installation:
    """Open database and keys; raises as `open_migrated`."""
    settings = settings_of(home)
    database = open_migrated(settings)
    return Installation(settings, database, open_keyring(settings.home / "keys"))


def acts_as(command: Command) -> Command:
    """Add the option that names the acting account."""
    option = click.option(
        "--as",
        "name",
        required=True,
        metavar="NAME",
        help="Acting account; its password from HOUSING_PASSWORD or asked for.",
    )
    return option(command)

"""What one running installation consists of, as the pages reach it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import Session

from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import Settings

_KEY = "housing"


@dataclass(frozen=True, slots=True)
class Installation:
    """Settings, database, keys and clock; joined by `app.create_app`."""

    settings: Settings
    database: Database
    keyring: Keyring
    clock: Clock


def install(app: Flask, installation: Installation) -> None:
    """Make the installation reachable from every page of `app`."""
    app.extensions[_KEY] = installation


def installation() -> Installation:
    """Return the installation of the page that is being answered."""
    found = current_app.extensions[_KEY]
    assert isinstance(found, Installation)  # noqa: S101  set by `install` and by nothing else
    return found


@contextmanager
def reading() -> Iterator[Session]:
    """Open a session that only reads and never waits for an act."""
    with installation().database.reads() as session:
        yield session

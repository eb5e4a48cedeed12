"""What a job of the timetable is, and what it may work on."""

from collections.abc import Callable
from dataclasses import dataclass

from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import Settings


@dataclass(frozen=True, slots=True)
class Installation:
    """What a job may work on."""

    settings: Settings
    database: Database
    clock: Clock
    keyring: Keyring


def plain(work: Callable[[Database, Keyring, Clock], object]) -> Callable[[Installation], object]:
    """A job that needs the database, the keys and the clock, as most do."""
    return lambda here: work(here.database, here.keyring, here.clock)


@dataclass(frozen=True, slots=True)
class Job:
    """One line: daily at `hour` and `minute` of Asia/Shanghai, or every `every` minutes."""

    id: str
    why: str
    run: Callable[[Installation], object]
    hour: int = 0
    minute: int = 0
    every: int = 0

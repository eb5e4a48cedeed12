"""The timetable: of several processes one has the turn, and the next goes on when it ends."""

import os
import socket
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from apscheduler.events import EVENT_JOB_ERROR
from sqlalchemy import text

from housing import scheduler
from housing.core.audit.tags import Tag
from housing.core.clock import ZONE, day_of, standing_clock, system_clock
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring
from housing.core.settings import Settings, load_settings
from housing.digests import queries
from housing.jobs import Installation, Job
from housing.scheduler import FileTurn, ServerTurn, running, scheduled, turn_of
from housing.timetable import TIMETABLE
from tests.conftest import NOW, PLACE
from tests.integration.digest_days import write

COMMAND = "from housing.cli import main; main()"
SOON = 120.0


def _settings(database: Database, home: Path) -> Settings:
    url = database.engine.url.render_as_string(hide_password=False)
    return load_settings(
        {"HOUSING_HOME": str(home), "HOUSING_DATABASE_URL": url, "HOUSING_PLACE": PLACE}
    )


@contextmanager
def _process(settings: Settings, *command: str, **more: str) -> Iterator[subprocess.Popen[str]]:
    """Run a command (`housing scheduler`) as a process of its own; it ends with the block."""
    environment = os.environ | {
        "HOUSING_HOME": str(settings.home),
        "HOUSING_DATABASE_URL": settings.database_url,
        "HOUSING_PLACE": PLACE,
        "PYTHONUNBUFFERED": "1",
        **more,
    }
    words = [sys.executable, "-c", COMMAND, *(command or ("scheduler",))]
    process = subprocess.Popen(
        words, env=environment, stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=SOON)


def _said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline()


def test_of_two_processes_one_runs_and_the_next_goes_on(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    settings = _settings(database, tmp_path)
    yesterday = system_clock().now() - timedelta(days=1)
    write(database, keyring, yesterday, Tag.ROUND_PREPARED)
    with _process(settings) as first:
        assert "this process keeps the timetable" in _said(first)
        with _process(settings) as second:
            assert "another process keeps the timetable" in _said(second)
    assert (first.returncode, second.returncode) == (0, 0), "stopped, not killed"
    with _process(settings) as third:
        assert "this process keeps the timetable" in _said(third)
    day = day_of(yesterday)
    assert (tmp_path / "digests" / PLACE / f"{day}.json").is_file()
    with database.reads() as session:
        assert [digest.day for digest in queries.by_place(session, PLACE)] == [day]


@pytest.mark.parametrize(("word", "keeps"), [("serve", True), ("apart", False)])
def test_serving_keeps_the_timetable_unless_it_is_kept_apart(
    sqlite_database: Database, tmp_path: Path, word: str, keeps: bool
) -> None:
    settings = _settings(sqlite_database, tmp_path)
    turn = turn_of(settings, sqlite_database)
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = str(free.getsockname()[1])
    with _process(settings, "serve", "--port", port, HOUSING_SCHEDULER=word) as process:
        assert port in _said(process)
        _wait_for(f"http://127.0.0.1:{port}/digests")
        assert turn.take() is not keeps
    turn.release()


def _wait_for(address: str) -> None:
    for _ in range(int(SOON * 10)):
        try:
            with urlopen(address, timeout=SOON) as answer:
                assert answer.status == 200
                return
        except URLError:
            time.sleep(0.1)
    raise AssertionError(f"{address} does not answer")


def test_the_turn_is_one_at_a_time(database: Database, tmp_path: Path) -> None:
    settings = _settings(database, tmp_path)
    other = open_database(settings.database_url)
    first, second = turn_of(settings, database), turn_of(settings, other)
    assert first.take()
    assert not second.take()
    assert first.take(), "asking again keeps it"
    first.release()
    first.release()
    assert second.take()
    assert not first.take()
    second.release()
    other.engine.dispose()


def test_a_folder_that_cannot_be_written_is_no_other_process(tmp_path: Path) -> None:
    with pytest.raises(sqlite3.OperationalError, match="unable to open"):
        FileTurn(tmp_path / "missing" / "scheduler.lock").take()


@pytest.mark.postgresql
def test_a_lost_connection_has_lost_the_turn(postgres_database: Database) -> None:
    first, second = ServerTurn(postgres_database.engine), ServerTurn(postgres_database.engine)
    assert first.take()
    with postgres_database.engine.connect() as connection:
        connection.execute(
            text(
                "SELECT pg_terminate_backend(pid, 20000) FROM pg_locks"
                " WHERE locktype = 'advisory' AND database ="
                " (SELECT oid FROM pg_database WHERE datname = current_database())"
            )
        )
    assert second.take()
    assert not first.take()
    second.release()
    assert first.take()
    first.release()


def test_the_times_are_those_of_shanghai_and_late_is_better_than_never(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    settings = _settings(sqlite_database, tmp_path)
    here = Installation(settings, sqlite_database, standing_clock(NOW), keyring)
    timetable = scheduled(here, turn_of(settings, sqlite_database))
    timetable.start(paused=True)
    found = {job.id: job for job in timetable.get_jobs()}
    assert "digests" in found
    assert {job.id for job in TIMETABLE} == set(found), "the ids are the timetable's own"
    job = found["digests"]
    assert job.next_run_time == NOW, "at the start, to catch up"
    asked = datetime(2026, 9, 1, 23, 59, tzinfo=ZONE)
    due = job.trigger.get_next_fire_time(None, asked)
    assert due == datetime(2026, 9, 2, 0, 10, tzinfo=ZONE)
    assert str(due.tzinfo) == "Asia/Shanghai"
    assert job.coalesce
    assert job.max_instances == 1
    assert job.misfire_grace_time is None
    assert all(line.why for line in TIMETABLE)
    timetable.shutdown()


@pytest.fixture
def job_run(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], bool]:
    """Put a job in the timetable; the function waits for its run and tells whether it ran."""
    ran = threading.Event()
    job = Job("told", "to be seen", lambda here: ran.set())
    monkeypatch.setattr(scheduler, "TIMETABLE", (job,))

    def wait(seconds: float) -> bool:
        found = ran.wait(seconds)
        ran.clear()
        return found

    return wait


def test_a_process_without_the_turn_runs_no_job(
    database: Database, tmp_path: Path, job_run: Callable[[float], bool]
) -> None:
    settings = _settings(database, tmp_path)
    other = turn_of(settings, database)
    assert other.take()
    with running(settings, database, system_clock()) as has_turn:
        assert not has_turn
        assert not job_run(1.0)
    other.release()
    with running(settings, database, system_clock()) as has_turn:
        assert has_turn
        assert job_run(SOON)


def test_a_job_that_failed_is_told_and_due_again(
    sqlite_database: Database,
    keyring: Keyring,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fails(here: Installation) -> object:
        raise OSError("磁盘已满")

    monkeypatch.setattr(scheduler, "TIMETABLE", (Job("fails", "to be seen", fails),))
    settings = _settings(sqlite_database, tmp_path)
    here = Installation(settings, sqlite_database, system_clock(), keyring)
    timetable = scheduled(here, turn_of(settings, sqlite_database))
    told = threading.Event()
    timetable.add_listener(lambda event: told.set(), EVENT_JOB_ERROR)
    timetable.start()
    assert told.wait(SOON)
    (job,) = timetable.get_jobs()
    assert job.next_run_time > system_clock().now()
    timetable.shutdown()
    assert "磁盘已满" in caplog.text


def test_the_setting_is_one_of_two_words() -> None:
    assert load_settings({}).scheduler == "serve"
    assert load_settings({"HOUSING_SCHEDULER": "apart"}).scheduler == "apart"
    with pytest.raises(ValueError, match="HOUSING_SCHEDULER: 'nightly' is not one of serve, apart"):
        load_settings({"HOUSING_SCHEDULER": "nightly"})

"""Whatever is done to the checks of a case, in whatever order: nothing is lost or doubled."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import event, text

from housing.checks import delivery, queries, service
from housing.checks.jobs import follow_clocks
from housing.checks.models import CheckRequest
from housing.checks.queries import Mark
from housing.checks.states import OPEN, STANDING
from housing.checks.words import Purpose
from housing.clocks import service as clocks
from housing.clocks.kinds import ClockKind
from housing.clocks.models import CaseClock
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import Clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.households.words import Group
from tests.conftest import NOW, PLACE
from tests.factories.departments import (
    ANSWERS,
    APPLIED,
    CASE,
    PEOPLE,
    REVIEWER,
    officer,
    open_departments,
)

CIVIL = OfficeKind.CIVIL_AFFAIRS
Act = Callable[[Work, CheckRequest], object]
OTHER = {**ANSWERS[CIVIL], "income_fen": 1}
ACTS: dict[str, Act] = {
    "answer": lambda work, held: service.answer(work, held.id, ANSWERS[CIVIL]),
    "answer otherwise": lambda work, held: service.answer(work, held.id, OTHER),
    "answer by connector": lambda work, held: delivery.answered(work, held, ANSWERS[CIVIL]),
    "taken by connector": lambda work, held: delivery.taken(work, held),
    "failed": lambda work, held: delivery.failed(work, held, "down / down"),
    "lost": lambda work, held: delivery.failed(work, held, "lost / lost", lost=True),
    "unavailable": lambda work, held: service.mark_unavailable(work, held.id, "down"),
    "retry": lambda work, held: service.retry(work, held.id),
    "again": lambda work, held: service.ask_again(work, held.id, "mistaken"),
    "void": lambda work, held: service.void(work, CASE, "withdrawn"),
    "conclude": lambda work, held: service.conclude(work, CASE, Purpose.ADMISSION),
    "conclude anyway": lambda work, held: service.conclude(
        work, CASE, Purpose.ADMISSION, without_reason="late"
    ),
    "ask": lambda work, held: _ask(work),
}


def _ask(work: Work) -> object:
    return service.request_all(
        work, CASE, PEOPLE, Purpose.ADMISSION, applied_on=APPLIED, group=Group.LOW_INCOME
    )


def _do(
    database: Database, keyring: Keyring, name: str, step: int, offices: dict[OfficeKind, int]
) -> None:
    who = officer(CIVIL, offices[CIVIL]) if name.startswith("answer") else REVIEWER
    if name in ("answer by connector", "taken by connector", "failed", "lost"):
        who = system_actor(PLACE)
    clock, refused = Clock(lambda: NOW + timedelta(hours=step)), None
    try:
        with working(database.acts, who, clock, keyring) as work:
            mine = [
                each for each in queries.of_case(work.session, CASE) if each.department is CIVIL
            ]
            ACTS[name](work, mine[-1])
    except HousingError as refusal:
        refused = str(refusal)
    assert refused is None or " / " in refused


def _hold(database: Database) -> None:
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()
        for request in queries.of_case(session, CASE):
            is_answered = request.answer_sha256 is not None
            assert not (request.state in OPEN and is_answered)
            assert not (request.state == "answered" and not is_answered)
            assert is_answered == (request.answer_sealed is not None)
            clock = session.query(CaseClock).filter_by(sub=request.id).one()
            assert (clock.stopped_on is None) == (request.state in OPEN)
            assert (request.next_try_at is None) or request.state in OPEN
        standing = [each for each in queries.of_case(session, CASE) if each.state in STANDING]
        assert len({each.department for each in standing}) == len(standing)


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a migrated database; each sequence gets a copy of its own."""
    path = tmp_path_factory.mktemp("migrated") / "first.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    with database.engine.execution_options(isolation_level="AUTOCOMMIT").connect() as connection:
        connection.execute(text("COMMIT"))
        connection.execute(text("PRAGMA wal_checkpoint(TRUNCATE)"))
    database.engine.dispose()
    return path.read_bytes()


@settings(max_examples=30, deadline=None)
@given(names=st.lists(st.sampled_from(sorted(ACTS)), max_size=9), connected=st.booleans())
def test_any_sequence_of_acts_leaves_every_check_whole(
    keyring: Keyring, migrated: bytes, names: list[str], connected: bool
) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "housing.db"
        path.write_bytes(migrated)
        database = open_database(f"sqlite:///{path}")
        addresses = {CIVIL: "http://127.0.0.1:1"} if connected else {}
        with database.acts() as session, session.begin():
            offices = open_departments(session, keyring, addresses)
        with working(database.acts, REVIEWER, Clock(lambda: NOW), keyring) as work:
            _ask(work)
        for step, name in enumerate(names, 1):
            _do(database, keyring, name, step, offices)
            _hold(database)
        database.engine.dispose()


def test_a_day_that_a_pause_moved_is_followed(sqlite_database: Database, keyring: Keyring) -> None:
    with sqlite_database.acts() as session, session.begin():
        open_departments(session, keyring)
    with working(sqlite_database.acts, REVIEWER, Clock(lambda: NOW), keyring) as work:
        _ask(work)
    assert follow_clocks(sqlite_database) == 0
    head = Actor("fabu", Role.COUNTY_HEAD, PLACE)
    with sqlite_database.reads() as session:
        number = queries.of_case(session, CASE)[0].id
    for act, days in ((clocks.pause, 1), (clocks.resume, 5)):
        clock = Clock(lambda days=days: NOW + timedelta(days=days))  # type: ignore[misc]
        with working(sqlite_database.acts, head, clock, keyring) as work:
            act(work, CASE, ClockKind.DEPARTMENT_CHECK, "系统升级", sub=number)
    assert follow_clocks(sqlite_database) == 1
    with sqlite_database.reads() as session:
        assert queries.get(session, PLACE, number).due_on > date(2026, 9, 8)
    assert follow_clocks(sqlite_database) == 0


def test_the_work_list_is_found_through_its_index(database: Database) -> None:
    """On both engines a partial index serves only who asks for its own condition."""
    with database.reads() as session:
        if database.engine.dialect.name == "postgresql":
            session.execute(text("SET enable_seqscan = off"))
        shown: list[str] = []
        event.listen(
            database.engine,
            "before_cursor_execute",
            lambda _c, _u, statement, values, _x, _m: shown.append(_literal(statement, values)),
        )
        queries.open_of_office(session, 1, Mark(date(2026, 9, 1), 5))
        way = "EXPLAIN " if database.engine.dialect.name == "postgresql" else "EXPLAIN QUERY PLAN "
        [listed] = [each for each in shown if "ORDER BY" in each]
        rows = session.connection().exec_driver_sql(way + listed)
        plan = " ".join(str(row) for row in rows)
    assert "ix_check_requests_work_list" in plan
    assert "TEMP B-TREE" not in plan
    assert "Sort" not in plan


def _literal(statement: str, values: Any) -> str:
    """Return a statement with its values written in, as the planner needs them."""
    if isinstance(values, dict):
        return statement % {name: repr(str(value)) for name, value in values.items()}
    for value in values:
        statement = statement.replace("?", repr(str(value)), 1)
    return statement

"""The register: nobody backdates, changes, removes or slips in a row unnoticed."""

from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from housing.core.access.permissions import Role
from housing.core.audit.models import REGISTER_GUARD, RegisterRow
from housing.core.audit.record import Entry, verify
from housing.core.audit.tags import Tag
from housing.core.db.immutable import unguard_statements
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from tests.conftest import NOW, PLACE, work_in


def _write(database: Database, keyring: Keyring, count: int) -> None:
    for number in range(count):
        work = work_in(database, keyring, Role.CENTRE, NOW + timedelta(minutes=number))
        work.record(Entry(Tag.ROUND_PREPARED, f"round:{number}", after={"n": number}))
        work.session.commit()
        work.session.close()


def test_a_chain_of_rows_verifies(database: Database, keyring: Keyring) -> None:
    _write(database, keyring, 5)
    with database.reads() as session:
        findings = verify(session, PLACE)
    assert findings.rows == 5
    assert findings.faults == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE register_rows SET reason = 'x' WHERE number = 2",
        "DELETE FROM register_rows WHERE number = 2",
    ],
)
def test_sql_cannot_change_the_register(
    database: Database, keyring: Keyring, statement: str
) -> None:
    _write(database, keyring, 3)
    with pytest.raises(DatabaseError, match="append-only"), database.engine.begin() as connection:
        connection.execute(text(statement))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("UPDATE register_rows SET reason = 'x' WHERE number = 2", "row 2 was changed"),
        ("DELETE FROM register_rows WHERE number = 2", "row 2 is missing"),
        ("DELETE FROM register_rows WHERE number = 3", "rows missing at the end"),
    ],
)
def test_tampering_behind_the_triggers_is_found(
    database: Database, keyring: Keyring, statement: str, words: str
) -> None:
    _write(database, keyring, 3)
    with database.engine.begin() as connection:
        for drop in unguard_statements(REGISTER_GUARD, connection.dialect.name):
            connection.execute(text(drop))
        connection.execute(text(statement))
    with database.reads() as session:
        findings = verify(session, PLACE)
    assert any(words in fault for fault in findings.faults)


def test_an_act_that_waited_for_another_is_written_down_after_it(
    database: Database, keyring: Keyring
) -> None:
    """It began earlier; its row bears the time of the other's, never an earlier one."""
    _write(database, keyring, 3)
    work = work_in(database, keyring, Role.CENTRE, NOW - timedelta(seconds=20))
    row = work.record(Entry(Tag.ROUND_PREPARED, "round:9"))
    assert row.at == NOW + timedelta(minutes=2)  # That of the third row.
    work.session.commit()
    work.session.close()
    with database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_the_register_cannot_be_backdated(database: Database, keyring: Keyring) -> None:
    _write(database, keyring, 3)
    work = work_in(database, keyring, Role.CENTRE, NOW - timedelta(days=1))
    with pytest.raises(BrokenRule, match="backdated"):
        work.record(Entry(Tag.ROUND_PREPARED, "round:9"))
    work.session.close()


def test_what_an_act_takes_back_within_itself_leaves_no_gap(
    database: Database, keyring: Keyring
) -> None:
    """The end of the chain is held in memory while an act holds it, and never longer."""
    work = work_in(database, keyring, Role.CENTRE, NOW)
    session = work.session
    work.record(Entry(Tag.ROUND_PREPARED, "round:1"))
    taken_back = session.begin_nested()
    work.record(Entry(Tag.ROUND_PREPARED, "round:2"))
    taken_back.rollback()
    work.record(Entry(Tag.ROUND_PREPARED, "round:3"))
    with session.begin_nested():
        work.record(Entry(Tag.ROUND_PREPARED, "round:4"))
    work.record(Entry(Tag.ROUND_PREPARED, "round:5"))
    session.commit()
    _write(database, keyring, 1)  # Somebody else acts between two acts of one session.
    work.record(Entry(Tag.ROUND_PREPARED, "round:6"))
    session.commit()
    with database.reads() as reading:
        findings = verify(reading, PLACE)
        rows = reading.scalars(select(RegisterRow.subject).order_by(RegisterRow.number)).all()
    assert findings.faults == ()
    assert rows == ["round:1", "round:3", "round:4", "round:5", "round:0", "round:6"]
    session.close()

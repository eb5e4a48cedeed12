"""Accounts: who may open them, who gets in, and when a sign-in ends."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from housing.accounts import queries, service
from housing.accounts.signing_in import authenticate, note_sign_in
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from tests.conftest import NOW, PLACE, work_in
from tests.factories.offices import seat

PASSWORD = "a long enough sentence"


def _system(database: Database, keyring: Keyring) -> Work:
    return Work(session=database.acts(), actor=system_actor(PLACE), now=NOW, keyring=keyring)


def _open(database: Database, keyring: Keyring, name: str, role: Role) -> None:
    work = _system(database, keyring)
    seat(work, name, role, PASSWORD)
    work.session.commit()
    work.session.close()


def test_who_opened_an_account_gets_in_with_its_right(database: Database, keyring: Keyring) -> None:
    _open(database, keyring, "fabu", Role.COUNTY_HEAD)
    with database.reads() as session:
        actor = authenticate(session, keyring, "fabu", PASSWORD, NOW)
        rows = verify(session, PLACE)
    assert (actor.name, actor.role, actor.place) == ("fabu", Role.COUNTY_HEAD, PLACE)
    assert actor.may(Permission.PUBLISH_ROUND)
    assert (rows.rows, rows.faults) == (2, ())


@pytest.mark.parametrize(
    ("name", "password"), [("fabu", PASSWORD + "x"), ("nobody", PASSWORD), ("fabu", "")]
)
def test_a_wrong_name_and_a_wrong_password_are_refused_alike(
    sqlite_database: Database, keyring: Keyring, name: str, password: str
) -> None:
    _open(sqlite_database, keyring, "fabu", Role.COUNTY_HEAD)
    with sqlite_database.reads() as session, pytest.raises(NotAllowed) as refusal:
        authenticate(session, keyring, name, password, NOW)
    assert name not in str(refusal.value)


def test_only_who_keeps_accounts_opens_them(sqlite_database: Database, keyring: Keyring) -> None:
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with pytest.raises(NotAllowed, match="keep_accounts"):
        service.open_account(work, "other", Role.AUDITOR, PLACE, PASSWORD)
    work.session.close()


def test_an_administrator_keeps_to_the_own_county(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = work_in(sqlite_database, keyring, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed, match=PLACE):
        service.open_account(work, "other", Role.AUDITOR, "430121", PASSWORD)
    work.session.close()


@pytest.mark.parametrize(
    ("name", "password", "words"),
    [("a", PASSWORD, "2 to 32"), ("a b", PASSWORD, "2 to 32"), ("taken", PASSWORD, "taken"),
     ("fine", "short", "10 to 256")],
)  # fmt: skip
def test_unfit_names_and_short_passwords_are_refused(
    sqlite_database: Database, keyring: Keyring, name: str, password: str, words: str
) -> None:
    _open(sqlite_database, keyring, "taken", Role.AUDITOR)
    work = _system(sqlite_database, keyring)
    with pytest.raises(BadInput, match=words):
        service.open_account(work, name, Role.ADMINISTRATOR, PLACE, password)
    work.session.close()


def test_a_closed_account_stays_out_and_is_closed_once(
    sqlite_database: Database, keyring: Keyring
) -> None:
    _open(sqlite_database, keyring, "zhongxin", Role.CENTRE)
    work = work_in(sqlite_database, keyring, Role.ADMINISTRATOR)
    account = queries.by_name(work.session, "zhongxin")
    assert account is not None
    stamp = account.stamp
    with pytest.raises(BadInput, match="reason"):
        service.close_account(work, "zhongxin", reason=" ")
    service.close_account(work, "zhongxin", reason="left the centre")
    with pytest.raises(WrongState):
        service.close_account(work, "zhongxin", reason="again")
    with pytest.raises(NotFound):
        service.close_account(work, "nobody", reason="x")
    assert queries.signed_in(work.session, "zhongxin", stamp) is None
    with pytest.raises(NotAllowed):
        authenticate(work.session, keyring, "zhongxin", PASSWORD, NOW)
    work.session.close()


def test_a_new_password_ends_older_sign_ins(sqlite_database: Database, keyring: Keyring) -> None:
    _open(sqlite_database, keyring, "centre", Role.CENTRE)
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    stamp = note_sign_in(work)
    assert queries.signed_in(work.session, "centre", stamp) is not None
    service.set_password(work, "centre", "another long sentence")
    assert queries.signed_in(work.session, "centre", stamp) is None
    with pytest.raises(NotAllowed):
        authenticate(work.session, keyring, "centre", PASSWORD, NOW)
    assert authenticate(work.session, keyring, "centre", "another long sentence", NOW)
    work.session.close()


def test_nobody_sets_the_password_of_others(sqlite_database: Database, keyring: Keyring) -> None:
    _open(sqlite_database, keyring, "fabu", Role.COUNTY_HEAD)
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with pytest.raises(NotAllowed, match="keep_accounts"):
        service.set_password(work, "fabu", PASSWORD)
    work.session.close()


@pytest.mark.parametrize(
    ("column", "value"),
    [("role", "king"), ("password_hash", "plain text"), ("closed_at", "2001-01-01 00:00:00")],
)
def test_the_database_refuses_nonsense(
    database: Database, keyring: Keyring, column: str, value: str
) -> None:
    _open(database, keyring, "fabu", Role.COUNTY_HEAD)
    with pytest.raises(IntegrityError), database.engine.begin() as connection:
        connection.execute(text(f"UPDATE accounts SET {column} = :value"), {"value": value})

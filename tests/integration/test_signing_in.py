"""Signing in: account names, mobile numbers, wrong passwords, and applicants' accounts."""

from datetime import datetime, timedelta
from threading import Barrier, Thread

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from housing.accounts import queries, rules, service
from housing.accounts.signing_in import authenticate, note_refusal, note_sign_in
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import ROLE_OFFICES, OfficeKind
from housing.core.access.permissions import Permission, Role
from housing.core.access.rights import PERMISSIONS
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from tests.conftest import NOW, PLACE
from tests.factories.offices import office_of_kind, open_offices, seat

PASSWORD = "a long enough sentence"
PHONE, IDENTITY = "13800138000", "43010119900307851X"


def _system(database: Database, keyring: Keyring, now: datetime = NOW) -> Work:
    return Work(session=database.acts(), actor=system_actor(PLACE), now=now, keyring=keyring)


def _applicant(work: Work, phone: str = PHONE) -> str:
    return service.open_applicant(work, phone, PASSWORD, PLACE, "张三", IDENTITY).name


def test_an_applicant_signs_in_with_the_mobile_number(database: Database, keyring: Keyring) -> None:
    work = _system(database, keyring)
    name = _applicant(work, "+86 138-0013-8000")
    work.session.commit()
    actor = authenticate(work.session, keyring, PHONE, PASSWORD, NOW)
    account = queries.by_phone(work.session, keyring, PHONE)
    assert account is not None
    assert (actor.name, actor.role, actor.office) == (name, Role.APPLICANT, None)
    assert queries.shown_name(account, keyring) == "138****8000"
    assert account.identity_index == keyring.blind(IDENTITY)
    kept = str(work.session.execute(text("SELECT * FROM accounts")).all())
    written = str(work.session.execute(text("SELECT * FROM register_rows")).all())
    for secret in (PHONE, IDENTITY):
        assert secret not in kept + written
    work.session.close()


def test_a_number_has_one_live_account(database: Database, keyring: Keyring) -> None:
    work = _system(database, keyring)
    name = _applicant(work)
    with pytest.raises(BadInput, match="sign in"):
        _applicant(work)
    service.close_account(work, name, reason="换号")
    _applicant(work)
    work.session.commit()
    with pytest.raises(IntegrityError):
        work.session.execute(text("UPDATE accounts SET closed_at = NULL"))
    work.session.close()


@pytest.mark.parametrize(
    ("phone", "name", "identity"),
    [("12345", "张三", IDENTITY), ("23800138000", "张三", IDENTITY), (PHONE, " ", IDENTITY),
     (PHONE, "张三", "430101199003078511"), (PHONE, "张三", "")],
)  # fmt: skip
def test_an_unfit_applicant_is_refused(
    sqlite_database: Database, keyring: Keyring, phone: str, name: str, identity: str
) -> None:
    work = _system(sqlite_database, keyring)
    with pytest.raises(BadInput):
        service.open_applicant(work, phone, PASSWORD, PLACE, name, identity)
    work.session.close()


def test_no_officer_is_named_like_a_mobile_number(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _system(sqlite_database, keyring)
    with pytest.raises(BadInput, match="mobile"):
        service.open_account(work, PHONE, Role.ADMINISTRATOR, PLACE, PASSWORD)
    work.session.close()


@pytest.mark.parametrize("role", list(Role), ids=str)
def test_each_role_works_in_its_offices_only(role: Role) -> None:
    for kind in [None, *OfficeKind]:
        fitting = ROLE_OFFICES.get(role, ())
        if kind in fitting or (kind is None and not fitting):
            rules.fitting_office(role, kind)
        else:
            with pytest.raises(BrokenRule, match=str(role)):
                rules.fitting_office(role, kind)


def test_the_department_decides_and_its_centre_prepares() -> None:
    """HN-5-2: deciding is the department's; HN-5-1: the province only looks on."""
    decides = {Permission.DECIDE_CASE, Permission.DECIDE_OBJECTION}
    deciders = {role for role in Role if PERMISSIONS[role] & decides}
    assert {kind for role in deciders for kind in ROLE_OFFICES[role]} == {
        OfficeKind.HOUSING_DEPARTMENT
    }
    assert ROLE_OFFICES[Role.CENTRE] == (OfficeKind.HOUSING_CENTRE,)
    assert PERMISSIONS[Role.PROVINCE] <= {Permission.SEE_CLOCKS, Permission.SEE_DESK}


def test_streets_and_parks_alone_accept_applications() -> None:
    """HN-5-5, HN-5-3: street offices and parks receive and review, each by named people."""
    takers = {role for role in Role if Permission.ACCEPT_APPLICATION in PERMISSIONS[role]}
    assert {kind for role in takers for kind in ROLE_OFFICES[role]} == {
        OfficeKind.STREET,
        OfficeKind.PARK,
    }
    assert Permission.REVIEW_AT_PARK in PERMISSIONS[Role.PARK]


def test_an_officer_acts_from_the_office(database: Database, keyring: Keyring) -> None:
    """HN-5-5: whoever accepts and reviews is named and works in one office."""
    work = _system(database, keyring)
    seat(work, "jiedao", Role.STREET, PASSWORD)
    office = office_of_kind(work, OfficeKind.STREET)
    work.session.commit()
    actor = authenticate(work.session, keyring, "jiedao", PASSWORD, NOW)
    assert (actor.office, actor.office_kind) == (office.id, OfficeKind.STREET)
    assert [each.name for each in queries.staff(work.session, office.id)] == ["jiedao"]
    work.session.close()


def test_an_account_needs_an_open_office_of_the_own_place(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _system(sqlite_database, keyring)
    offices = open_offices(work)
    street, above = offices[OfficeKind.STREET], offices[OfficeKind.PREFECTURE_DEPARTMENT]
    for role, office_id in ((Role.STREET, 9999), (Role.PREFECTURE, above.id)):
        with pytest.raises(NotFound, match=PLACE):
            service.open_account(work, "x1", role, PLACE, PASSWORD, office_id)
    with pytest.raises(BrokenRule, match="centre"):
        service.open_account(work, "x1", Role.CENTRE, PLACE, PASSWORD, street.id)
    with pytest.raises(BrokenRule, match="name its office"):
        service.open_account(work, "x1", Role.CENTRE, PLACE, PASSWORD)
    work.session.close()


def test_an_officer_moves_to_another_office_with_a_reason(
    database: Database, keyring: Keyring
) -> None:
    work = _system(database, keyring)
    offices = open_offices(work)
    seat(work, "minzheng", Role.DEPARTMENT, PASSWORD)
    registry = offices[OfficeKind.CIVIL_AFFAIRS].id
    with pytest.raises(BadInput, match="reason"):
        service.move_account(work, "minzheng", registry, reason="")
    with pytest.raises(BrokenRule):
        service.move_account(work, "minzheng", offices[OfficeKind.PARK].id, reason="错")
    service.move_account(work, "minzheng", registry, reason="轮岗")
    work.session.commit()
    actor = authenticate(work.session, keyring, "minzheng", PASSWORD, NOW)
    assert actor.office_kind is OfficeKind.CIVIL_AFFAIRS
    service.close_account(work, "minzheng", reason="退休")
    with pytest.raises(WrongState):
        service.move_account(work, "minzheng", registry, reason="x")
    work.session.close()


def test_waiting_grows_after_ten_wrong_ones_and_ends(database: Database, keyring: Keyring) -> None:
    work = _system(database, keyring)
    _applicant(work)
    for _ in range(10):
        authenticate(work.session, keyring, PHONE, PASSWORD, NOW)
        note_refusal(work, PHONE)
    work.session.commit()
    with pytest.raises(NotAllowed):
        authenticate(work.session, keyring, PHONE, PASSWORD, NOW)
    later = NOW + timedelta(seconds=61)
    actor = authenticate(work.session, keyring, PHONE, PASSWORD, later)
    note_sign_in(Work(work.session, actor, later, keyring))
    work.session.commit()
    account = queries.by_phone(work.session, keyring, PHONE)
    assert account is not None
    assert (account.failures, account.failed_at) == (0, None)
    work.session.close()


def test_tries_while_waiting_prolong_nothing(sqlite_database: Database, keyring: Keyring) -> None:
    work = _system(sqlite_database, keyring)
    _applicant(work)
    for _ in range(50):
        note_refusal(work, PHONE)
    account = queries.by_phone(work.session, keyring, PHONE)
    assert account is not None
    assert account.failures == rules.FREE_FAILURES
    work.session.close()


def test_a_right_password_among_parallel_guesses_gets_nobody_in(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """The guess was compared before the wrong ones were counted; the door looks once more."""
    work = _system(sqlite_database, keyring)
    name = _applicant(work)
    actor = authenticate(work.session, keyring, PHONE, PASSWORD, NOW)
    for _ in range(10):
        note_refusal(work, PHONE)
    with pytest.raises(NotAllowed):
        note_sign_in(Work(work.session, actor, NOW, keyring))
    assert name == actor.name
    work.session.close()


def test_parallel_wrong_ones_are_all_counted(database: Database, keyring: Keyring) -> None:
    work = _system(database, keyring)
    _applicant(work)
    work.session.commit()
    work.session.close()
    start = Barrier(6)

    def guess() -> None:
        start.wait()
        clock = standing_clock(NOW)
        with working(database.acts, system_actor(PLACE), clock, keyring) as one:
            note_refusal(one, PHONE)

    threads = [Thread(target=guess) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reads() as session:
        account = queries.by_phone(session, keyring, PHONE)
        assert account is not None
        assert account.failures == 6


@given(st.integers(0, 10_000))
def test_nobody_waits_longer_than_a_quarter_of_an_hour(failures: int) -> None:
    until = rules.waits_until(failures, NOW if failures else None)
    if failures < rules.FREE_FAILURES:
        assert until is None
    else:
        assert until is not None
        assert timedelta(minutes=1) <= until - NOW <= rules.LONGEST_WAIT
        more = rules.waits_until(failures + 1, NOW)
        assert more is not None
        assert more >= until


def test_a_new_password_ends_the_waiting(sqlite_database: Database, keyring: Keyring) -> None:
    work = _system(sqlite_database, keyring)
    name = _applicant(work)
    for _ in range(10):
        note_refusal(work, PHONE)
    service.set_password(work, name, "another long sentence")
    assert authenticate(work.session, keyring, PHONE, "another long sentence", NOW)
    work.session.close()


def test_only_the_administrator_writes_down_who_an_officer_is(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work = _system(sqlite_database, keyring)
    seat(work, "jiedao", Role.STREET, PASSWORD)
    officer = Work(work.session, Actor("jiedao", Role.STREET, PLACE), NOW, keyring)
    with pytest.raises(NotAllowed):
        service.set_identity(officer, "jiedao", "张三", IDENTITY)
    with pytest.raises(BadInput):
        service.set_identity(work, "jiedao", "张三", "430101199003078511")
    service.set_identity(work, "jiedao", "张三", IDENTITY)
    assert IDENTITY not in str(work.session.execute(text("SELECT after FROM register_rows")).all())
    work.session.close()


BROKEN = {
    "officer_in_office": "UPDATE accounts SET office_id = NULL",
    "phone_of_applicant": "UPDATE accounts SET phone_index = 'x', phone_sealed = password_hash",
    "phone_whole": "UPDATE accounts SET phone_sealed = password_hash",
    "identity_whole": "UPDATE accounts SET identity_index = 'x'",
    "failures_counted": "UPDATE accounts SET failures = -1, failed_at = opened_at",
    "failures_dated": "UPDATE accounts SET failures = 1",
    "role_known": "UPDATE accounts SET role = 'king'",
}


@pytest.mark.parametrize("check", BROKEN)
def test_the_database_refuses_an_impossible_account(
    database: Database, keyring: Keyring, check: str
) -> None:
    work = _system(database, keyring)
    seat(work, "jiedao", Role.STREET, PASSWORD)
    statement = BROKEN[check]
    if database.engine.dialect.name == "postgresql":
        statement = statement.replace("password_hash", "convert_to(password_hash, 'UTF8')")
    with pytest.raises(IntegrityError, match=check):
        work.session.execute(text(statement))
    work.session.close()


def test_accounts_list_officers_only(sqlite_database: Database, keyring: Keyring) -> None:
    work = _system(sqlite_database, keyring)
    _applicant(work)
    seat(work, "jiedao", Role.STREET, PASSWORD)
    assert [each.name for each in queries.accounts_of(work.session, PLACE)] == ["jiedao"]
    work.session.close()

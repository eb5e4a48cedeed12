"""Recusal: an officer keeps off a case of the own household or of a declared relation."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from housing.accounts.service import set_identity
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.recusals import queries, service
from housing.recusals.models import Declaration
from housing.recusals.rules import must_keep_off
from housing.recusals.words import Relation
from tests.conftest import NOW, PLACE
from tests.factories.offices import seat

PASSWORD = "a long enough sentence"
OWN, SISTER, STRANGER = "43010119900307851X", "430101199003070016", "11010519491231002X"
CASE = CaseRef("application", 7, PLACE, "SQ2026000007")


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> Work:
    """A county with a street officer, an administrator and an auditor."""
    return _county(sqlite_database, keyring)


def _county(database: Database, keyring: Keyring) -> Work:
    work = Work(database.acts(), system_actor(PLACE), NOW, keyring)
    for name, role in (("jiedao", Role.STREET), ("guanli", Role.ADMINISTRATOR)):
        seat(work, name, role, PASSWORD)
    return work


def _as(work: Work, name: str, role: Role) -> Work:
    return Work(work.session, Actor(name, role, PLACE), NOW, work.keyring)


def _people(work: Work, *numbers: str) -> list[str]:
    return [work.keyring.blind(number) for number in numbers]


def test_the_own_household_is_kept_off(database: Database, keyring: Keyring) -> None:
    work = _county(database, keyring)
    officer = _as(work, "jiedao", Role.STREET)
    service.must_be_free(officer, _people(work, OWN, SISTER), CASE)
    set_identity(_as(work, "guanli", Role.ADMINISTRATOR), "jiedao", "张三", OWN.lower())
    with pytest.raises(NotAllowed, match=r"回避：SQ2026000007"):
        service.must_be_free(officer, _people(work, STRANGER, OWN), CASE)
    service.must_be_free(officer, _people(work, STRANGER), CASE)
    service.must_be_free(work, _people(work, OWN), CASE)  # A job is nobody's relation.
    work.session.close()


def test_a_declared_relation_is_kept_off_until_withdrawn(
    database: Database, keyring: Keyring
) -> None:
    work = _county(database, keyring)
    officer = _as(work, "jiedao", Role.STREET)
    declared = service.declare(officer, Relation.COLLATERAL_KIN, "李四", f" {SISTER} ")
    with pytest.raises(NotAllowed) as refusal:
        service.must_be_free(officer, _people(work, SISTER), CASE)
    assert "李四" not in str(refusal.value)
    other = _as(work, "guanli", Role.ADMINISTRATOR)
    assert not queries.is_recused(work.session, other.actor, _people(work, SISTER))
    with pytest.raises(BadInput, match="reason"):
        service.withdraw(officer, declared.id, reason="")
    service.withdraw(officer, declared.id, reason="申报有误")
    service.must_be_free(officer, _people(work, SISTER), CASE)
    with pytest.raises(WrongState):
        service.withdraw(officer, declared.id, reason="再次")
    work.session.close()


def test_the_number_is_sealed_and_stays_out_of_the_register(county: Work) -> None:
    officer = _as(county, "jiedao", Role.STREET)
    declared = service.declare(officer, Relation.SPOUSE, "李四", SISTER)
    assert SISTER.encode() not in declared.identity_sealed
    assert county.keyring.unseal(declared.identity_sealed) == SISTER
    rows = county.session.execute(text("SELECT after, reason FROM register_rows")).all()
    assert rows
    assert SISTER not in str(rows)
    assert "李四" not in str(rows)


@pytest.mark.parametrize(
    ("name", "number"),
    [("", SISTER), ("李" * 65, SISTER), ("李四", "430101199003070019"), ("李四", "12345"),
     ("李四", "430101900307001"), ("李四", "号码")],
)  # fmt: skip
def test_what_cannot_be_a_person_is_refused(county: Work, name: str, number: str) -> None:
    with pytest.raises(BadInput):
        service.declare(_as(county, "jiedao", Role.STREET), Relation.SPOUSE, name, number)


def test_a_person_is_declared_once_by_each(county: Work) -> None:
    officer = _as(county, "jiedao", Role.STREET)
    service.declare(officer, Relation.SPOUSE, "李四", SISTER)
    with pytest.raises(BadInput, match="declared already"):
        service.declare(officer, Relation.OTHER_TIE, "李四", SISTER)
    service.declare(_as(county, "guanli", Role.ADMINISTRATOR), Relation.SPOUSE, "李四", SISTER)


def test_only_who_keeps_accounts_declares_for_others(county: Work) -> None:
    officer = _as(county, "jiedao", Role.STREET)
    with pytest.raises(NotAllowed, match="keep_accounts"):
        service.declare(officer, Relation.SPOUSE, "李四", SISTER, account_name="guanli")
    keeper = _as(county, "guanli", Role.ADMINISTRATOR)
    declared = service.declare(keeper, Relation.SPOUSE, "李四", SISTER, account_name="jiedao")
    assert (declared.account_name, declared.declared_by) == ("jiedao", "guanli")
    stranger = Work(
        county.session, Actor("other", Role.ADMINISTRATOR, "430121"), NOW, county.keyring
    )
    for outsider in (stranger, _as(county, "x", Role.STREET)):
        with pytest.raises(NotFound):
            service.withdraw(outsider, declared.id, reason="x")


def test_an_applicant_declares_nothing(county: Work) -> None:
    seat(county, "shenqing", Role.APPLICANT, PASSWORD)
    with pytest.raises(NotAllowed):
        service.declare(_as(county, "shenqing", Role.APPLICANT), Relation.SPOUSE, "李四", SISTER)


@given(st.none() | st.text("ab", min_size=1), st.sets(st.text("abc")), st.sets(st.text("abc")))
def test_keeping_off_means_that_somebody_is_in_both(
    own: str | None, declared: set[str], people: set[str]
) -> None:
    tied = declared | ({own} if own is not None else set())
    assert must_keep_off(own, declared, people) == any(person in tied for person in people)


@pytest.mark.parametrize(
    "wrong",
    [{"name": ""}, {"withdrawn_at": NOW},
     {"withdrawn_by": "x"}, {"account_name": "nobody"}],
)  # fmt: skip
def test_the_database_refuses_an_impossible_declaration(
    database: Database, keyring: Keyring, wrong: dict[str, object]
) -> None:
    work = _county(database, keyring)
    good = {
        "place": PLACE, "account_name": "jiedao", "relation": Relation.SPOUSE, "name": "李四",
        "identity_sealed": b"x", "identity_index": "x", "declared_by": "jiedao",
        "declared_at": NOW,
    }  # fmt: skip
    work.session.add(Declaration(**{**good, "identity_index": "y"}))
    work.session.flush()
    work.session.add(Declaration(**{**good, **wrong}))
    with pytest.raises(IntegrityError):
        work.session.flush()
    work.session.close()


def test_the_database_knows_the_relations(database: Database, keyring: Keyring) -> None:
    work = _county(database, keyring)
    service.declare(_as(work, "jiedao", Role.STREET), Relation.SPOUSE, "李四", SISTER)
    with pytest.raises(IntegrityError, match="relation_known"):
        work.session.execute(text("UPDATE recusal_declarations SET relation = 'cousin'"))
    work.session.close()


def test_the_database_holds_one_live_declaration_of_a_person(
    database: Database, keyring: Keyring
) -> None:
    work = _county(database, keyring)
    officer = _as(work, "jiedao", Role.STREET)
    first = service.declare(officer, Relation.SPOUSE, "李四", SISTER)
    service.withdraw(officer, first.id, reason="离婚")
    service.declare(officer, Relation.OTHER_TIE, "李四", SISTER)
    work.session.commit()
    with pytest.raises(IntegrityError):
        work.session.execute(
            text("UPDATE recusal_declarations SET withdrawn_at = NULL, withdrawn_by = NULL")
        )
    work.session.close()

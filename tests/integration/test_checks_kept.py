"""What the database itself keeps of department checks, and on which basis they are made."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.checks import service
from housing.checks.models import CheckRequest
from housing.checks.words import Purpose
from housing.core.access.offices import OfficeKind
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.households.words import Group
from housing.offices.models import Office
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from tests.conftest import NOW
from tests.factories.departments import (
    ANSWERS,
    APPLIED,
    CASE,
    PEOPLE,
    REVIEWER,
    officer,
    open_departments,
)

CIVIL, HANTAI = OfficeKind.CIVIL_AFFAIRS, "610702"


@pytest.fixture
def answered(database: Database, keyring: Keyring) -> int:
    """The number of a request that civil affairs has answered; two others are open."""
    clock = Clock(lambda: NOW)
    with database.acts() as session, session.begin():
        offices = open_departments(session, keyring)
    with working(database.acts, REVIEWER, clock, keyring) as work:
        made = service.request_all(
            work, CASE, PEOPLE, Purpose.ADMISSION, applied_on=APPLIED, group=Group.LOW_INCOME
        )
        number = next(each.id for each in made if each.department is CIVIL)
    with working(database.acts, officer(CIVIL, offices[CIVIL]), clock, keyring) as work:
        service.answer(work, number, ANSWERS[CIVIL])
    return number


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE check_requests SET answer_sha256 = 'x' WHERE state = 'answered'",
        "UPDATE check_requests SET answered_by = 'me' WHERE state = 'answered'",
        "UPDATE check_requests SET answer_sealed = NULL, answer_sha256 = NULL,"
        " answered_by = NULL, answered_at = NULL, channel = NULL WHERE state = 'answered'",
        "UPDATE check_requests SET state = 'sent' WHERE state = 'answered'",
        "UPDATE check_requests SET state = 'answered' WHERE state = 'sent'",
        "UPDATE check_requests SET state = 'lost'",
        "UPDATE check_requests SET department = 'park'",
        "UPDATE check_requests SET attempts = -1",
        "UPDATE check_requests SET closed_at = requested_at",
        "UPDATE check_requests SET channel = 'page' WHERE state = 'sent'",
        "DELETE FROM check_requests",
    ],
)
def test_the_database_keeps_answers_and_requests(
    answered: int, database: Database, change: str
) -> None:
    assert answered
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text(change))


def test_the_database_keeps_one_standing_request_of_a_department(
    answered: int, database: Database
) -> None:
    number = answered
    with database.acts() as session:
        held = session.get(CheckRequest, number)
        assert held is not None
        columns = [column.name for column in CheckRequest.__table__.columns if column.name != "id"]
        names = ", ".join(columns)
        values = names.replace("request_id", f"'{'0' * 32}'")
    with (
        pytest.raises(DatabaseError, match=r"(?i)unique"),
        database.acts() as session,
        session.begin(),
    ):
        session.execute(
            text(
                f"INSERT INTO check_requests ({names})"
                f" SELECT {values} FROM check_requests WHERE id = {number}"
            )
        )


def test_hanzhong_asks_on_its_own_basis_and_never_cites_hunan(
    database: Database, keyring: Keyring
) -> None:
    """The same procedure, whose legal basis is the place's own."""
    with database.acts() as session, session.begin():
        for office_id in open_departments(session, keyring).values():
            office = session.get(Office, office_id)
            assert office is not None
            office.place = HANTAI
    with pytest.raises(MissingPolicyValue, match="legal_basis"):
        _ask_in_hantai(database, keyring)
    with database.acts() as session, session.begin():
        session.add(
            Amendment(
                place="610700",
                parameter="legal_basis",
                value={"order": "住房和城乡建设部令第11号", "document": "某文〔2026〕1号"},
                first_day=date(2026, 1, 1),
                document="某文〔2026〕1号",
                source="",
                state=AmendmentState.APPROVED,
                proposed_by="a",
                proposed_at=NOW,
                decided_by="b",
                decided_at=NOW,
                reason="",
            )
        )
    made = _ask_in_hantai(database, keyring)
    assert len(made) == 3
    for request in made:
        assert request.rules
        assert not any(rule.startswith("HN") for rule in request.rules)


def _ask_in_hantai(database: Database, keyring: Keyring) -> list[CheckRequest]:
    reviewer = replace(REVIEWER, place=HANTAI)
    with working(database.acts, reviewer, Clock(lambda: NOW), keyring) as work:
        return service.request_all(
            work,
            replace(CASE, place=HANTAI),
            PEOPLE,
            Purpose.ADMISSION,
            applied_on=APPLIED,
            group=Group.LOW_INCOME,
        )

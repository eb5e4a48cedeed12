"""What the database itself refuses of exits and renewals, on both engines."""

from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.exits import jobs, service
from housing.exits.states import Trigger
from housing.exits.words import Served
from housing.renewals import service as renewals
from tests.factories.tenants import RICH, Tenants

_COPY = (
    "INSERT INTO exit_cases (place, lease_id, household_id, number, reason_kind, state, opened_on,"
    " opened_by, reason, document, decision, decision_reason, conditions, cites, notice_number,"
    " delivery_document, extension_reason, extension_document, dwelling, dwelling_document, court,"
    " court_number, judgment_document, enforcement, asked_reason, review_reason)"
    " SELECT place, lease_id, household_id, number, reason_kind, 'opened', opened_on, opened_by,"
    " reason, '', '', '', conditions, cites, '', '', '', '', '', '', '', '', '', '', '', ''"
    " FROM exit_cases"
)
NONSENSE = (
    _COPY,
    "DELETE FROM exit_cases",
    "UPDATE exit_cases SET decision_reason = 'other'",
    "UPDATE exit_cases SET delivered_on = '2026-08-01'",
    "UPDATE exit_cases SET decided_by = opened_by",
    "UPDATE exit_cases SET state = 'market_rent'",
    "UPDATE exit_cases SET market_from = relocate_until",
    "UPDATE exit_cases SET state = 'litigation'",
    "UPDATE exit_cases SET sued_on = '2027-01-01', plaintiff = 'owner', court = 'x'",
    "UPDATE exit_cases SET dwelling = 'x'",
    "UPDATE exit_cases SET state = 'vacated'",
    "UPDATE exit_cases SET reason_kind = 'whim'",
    "UPDATE exit_cases SET reviewed_by = 'x', reviewed_on = '2026-10-01', review_reason = 'x'",
    "UPDATE renewals SET state = 'granted'",
    "UPDATE renewals SET late_days = 3",
    "UPDATE renewals SET state = 'turned_away', decided_by = 'x', decided_on = applied_on,"
    " decision_reason = 'x'",
    "UPDATE renewals SET state = 'refused', decided_by = applied_by, decided_on = applied_on,"
    " decision_reason = 'x'",
    "UPDATE renewals SET months = 0",
)


@pytest.fixture
def served(database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    """A household in its relocation period, and another that asked to renew in time."""
    tenants = Tenants(database, keyring, tmp_path)
    lease = tenants.lease(1)
    with tenants.act() as work:
        case = service.open(work, lease.id, Trigger.INCOME, reason="收入变化")
    jobs.follow(database, keyring, tenants.clock)
    tenants.answered(lease, **RICH)
    with tenants.head() as work:
        service.cancel(work, case.id, reasons=["收入高"])
    with tenants.act(Role.OPERATOR) as work:
        service.serve(work, case.id, on=tenants.day, served=Served.MAIL, document="邮单1号")
    other = tenants.lease(2, starts_on=tenants.day.replace(month=1, day=1), months=12)
    with tenants.act(Role.OPERATOR) as work:
        renewals.apply(work, other.id, months=12, document="申请1号")
    return tenants


def test_the_database_refuses_nonsense(served: Tenants) -> None:
    """HN-33-4 to HN-33-8: decided by two, delivered once, sued over a home, kept for ever."""
    taken = [words for words in NONSENSE if not _refused(served.database, words)]
    assert taken == []


def _refused(database: Database, words: str) -> bool:
    try:
        with database.engine.begin() as connection:
            connection.execute(text(words))
    except DatabaseError:
        return True
    return False

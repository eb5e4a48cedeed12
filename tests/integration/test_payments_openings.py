"""Deposits that sitting tenants had left before are in the ledger, once, where the rent goes."""

from typing import Any

import pytest

from housing.core.access.actor import system_actor
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.leases.models import Lease
from housing.leases.words import LeaseKind
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, lease_ref, owner_ref
from housing.payments import carrying
from housing.rents.two_lines import report
from tests.conftest import PLACE
from tests.factories.rented import clock_on, rented

A, DEPOSIT = AccountKind, 96_000
CLOCK = clock_on("2026-09-01")
CARRIED: dict[str, Any] = {
    "kind": LeaseKind.CARRIED,
    "contract_document": "旧租1号",
    "deposit_fen": DEPOSIT,
}


@pytest.fixture
def sitting(sqlite_database: Database, keyring: Keyring) -> list[Lease]:
    """A flat of the government, one of a company, and a lease of our own that posts its own."""
    with working(sqlite_database.acts, system_actor(PLACE), CLOCK, keyring) as work:
        return [
            rented(work, 1, **CARRIED),
            rented(work, 2, unit={"owner": "湘新公司", "reserved_for": "湘新公司"}, **CARRIED),
            rented(work, 3, deposit_fen=DEPOSIT),
        ]


def test_deposits_of_sitting_tenants_are_opened_once(
    sqlite_database: Database, keyring: Keyring, sitting: list[Lease]
) -> None:
    """HN-24-3, HN-29-3: held for the tenant, by whoever has the money; no income of the year."""
    assert carrying.sweep(sqlite_database, keyring, CLOCK) == 2
    assert carrying.sweep(sqlite_database, keyring, CLOCK) == 0
    with sqlite_database.reads() as session:
        refs = [lease_ref(each.id) for each in sitting]
        held = ledger.balances(session, PLACE, A.DEPOSIT_HELD, refs)
        assert [held.get(ref, 0) for ref in refs] == [DEPOSIT, DEPOSIT, 0]
        banks = [
            ledger.balance(session, PLACE, A.TREASURY, ""),
            ledger.balance(session, PLACE, A.OWNER_BANK, owner_ref("湘新公司")),
        ]
        assert banks == [DEPOSIT, DEPOSIT]
        assert report(session, PLACE, 2026).collected == 0
        assert ledger.trial_balance(session, PLACE).difference == 0

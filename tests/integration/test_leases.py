"""The life of a lease: terms of rent, successors, ends, and what the database refuses."""

from collections.abc import Iterator
from datetime import date

import pytest

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases import queries, whose
from housing.leases.states import LeaseState
from tests.conftest import work_in
from tests.factories.leases import active_lease, tenant_account


@pytest.fixture
def work(sqlite_database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of the centre."""
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with work.session:
        yield work


def test_the_factory_makes_a_lease_that_its_tenant_finds(work: Work) -> None:
    lease = active_lease(work, 1)
    other = active_lease(work, 2)
    tenant = tenant_account(work, 1)
    assert lease.state is LeaseState.ACTIVE
    assert [each.id for each in whose.leases_of(work.session, tenant)] == [lease.id]
    assert queries.active_of_unit(work.session, other.unit_id) == other
    assert lease.ends_on == date(2028, 9, 30)

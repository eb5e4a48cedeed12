"""New employees some years after graduation: HN-33-7, the market's rent and no eviction."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import update

from housing.applications.models import Application
from housing.core.access.actor import system_actor
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.exits import jobs, queries
from housing.exits.jobs import Done
from housing.households import queries as households
from housing.households.models import Household
from housing.households.words import Group
from housing.leases import terms
from housing.leases.models import Lease
from housing.leases.words import RentBasis
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from tests.conftest import PLACE
from tests.factories.leases import RENT, active_lease
from tests.factories.tenants import OWNS, Tenants

#: Five years, the county's limit, end on 10 November 2026.
GRADUATED = date(2021, 11, 10)


@pytest.fixture
def tenants(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    return Tenants(sqlite_database, keyring, tmp_path)


@pytest.fixture
def lease(tenants: Tenants) -> Lease:
    """The lease of a graduate whose application says since when."""
    case = tenants.desk.registered()
    with tenants.act(system_actor(PLACE)) as work:
        home = households.of_application(work.session, case.id)
        assert home is not None
        graduate = {"group": Group.NEW_EMPLOYEE}
        work.session.execute(update(Household).where(Household.id == home.id).values(**graduate))
        wanted = update(Application).where(Application.id == case.id)
        work.session.execute(wanted.values(graduated_on=GRADUATED, **graduate))
        work.session.refresh(home)
        return active_lease(work, 1, home=home, starts_on=date(2026, 9, 1))


def sweep(tenants: Tenants) -> Done:
    (done,) = jobs.sweep(tenants.database, tenants.keyring, tenants.clock)
    return done


def rent(tenants: Tenants, lease: Lease, day: date) -> tuple[RentBasis, int]:
    with tenants.database.reads() as session:
        term = terms.on(session, lease.id, day)
        return term.basis, term.monthly_fen


def test_who_has_bought_nothing_pays_the_markets_rent_and_stays(
    tenants: Tenants, lease: Lease
) -> None:
    """HN-33-7: at once on reaching the years, after the registry was asked; no exit case."""
    tenants.pass_to(date(2026, 11, 9))
    assert (sweep(tenants).graduates, len(tenants.reviews(lease))) == (0, 0)
    tenants.desk.pass_days(1)
    assert (sweep(tenants).graduates, len(tenants.reviews(lease))) == (0, 1)
    tenants.answered(lease)
    tenants.desk.pass_days(1)
    assert [sweep(tenants).graduates, sweep(tenants).graduates] == [1, 0]
    assert rent(tenants, lease, date(2026, 11, 10)) == (RentBasis.STANDARD, RENT)
    assert rent(tenants, lease, date(2026, 11, 11)) == (RentBasis.MARKET, 51900)
    with tenants.database.reads() as session:
        assert queries.of_household(session, lease.household_id) == []
        assert letters_of(session, lease.case)[-1].kind is LetterKind.MARKET_RENT


def test_who_has_bought_a_home_is_left_to_a_person(tenants: Tenants, lease: Lease) -> None:
    """HN-33-7: only who has bought nothing is switched; a home leads to an exit review."""
    tenants.pass_to(date(2026, 11, 10))
    sweep(tenants)
    tenants.answered(lease, **OWNS)
    assert sweep(tenants).graduates == 0
    assert rent(tenants, lease, tenants.day)[0] is RentBasis.STANDARD

"""The county's share holds at every moment, whoever sells and however many at once: HZS-9-1."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.ownership.words import InvestmentType
from housing.sales import service
from housing.sales.models import Sale, SaleCap
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.sales import CENTRE, SaleCounty, add_unit, wanted
from tests.refusing import breaks


def _cap(county: SaleCounty) -> SaleCap:
    with county.database.reads() as session:
        return session.get_one(SaleCap, HANTAI)


def _running(county: SaleCounty) -> int:
    with county.database.reads() as session:
        return session.scalar(select(func.count(Sale.id)).where(Sale.counts)) or 0


def test_no_list_offers_more_than_the_share_without_an_exception(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: of ten dwellings four; an exception decision adds what it says."""
    county = SaleCounty(sqlite_database, keyring).fill(10)
    county.released(1, 2, 3, 4)
    with breaks("HZS-9-1"):
        county.released(5)
    assert county.released(6, extra_units=1, exception="汉政函〔2026〕9号").extra_units == 1
    assert (_cap(county).allowed, _cap(county).extra) == (5, 1)


def test_dwellings_sold_before_take_up_the_share(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: the base is the stock before any sale, those sold included."""
    county = SaleCounty(sqlite_database, keyring).fill(9)
    sold = {"state": UnitState.SOLD}
    county.act(CENTRE, lambda work: add_unit(work, 10, InvestmentType.GOVERNMENT_FULL, **sold))
    county.released(1, 2, 3)
    with breaks("HZS-9-1", match="此前已售 1 套"):
        county.released(4)


def test_the_database_itself_refuses_one_sale_too_many(
    database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: even a statement that goes past the service; on both engines."""
    county = SaleCounty(database, keyring).fill(5)
    county.released(1, 2)
    county.applied(1)
    last = county.applied(2)
    assert (_cap(county).held, _cap(county).allowed) == (2, 2)
    county.act(CENTRE, lambda work: service.withdraw(work, last.id, reason="不想买了"))
    assert _cap(county).held == 1
    county.applied(2, 3)
    again = "UPDATE sales SET state = 'applied', counts = :yes, ended_on = NULL WHERE id = :id"
    with county.database.acts() as session, pytest.raises(DatabaseError, match="used up"):
        session.execute(text(again), {"yes": True, "id": last.id})
    with county.database.acts() as session, pytest.raises(DatabaseError, match="as_reckoned"):
        session.execute(text("UPDATE sale_caps SET allowed = 5"))
    assert _running(county) == 2


@pytest.mark.postgresql
def test_the_share_holds_under_concurrent_threads(
    postgres_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: eight buyers at once for a share of three; exactly three are taken."""
    county = SaleCounty(postgres_database, keyring).fill(8)
    county.released(*range(1, 9), extra_units=5, exception="汉政函〔2026〕9号")
    # The exception is withdrawn again, while all eight dwellings stay released.
    with postgres_database.acts.begin() as session:
        session.execute(text("UPDATE sale_caps SET extra = 0, allowed = 3"))
    together = Barrier(8)

    def buy(number: int) -> tuple[str, ...]:
        together.wait(timeout=60)
        try:
            county.applied(number)
        except BrokenRule as refusal:
            return refusal.rules
        return ()

    with ThreadPoolExecutor(8) as threads:
        refused = list(threads.map(buy, range(1, 9)))
    assert sorted(refused) == [()] * 3 + [("HZS-9-1",)] * 5
    assert _running(county) == _cap(county).held == 3


@pytest.mark.postgresql
def test_two_statements_at_once_cannot_pass_the_share(
    postgres_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: without the lock of the service the row of the share still makes them wait."""
    county = SaleCounty(postgres_database, keyring).fill(5)
    county.released(1, 2)
    ids = [county.applied(number).id for number in (1, 2)]
    for sale_id in ids:
        county.act(CENTRE, lambda work, one=sale_id: service.withdraw(work, one, reason="撤回"))
    with postgres_database.acts.begin() as session:
        session.execute(text("UPDATE sale_caps SET total = 3, allowed = 1"))
    together = Barrier(2)

    def reopen(sale_id: int) -> str:
        again = "UPDATE sales SET state = 'applied', counts = true, ended_on = NULL WHERE id = :id"
        together.wait(timeout=60)
        try:
            with postgres_database.acts.begin() as session:
                session.execute(text(again), {"id": sale_id})
        except DatabaseError as refusal:
            return str(refusal.orig).splitlines()[0]
        return ""

    with ThreadPoolExecutor(2) as threads:
        refused = sorted(threads.map(reopen, ids))
    assert refused[0] == ""
    assert "used up" in refused[1]
    assert _running(county) == _cap(county).held == 1


def test_an_application_reserves_the_share_and_a_refusal_gives_it_back(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: open cases count; three of eight, and the fourth waits for one to fall away."""
    county = SaleCounty(sqlite_database, keyring).fill(8)
    county.released(1, 2, 3, 4, extra_units=1, exception="汉政函〔2026〕9号")
    with county.database.acts.begin() as session:
        session.execute(text("UPDATE sale_caps SET extra = 0, allowed = 3"))
    first = county.applied(1)
    county.applied(2)
    county.applied(3)
    with breaks("HZS-9-1", match="共 8 套"):
        county.act(CENTRE, lambda work: service.apply(work, wanted(4)))
    county.act(CENTRE, lambda work: service.withdraw(work, first.id, reason="不想买了"))
    assert county.applied(4).counts


def test_no_contract_is_signed_once_the_stock_has_shrunk_below_what_is_held(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-9-1: the share is reckoned anew from the stock of the day of the contract."""
    county = SaleCounty(sqlite_database, keyring).fill(5)
    county.released(1, 2)
    sale = county.priced(1)
    county.applied(2)
    county.pass_days(8)
    with county.database.acts.begin() as session:
        for table, key in (("unit_titles", "unit_id"), ("units", "id")):
            session.execute(text(f"DELETE FROM {table} WHERE {key} > 3"))
    with breaks("HZS-9-1", match="共 3 套"):
        county.sign(sale)
    assert county.unit_state("P01-0001") is UnitState.VACANT

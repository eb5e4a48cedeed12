"""A sale through buy-back: a tenant buys, lives there past the lock, and the government buys back.

HZS-3-3, HZS-7-1, HZS-9-1, HZS-10-1, HZS-15-3, HZS-16-1, HZS-22-1, HZS-22-2.
"""

from datetime import date, timedelta

from housing.core.access.actor import Actor
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases.models import Lease
from housing.leases.queries import get as lease_of
from housing.leases.words import Ending
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.ownership.words import InvestmentType
from housing.sales import own, queries, service
from housing.sales.states import SaleState
from housing.sales.story import chapters
from housing.sales.words import BuyerCategory
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.leases import active_lease, tenant_account
from tests.factories.sales import CENTRE, HEAD, PRICE_FEN, SaleCounty, add_unit, code

NUMBER = 30


def _let(work: Work) -> Lease:
    flat = add_unit(work, NUMBER, InvestmentType.GOVERNMENT_FULL, state=UnitState.LET)
    return active_lease(work, NUMBER, flat=flat)


def test_a_tenant_buys_and_the_government_buys_back(
    sqlite_database: Database, keyring: Keyring
) -> None:
    county = SaleCounty(sqlite_database, keyring).fill(4)
    lease = county.act(CENTRE, _let)
    account: Actor = county.act(CENTRE, lambda work: tenant_account(work, NUMBER))
    family = Actor(account.name, account.role, HANTAI)
    county.released(NUMBER)

    sale = county.act(
        family, lambda work: own.apply(work, BuyerCategory.LOWER_MIDDLE_INCOME_HOUSEHOLD)
    )
    assert (sale.lease_id, sale.account) == (lease.id, account.name)
    county.qualified(sale)
    price = county.price()
    county.act(CENTRE, lambda work: service.set_price(work, sale.id, price))
    county.pass_days(8)
    county.sign(sale)
    owned = county.register(county.paid(sale))
    assert owned.state is SaleState.LOCKED
    assert county.unit_state(code(NUMBER)) is UnitState.SOLD
    with county.database.reads() as session:
        assert lease_of(session, HANTAI, lease.id).ending is Ending.SOLD

    assert owned.lock_until is not None
    county.pass_to(owned.lock_until + timedelta(days=1))
    county.sweep()
    county.act(family, lambda work: service.offer_back(work, sale.id, document="申报书"))
    county.pass_days(10)
    county.act(HEAD, lambda work: service.buy_back(work, sale.id, document="汉区政函〔2031〕9号"))

    over = county.sale(sale.id)
    assert (over.state, over.ended_on) == (SaleState.BOUGHT_BACK, date(2031, 9, 20))
    assert county.unit_state(code(NUMBER)) is UnitState.VACANT
    with county.database.reads() as session:
        share = queries.share(session, HANTAI)
        told = [chapter.title for chapter in chapters(session, lease.id)]
        assert ledger.balance(session, HANTAI, AccountKind.SALE_ACCOUNT) == PRICE_FEN
        assert ledger.balance(session, HANTAI, AccountKind.SPENDING) == -PRICE_FEN
        sums = ledger.trial_balance(session, HANTAI)
        assert verify(session, HANTAI).faults == ()
    assert sums.debits == sums.credits > 0
    assert share is not None
    assert share.held == 0
    assert told == [
        "申请购买所承租的住房",
        "购买资格审定",
        "签订出售合同",
        "付清购房款",
        "登记",
        "已由政府回购",
    ]

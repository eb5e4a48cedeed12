"""The special account, recovery of public money, and purchases of units."""

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases import queries as leases
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import Ending
from housing.ledger import queries as ledger
from housing.ledger import service as books
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref, owner_ref
from housing.ownership.words import InvestmentType
from housing.sales import account, queries, service, settling
from housing.sales.models import SalePurchase
from housing.sales.people import Person
from housing.sales.purchasing import Dwelling
from housing.sales.states import SaleState
from housing.sales.story import chapters
from housing.sales.words import BuyerCategory, PriceBasis, Purpose, SubsidyLevel
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.leases import active_lease
from tests.factories.sales import (
    CENTRE,
    FINANCE,
    HEAD,
    PRICE_FEN,
    SECOND,
    SaleCounty,
    add_unit,
    code,
    person,
)
from tests.factories.sheets import identity
from tests.refusing import breaks

S = SaleState


def _other_price(county: SaleCounty, basis: PriceBasis, fen_per_m2: int) -> int:
    made = county.act(
        CENTRE,
        lambda work: service.propose(
            work,
            "P01",
            "",
            basis,
            fen_per_m2=fen_per_m2,
            valued_on=county.day,
            document="成本认定书",
        ),
    )
    return county.approved_price(made.id)


def _held(county: SaleCounty, kind: AccountKind, ref: str) -> int:
    with county.database.reads() as session:
        return ledger.balance(session, HANTAI, kind, ref)


def test_construction_money_comes_back_before_the_owner_is_paid(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-12-2, HZS-20-2, HZS-5-4: by area, level by level; the rest is the owner's own."""
    county = SaleCounty(sqlite_database, keyring).fill(5, InvestmentType.JOINT)
    for level, fen in ((SubsidyLevel.CENTRAL, 10_000_000), (SubsidyLevel.CITY, 5_000_000)):
        county.act(
            FINANCE,
            lambda work, level=level, fen=fen: service.enter_subsidy(
                work, "P01", level, fen, document="拨款文件"
            ),
        )
    with pytest.raises(WrongState):
        county.act(
            FINANCE,
            lambda work: service.enter_subsidy(work, "P01", SubsidyLevel.CITY, 1, document="重复"),
        )
    county.released(1)
    sale = county.priced(1, _other_price(county, PriceBasis.AFFORDABLE, 200_000))
    county.pass_days(8)
    county.sign(sale)
    county.register(county.paid(sale, 10_000_000))
    owner = owner_ref("汉台区住房保障中心")
    with county.database.reads() as session:
        settled = queries.settlement(session, sale.id)
        kept = {
            each.level: each.recovered_fen for each in settling.subsidies(session, HANTAI, "P01")
        }
        in_account = account.balance(session, HANTAI)
        with_owner = ledger.balance(session, HANTAI, AccountKind.OWNER_BANK, owner)
    assert settled is not None
    assert (settled.central_fen, settled.city_fen) == (2_000_000, 1_000_000)
    assert kept == {SubsidyLevel.CENTRAL: 2_000_000, SubsidyLevel.CITY: 1_000_000}
    assert (in_account, with_owner) == (3_000_000, 7_000_000)


def test_the_account_is_used_for_its_purposes_with_two_approvals(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-19-1, HZS-19-2, HZS-5-5, HZS-5-4: three people, never more than there is."""
    county = SaleCounty(sqlite_database, keyring).fill(5)
    county.released(1)
    county.paid(county.contracted(1))
    ask = lambda purpose, fen, note="": county.act(  # noqa: E731
        CENTRE,
        lambda work: service.ask_use(
            work, purpose, fen, payee="维修公司", document="合同1", note=note
        ),
    )
    with pytest.raises(BadInput, match="说明"):
        ask(Purpose.OTHER_DEVELOPMENT, 100)
    use = ask(Purpose.MAINTENANCE_REPAIR, PRICE_FEN + 1)
    pay = lambda one: county.act(CENTRE, lambda work: service.pay_use(work, one))  # noqa: E731
    with breaks("HZS-5-5"):
        pay(use.id)
    price_officer = Actor("wujia", Role.PRICE_FINANCE, HANTAI, 1, OfficeKind.PRICE)
    with pytest.raises(NotAllowed, match="财政"):
        county.act(price_officer, lambda work: service.approve_for_finance(work, use.id))
    county.act(FINANCE, lambda work: service.approve_for_finance(work, use.id))
    county.act(HEAD, lambda work: service.approve_for_housing(work, use.id))
    with breaks("HZS-19-1"):
        pay(use.id)
    fitting = ask(Purpose.LOAN_REPAYMENT, 1_000_000)
    county.act(HEAD, lambda work: service.approve_for_housing(work, fitting.id))
    county.act(FINANCE, lambda work: service.approve_for_finance(work, fitting.id))
    pay(fitting.id)
    with county.database.reads() as session:
        report = account.report(session, HANTAI, county.day.year)
        assert account.balance(session, HANTAI) == PRICE_FEN - 1_000_000
    assert report.used[Purpose.LOAN_REPAYMENT] == 1_000_000
    with county.database.acts() as session, pytest.raises(DatabaseError, match="permitted"):
        session.execute(text("UPDATE sale_uses SET purpose = 'salaries' WHERE paid_on IS NULL"))
    with county.database.acts() as session, pytest.raises(DatabaseError, match="never changes"):
        session.execute(text("UPDATE sale_uses SET fen = 1 WHERE paid_on IS NOT NULL"))


def test_finance_refuses_with_a_reason(sqlite_database: Database, keyring: Keyring) -> None:
    """HZS-5-5."""
    county = SaleCounty(sqlite_database, keyring).fill(5)
    use = county.act(
        CENTRE,
        lambda work: service.ask_use(
            work, Purpose.ASSET_MANAGEMENT, 100, payee="某公司", document="合同"
        ),
    )
    with pytest.raises(NotAllowed):
        county.act(SECOND, lambda work: service.refuse_use(work, use.id, reason="不"))
    county.act(FINANCE, lambda work: service.refuse_use(work, use.id, reason="不属于范围"))
    with pytest.raises(WrongState):
        county.act(HEAD, lambda work: service.approve_for_housing(work, use.id))


def _opened(county: SaleCounty, *numbers: int, **changes: object) -> SalePurchase:
    given = {
        "buyer": "汉台区某中学",
        "credit_code": "12610702MB0000001X",
        "category": BuyerCategory.UNIT_STAFF,
        "document": "单位申请",
        "undertaking": "单位承诺",
        "dwellings": [
            Dwelling(code(number), person(number, no_dwelling=f"无房证{number}"))
            for number in numbers
        ],
    }
    return county.act(CENTRE, lambda work: service.open_purchase(work, **(given | changes)))


def test_a_unit_buys_at_cost_and_settles_at_once(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-13-1, HZS-21-4, HZS-21-5, HZS-8-1: the unit owns, staff without a dwelling live there."""
    county = SaleCounty(sqlite_database, keyring).fill(10)
    county.released(1, 2, 3)
    with breaks("HZS-13-1"):
        _opened(county, 1, category=BuyerCategory.NEW_WORKER)
    with breaks("HZS-21-4"):
        _opened(county, 1, dwellings=[Dwelling(code(1), person(1))])
    purchase = _opened(county, 1, 2)
    with breaks("HZS-8-1"):
        county.applied(3, 1)
    with county.database.reads() as session:
        sales = queries.of_purchase(session, purchase.id)
    assert {sale.buyer for sale in sales} == {"汉台区某中学"}
    appraised, cost = county.price(), _other_price(county, PriceBasis.COST, 180_000)
    for sale in sales:
        county.qualified(sale)
        with breaks("HZS-13-1"):
            county.act(CENTRE, lambda work, one=sale: service.set_price(work, one.id, appraised))
        county.act(CENTRE, lambda work, one=sale: service.set_price(work, one.id, cost))
    county.pass_days(8)
    county.act(CENTRE, lambda work: service.sign_all(work, purchase.id, document="HT-D1"))
    settle = lambda fen: county.act(  # noqa: E731
        CENTRE,
        lambda work: service.settle_all(work, purchase.id, fen, on=county.day, reference="B1"),
    )
    with breaks("HZS-13-1", BadInput):
        settle(9_000_000)
    assert {sale.state for sale in settle(18_000_000)} == {S.PAID}
    sale = county.register(sales[0])
    with breaks("HZS-21-4"):
        county.act(CENTRE, lambda work: service.change_occupant(work, sale.id, person(9)))
    newcomer = person(9, no_dwelling="无房证9")
    county.act(CENTRE, lambda work: service.change_occupant(work, sale.id, newcomer))
    county.act(
        CENTRE, lambda work: service.declare(work, sale.id, words="均为无房职工", document="声明1")
    )
    assert county.applied(3, 1).counts
    with pytest.raises(BrokenRule):
        county.act(CENTRE, lambda work: service.change_occupant(work, sale.id, person(1)))


def test_a_let_dwelling_is_sold_to_its_tenants_and_to_nobody_else(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-3-1; the lease ends with the contract, and the deposit pays what is owed."""
    county = SaleCounty(sqlite_database, keyring).fill(10)

    def let(work: Work) -> Lease:
        flat = add_unit(work, 20, InvestmentType.GOVERNMENT_FULL, state=UnitState.LET)
        lease = active_lease(work, 7, flat=flat)
        owed, held = (
            books.account(work, kind, lease_ref(lease.id))
            for kind in (AccountKind.RENT_DUE, AccountKind.DEPOSIT_HELD)
        )
        bank = books.account(work, AccountKind.OWNER_BANK)
        kind, on = TransferKind.OPENING, county.day
        books.post(
            work,
            [
                NewTransfer(bank.id, held.id, 49_824, kind, on, lease_id=lease.id),
                NewTransfer(owed.id, bank.id, 16_608, kind, on, lease_id=lease.id),
            ],
        )
        return lease

    lease = county.act(CENTRE, let)
    county.released(20)
    with breaks("HZS-3-1"):
        county.applied(20)
    tenant = Person("承租人", identity("19900307", "007"))
    sale = county.applied(20, people=(tenant,))
    assert sale.lease_id == lease.id
    county.qualified(sale)
    price = county.price()
    county.act(CENTRE, lambda work: service.set_price(work, sale.id, price))
    county.pass_days(8)
    county.sign(sale)
    with county.database.reads() as session:
        ended = leases.get(session, HANTAI, lease.id)
        told = chapters(session, lease.id)
    assert (ended.state, ended.ending) == (LeaseState.ENDED, Ending.SOLD)
    assert ended.ended_on == county.day - timedelta(days=1)
    assert [chapter.title for chapter in told] == [
        "申请购买所承租的住房",
        "购买资格审定",
        "签订出售合同",
    ]
    assert county.unit_state(code(20)) is UnitState.SOLD
    ref = lease_ref(lease.id)
    assert _held(county, AccountKind.RENT_DUE, ref) == 0
    assert _held(county, AccountKind.DEPOSIT_HELD, ref) == 0
    assert _held(county, AccountKind.REFUND_PAYABLE, ref) == 49_824 - 16_608

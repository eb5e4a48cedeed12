"""Selling dwellings: the list, the buyer, the price, the contract, the money, the certificate."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, MissingPolicyValue, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.ownership.words import InvestmentType
from housing.sales import contract, queries, service
from housing.sales.approving import Papers
from housing.sales.people import Person
from housing.sales.qualifying import conditions_of
from housing.sales.states import SaleState
from housing.sales.words import BuyerCategory, MoneySource, PriceBasis, Step
from housing.units import queries as units
from housing.units.service import move_units
from housing.units.states import UnitAct, UnitState
from tests.conftest import actor
from tests.factories.hanzhong import HANTAI
from tests.factories.sales import (
    CENTRE,
    FINANCE,
    HEAD,
    PRICE,
    PRICE_FEN,
    SECOND,
    VALUES,
    SaleCounty,
    add_title,
    code,
    person,
    wanted,
)
from tests.factories.sheets import identity
from tests.refusing import breaks

S = SaleState


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> SaleCounty:
    """A county with ten dwellings, four of which may be sold."""
    return SaleCounty(sqlite_database, keyring).fill(10)


def _balance(county: SaleCounty, kind: AccountKind, ref: str = "") -> int:
    with county.database.reads() as session:
        return ledger.balance(session, HANTAI, kind, ref)


def test_a_sale_is_walked_from_the_list_to_the_lock(county: SaleCounty) -> None:
    """HZS-3-3, HZS-15-3, HZS-16-1, HZS-16-2, HZS-18-1, HZS-20-1, HZS-21-1, HZS-21-2, HZS-22-1."""
    county.released(1)
    sale = county.registered(1)
    assert (sale.state, sale.share, sale.price_fen) == (S.LOCKED, 100, PRICE_FEN)
    assert sale.maintenance_fen == 50 * 5000
    assert (sale.bought_on, sale.lock_until) == (date(2026, 9, 9), date(2031, 9, 9))
    assert (sale.housing_nature, sale.land_nature) == ("参照经济适用住房", "划拨")
    assert county.unit_state(code(1)) is UnitState.SOLD
    assert _balance(county, AccountKind.SALE_ACCOUNT) == PRICE_FEN
    assert _balance(county, AccountKind.SALE_DUE, f"sale:{sale.id}") == 0
    with county.database.reads() as session:
        settled = queries.settlement(session, sale.id)
        assert settled is not None
        assert (settled.to_account_fen, settled.written_off) == (PRICE_FEN, "资核〔2026〕1号")
        kinds = {letter.kind for letter in letters.of_case(session, sale.case)}
        assert verify(session, HANTAI).faults == ()
    assert {LetterKind.SALE_QUALIFIED, LetterKind.SALE_PRICED, LetterKind.SALE_REGISTERED} <= kinds


def test_what_is_not_released_is_not_sold(county: SaleCounty) -> None:
    """HZS-3-3; and the list is approved by another person than who prepared it."""
    with breaks("HZS-3-3"):
        county.applied(1)
    batch = county.act(CENTRE, lambda work: service.prepare_batch(work, "一", [code(1), code(2)]))
    with breaks("HZS-3-3"):
        county.applied(1)
    with pytest.raises(NotAllowed):
        county.act(
            CENTRE,
            lambda work: service.approve_batch(work, batch.id, department="局", document="文"),
        )
    county.act(HEAD, lambda work: service.reject_batch(work, batch.id, reason="不出售"))
    with breaks("HZS-3-3"):
        county.applied(1)
    assert len(county.released(1, 2).units) == 2
    with pytest.raises(BrokenRule, match="另一出售批次"):
        county.released(2)
    with breaks("HZS-3-3"):
        county.act(CENTRE, lambda work: move_units(work, [1], UnitAct.SELL, reason="直接登记出售"))


def test_whose_money_built_it_decides_what_a_list_needs(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-2-1, HZS-12-1, HZS-12-3, HZS-12-4."""
    county = SaleCounty(sqlite_database, keyring).fill(6, None)
    prepare = lambda papers: county.act(  # noqa: E731
        CENTRE, lambda work: service.prepare_batch(work, "批", [code(1)], papers)
    )
    with breaks("HZS-2-1", BadInput):
        prepare(Papers())
    of_state = InvestmentType.SELF_BUILT_STATE_OWNED
    county.act(
        CENTRE, lambda work: add_title(work, units.get(work.session, HANTAI, code(1)), of_state)
    )
    with breaks("HZS-12-3", match="国有资产处置"):
        prepare(Papers(policy="经适房文", government="政府批复"))
    made = prepare(Papers(government="政府批复", disposal="资产处置"))
    assert made.units[0].government_document == "政府批复"
    with county.database.acts() as session, pytest.raises(DatabaseError, match="state_owned"):
        session.execute(text("UPDATE sale_units SET disposal_document = ''"))


def test_nothing_new_is_sold_once_the_measures_have_lapsed(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-25-1, HZS-25-2: without a renewed basis with a document number no list is made."""
    values = {name: value for name, value in VALUES.items() if name != "renewed_basis_hzs"}
    county = SaleCounty(sqlite_database, keyring, values=values).fill(5)
    with pytest.raises(BrokenRule, match="2020-01-15"):
        county.released(1)


def test_the_measures_hold_in_hanzhong_alone(county: SaleCounty) -> None:
    """HZS-4-1: elsewhere there is no list, and a co-owned dwelling is noted as before."""
    with pytest.raises(BrokenRule, match="430199"):
        county.act(actor(Role.CENTRE), lambda work: service.prepare_batch(work, "批", ["X"]))


def test_the_form_states_everything_and_the_whole_is_bought(county: SaleCounty) -> None:
    """HZS-10-1, HZS-14-2, HZS-14-3, HZS-14-4: share locked at 100, unit and undertaking named."""
    county.released(1)
    with breaks("HZS-10-1"):
        county.applied(1, share=50)
    with pytest.raises(BadInput, match="承诺"):
        county.applied(1, undertaking=" ")
    with breaks("HZS-14-3", BadInput, match="单位"):
        county.applied(1, category=BuyerCategory.UNIT_STAFF)
    with pytest.raises(BadInput):
        county.applied(1, people=(person(1, identity="6107"),))
    sale = county.applied(1, category=BuyerCategory.UNIT_STAFF, employer="县中学")
    assert (sale.location, sale.room, sale.area) == ("望江小区1栋1单元", "0001", 5000)
    with county.database.reads() as session:
        paper = contract.form_of(session, county.keyring, sale)
    assert paper.title == "汉中市公共租赁住房购买申请审核表"
    assert "自愿购买" in paper.closing
    assert contract.pdf(paper, county.day).startswith(b"%PDF")
    with county.database.acts() as session, pytest.raises(DatabaseError, match="full_ownership"):
        session.execute(text("UPDATE sales SET share = 60"))


def test_a_household_buys_one_dwelling(county: SaleCounty) -> None:
    """HZS-8-1: by the identity numbers of all its people, and the database holds it too."""
    county.released(1, 2, 3)
    spouse = Person("李偶", identity("19860102", "777"), "配偶")
    first = county.applied(1, people=(person(1), spouse))
    with breaks("HZS-8-1", match="李偶"):
        county.applied(2, people=(person(2), spouse))
    with pytest.raises(WrongState, match="已有人申购"):
        county.applied(1, 3)
    taken = first.people[1].identity_index
    county.applied(3)
    with (
        county.database.acts() as session,
        pytest.raises(DatabaseError, match=r"uq_sale_people_one|UNIQUE"),
    ):
        session.execute(
            text("UPDATE sale_people SET identity_index = :taken WHERE sale_id <> :id"),
            {"taken": taken, "id": first.id},
        )
    county.act(SECOND, lambda work: service.refuse(work, first.id, reasons="家庭有房"))
    assert county.applied(2, people=(person(2), spouse)).state is S.APPLIED


def test_the_centre_determines_each_condition_by_another_person(county: SaleCounty) -> None:
    """HZS-6-1, HZS-15-1, HZS-14-1: every condition of the category with its evidence."""
    county.released(1, 2)
    sale = county.applied(1)
    with county.database.reads() as session:
        wanted_ones = conditions_of(session, sale)
    shown = dict.fromkeys(wanted_ones, "证明")
    with pytest.raises(NotAllowed, match="另一人"):
        county.act(CENTRE, lambda work: service.qualify(work, sale.id, shown))
    with breaks("HZS-6-1", match=wanted_ones[0]):
        county.act(
            SECOND, lambda work: service.qualify(work, sale.id, shown | {wanted_ones[0]: ""})
        )
    county.act(SECOND, lambda work: service.qualify(work, sale.id, shown, form="审核表原件"))
    assert county.sale(sale.id).form == "审核表原件"
    refused = county.applied(2)
    county.act(SECOND, lambda work: service.refuse(work, refused.id, reasons="家庭有房"))
    with county.database.reads() as session:
        told = letters.of_case(session, refused.case)
    assert [letter.kind for letter in told] == [LetterKind.SALE_REFUSED]


def test_a_price_needs_both_authorities_and_an_appraisal_that_holds(county: SaleCounty) -> None:
    """HZS-11-1, HZS-11-2: three people; the sale waits without a price."""
    county.released(1)
    sale = county.qualified(county.applied(1))
    with pytest.raises(BadInput, match="失效"):
        county.price(valued_on=county.day - timedelta(days=400))
    facts = {"fen_per_m2": 1, "valued_on": county.day, "document": "成本证明"}
    cost = county.act(
        CENTRE, lambda work: service.propose(work, "P01", "", PriceBasis.COST, **facts)
    )
    put = lambda price: county.act(  # noqa: E731
        CENTRE, lambda work: service.set_price(work, sale.id, price)
    )
    with breaks("HZS-11-2"):
        put(cost.id)
    for who in (HEAD, CENTRE):
        with pytest.raises(NotAllowed):
            county.act(
                who,
                lambda work: service.approve_as_price_authority(work, cost.id, document="文"),
            )
    county.approved_price(cost.id)
    with breaks("HZS-13-1"):
        put(cost.id)
    assert county.sale(sale.id).state is S.QUALIFIED
    price = county.price(appraisal_fen_per_m2=400_000)
    with county.database.acts() as session, pytest.raises(DatabaseError, match="never changes"):
        session.execute(text("UPDATE sale_prices SET fen_per_m2 = 1 WHERE id = :id"), {"id": price})
    assert put(price).price_fen == 50 * 320_000


def test_nothing_is_priced_before_the_reduction_is_decided(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HZS-11-1: no default; the missing value is named."""
    values = {name: value for name, value in VALUES.items() if name != "appraisal_reduction"}
    county = SaleCounty(sqlite_database, keyring, values=values).fill(5)
    with pytest.raises(MissingPolicyValue, match="appraisal_reduction"):
        county.price()


def test_a_buyer_thinks_before_the_contract_and_may_withdraw(county: SaleCounty) -> None:
    """HZS-7-1, HZS-7-2, HZS-15-3: after the cooling-off, on the paper that the record prints."""
    county.released(1)
    sale = county.priced(1)
    with breaks("HZS-7-1"):
        county.sign(sale)
    county.pass_days(8)
    with county.database.reads() as session:
        paper = contract.of_sale(session, county.sale(sale.id))
    assert paper.title == "汉中市租赁型保障房出售（买卖）合同"
    assert "壹拾贰万陆仟元整" in str(paper.clauses)
    assert contract.pdf(paper, county.day).startswith(b"%PDF")
    with pytest.raises(BadInput, match="校验码"):
        county.act(CENTRE, lambda work: service.sign(work, sale.id, document="HT", code="abc"))
    county.act(CENTRE, lambda work: service.withdraw(work, sale.id, reason="改变主意"))
    assert county.unit_state(code(1)) is UnitState.VACANT
    assert county.applied(1).state is S.APPLIED


def test_the_whole_price_comes_with_a_loan_or_not_at_all(county: SaleCounty) -> None:
    """HZS-10-1, HZS-17-1, HZS-16-1: a loan counts as payment, the same money counts once."""
    county.released(1)
    loan = {"loan_fen": 5_000_000, "lender": "建设银行"}
    sale = county.priced(1)
    county.pass_days(8)
    with breaks("HZS-17-1", BadInput):
        county.sign(sale, loan_fen=1)
    county.sign(sale, **loan)
    county.paid(sale, PRICE_FEN - 5_000_000, reference="A1")
    with pytest.raises(WrongState):
        county.register(sale)
    with pytest.raises(BadInput, match="已经录入"):
        county.paid(sale, 5_000_000, reference="A1")
    with pytest.raises(BadInput, match="未付"):
        county.paid(sale, 5_000_001, reference="A2")
    county.paid(sale, 1_000_000, reference="A3", source=MoneySource.LOAN)
    assert county.sale(sale.id).state is S.CONTRACTED
    county.paid(sale, 4_000_000, reference="A4", source=MoneySource.LOAN)
    assert county.sale(sale.id).state is S.PAID


def test_registration_waits_for_receipt_fund_and_steps(county: SaleCounty) -> None:
    """HZS-15-2, HZS-16-2, HZS-17-1, HZS-18-1: and no mortgage but that of the purchase."""
    county.released(1)
    sale = county.paid(county.contracted(1))
    given = {
        "certificate": "证1",
        "registered_on": county.day,
        "housing_nature": "参照经济适用住房",
        "land_nature": "划拨",
    }
    register = lambda **more: county.act(  # noqa: E731
        CENTRE, lambda work: service.register(work, sale.id, **(given | more))
    )
    with pytest.raises(WrongState, match="票据"):
        register()
    with breaks("HZS-17-1"):
        county.act(CENTRE, lambda work: service.record_mortgage(work, sale.id, document="抵"))
    county.act(
        CENTRE, lambda work: service.issue_receipt(work, sale.id, number="P1", written_off="核1")
    )
    with breaks("HZS-18-1", match="专项维修资金、网签备案、纳税"):
        register()
    county.act(CENTRE, lambda work: service.pay_fund(work, sale.id, document="缴存单"))
    for step in (Step.ONLINE_FILING, Step.TAX):
        county.act(
            CENTRE,
            lambda work, step=step: service.do_step(
                work, sale.id, step, on=county.day, document="回执"
            ),
        )
    with pytest.raises(BadInput, match="土地性质"):
        register(land_nature="")
    assert register().state is S.LOCKED


def test_a_contract_that_is_not_paid_is_undone_to_the_fen(county: SaleCounty) -> None:
    """HZS-10-1: what was paid goes back, the dwelling may be sold again."""
    county.released(1)
    sale = county.contracted(1)
    county.paid(sale, 100_000)
    with pytest.raises(NotAllowed):
        county.act(CENTRE, lambda work: service.rescind(work, sale.id, reason="未", document="文"))
    county.act(HEAD, lambda work: service.rescind(work, sale.id, reason="未付清", document="文"))
    ref = f"sale:{sale.id}"
    assert _balance(county, AccountKind.SALE_ACCOUNT) == 0
    assert _balance(county, AccountKind.SALE_PROCEEDS) == 0
    assert _balance(county, AccountKind.SALE_DUE, ref) == 0
    assert _balance(county, AccountKind.SALE_PAYABLE, ref) == 0
    assert county.unit_state(code(1)) is UnitState.VACANT
    assert county.applied(1, 2).counts


def test_price_and_finance_people_sell_nothing(county: SaleCounty) -> None:
    """HZS-5-3, HZS-5-4: the centre runs the sale; finance reads and approves."""
    county.released(1)
    for who in (PRICE, FINANCE, HEAD):
        with pytest.raises(NotAllowed):
            county.act(who, lambda work: service.apply(work, wanted(1)))

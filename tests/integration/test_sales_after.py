"""Sold dwellings: the lock, buy-back first, resale, misuse, take-back, visits and complaints."""

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.bans import queries as bans
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.sales import holding, queries, service
from housing.sales.states import SaleState
from housing.sales.words import Complaint, MisuseKind, RefundReading, Trade
from housing.units.states import UnitState
from tests.factories.hanzhong import HANTAI
from tests.factories.sales import (
    CENTRE,
    CITY,
    HEAD,
    PRICE_FEN,
    SECOND,
    VALUES,
    SaleCounty,
    code,
    wanted,
)
from tests.refusing import breaks

S = SaleState
AFTER = date(2031, 9, 10)


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> SaleCounty:
    """A county with five dwellings, two of which may be sold."""
    return SaleCounty(sqlite_database, keyring).fill(5)


def _tradable(county: SaleCounty) -> int:
    county.released(1)
    sale = county.registered(1)
    county.pass_to(AFTER)
    assert county.sweep() == 1
    return sale.id


def _ask(county: SaleCounty, sale_id: int) -> None:
    county.act(CENTRE, lambda work: service.offer_back(work, sale_id, document="申报书"))


def _order(county: SaleCounty, sale_id: int) -> None:
    given = {"finding": "由他人居住", "document": "照片3张"}
    county.act(CENTRE, lambda work: service.order(work, sale_id, MisuseKind.SUBLET, **given))


def test_a_locked_dwelling_is_not_traded_for_five_years(county: SaleCounty) -> None:
    """HZS-22-1: a registry is told, an attempt is kept, the day after the last one ends it."""
    county.released(1)
    sale = county.registered(1)
    with county.database.reads() as session, breaks("HZS-22-1", match="2031-09-09"):
        holding.may_trade(session, HANTAI, sale.certificate, date(2031, 9, 9))
    with county.database.reads() as session, breaks("HZS-22-2"):
        holding.may_trade(session, HANTAI, sale.certificate, AFTER)
    with county.database.reads() as session:
        assert holding.may_trade(session, HANTAI, "别的证号", AFTER) is None
    note = county.act(
        CENTRE, lambda work: service.note_attempt(work, sale.id, Trade.TRANSFER, words="中介挂牌")
    )
    assert note.words.startswith("转让")
    with breaks("HZS-22-1"):
        _ask(county, sale.id)
    county.pass_to(AFTER - timedelta(days=1))
    assert county.sweep() == 0
    county.pass_to(AFTER)
    assert (county.sweep(), county.sweep()) == (1, 0)
    assert county.sale(sale.id).state is S.TRADABLE


def test_the_government_buys_back_first_at_the_original_price(county: SaleCounty) -> None:
    """HZS-22-2: no interest; the dwelling comes back and the share with it."""
    sale_id = _tradable(county)
    with pytest.raises(WrongState):
        county.act(HEAD, lambda work: service.buy_back(work, sale_id, document="决定"))
    _ask(county, sale_id)
    county.act(HEAD, lambda work: service.buy_back(work, sale_id, document="汉区政函〔2031〕8号"))
    sale = county.sale(sale_id)
    assert (sale.state, sale.counts) == (S.BOUGHT_BACK, False)
    assert county.unit_state(code(1)) is UnitState.VACANT
    with county.database.reads() as session:
        assert ledger.balance(session, HANTAI, AccountKind.SPENDING) == -PRICE_FEN
        share = queries.share(session, HANTAI)
        told = letters.of_case(session, sale.case)
    assert share is not None
    assert share.held == 0
    answer = next(each for each in told if each.kind is LetterKind.SALE_BUYBACK_ANSWER)
    assert f"{PRICE_FEN // 100}.00元" in county.keyring.unseal(answer.text_sealed)


def test_silence_is_a_waiver_only_after_a_written_reminder(county: SaleCounty) -> None:
    """HZS-22-2: thirty working days, a reminder, the same again; then the owner may trade."""
    sale_id = _tradable(county)
    _ask(county, sale_id)
    assert county.sweep() == 0
    county.pass_days(60)
    assert (county.sweep(), county.sweep()) == (1, 0)
    reminded = county.sale(sale_id)
    assert (reminded.state, reminded.reminded_on) == (S.OFFERED_BACK, county.day)
    county.pass_days(60)
    assert county.sweep() == 1
    sale = county.sale(sale_id)
    assert sale.state is S.WAIVED
    assert "催告" in sale.waiver
    with county.database.reads() as session:
        found = holding.may_trade(session, HANTAI, sale.certificate, county.day)
    assert found is not None


def test_a_resale_is_settled_and_its_record_closed(county: SaleCounty) -> None:
    """HZS-22-3: half of the difference, which the county has set, goes to the account."""
    sale_id = _tradable(county)
    _ask(county, sale_id)
    given = {"market_fen": PRICE_FEN + 4_000_000, "buyer": "陈受让", "document": "票1"}
    with pytest.raises(WrongState):
        county.act(CENTRE, lambda work: service.resell(work, sale_id, **given))
    county.act(HEAD, lambda work: service.waive(work, sale_id, document="不回购证1"))
    sale = county.act(CENTRE, lambda work: service.resell(work, sale_id, **given))
    assert (sale.state, sale.counts) == (S.RESOLD, True)
    assert "20000.00元" in sale.ending
    with county.database.reads() as session:
        held = ledger.balance(session, HANTAI, AccountKind.SALE_ACCOUNT)
    assert held == PRICE_FEN + 2_000_000
    with breaks("HZS-8-1"):
        county.released(2)
        county.applied(2, 1)


def test_an_order_comes_before_a_cancellation(county: SaleCounty) -> None:
    """HZS-23-1, HZS-23-2, HZS-23-3: finding, order, period, visit, and only then the decision."""
    county.released(1)
    sale = county.registered(1)
    cancel = lambda who=HEAD: county.act(  # noqa: E731
        who, lambda work: service.cancel(work, sale.id, reasons="拒不改正")
    )
    visit = lambda corrected: county.act(  # noqa: E731
        CENTRE, lambda work: service.visit(work, sale.id, corrected=corrected, words="仍出租")
    )
    with breaks("HZS-23-3", WrongState):
        cancel()
    _order(county, sale.id)
    with breaks("HZS-23-3", WrongState):
        cancel()
    with pytest.raises(WrongState, match="之后才能认定"):
        visit(False)
    county.pass_days(31)
    visit(False)
    with pytest.raises(NotAllowed):
        cancel(CENTRE)
    found = cancel()
    assert found.leave_until == county.day + timedelta(days=60)
    assert county.sale(sale.id).state is S.CANCELLED
    with county.database.reads() as session:
        people = [sale.people[0].identity_index]
        assert bans.banned_until(session, people, date(2099, 1, 1)) == date(2099, 1, 1)


def test_the_database_lets_no_step_of_a_misuse_be_left_out(county: SaleCounty) -> None:
    """HZS-23-3: a cancellation before the period and the visit cannot be written."""
    county.released(1)
    sale = county.registered(1)
    _order(county, sale.id)
    early = text(
        "UPDATE sale_misuses SET cancelled_on = ordered_on, cancelled_by = 'x',"
        " leave_until = '2027-01-01'"
    )
    with county.database.acts() as session, pytest.raises(DatabaseError, match="before_cancelled"):
        session.execute(early)


def test_a_buyer_who_corrects_keeps_the_dwelling(county: SaleCounty) -> None:
    """HZS-23-3: at any time within the period; after the lock it may be traded again."""
    sale_id = _tradable(county)
    _order(county, sale_id)
    county.act(
        CENTRE, lambda work: service.visit(work, sale_id, corrected=True, words="已收回自住")
    )
    assert county.sale(sale_id).state is S.TRADABLE
    _order(county, sale_id)
    assert county.sale(sale_id).state is S.CORRECTING


@pytest.mark.parametrize("reading", RefundReading)
def test_a_dwelling_is_taken_back_with_a_settled_refund(
    sqlite_database: Database, keyring: Keyring, reading: RefundReading
) -> None:
    """HZS-23-4, HZS-23-3, HZS-8-1: price less depreciation; taxes by the county's reading."""
    values = {**VALUES, "take_back_taxes": reading.value}
    county = SaleCounty(sqlite_database, keyring, values=values).fill(5)
    county.released(1, 2)
    sale = county.registered(1)
    _order(county, sale.id)
    county.pass_days(31)
    county.act(CENTRE, lambda work: service.visit(work, sale.id, corrected=False, words="仍在出租"))
    county.act(HEAD, lambda work: service.cancel(work, sale.id, reasons="拒不改正"))
    bought = sale.bought_on or county.day
    county.pass_to(bought + timedelta(days=365))
    given = {"left_on": county.day, "taxes_fen": 126_000, "document": "收回决定"}
    with pytest.raises(BadInput, match="贷款"):
        county.act(HEAD, lambda work: service.take_back(work, sale.id, mortgage_fen=1, **given))
    found = county.act(HEAD, lambda work: service.take_back(work, sale.id, **given))
    worn = PRICE_FEN * 2 // 100
    taxes = 126_000 if reading is RefundReading.REFUND_TAXES else -126_000
    assert found.total_fen == PRICE_FEN - worn + taxes
    assert county.unit_state(code(1)) is UnitState.VACANT
    with county.database.reads() as session:
        (kept,) = queries.misuses(session, sale.id)
        assert (kept.refund_fen, kept.reading) == (found.total_fen, reading)
        assert ledger.balance(session, HANTAI, AccountKind.SPENDING) == -found.total_fen
    with pytest.raises(Exception, match="取消"):
        county.act(CENTRE, lambda work: service.apply(work, wanted(2, 1)))


def test_visits_go_on_and_come_back_as_work(county: SaleCounty) -> None:
    """HZS-23-1: due at once, then after the county's interval, also after the lock."""
    county.released(1)
    sale = county.registered(1)

    def due() -> list[int]:
        with county.database.reads() as session:
            return [each.id for each in queries.to_visit(session, HANTAI, county.day)]

    assert due() == [sale.id]
    county.act(CENTRE, lambda work: service.inspect(work, sale.id, on=county.day, words="家庭自住"))
    assert due() == []
    county.pass_to(AFTER)
    county.sweep()
    assert due() == [sale.id]


def test_the_city_reads_and_comments_within_its_counties(county: SaleCounty) -> None:
    """HZS-5-2: it supervises, and decides nothing."""
    county.released(1)
    sale = county.applied(1)
    note = county.act(
        CITY, lambda work: service.supervise(work, HANTAI, sale.id, words="请核对家庭收入证明")
    )
    assert note.made_by == "shiju"
    with pytest.raises(NotFound):
        county.act(CITY, lambda work: service.supervise(work, "430199", sale.id, words="x"))
    with pytest.raises(NotAllowed):
        county.act(CITY, lambda work: service.refuse(work, sale.id, reasons="x"))


def test_anybody_may_report_a_forced_purchase(county: SaleCounty) -> None:
    """HZS-7-2, HZS-23-2: kept, answered once, the contact sealed."""
    made = county.act(
        CENTRE,
        lambda work: service.complain(
            work,
            Complaint.FORCED_PURCHASE,
            dwelling="望江小区1栋",
            words="说不买就不续租",
            contact="13900000000",
        ),
    )
    assert county.keyring.unseal(made.contact_sealed or b"") == "13900000000"
    with pytest.raises(NotAllowed):
        county.act(SECOND, lambda work: service.answer(work, made.id, words="已查"))
    county.act(HEAD, lambda work: service.answer(work, made.id, words="已查处"))
    with pytest.raises(WrongState):
        county.act(HEAD, lambda work: service.answer(work, made.id, words="再答"))

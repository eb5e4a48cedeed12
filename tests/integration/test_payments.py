"""Money that comes in: sheets of banks, the counter, mistakes put right, and money paid back."""

from datetime import date

import pytest
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    Conflict,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.ledger.words import AccountKind
from housing.payments import queries, service
from housing.payments.importing import Taken
from housing.payments.models import BankLine, Receipt
from housing.payments.states import RefundState
from housing.payments.words import Channel, FoundBy, LineFate, RefundSource
from tests.conftest import PLACE
from tests.factories.paying import CENTRE, FINANCE, HEAD, Paying, number
from tests.factories.rented import rented

A = AccountKind
PAY_TO = service.PayTo("李小甲", "建设银行", "6217000011112222")


@pytest.fixture
def paying(sqlite_database: Database, keyring: Keyring) -> Paying:
    """Two leases that owe August and September."""
    return Paying(sqlite_database, keyring).charge("2026-08", "2026-09")


def take(paying: Paying, *rows: str, name: str = "9月.csv") -> Taken:
    raw = paying.sheet(*rows)
    return paying.act(lambda work: service.take_sheet(work, paying.account_id, name, raw))


MATCHED = f"L1,2026-09-01,300.00,,王某,62220001,房租{number(0)}"
UNKNOWN = "L2,2026-09-01,500.00,,赵某,62220002,ZL430199-2099-00001"


def waiting(paying: Paying) -> list[BankLine]:
    with paying.database.reads() as session:
        return list(queries.lines(session, PLACE, LineFate.WAITING))


def test_a_sheet_pays_the_oldest_rent_and_what_nobody_knows_waits(paying: Paying) -> None:
    """HN-26-1, HN-29-1"""
    taken = take(paying, MATCHED, UNKNOWN, "L3,2026-09-01,,9,银行,,手续费")
    assert (taken.added, taken.matched, taken.waiting, taken.outgoing) == (2, 1, 1, 1)
    assert paying.holds(A.RENT_DUE) == 30000
    assert paying.holds(A.TREASURY, ref="") == 80000
    assert paying.holds(A.SUSPENSE, ref=f"bank:{paying.account_id}") == 50000
    (line,) = waiting(paying)
    assert (line.serial, line.fen, line.lease_id) == ("L2", 50000, None)


def test_a_sheet_sent_twice_changes_nothing_and_says_so(paying: Paying) -> None:
    take(paying, MATCHED, UNKNOWN)
    again = take(paying, MATCHED, UNKNOWN, name="9月(1).csv")
    assert again.already
    assert (again.added, again.matched) == (0, 0)
    assert again.sheet is not None
    assert again.sheet.file_name == "9月.csv"
    more = take(paying, UNKNOWN, MATCHED)  # Other bytes, the same lines.
    assert more.already
    assert more.known == 2
    assert paying.holds(A.TREASURY, ref="") == 80000


def test_overlapping_sheets_take_only_what_is_new(paying: Paying) -> None:
    take(paying, MATCHED)
    taken = take(paying, MATCHED, f"L9,2026-09-01,300,,王某,,{number(0)}")
    assert (taken.known, taken.added, taken.matched) == (1, 1, 1)
    assert paying.holds(A.RENT_DUE) == 0


def test_a_known_serial_with_another_amount_refuses_the_whole_sheet(paying: Paying) -> None:
    take(paying, MATCHED)
    with pytest.raises(BadInput, match="第 3 行 流水号 L1"):
        take(paying, MATCHED.replace("300.00", "301.00"), UNKNOWN)
    assert waiting(paying) == []


def test_a_line_of_tomorrow_refuses_the_sheet(paying: Paying) -> None:
    with pytest.raises(BadInput, match="晚于今天"):
        take(paying, MATCHED.replace("2026-09-01", "2026-09-02"))


def test_a_sheet_in_the_banks_encoding_matches_by_name_and_amount(paying: Paying) -> None:
    raw = paying.sheet("L5,2026-09-01,300,,李小乙,62229,转账", encoding="gb18030")
    paying.act(lambda work: service.take_sheet(work, paying.account_id, "a.csv", raw))
    with paying.database.reads() as session:
        (line,) = queries.lines(session, PLACE, None)
        assert (line.lease_id, line.found_by) == (paying.lease_ids[0], FoundBy.NAME_AND_AMOUNT)


def test_a_waiting_line_is_given_to_a_lease_by_a_person_who_gets_suggestions(
    paying: Paying,
) -> None:
    take(paying, UNKNOWN)
    (line,) = waiting(paying)
    with pytest.raises(NotFound, match="仍在待认领队列"):
        paying.act(lambda work: service.match(work, line.id, "ZL430199-2099-00001"))
    receipt = paying.act(lambda work: service.match(work, line.id, number(1), note="电话确认"))
    assert receipt.parts == [["rent_due", 50000]]
    assert waiting(paying) == []
    take(paying, UNKNOWN.replace("L2", "L7").replace("ZL430199-2099-00001", "转账"))
    (next_line,) = waiting(paying)
    (found,) = paying.act(lambda work: service.suggestions(work, next_line))
    assert (found.lease.id, found.why) == (paying.lease_ids[1], "以前由此账号缴纳")
    with pytest.raises(WrongState):
        paying.act(lambda work: service.match(work, line.id, number(0)))


def test_a_wrong_match_is_undone_and_its_line_waits_again(paying: Paying) -> None:
    take(paying, MATCHED)
    with paying.database.reads() as session:
        (line,) = queries.lines(session, PLACE, LineFate.MATCHED)
    paying.act(lambda work: service.unmatch(work, line.id, reason="附言写错"))
    assert paying.holds(A.RENT_DUE) == 60000
    assert paying.holds(A.SUSPENSE, ref=f"bank:{paying.account_id}") == 30000
    receipt = paying.act(lambda work: service.match(work, line.id, number(1)))
    assert receipt.lease_id == paying.lease_ids[1]
    with pytest.raises(WrongState):
        paying.act(lambda work: service.reverse(work, receipt.id - 1, reason="再次"))
    paying.act(lambda work: service.reverse(work, receipt.id, reason="仍不对"))
    assert [each.serial for each in waiting(paying)] == ["L1"]


def test_money_at_the_counter_is_on_its_way_until_the_bank_shows_it(paying: Paying) -> None:
    """HN-26-1"""
    lease = paying.lease_ids[0]

    def pay(work, fen=70000, reference="POS-1"):  # type: ignore[no-untyped-def]
        day = work.day
        return service.receive(work, lease, fen, on=day, channel=Channel.CARD, reference=reference)

    receipt = paying.act(pay)
    assert receipt.parts == [["rent_due", 60000], ["prepaid", 10000]]
    assert paying.holds(A.CLEARING, ref="card") == 70000
    with pytest.raises(Conflict, match=receipt.number):
        paying.act(pay)
    take(paying, "L4,2026-09-01,700,,银联,,POS清算")
    (line,) = waiting(paying)
    with pytest.raises(BadInput, match="在途资金只有 0 分"):
        paying.act(lambda work: service.clear(work, line.id, Channel.CASH, note="现金缴存"))
    paying.act(lambda work: service.clear(work, line.id, Channel.CARD, note="9月1日刷卡"))
    assert paying.holds(A.CLEARING, ref="card") == 0
    assert paying.holds(A.TREASURY, ref="") == 70000


@pytest.mark.parametrize(
    ("fen", "on", "reference"),
    [(0, date(2026, 9, 1), "a"), (1, date(2026, 9, 2), "a"), (1, date(2026, 9, 1), " ")],
)
def test_a_payment_without_amount_reference_or_of_tomorrow_is_refused(
    paying: Paying, fen: int, on: date, reference: str
) -> None:
    lease = paying.lease_ids[0]
    with pytest.raises(BadInput):
        paying.act(
            lambda work: service.receive(
                work, lease, fen, on=on, channel=Channel.CASH, reference=reference
            )
        )


def test_prepaid_money_pays_the_next_charge_and_reversing_it_brings_the_debt_back(
    paying: Paying,
) -> None:
    lease = paying.lease_ids[0]
    receipt = paying.act(
        lambda work: service.receive(
            work, lease, 90000, on=work.day, channel=Channel.CASH, reference="X1"
        )
    )
    paying.day = "2026-10-01"
    paying.charge("2026-10")
    assert paying.act(lambda work: service.apply_prepaid(work, paying.lease_ids)) == 1
    assert (paying.holds(A.RENT_DUE), paying.holds(A.PREPAID)) == (0, 0)
    assert paying.act(lambda work: service.apply_prepaid(work, paying.lease_ids)) == 0
    paying.act(lambda work: service.reverse(work, receipt.id, reason="假币"))
    assert (paying.holds(A.RENT_DUE), paying.holds(A.PREPAID)) == (90000, 0)


def test_a_deposit_is_held_apart_and_no_more_than_agreed(paying: Paying) -> None:
    """HN-24-3"""
    taken = take(paying, f"D1,2026-09-01,700,,李小乙,,押金 {number(0)}")
    assert taken.matched == 1
    assert paying.holds(A.DEPOSIT_HELD) == 60000
    assert paying.holds(A.RENT_DUE) == 50000


def test_rent_of_a_private_owner_never_comes_out_of_the_treasury(paying: Paying) -> None:
    """HN-29-3"""
    lease = paying.act(lambda work: _own_stock(work))
    taken = take(paying, f"P1,2026-09-01,300,,某某,,{lease}")
    assert taken.waiting == 1
    (line,) = waiting(paying)
    with pytest.raises(BrokenRule) as refused:
        paying.act(lambda work: service.match(work, line.id, lease))
    assert "HN-29-3" in refused.value.rules


def _own_stock(work) -> str:  # type: ignore[no-untyped-def]
    unit = {"owner": "县第一人民医院", "reserved_for": "本单位职工"}
    return str(rented(work, 9, unit=unit).number)


def test_money_is_paid_back_by_two_persons_and_no_more_than_there_is(paying: Paying) -> None:
    lease = paying.lease_ids[0]
    paying.act(
        lambda work: service.receive(
            work, lease, 65000, on=work.day, channel=Channel.CASH, reference="X1"
        )
    )

    def propose(work, fen):  # type: ignore[no-untyped-def]
        return service.refund(
            work, lease, RefundSource.PREPAID, fen, to=PAY_TO, reason="多缴", document="申请1号"
        )

    with pytest.raises(BadInput, match=r"可退 50\.00 元"):
        paying.act(lambda work: propose(work, 5001))
    refund = paying.act(lambda work: propose(work, 5000))
    with pytest.raises(BadInput, match=r"可退 0\.00 元"):
        paying.act(lambda work: propose(work, 1))
    for who in (HEAD, CENTRE):
        with pytest.raises(NotAllowed):
            paying.act(
                lambda work: service.decide_refund(work, refund.id, approved=True, reason="属实"),
                who,
            )
    paying.act(
        lambda work: service.decide_refund(work, refund.id, approved=True, reason="属实"), FINANCE
    )
    done = paying.act(
        lambda work: service.pay_refund(work, refund.id, on=work.day, document="回单7")
    )
    assert done.state is RefundState.PAID
    assert paying.holds(A.PREPAID) == 0
    assert paying.holds(A.REFUND_PAYABLE, ref=refund.ref) == 0
    with pytest.raises(WrongState):
        paying.act(lambda work: service.pay_refund(work, refund.id, on=work.day, document="回单"))


def test_money_of_nobody_goes_back_to_who_paid_it(paying: Paying) -> None:
    take(paying, UNKNOWN)
    (line,) = waiting(paying)
    refund = paying.act(
        lambda work: service.refund_line(work, line.id, to=PAY_TO, reason="误汇", document="函1")
    )
    with pytest.raises(WrongState, match="正在办理退款"):
        paying.act(lambda work: service.match(work, line.id, number(0)))
    paying.act(
        lambda work: service.decide_refund(work, refund.id, approved=True, reason="属实"), FINANCE
    )
    paying.act(lambda work: service.pay_refund(work, refund.id, on=work.day, document="回单8"))
    assert waiting(paying) == []
    assert paying.holds(A.TREASURY, ref="") == 0


def test_the_database_refuses_nonsense_in_payments(database: Database, keyring: Keyring) -> None:
    paying = Paying(database, keyring).charge("2026-09")
    take(paying, MATCHED)
    statements = [
        "UPDATE receipts SET fen = fen + 1",
        "DELETE FROM receipts",
        "UPDATE bank_lines SET fen = fen + 1",
        "UPDATE bank_lines SET lease_id = NULL",
        "INSERT INTO bank_lines (place, bank_account_id, sheet_id, row_number, serial, on_day, fen,"
        " payer, payer_index, virtual_index, remark_sealed, fate, voucher, settled_by, note)"
        " SELECT place, bank_account_id, sheet_id, row_number, serial, on_day, fen, payer,"
        " payer_index, virtual_index, remark_sealed, 'waiting', '', '', '' FROM bank_lines",
        "INSERT INTO bank_sheets (place, bank_account_id, file_name, sha256, added, known,"
        " outgoing, matched, fen, taken_by, taken_at) SELECT place, bank_account_id, file_name,"
        " sha256, added, known, outgoing, matched, fen, taken_by, taken_at FROM bank_sheets",
    ]
    for statement in statements:
        with database.acts() as session, pytest.raises((IntegrityError, DBAPIError)):
            session.connection().exec_driver_sql(statement)
    with database.reads() as session:
        assert session.scalars(select(Receipt)).one().fen == 30000

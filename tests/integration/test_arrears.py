"""Rent that is owed: counted by the ledger, followed step by step, never deducted by itself."""

from datetime import date

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.arrears import counting, queries, service
from housing.arrears.models import ArrearsCase
from housing.arrears.states import ArrearsAct, ArrearsState
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.payments.service import receive
from housing.payments.words import Channel
from housing.policies.queries import book as values_in_force
from tests.conftest import PLACE
from tests.factories.paying import CENTRE, HEAD, Paying

NOTICE = {
    "employer": "县自来水公司",
    "legal_basis": "县政办发〔2026〕3号第二十条",
    "note": "",
    "document": "承诺书2号",
}


@pytest.fixture
def paying(sqlite_database: Database, keyring: Keyring) -> Paying:
    """One lease that owes June to August, counted on the first of September."""
    paying = Paying(sqlite_database, keyring, 1).charge("2026-06", "2026-07", "2026-08", "2026-09")
    counting.sweep(paying.database, keyring, paying.clock())
    return paying


def case(paying: Paying) -> ArrearsCase:
    with paying.database.reads() as session:
        return queries.of_lease(session, paying.lease_ids[0])[-1]


def pay(paying: Paying, fen: int, reference: str) -> None:
    lease = paying.lease_ids[0]
    paying.act(
        lambda work: receive(
            work, lease, fen, on=work.day, channel=Channel.CASH, reference=reference
        )
    )
    counting.sweep(paying.database, paying.keyring, paying.clock())


def letters_of(paying: Paying) -> list[LetterKind]:
    with paying.database.reads() as session:
        return [each.kind for each in letters.of_case(session, case(paying).case)]


def test_what_is_due_later_this_month_is_not_owed_yet(paying: Paying) -> None:
    """HN-26-1"""
    held = case(paying)
    assert (held.owed_fen, held.months, held.oldest) == (90000, 3, "2026-06")
    assert counting.sweep(paying.database, paying.keyring, paying.clock()) == 0
    paying.day = "2026-09-11"
    assert counting.sweep(paying.database, paying.keyring, paying.clock()) == 1
    assert case(paying).months == 4
    with paying.database.reads() as session:
        assert queries.ageing(session, PLACE)[3] == (1, 120000)


def test_a_part_payment_pays_the_oldest_month_and_the_rest_settles_the_case(
    paying: Paying,
) -> None:
    pay(paying, 40000, "a")
    held = case(paying)
    assert (held.owed_fen, held.months, held.oldest) == (50000, 2, "2026-07")
    pay(paying, 50000, "b")
    assert case(paying).state is ArrearsState.SETTLED
    with pytest.raises(WrongState, match="已经缴清"):
        paying.act(lambda work: service.remind(work, held.id))


def test_an_employer_hears_only_after_demand_by_two_persons_and_with_the_rule_named(
    paying: Paying,
) -> None:
    """HN-26-5"""
    held = case(paying)
    with pytest.raises(WrongState, match="提出通报单位"):
        paying.act(lambda work: service.propose_notice(work, held.id, **NOTICE))
    assert paying.act(service.remind_all) == 1
    assert paying.act(service.remind_all) == 0
    paying.act(lambda work: service.demand(work, held.id))
    for missing in ("legal_basis", "employer", "document"):
        with pytest.raises(BadInput):
            paying.act(
                lambda work, gap=missing: service.propose_notice(
                    work, held.id, **{**NOTICE, gap: " "}
                )
            )
    paying.act(lambda work: service.propose_notice(work, held.id, **NOTICE))
    assert LetterKind.EMPLOYER_NOTICE not in letters_of(paying)
    with pytest.raises(NotAllowed):
        paying.act(
            lambda work: service.decide_notice(work, held.id, approved=True, reason="同意"), CENTRE
        )
    paying.act(
        lambda work: service.decide_notice(work, held.id, approved=True, reason="同意"), HEAD
    )
    after = case(paying)
    assert after.state is ArrearsState.NOTIFIED
    assert letters_of(paying).count(LetterKind.EMPLOYER_NOTICE) == 1
    told = queries.last_step(after, ArrearsAct.APPROVE_NOTICE)
    assert told is not None
    assert told.legal_basis == NOTICE["legal_basis"]
    paying.act(lambda work: service.answer(work, held.id, note="单位已督促，本人承诺月底缴清"))
    assert after.owed_fen == case(paying).owed_fen == 90000  # Nothing is deducted by the system.


def test_an_employer_is_not_told_before_three_months(paying: Paying) -> None:
    """HN-26-5"""
    pay(paying, 30000, "a")
    held = case(paying)
    paying.act(lambda work: service.remind(work, held.id))
    paying.act(lambda work: service.demand(work, held.id))
    with pytest.raises(BrokenRule) as refused:
        paying.act(lambda work: service.propose_notice(work, held.id, **NOTICE))
    assert refused.value.rules == ("HN-26-5",)
    assert case(paying).state is ArrearsState.DEMANDED


def test_a_refused_notice_is_never_sent(paying: Paying) -> None:
    held = case(paying)
    paying.act(lambda work: service.remind(work, held.id))
    paying.act(lambda work: service.demand(work, held.id))
    paying.act(lambda work: service.propose_notice(work, held.id, **NOTICE))
    paying.act(
        lambda work: service.decide_notice(work, held.id, approved=False, reason="先协商"), HEAD
    )
    assert case(paying).state is ArrearsState.DEMANDED
    assert LetterKind.EMPLOYER_NOTICE not in letters_of(paying)


PARTS = [(date(2026, 9, 30), 30000), (date(2026, 10, 31), 60000)]


def test_instalments_are_kept_while_paid_and_end_by_themselves_when_not(paying: Paying) -> None:
    held = case(paying)
    with pytest.raises(BadInput, match=r"应等于欠缴的 900\.00 元"):
        paying.act(lambda work: service.agree(work, held.id, PARTS[:1], document="协议1"))
    paying.act(lambda work: service.agree(work, held.id, PARTS, document="协议1"))
    pay(paying, 30000, "a")
    paying.day = "2026-10-05"
    counting.sweep(paying.database, paying.keyring, paying.clock())
    assert case(paying).state is ArrearsState.IN_INSTALMENTS
    paying.day = "2026-11-01"
    counting.sweep(paying.database, paying.keyring, paying.clock())
    assert case(paying).state is ArrearsState.DEMANDED
    with paying.database.reads() as session:
        assert list(queries.plan(session, held.id)) == []


def test_arrears_alone_end_nothing_and_national_law_is_pointed_out_only_elsewhere(
    paying: Paying,
) -> None:
    """HN-26-5"""
    with paying.database.reads() as session:
        book = values_in_force(session)
        assert service.hint(book, PLACE, date(2026, 9, 1), 12) == ""
        assert service.hint(book, "610702", date(2026, 9, 1), 5) == ""
        assert "第11号" in service.hint(book, "610702", date(2026, 9, 1), 6)


def test_the_database_refuses_nonsense_in_arrears(database: Database, keyring: Keyring) -> None:
    paying = Paying(database, keyring, 1).charge("2026-07", "2026-08")
    counting.sweep(database, keyring, paying.clock())
    paying.act(lambda work: service.remind(work, case(paying).id))
    columns = "case_id, made_on, owed_fen, months, note, made_by, made_at"
    statements = [
        "UPDATE arrears_steps SET note = 'x'",
        "DELETE FROM arrears_steps",
        "DELETE FROM arrears_cases",
        "UPDATE arrears_cases SET state = 'settled'",
        f"INSERT INTO arrears_steps ({columns}, act, employer, legal_basis, document, proposed_by)"
        f" SELECT {columns}, 'propose_notice', 'e', '', 'd', '' FROM arrears_steps",
        f"INSERT INTO arrears_steps ({columns}, act, employer, legal_basis, document, proposed_by,"
        f" letter_id) SELECT {columns}, 'approve_notice', 'e', 'l', 'd', made_by, letter_id"
        " FROM arrears_steps",
        "INSERT INTO arrears_cases (place, lease_id, lease_number, household_id, state, owed_fen,"
        " oldest, months, opened_on, counted_on) SELECT place, lease_id, lease_number,"
        " household_id, 'open', owed_fen, oldest, months, opened_on, counted_on"
        " FROM arrears_cases",
    ]
    for statement in statements:
        with database.acts() as session, pytest.raises((IntegrityError, DBAPIError)):
            session.connection().exec_driver_sql(statement)

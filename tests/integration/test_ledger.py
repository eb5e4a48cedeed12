"""The ledger on real databases: its totals, what it refuses, and many threads at once."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from datetime import date, timedelta

import pytest
from sqlalchemy import insert, text
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.core.access.permissions import Role
from housing.core.audit import record
from housing.core.audit.models import RegisterRow
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, Conflict, NotFound
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.ledger import checking, queries, service
from housing.ledger.models import Transfer
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from tests.conftest import NOW, PLACE, actor

A, T = AccountKind, TransferKind
DAY = date(2026, 9, 1)


def charge(work: Work, lease: int, fen: int = 30000, period: str = "2026-09") -> NewTransfer:
    """A month's rent of a lease."""
    due = service.account(work, A.RENT_DUE, lease_ref(lease))
    income = service.account(work, A.RENT_INCOME)
    return NewTransfer(due.id, income.id, fen, T.RENT_CHARGE, DAY, lease, period)


def office(database: Database, keyring: Keyring) -> AbstractContextManager[Work]:
    """One act of the operator."""
    return working(database.acts, actor(Role.OPERATOR), standing_clock(NOW), keyring)


def test_every_transfer_is_in_both_totals_and_its_voucher_in_the_register(
    database: Database, keyring: Keyring
) -> None:
    with office(database, keyring) as work:
        posted = service.post(work, [charge(work, 7), charge(work, 8, 12345)])
        assert [each.fen for each in posted] == [30000, 12345]
        assert {each.voucher for each in posted} == {"2026-000001"}
        assert service.account(work, A.RENT_INCOME).balance_fen == 42345
    with database.reads() as session:
        wanted = ["lease:7", "lease:8", "lease:9"]
        found = queries.balances(session, PLACE, A.RENT_DUE, wanted)
        assert found == {"lease:7": 30000, "lease:8": 12345}
        balance = queries.trial_balance(session, PLACE)
        assert (balance.debits, balance.difference) == (42345, 0)
        row = session.get(RegisterRow, (PLACE, 1))
        assert row is not None
        assert (row.tag, row.subject) == (TenancyTag.LEDGER_POSTED, "voucher:2026-000001")
        assert checking.faults(session, PLACE) == []
        assert record.verify(session, PLACE).faults == ()


def test_a_reversal_is_a_transfer_of_its_own_and_happens_once(
    database: Database, keyring: Keyring
) -> None:
    with office(database, keyring) as work:
        first = service.post(work, [charge(work, 7)])[0].id
    with office(database, keyring) as work:
        undone = service.reverse(work, first, reason="记错合同")
        assert (undone.reverses_id, undone.kind) == (first, T.REVERSAL)
        assert queries.balance(work.session, PLACE, A.RENT_DUE, "lease:7") == 0
        assert queries.of_lease(work.session, 7) == []
        for again in (first, undone.id):
            with pytest.raises(Conflict, match="2026-00000"):
                service.reverse(work, again, reason="再次")
        with pytest.raises(BadInput, match="原因"):
            service.reverse(work, first, reason=" ")
        with pytest.raises(NotFound):
            service.reverse(work, 999, reason="没有")


NONSENSE: dict[str, Callable[[int, int], dict[str, object]]] = {
    "fen_positive": lambda due, income: {"fen": 0},
    "two_accounts": lambda due, income: {"credit_id": due},
    "period_is_month": lambda due, income: {"period": "2026"},
    "has_voucher": lambda due, income: {"voucher": ""},
    "charge_of_a_month": lambda due, income: {"lease_id": None},
    "reversal_with_reason": lambda due, income: {"kind": "reversal"},
    "fk_debit": lambda due, income: {"place": "430198", "period": "2026-10"},
    "uq_ledger_transfers_month": lambda due, income: {},
}


def test_the_database_refuses_nonsense(database: Database, keyring: Keyring) -> None:
    with office(database, keyring) as work:
        service.post(work, [charge(work, 7)])
        due = service.account(work, A.RENT_DUE, "lease:7").id
        income = service.account(work, A.RENT_INCOME).id
    plain = {
        "place": PLACE,
        "on": DAY,
        "debit_id": due,
        "credit_id": income,
        "fen": 1,
        "kind": T.RENT_CHARGE,
        "voucher": "2026-000009",
        "lease_id": 7,
        "period": "2026-09",
        "made_by": "x",
        "made_at": NOW,
    }
    for wanted, change in NONSENSE.items():
        with database.acts() as session, pytest.raises(IntegrityError) as refused:
            session.execute(insert(Transfer).values(**(plain | change(due, income))))
        # SQLite names the columns of an index instead of the index, and no foreign key at all.
        named = {"uq_ledger_transfers_month": "period", "fk_debit": "FOREIGN KEY"}
        told = str(refused.value.orig)
        assert wanted in told or named.get(wanted, wanted) in told


FORBIDDEN = (
    "UPDATE ledger_transfers SET fen = 1",
    "DELETE FROM ledger_transfers",
    "UPDATE ledger_accounts SET debits_fen = 0",
    "UPDATE ledger_accounts SET ref = 'lease:8'",
    "DELETE FROM ledger_accounts",
)


def test_nothing_that_was_posted_changes(database: Database, keyring: Keyring) -> None:
    with office(database, keyring) as work:
        service.post(work, [charge(work, 7)])
    for act in FORBIDDEN:
        with database.acts() as session, pytest.raises(DatabaseError) as refused:
            session.execute(text(act))
        assert "ledger" in str(refused.value.orig) or "never" in str(refused.value.orig)


def test_an_account_that_was_tampered_with_is_found(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with office(sqlite_database, keyring) as work:
        service.post(work, [charge(work, 7)])
    with sqlite_database.acts() as session:
        session.execute(text("UPDATE ledger_accounts SET credits_fen = 5 WHERE kind = 'rent_due'"))
        session.execute(text("DROP TRIGGER ledger_transfers_immutable_update"))
        session.execute(text("UPDATE ledger_transfers SET note = 'x'"))
        session.commit()
        found = checking.faults(session, PLACE)
    assert [each.partition(" / ")[2] for each in found] == [
        "debits and credits differ by -5 fen",
        "account rent_due lease:7 does not agree with its transfers",
        "voucher 2026-000001 does not agree with the register",
    ]


def test_amounts_and_days_that_cannot_be_are_refused(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with office(sqlite_database, keyring) as work:
        plain = charge(work, 7)
        with pytest.raises(BadInput, match="分应大于零"):
            service.post(work, [charge(work, 7, fen=-5)])
        tomorrow = DAY + timedelta(days=1)
        late = NewTransfer(plain.debit_id, plain.credit_id, 1, T.OTHER, tomorrow)
        with pytest.raises(BadInput, match="2026-09-02"):
            service.post(work, [late])
        with pytest.raises(BadInput, match="没有分录"):
            service.post(work, [])


@pytest.mark.postgresql
def test_many_threads_keep_the_totals_and_the_numbers_of_vouchers(
    postgres_database: Database, keyring: Keyring
) -> None:

    def one(number: int) -> str:
        """Charge one lease of few, by one thread of several: the same accounts again and again."""
        with office(postgres_database, keyring) as work:
            period = f"{2000 + number}-01"
            return service.post_many(work, [charge(work, number % 3, 100 + number, period)])

    with ThreadPoolExecutor(6) as pool:
        vouchers = list(pool.map(one, range(30)))
    assert sorted(vouchers) == [f"2026-{number:06d}" for number in range(1, 31)]
    with postgres_database.reads() as session:
        assert checking.faults(session, PLACE) == []
        assert queries.trial_balance(session, PLACE).debits == sum(100 + n for n in range(30))
        assert record.verify(session, PLACE).faults == ()

"""The ledger balances after any sequence of charges, payments, corrections and reversals.

Basis: HN-26-1, HN-29-1.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy import func, select

from housing.core.access.permissions import Role
from housing.core.errors import Conflict
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases.models import Lease, RentTerm
from housing.ledger import checking, queries, service
from housing.ledger.models import Transfer
from housing.ledger.service import NewTransfer
from housing.ledger.words import AccountKind, TransferKind, lease_ref
from housing.policies.queries import book
from housing.rents import basis, charging, correcting
from housing.rents.months import first_of, month_of
from tests.conftest import NOW, PLACE, actor
from tests.factories.rented import rented
from tests.migrated import migrated_sqlite

A, T = AccountKind, TransferKind
MONTHS = [f"2026-{month:02d}" for month in range(1, 9)]
NUMBERS = st.integers(1, 3)


class Books(RuleBasedStateMachine):
    """Three leases of one county in one act that is never committed."""

    work: Work
    leases: dict[int, Lease]

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = self.work.session.begin_nested()
        #: What each lease owes in rent and has paid ahead, reckoned by hand.
        self.rents = dict.fromkeys(self.leases, 30000)
        self.charged: dict[int, set[str]] = {number: set() for number in self.leases}
        self.paid = dict.fromkeys(self.leases, 0)
        self.undone: set[int] = set()

    def teardown(self) -> None:
        """At the end the books agree with themselves and with the register."""
        assert checking.faults(self.work.session, PLACE) == []
        self.savepoint.rollback()
        self.work.session.expire_all()

    @rule(period=st.sampled_from(MONTHS))
    def charge(self, period: str) -> None:
        """Charge a month to all; what was charged stays."""
        found = basis.some_of(self.work.session, book(self.work.session), PLACE, period, 0, 10)
        charging.charge(self.work, found, period)
        for number in self.leases:
            self.charged[number].add(period)

    @rule(number=NUMBERS, fen=st.integers(1, 99_999))
    def pay(self, number: int, fen: int) -> None:
        """Pay rent, more than is due as well."""
        due = service.account(self.work, A.RENT_DUE, lease_ref(self.leases[number].id))
        treasury = service.account(self.work, A.TREASURY)
        paid = NewTransfer(treasury.id, due.id, fen, T.PAYMENT, NOW.date(), self.leases[number].id)
        service.post(self.work, [paid])
        self.paid[number] += fen

    @rule(number=NUMBERS, fen=st.integers(0, 60_000))
    def reprice(self, number: int, fen: int) -> None:
        """Set the rent anew from the beginning, and put what was charged right."""
        lease = self.leases[number]
        held = self.work.session.scalars(select(RentTerm).where(RentTerm.lease_id == lease.id))
        held.one().monthly_fen = fen
        self.work.session.flush()
        correcting.correct(self.work, lease.id, date(2026, 1, 1), reason="重新核定")
        self.rents[number] = fen
        if fen == 0:
            return
        for period in sorted(self.charged[number]):  # Months that cost nothing were not charged.
            found = basis.of_leases(self.work.session, book(self.work.session), PLACE, [lease.id])
            charging.charge(self.work, found, period)
        correcting.correct(self.work, lease.id, date(2026, 1, 1), reason="重新核定")

    @rule(which=st.integers(0, 30))
    def undo_a_payment(self, which: int) -> None:
        """Reverse a payment; a second time is refused."""
        payments = self.work.session.scalars(
            select(Transfer).where(Transfer.kind == T.PAYMENT).order_by(Transfer.id)
        ).all()
        if not payments:
            return
        payment = payments[which % len(payments)]
        if payment.id in self.undone:
            with pytest.raises(Conflict):
                service.reverse(self.work, payment.id, reason="记错")
            return
        service.reverse(self.work, payment.id, reason="记错")
        self.undone.add(payment.id)
        number = next(n for n, lease in self.leases.items() if lease.id == payment.lease_id)
        self.paid[number] -= payment.fen

    @invariant()
    def debits_are_credits(self) -> None:
        balance = queries.trial_balance(self.work.session, PLACE)
        assert balance.difference == 0
        moved = self.work.session.scalar(select(func.sum(Transfer.fen)))
        assert balance.debits == (moved or 0)

    @invariant()
    def every_lease_owes_what_was_charged_and_not_paid(self) -> None:
        for number, lease in self.leases.items():
            owed = self.rents[number] * len(self.charged[number]) - self.paid[number]
            held = queries.balance(self.work.session, PLACE, A.RENT_DUE, lease_ref(lease.id))
            assert held == owed


@contextmanager
def county(folder: Path, keyring: Keyring) -> Iterator[Work]:
    """Three leases on a database of their own; nothing is ever committed."""
    database = migrated_sqlite(folder / "housing.db")
    with database.acts() as session:
        work = Work(session, actor(Role.OPERATOR), NOW, keyring)
        Books.work = work
        Books.leases = {number: rented(work, number) for number in (1, 2, 3)}
        yield work
        session.rollback()
    database.engine.dispose()


def test_the_books_are_whole_after_any_sequence(tmp_path: Path, keyring: Keyring) -> None:
    assert month_of(NOW.date()) > MONTHS[-1] > month_of(first_of("2026-01"))
    with county(tmp_path, keyring):
        run_state_machine_as_test(Books, settings=settings(max_examples=10, stateful_step_count=12))

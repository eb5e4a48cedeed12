"""Whatever comes in and in whatever order: the queue and the suspense account hold the same."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.ledger.words import AccountKind
from housing.payments import service
from housing.payments.models import BankLine, Receipt
from housing.payments.words import Channel, LineFate, RefundSource
from tests.factories.paying import FINANCE, Paying, number
from tests.migrated import migrated_sqlite

A = AccountKind
PAY_TO = service.PayTo("李小乙", "建设银行", "6217000011112222")
#: (what, which line or receipt, which lease, fen)
ACTS = st.lists(
    st.tuples(
        st.sampled_from(["sheet", "match", "unmatch", "cash", "clear", "reverse", "refund"]),
        st.integers(1, 6),
        st.integers(0, 1),
        st.sampled_from([100, 30000, 75000]),
    ),
    min_size=4,
    max_size=20,
)


class Walk:
    """Acts on payments, those that are refused left out."""

    def __init__(self, paying: Paying) -> None:
        self.paying, self.references = paying, iter(range(1, 10_000))

    def do(self, what: str, which: int, lease: int, fen: int) -> None:
        """Do one act if it is allowed now."""
        try:
            getattr(self, what)(which, lease, fen)
        except HousingError:
            return

    def sheet(self, which: int, lease: int, fen: int) -> None:
        remark = number(lease) if which % 2 else "不明"
        raw = self.paying.sheet(f"S{which},2026-09-01,{fen // 100},,某人,,{remark}")
        account = self.paying.account_id
        self.paying.act(lambda work: service.take_sheet(work, account, "a.csv", raw))

    def match(self, which: int, lease: int, _fen: int) -> None:
        self.paying.act(lambda work: service.match(work, which, number(lease)))

    def unmatch(self, which: int, _lease: int, _fen: int) -> None:
        self.paying.act(lambda work: service.unmatch(work, which, reason="错"))

    def cash(self, _which: int, lease: int, fen: int) -> None:
        key, reference = self.paying.lease_ids[lease], f"R{next(self.references)}"
        self.paying.act(
            lambda work: service.receive(
                work, key, fen, on=work.day, channel=Channel.CASH, reference=reference
            )
        )

    def clear(self, which: int, _lease: int, _fen: int) -> None:
        self.paying.act(lambda work: service.clear(work, which, Channel.CASH, note="缴存"))

    def reverse(self, which: int, _lease: int, _fen: int) -> None:
        self.paying.act(lambda work: self._reverse(work, which))

    def _reverse(self, work, which: int) -> None:  # type: ignore[no-untyped-def]
        found = work.session.get(Receipt, which)
        if found is not None and found.bank_line_id is None:
            service.reverse(work, which, reason="错")

    def refund(self, _which: int, lease: int, fen: int) -> None:
        key = self.paying.lease_ids[lease]
        made = self.paying.act(
            lambda work: service.refund(
                work, key, RefundSource.PREPAID, fen, to=PAY_TO, reason="多缴", document="申请"
            )
        )
        self.paying.act(
            lambda work: service.decide_refund(work, made.id, approved=True, reason="属实"), FINANCE
        )

    def check(self) -> None:
        """Queue and suspense, receipts and what the leases were paid, agree to the fen."""
        paying = self.paying
        with paying.database.reads() as session:
            waits = select(func.sum(BankLine.fen)).where(BankLine.fate == LineFate.WAITING)
            queue = session.scalar(waits) or 0
        assert paying.holds(A.SUSPENSE, ref=f"bank:{paying.account_id}") == queue
        for lease in range(2):
            assert paying.holds(A.PREPAID, lease) >= 0
            assert paying.holds(A.RENT_DUE, lease) >= 0


@settings(max_examples=8)
@given(acts=ACTS)
def test_the_queue_and_suspense_hold_the_same_after_any_sequence(
    acts: list[tuple[str, int, int, int]],
    tmp_path_factory: pytest.TempPathFactory,
    keyring: Keyring,
) -> None:
    database = migrated_sqlite(tmp_path_factory.mktemp("walk") / "housing.db")
    walk = Walk(Paying(database, keyring).charge("2026-09"))
    for act in acts:
        walk.do(*act)
    walk.check()
    database.engine.dispose()

"""A county whose leases are charged and paid, in the fewest words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import TypeVar

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, lease_ref
from housing.payments.service import open_bank_account
from housing.rents.charging import charge_month
from tests.conftest import PLACE, actor
from tests.factories.rented import rented

Result = TypeVar("Result")
CENTRE, HEAD = actor(Role.CENTRE, "zhongxin"), actor(Role.COUNTY_HEAD, "fabu")
FINANCE = actor(Role.PRICE_FINANCE, "caizheng")
ACCOUNT = "6217000000000012345"


class Paying:
    """Some leases of 300 yuan a month, and one bank account that rent is paid into."""

    def __init__(
        self, database: Database, keyring: Keyring, leases: int = 2, place: str = PLACE
    ) -> None:
        self.database, self.keyring, self.day = database, keyring, "2026-09-01"
        self.place = place
        self.lease_ids = [
            self.act(lambda work, order=order: _lease(work, order)) for order in range(leases)
        ]
        self.account_id = self.act(
            lambda work: (
                open_bank_account(
                    work, bank="建设银行", holder="县财政局", number=ACCOUNT, layout_name="general"
                ).id
            )
        )

    def act(self, act: Callable[[Work], Result], who: Actor = CENTRE) -> Result:
        """Do one act at nine o'clock of the present day."""
        there = replace(who, place=self.place)
        with working(self.database.acts, there, self.clock(), self.keyring) as work:
            return act(work)

    def clock(self) -> Clock:
        """The clock of the present day."""
        year, month, day = (int(part) for part in self.day.split("-"))
        return standing_clock(datetime(year, month, day, 1, tzinfo=UTC))

    def charge(self, *periods: str) -> "Paying":
        """Charge months."""
        for period in periods:
            charge_month(self.database, self.keyring, self.clock(), self.place, period)
        return self

    def holds(self, kind: AccountKind, lease: int = 0, ref: str | None = None) -> int:
        """What an account of a lease (or another one) holds in fen."""
        with self.database.reads() as session:
            assert ledger.trial_balance(session, self.place).difference == 0
            named = lease_ref(self.lease_ids[lease]) if ref is None else ref
            return ledger.balance(session, self.place, kind, named)

    def sheet(self, *rows: str, encoding: str = "utf-8") -> bytes:
        """A sheet of the bank as CSV."""
        head = "流水号,日期,收入,支出,对方户名,对方账号,摘要"
        return "\n".join(("县财政局账户明细", head, *rows)).encode(encoding)


def _lease(work: Work, order: int) -> int:
    lease = rented(work, order + 1, deposit_fen=60000)
    assert lease.number == number(order, work.place)
    return lease.id


def number(lease: int, place: str = PLACE) -> str:
    """The number of the lease-th lease, counted from 0."""
    return f"ZL{place}-2026-{900001 + lease:06d}"

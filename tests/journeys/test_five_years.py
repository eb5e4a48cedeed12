"""Five years of one lease, from the offer to the lease after it, month by month.

Rent is charged and paid by the bank's sheets, a reduction is granted, a hard winter leaves part of
the rent unpaid until it is caught up, the county sets another standard, the lease is renewed.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from housing.arrears import counting
from housing.arrears import queries as arrears
from housing.arrears import service as collecting
from housing.arrears.states import ArrearsState
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.leases import jobs as lease_jobs
from housing.leases import queries as leases
from housing.leases import service as leasing
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.payments import carrying
from housing.payments.service import open_bank_account, take_sheet
from housing.renewals import jobs as renewal_jobs
from housing.renewals import service as renewing
from housing.rents import changes, jobs, reductions
from housing.rents.months import between, first_of
from housing.rents.statement import statement
from housing.tenancies.story import story_of
from tests.conftest import PLACE
from tests.factories.tenants import Tenants
from tests.migrated import migrated_sqlite

FIRST, LAST = date(2026, 10, 16), date(2031, 10, 15)
MONTHLY, PART = 30000, 5000
POOR_MONTHS = ("2028-12", "2029-01", "2029-02", "2029-03")
HEADER = "流水号,日期,收入,支出,对方户名,对方账号,摘要"


class Tenancy:
    """One lease, everybody who deals with it, and the days that pass."""

    def __init__(self, database: Database, keyring: Keyring, folder: Path) -> None:
        self.tenants = Tenants(database, keyring, folder)
        self.lease = self.tenants.lease(
            1, starts_on=FIRST, months=60, monthly_fen=MONTHLY, keys_on=FIRST, signed_on=FIRST
        )
        with self.tenants.act(Role.CENTRE) as work:
            account = open_bank_account(
                work, bank="建设银行", holder="县财政局", number="62170001", layout_name="general"
            )
            self.account_id = account.id

    def night(self) -> None:
        """Run the jobs of a night."""
        here = (self.tenants.database, self.tenants.keyring, self.tenants.clock)
        for sweep in (jobs.sweep, carrying.sweep, counting.sweep, lease_jobs.sweep):
            sweep(*here)
        renewal_jobs.sweep(*here)

    def owes(self) -> int:
        """What the tenant owes in fen; the ledger balances whenever it is asked."""
        with self.tenants.database.reads() as session:
            assert ledger.trial_balance(session, PLACE).difference == 0
            held = ledger.lease_balances(session, PLACE, self.lease.id)
            return held.get(AccountKind.RENT_DUE, 0)

    def pay(self, fen: int) -> None:
        """The tenant pays at the bank, and the county takes the bank's sheet, twice."""
        day = self.tenants.day
        row = f"S{day:%Y%m%d},{day},{fen // 100}.{fen % 100:02d},,承租人1,6222,{self.lease.number}"
        raw = f"{HEADER}\n{row}".encode("gb18030")
        with self.tenants.act(Role.CENTRE) as work:
            taken = take_sheet(work, self.account_id, f"{day}.csv", raw)
            assert (taken.added, taken.matched) == (1, 1)
        with self.tenants.act(Role.CENTRE) as work:
            assert take_sheet(work, self.account_id, "again.csv", raw).already

    def month(self, period: str) -> int:
        """Live through one month and pay what is owed, or half of it; return what was charged."""
        begun = max(first_of(period), self.tenants.day)
        self.tenants.pass_to(begun)
        self.night()
        owed = self.owes()
        self.tenants.pass_to(begun + timedelta(days=8))
        if period not in POOR_MONTHS:
            self.pay(owed)
            assert self.owes() == 0
        elif owed:
            self.pay(PART)
        self.night()
        return owed


@pytest.fixture
def tenancy(keyring: Keyring, tmp_path: Path) -> Iterator[Tenancy]:
    database = migrated_sqlite(tmp_path / "housing.db")
    yield Tenancy(database, keyring, tmp_path)
    database.engine.dispose()


def _reduced(tenancy: Tenancy) -> None:
    """A reduction: asked for, decided by the head, from the month after, until its last month."""
    with tenancy.tenants.act(Role.OPERATOR) as work:
        asked = reductions.apply(work, tenancy.lease.id, ground="重残", statement="今年起重残")
    with tenancy.tenants.head() as work:
        reductions.grant(
            work,
            asked.id,
            percent=50,
            until_month="2027-12",
            reasons="符合减免条件",
            document="残疾证",
        )


def _cheaper(tenancy: Tenancy) -> int:
    """From a day within a month the family belongs to another group; return its new rent."""
    with tenancy.tenants.act(Role.OPERATOR) as work:
        term = changes.set_group(
            work,
            tenancy.lease.id,
            rent_group="low_income",
            from_on=tenancy.tenants.day,
            reason="收入认定变化",
            document="民政认定书",
        )
        return term.monthly_fen


def _chased(tenancy: Tenancy) -> None:
    """What is owed is reminded of and demanded, and no more: HN knows no exit for arrears."""
    with tenancy.tenants.database.reads() as session:
        cases = arrears.of_lease(session, tenancy.lease.id)
        case = cases[-1]
    assert (case.months, case.oldest) == (2, "2028-12")
    with tenancy.tenants.act(Role.CENTRE) as work:
        collecting.remind(work, case.id)
    with tenancy.tenants.act(Role.CENTRE) as work:
        collecting.demand(work, case.id)
        kinds = [each.kind for each in letters_of(work.session, case.case)]
    assert kinds == [LetterKind.ARREARS_REMINDER, LetterKind.ARREARS_DEMAND]


def _renewed(tenancy: Tenancy) -> Lease:
    """Reminded, asked for in time, reviewed by the departments, granted, signed."""
    tenants, lease = tenancy.tenants, tenancy.lease
    with tenants.act(Role.OPERATOR) as work:
        asked = renewing.apply(work, lease.id, months=36, words="继续居住", document="申请1号")
        assert asked.late_days == 0
    renewal_jobs.forward(tenants.database, tenants.keyring, tenants.clock)
    tenants.answered(lease)
    with tenants.head() as work:
        granted = renewing.grant(work, asked.id, reasons=["各部门均无不利意见"])
    successor_id = granted.successor_id or 0
    with tenants.act(Role.CENTRE) as work:
        leasing.set_clauses(work, successor_id, {"facilities_condition": "完好"})
        return leasing.sign_successor(work, successor_id, document="续〔2031〕1号")


def test_five_years_of_rent_end_in_another_lease(tenancy: Tenancy) -> None:
    """HN-24-5, HN-24-6, HN-26-1, HN-26-3, HN-26-5, HN-29-1: every fen of sixty months."""
    tenants, lease = tenancy.tenants, tenancy.lease
    tenants.pass_to(FIRST)
    charged = {"2026-10": tenancy.month("2026-10")}
    assert charged["2026-10"] == round(MONTHLY * 16 / 31)
    with tenants.database.reads() as session:
        assert not arrears.of_lease(session, lease.id)  # due with November, and paid before
    _reduced(tenancy)
    for period in between("2026-11", "2028-05"):
        charged[period] = tenancy.month(period)
    assert {charged[each] for each in between("2026-11", "2027-12")} == {MONTHLY // 2}
    assert charged["2028-01"] == MONTHLY

    tenants.pass_to(date(2028, 6, 16))
    tenancy.night()
    tenancy.pay(tenancy.owes())
    cheaper = _cheaper(tenancy)
    assert cheaper < MONTHLY
    # Half of June was paid at the old rent: what is too much is taken off the next month.
    for period in between("2028-07", "2028-11"):
        charged[period] = tenancy.month(period)
    assert charged["2028-07"] == cheaper - (MONTHLY - round((MONTHLY + cheaper) / 2))
    assert charged["2028-08"] == cheaper

    for period in POOR_MONTHS[:2]:
        tenancy.month(period)
    tenants.pass_to(date(2029, 1, 15))
    tenancy.night()
    _chased(tenancy)
    for period in POOR_MONTHS[2:]:
        tenancy.month(period)
    owed = tenancy.owes()
    assert owed == 4 * (cheaper - PART)
    charged["2029-04"] = tenancy.month("2029-04")
    assert charged["2029-04"] == owed + cheaper
    with tenants.database.reads() as session:
        case = arrears.of_lease(session, lease.id)[-1]
    assert case.state is ArrearsState.SETTLED

    for period in between("2029-05", "2031-03"):
        charged[period] = tenancy.month(period)
    assert {charged[each] for each in between("2029-06", "2031-03")} == {cheaper}
    tenants.pass_to(date(2031, 6, 1))
    tenancy.night()
    successor = _renewed(tenancy)
    assert (successor.kind, successor.starts_on) == (LeaseKind.RENEWAL, date(2031, 10, 16))
    for period in between("2031-06", "2031-10"):
        charged[period] = tenancy.month(period)
    tenants.pass_to(LAST + timedelta(days=1))
    tenancy.night()
    with tenants.database.reads() as session:
        old, new = leases.of_ids(session, [lease.id, successor.id]).values()
        kinds = [each.kind for each in letters_of(session, lease.case)]
    assert (old.state, old.ending, old.ended_on) == (LeaseState.ENDED, Ending.RENEWED, LAST)
    assert new.state is LeaseState.ACTIVE
    assert kinds.count(LetterKind.RENEWAL_REMINDER) == 1  # answered before the second
    _adds_up(tenancy)


def _adds_up(tenancy: Tenancy) -> None:
    """The statement of five years ends where the ledger does, and the register is whole."""
    with tenancy.tenants.database.reads() as session:
        held = statement(session, tenancy.lease, FIRST, tenancy.tenants.day)
        assert held.owed == 0
        assert ledger.trial_balance(session, PLACE).difference == 0
        told = [chapter.title for chapter in story_of(session, tenancy.lease.id)]
        assert verify(session, PLACE).faults == ()
    assert {"申请续租", "准予续租"} <= set(told)

"""Tenancy on the sample county: an estate that was let before, and what happens to its tenants.

Each step looks first at what is on file, so that a demonstration that was cut short goes on.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.accounts.service import open_applicant
from housing.arrears import counting
from housing.arrears import queries as owing
from housing.arrears import service as arrears
from housing.core.access.permissions import Role
from housing.core.errors import BrokenRule
from housing.core.work import Work
from housing.demo import tenants
from housing.demo.officers import CENTRE, REVIEWER, passwords_in
from housing.demo.stage import Stage
from housing.exchanges import queries as exchanges
from housing.exchanges import service as exchanging
from housing.exchanges.wishes import Told
from housing.exchanges.words import Reason
from housing.handovers import queries as handovers
from housing.handovers import service as handing_over
from housing.imports.columns import SheetKind
from housing.imports.service import import_sheets
from housing.imports.sheet import SheetFile
from housing.inspections import queries as inspections
from housing.inspections import service as inspecting
from housing.inspections.service import Found
from housing.inspections.words import Answered, Finding, NextStep
from housing.leases import queries as leases
from housing.leases.carrying import carry
from housing.leases.models import Lease
from housing.leases.words import Ending
from housing.ledger import queries as ledger
from housing.ledger.words import AccountKind, lease_ref
from housing.payments import queries as payments
from housing.payments.service import open_bank_account, take_sheet
from housing.renewals import queries as renewals
from housing.renewals import service as renewing
from housing.rents import jobs as rents
from housing.repairs import queries as repairs
from housing.repairs import service as repairing
from housing.repairs.states import RepairState
from housing.repairs.words import Trouble
from housing.violations import queries as violations
from housing.violations import service as violating
from housing.violations.words import ViolationKind

BANK = "流水号,日期,收入,支出,对方户名,对方账号,摘要"
ACCOUNT = "6227000000000000001"


@dataclass(slots=True)
class Tenancies:
    """The tenants of the older estate; `began_on` is the first day of their story."""

    stage: Stage
    began_on: date

    def one_day(self, day: date) -> None:
        """Do what falls on a working day, after the officers' other work."""
        stage = self.stage
        if self._lease(tenants.ACCOUNT) is None:
            self._carry_in(day)
        here = (stage.where.database, stage.where.keyring, stage.clock)
        stage.has_changed |= bool(rents.sweep(*here).charged)
        if day.day >= 8:
            self._take_sheet(day)
        counting.sweep(*here)
        since = (day - self.began_on).days
        for days, deed in (
            (5, self._repair),
            (8, self._wish_swap),
            (12, self._visit),
            (16, self._open_case),
            (20, self._renew),
            (25, self._leave),
            (30, self._remind),
        ):
            if since >= days:
                deed(day)

    def _lease(self, tenant: int) -> Lease | None:
        with self.stage.reading() as session:
            return self._of(session, tenant)

    def _of(self, session: Session, tenant: int) -> Lease | None:
        named = leases.LeaseFilter(text=tenants.unit_of(tenant))
        rows = leases.page_of(session, self.stage.where.place, named, 0, 1)
        return rows[0].lease if rows else None

    def _known(self, tenant: int) -> Lease:
        lease = self._lease(tenant)
        if lease is None:
            raise LookupError(tenant)
        return lease

    def _carry_in(self, day: date) -> None:
        """Take in the flats and their tenants, the bank's account, and one tenant's own account."""
        stage, where = self.stage, self.stage.where
        flats = SheetFile(SheetKind.UNITS, "清溪旧苑房源.csv", tenants.units_csv(day))
        sheet = tenants.leases_csv(day)

        def taken_in(work: Work) -> None:
            outcome = import_sheets(work, [flats])
            report = carry(work, "清溪旧苑租户.csv", sheet)
            if not (outcome.is_taken and report.is_taken):
                raise BrokenRule(f"{outcome.findings} {report.findings}")

        stage.act(CENTRE, taken_in)
        stage.act(
            CENTRE,
            lambda work: open_bank_account(
                work, bank="建设银行", holder="县财政局", number=ACCOUNT, layout_name="general"
            ),
        )
        phone = tenants.TENANT_PHONE
        path = where.home / "accounts.txt"
        with stage.reading() as session:
            is_open = accounts.by_phone(session, where.keyring, phone) is not None
        if not is_open:
            password = passwords_in(path, {phone: Role.APPLICANT})[phone]
            who = (tenants.name_of(tenants.ACCOUNT), tenants.identity_of(tenants.ACCOUNT))
            stage.act("", lambda work: open_applicant(work, phone, password, where.place, *who))

    def _take_sheet(self, day: date) -> None:
        """Once a month the bank's sheet comes: all pay what they owe, but for one."""
        name = f"{day:%Y-%m}.csv"
        with self.stage.reading() as session:
            place = self.stage.where.place
            if any(sheet.file_name == name for sheet in payments.sheets(session, place)):
                return
            account = payments.bank_accounts(session, place)[0]
            rows = list(self._payments(session, day))
        if rows:
            raw = "\n".join((BANK, *rows)).encode("gb18030")
            self.stage.act(CENTRE, lambda work: take_sheet(work, account.id, name, raw))

    def _payments(self, session: Session, day: date) -> list[str]:
        rows, place = [], self.stage.where.place
        for tenant in range(1, tenants.TENANTS + 1):
            lease = self._of(session, tenant)
            if lease is None or tenant == tenants.OWING:
                continue
            owed = ledger.balance(session, place, AccountKind.RENT_DUE, lease_ref(lease.id))
            if owed > 0:
                paid = f"{owed // 100}.{owed % 100:02d}"
                name = tenants.name_of(tenant)
                rows.append(
                    f"{day:%y%m}{tenant:04d},{day},{paid},,{name},6222{tenant},{lease.number}"
                )
        stranger = f"{day:%y%m}9999,{day},320.00,,示例付款人,62229,房租"
        return [*rows, stranger] if rows else []

    def _repair(self, day: date) -> None:
        """A tenant asks by phone; the centre sends somebody the next working day."""
        lease, phone = self._known(tenants.ACCOUNT), tenants.TENANT_PHONE
        with self.stage.reading() as session:
            asked = repairs.of_leases(session, [lease.id])
        if not asked:
            self.stage.act(
                phone,
                lambda work: repairing.request(
                    work, lease_id=lease.id, trouble=Trouble.LEAK, description="厨房水管接头渗水"
                ),
            )
        elif asked[0].requested_on < day and asked[0].state is RepairState.REQUESTED:
            visit = day + timedelta(days=1)
            self.stage.act(
                CENTRE,
                lambda work: repairing.assign(
                    work, asked[0].id, assigned_to="维修班", visit_on=visit
                ),
            )

    def _wish_swap(self, _day: date) -> None:
        """Two tenants agree to swap, for work and for a school."""
        first, second = (self._known(tenant) for tenant in tenants.SWAPPING)
        with self.stage.reading() as session:
            if exchanges.live_wish(session, first.id) or exchanges.of_leases(session, [first.id]):
                return
        for lease, other, reason in (
            (first, second, Reason.WORK),
            (second, first, Reason.SCHOOLING),
        ):
            told = Told(reason, "双方自愿互换", document="互换申请书", partner=other.number)
            self.stage.act(CENTRE, self._wishing(lease.id, told))

    def _wishing(self, lease_id: int, told: Told) -> Callable[[Work], object]:
        return lambda work: exchanging.wish(work, lease_id, told)

    def _visit(self, day: date) -> None:
        """On a visit somebody else opens the door."""
        lease = self._known(tenants.MISUSED)
        with self.stage.reading() as session:
            if inspections.of_lease(session, lease.id):
                return

        def visited(work: Work) -> None:
            visit = inspecting.plan(work, lease.id, on=day)
            found = Found(Finding.SUBLET, "开门的人称每月向承租人付租金", NextStep.VIOLATION)
            inspecting.make(work, visit.id, answered=Answered.STRANGER, findings=[found])

        self.stage.act(CENTRE, visited)

    def _open_case(self, _day: date) -> None:
        lease = self._known(tenants.MISUSED)
        with self.stage.reading() as session:
            if violations.of_leases(session, [lease.id]):
                return
        facts = "入户检查发现由他人居住，并向承租人付租金"
        self.stage.act(
            REVIEWER,
            lambda work: violating.open_case(work, lease.id, ViolationKind.SUBLET, facts=facts),
        )

    def _renew(self, _day: date) -> None:
        lease = self._known(tenants.ENDING)
        with self.stage.reading() as session:
            if renewals.of_lease(session, lease.id):
                return
        self.stage.act(
            CENTRE,
            lambda work: renewing.apply(
                work, lease.id, months=36, words="继续居住", document="续租申请书"
            ),
        )

    def _leave(self, _day: date) -> None:
        lease = self._known(tenants.LEAVING)
        with self.stage.reading() as session:
            if handovers.of_lease(session, lease.id):
                return
        self.stage.act(
            CENTRE,
            lambda work: handing_over.begin(
                work, lease.id, Ending.MOVED_OUT, reason="到外地工作", document="退房申请书"
            ),
        )

    def _remind(self, _day: date) -> None:
        """Who still owes is reminded."""
        with self.stage.reading() as session:
            waits = owing.waiting(session, self.stage.where.place)["to_remind"]
        if waits:
            self.stage.act(CENTRE, arrears.remind_all)

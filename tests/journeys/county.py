"""A county at work for journeys: pages in a browser, departments that answer over HTTP."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from playwright.sync_api import Page, expect
from sqlalchemy import select

from housing.accounts.service import open_account
from housing.applications import queries as applications
from housing.applications.models import Application, Member
from housing.applications.states import ApplicationState
from housing.checks.connector import open_client
from housing.checks.jobs import Exchanged, exchange
from housing.core.access.actor import system_actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import Clock, day_of, standing_clock
from housing.core.work import Work, working
from housing.department_server.records import COLUMNS
from housing.notices import queries as notices
from housing.offices import queries as offices
from housing.offices.service import connect_office
from housing.reviews import jobs
from tests.conftest import PLACE
from tests.pages.office import PASSWORD, Office, open_office

#: Tuesday, 1 September 2026, 09:00 in the county.
BEGINS = datetime(2026, 9, 1, 1, tzinfo=UTC)
SECRET = "a secret that only tests share with departments"
SECOND_HEAD, SECOND_PARK = "fuzhu", "yuanshen"
LAUNCHER = Path(__file__).with_name("department_process.py")


@dataclass
class County:
    """One office with its departments; `folder` holds their records and their clock."""

    office: Office
    folder: Path
    rows: dict[OfficeKind, list[str]] = field(
        default_factory=lambda: {kind: [] for kind in CHECKING}
    )

    def later(self, **by: float) -> None:
        """Move every clock on."""
        self.office.later(**by)
        self.set_clock()

    def set_clock(self) -> None:
        """Write the county's time where the departments read theirs."""
        passing = self.folder / "clock.new"
        passing.write_text(self.office.now.isoformat(), encoding="ascii")
        passing.replace(self.folder / "clock")

    @property
    def clock(self) -> Clock:
        """A clock that stands at the county's time."""
        return standing_clock(self.office.now)

    def know(self, identity: str, name: str, *, income_fen: int, worker: str = "") -> None:
        """Let the departments know somebody who is single and owns nothing; `worker`: where."""
        months = [f"2025-{month:02d}" for month in range(5, 13)]
        months += [f"2026-{month:02d}" for month in range(1, 9)]
        self.rows[OfficeKind.CIVIL_AFFAIRS].append(
            f"{identity},single,,{income_fen},low,1000000,,none"
        )
        self.rows[OfficeKind.PUBLIC_SECURITY].append(f"{identity},{name},H{identity},yes,户主")
        if worker:
            self.rows[OfficeKind.SOCIAL_SECURITY].append(
                f"{identity},{worker},yes,{';'.join(months)}"
            )
        self.write_records()

    def write_records(self) -> None:
        """Write what the departments know; their servers read it again when it has changed."""
        for kind in CHECKING:
            path = self.records(kind)
            passing = path.with_suffix(".new")
            lines = [",".join(COLUMNS[kind]), *self.rows[kind]]
            passing.write_text("\n".join(lines) + "\n", encoding="utf-8")
            passing.replace(path)

    def records(self, kind: OfficeKind) -> Path:
        """Return where a department's records lie."""
        return self.folder / f"{kind.value}.csv"

    def exchange(self) -> Exchanged:
        """Run the connector's round: requests and answers go over HTTP."""
        self.later(minutes=1)
        with open_client() as client:
            done = exchange(self.office.database, self.office.keyring, self.clock, client)
        self.later(minutes=1)
        return done

    def until_notices_end(self) -> None:
        """Let the publicity that ends last go by, and the night's job run."""
        with self.office.database.reads() as session:
            running = notices.running(session, PLACE, day_of(self.office.now))
            last = max(each.ends_on for each in running if each.ends_on)
        self.later(days=(last - day_of(self.office.now)).days + 1)
        jobs.after_publicity(self.office.database, self.office.keyring, self.clock)
        self.later(minutes=1)

    def case_of(self, identity: str) -> Application:
        """Return the case that somebody applies with, as it is now."""
        with self.office.database.reads() as session:
            found = session.scalars(
                select(Application)
                .join(Member)
                .where(Member.identity_index == self.office.keyring.blind(identity))
            ).one()
            return applications.get(session, found.id)

    def do(self, name: str, case: Application, deed: str, outcome: str = "", **typed: str) -> Page:
        """Do one act on its page as an officer; `outcome`: qualified or unqualified."""
        self.later(minutes=1)
        page = self.office.officer(name)
        page.goto(f"/desk/cases/{case.id}/{deed}")
        if outcome:
            page.check(f"input[name={deed}-outcome][value={outcome}]")
            page.fill(f"#{deed}-reason", "依据材料、调查与部门核定情况")
        for field_name, value in typed.items():
            page.fill(f"#{deed}-{field_name}", value)
        for box in page.locator("input[type=radio][value=yes]").all():
            box.check()
        page.locator("main form .btn-primary").click()
        expect(page.get_by_role("status")).to_contain_text("已办理")
        return page

    def do_all(self, name: str, cases: Sequence[Application], deed: str, reason: str = "") -> None:
        """Do one act on many cases: choose them in the list, look at what would come, do it."""
        self.later(minutes=1)
        page = self.office.officer(name)
        page.goto("/desk/cases")
        for case in cases:
            page.check(f"#case-{case.id}")
        page.select_option("#deed", deed)
        page.fill("#reason", reason)
        page.get_by_role("button", name="先看看结果").click()
        expect(page.get_by_role("status")).to_contain_text(f"可以办理 {len(cases)} 件")
        page.get_by_role("button", name=f"办理这 {len(cases)} 件").click()
        expect(page.get_by_role("status")).to_contain_text(f"已办理 {len(cases)} 件")

    def file_and_receive(self, name: str, address: str, receiver: str) -> None:
        """File everything that waits for it as one list, which is then received."""
        self.later(minutes=1)
        page = self.office.officer(name)
        page.goto(address)
        page.get_by_role("button", name="报送所选案件").click()
        expect(page.get_by_role("status")).to_contain_text("已报送备案")
        number = page.url.rpartition("/")[2]
        self.later(minutes=1)
        page = self.office.officer(receiver)
        page.goto(f"/desk/filings/{number}")
        page.fill("#receipt_number", f"收〔2026〕{number} 号")
        page.get_by_role("button", name="登记接收").click()
        expect(page.get_by_role("status")).to_contain_text("已登记接收")

    @contextmanager
    def acting(self, name: str) -> Iterator[Work]:
        """Act as an officer without a page, where many cases need the same."""
        self.later(minutes=1)
        office, actor = self.office, self.office.actor(name)
        with working(office.database.acts, actor, self.clock, office.keyring) as work:
            yield work

    def must_be(self, state: ApplicationState, *cases: Application) -> None:
        """Fail unless every case is in that state and the register holds together."""
        with self.office.database.reads() as session:
            found = [applications.get(session, case.id).state for case in cases]
            assert verify(session, PLACE).faults == ()
        assert found == [state] * len(cases)


@contextmanager
def open_county(home: Path) -> Iterator[County]:
    """Open an office with four departments, each `housing department-server` in a process."""
    with ExitStack() as stack:
        office = stack.enter_context(open_office(home / "office", BEGINS))
        county = County(office, home / "departments")
        county.folder.mkdir()
        county.set_clock()
        county.write_records()
        addresses = {kind: stack.enter_context(_department(county, kind)) for kind in CHECKING}
        _introduce(county, addresses)
        yield county


@contextmanager
def _department(county: County, kind: OfficeKind) -> Iterator[str]:
    command = [sys.executable, str(LAUNCHER), str(county.folder / "clock"), "department-server"]
    command += ["--kind", kind.value, "--people", str(county.records(kind)), "--port", "0"]
    command += ["--key-id", f"test-{kind.value}", "--folder", str(county.folder / kind.value)]
    environment = {**os.environ, "HOUSING_DEPARTMENT_SECRET": SECRET, "PYTHONUNBUFFERED": "1"}
    server = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment)
    try:
        assert server.stdout is not None
        yield server.stdout.readline().split()[0]
    finally:
        server.terminate()
        server.wait(timeout=10)


def _introduce(county: County, addresses: dict[OfficeKind, str]) -> None:
    """Tell the county where its departments listen, and open accounts for second persons."""
    office = county.office
    with working(office.database.acts, system_actor(PLACE), county.clock, office.keyring) as work:
        for kind, address in addresses.items():
            held = offices.checking(work.session, PLACE, kind)
            assert held is not None
            connect_office(work, held.id, address, f"test-{kind.value}", SECRET)
        for name, role, code in (
            (SECOND_HEAD, Role.COUNTY_HEAD, "ZHUJIAN"),
            (SECOND_PARK, Role.PARK, "GAOXIN"),
        ):
            seat = offices.by_code(work.session, PLACE, code)
            assert seat is not None
            open_account(work, name, role, PLACE, PASSWORD, seat.id)

"""A county's office for browser tests: a real server on a port, officers, a clock to be moved."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from waitress.server import BaseWSGIServer, create_server

from housing.accounts import queries
from housing.accounts.service import open_account, open_applicant
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import Settings, config_folder, load_settings
from housing.core.work import working
from housing.offices import queries as offices
from housing.offices.sheet import load_offices
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.migrated import migrated_sqlite
from tests.pages.browsers import open_browser

PASSWORD = "a sentence for tests only"
#: Account name, role and office code of each officer, in the sample county's offices.
SEATS = {
    "zhongxin": (Role.CENTRE, "BAOZHANG"),
    "fuhe": (Role.COUNTY_REVIEWER, "ZHUJIAN"),
    "fabu": (Role.COUNTY_HEAD, "ZHUJIAN"),
    "shenji": (Role.AUDITOR, "SHENJI"),
    "guanli": (Role.ADMINISTRATOR, ""),
    "shequ": (Role.COMMUNITY, "QINGXI-1"),
    "jiedao": (Role.STREET, "QINGXI"),
    "guihua": (Role.STREET, "GUIHUA"),
    "budongchan": (Role.DEPARTMENT, "BUDONGCHAN"),
    "minzheng": (Role.DEPARTMENT, "MINZHENG"),
    "gongan": (Role.DEPARTMENT, "GONGAN"),
    "renshe": (Role.DEPARTMENT, "RENSHE"),
    "yuanqu": (Role.PARK, "GAOXIN"),
    "danwei": (Role.EMPLOYER, "XIANGXIN"),
    "shizhou": (Role.PREFECTURE, "SHI-ZHUJIAN"),
}
PREFECTURE = "430100"
#: An applicant signs in with this mobile number.
APPLICANT_PHONE = "13800000001"
APPLICANT_IDENTITY = "43010119900307851X"
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
#: The rules of WCAG 2.2, levels A and AA, that a program can try.
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts" / "pages"


@dataclass
class Office:
    """One installation that answers on `address`; `now` is what its clock shows."""

    address: str
    settings: Settings
    database: Database
    keyring: Keyring
    now: datetime
    browser: Browser
    contexts: dict[str, BrowserContext] = field(default_factory=dict)

    def later(self, **by: float) -> None:
        """Move the clock on."""
        self.now += timedelta(**by)

    def public(self, **options: object) -> Page:
        """Return a page of somebody who is not signed in."""
        context = self.browser.new_context(base_url=self.address, viewport=PHONE, **options)  # type: ignore[arg-type]
        return context.new_page()

    def officer(self, name: str) -> Page:
        """Return a page of the officer, signed in through the form on first use."""
        return self._signed_in(name, DESKTOP)

    def applicant(self, phone: str = APPLICANT_PHONE) -> Page:
        """Return a phone's page of the applicant with this number, signed in on first use."""
        return self._signed_in(phone, PHONE)

    def _signed_in(self, name: str, viewport: ViewportSize) -> Page:
        if name not in self.contexts:
            context = self.browser.new_context(base_url=self.address, viewport=viewport)
            self.contexts[name] = context
            page = context.new_page()
            page.goto("/sign-in")
            page.fill("#name", name)
            page.fill("#password", PASSWORD)
            page.click("main button")
            page.wait_for_url(lambda address: not address.endswith("/sign-in"))
            return page
        return self.contexts[name].pages[0]

    def actor(self, name: str) -> Actor:
        """Return the acting person behind an account name or an applicant's number."""
        with self.database.reads() as session:
            account = queries.by_sign_in(session, self.keyring, name)
            assert account is not None, name
            return queries.actor_of(account)


# The elements that reach beyond the right edge, for the message of a failure.
BEYOND = """width => [...document.querySelectorAll("body *")]
  .filter(each => each.getBoundingClientRect().right > width + 0.5)
  .map(each => `${each.tagName}.${each.className}`).slice(-5).join(", ")"""


def fits(page: Page, name: str, width: int) -> None:
    """Fail unless the page, once it has come to rest, needs no scrolling sideways.

    A page that is still loading, or was resized in this moment, may be measured before its style
    sheets apply; what is really too wide stays too wide.
    """
    page.wait_for_load_state("load")
    with suppress(PlaywrightTimeout):
        page.wait_for_function(
            "width => document.documentElement.scrollWidth <= width", arg=width, timeout=30_000
        )
    found = page.evaluate("document.documentElement.scrollWidth")
    assert found <= width, f"{name} needs {found} of {width} px: {page.evaluate(BEYOND, width)}"


# Only what is wrong is told: to describe all that is right takes as long as to look for it.
BARRIERS = """options => axe.run(document, options).then(found => found.violations.map(each =>
  [each.id, each.help, ...each.nodes.map(node => node.html)].join("\\n  ")))"""


def no_barrier(page: Page) -> None:
    """Fail if the page, as it is now, has a barrier that axe finds."""
    page.evaluate(AXE_SCRIPT)
    options = {"runOnly": WCAG, "resultTypes": ["violations"]}
    assert page.evaluate(BARRIERS, options) == []


def keep(page: Page, name: str, *, always: bool = False) -> None:
    """Look whether the page fits a phone and a desk, and keep a picture of both.

    Pictures are kept where HOUSING_PICTURES is set, since all of them take minutes; `always`:
    of this page at every run.
    """
    before = page.viewport_size
    for size, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        fits(page, name, viewport["width"])
        if always or os.environ.get("HOUSING_PICTURES"):
            ARTEFACTS.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=ARTEFACTS / f"{name}-{size}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


@contextmanager
def open_office(home: Path, now: datetime) -> Iterator[Office]:
    """Open an office with its officers and a browser; skipped where there is no chromium."""
    settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
    database, keyring = migrated_sqlite(home / "housing.db"), open_keyring(home / "keys")
    _open_accounts(database, keyring, now)
    with open_browser() as browser:
        office = Office("", settings, database, keyring, now, browser)
        with _serving(office):
            yield office
    database.engine.dispose()


def _open_accounts(database: Database, keyring: Keyring, now: datetime) -> None:
    clock = Clock(lambda: now)
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        path = config_folder() / "offices" / f"{PLACE}.csv"
        load_offices(work, path.name, path.read_bytes())
        for name, (role, code) in SEATS.items():
            place = PREFECTURE if role is Role.PREFECTURE else PLACE
            office = offices.by_code(work.session, place, code)
            open_account(work, name, role, place, PASSWORD, office.id if office else None)
        open_applicant(work, APPLICANT_PHONE, PASSWORD, PLACE, "测试申请人", APPLICANT_IDENTITY)


def _run(server: BaseWSGIServer) -> None:
    """Serve until the sockets are closed, which waitress meets as a bad file."""
    with suppress(OSError):
        server.run()


@contextmanager
def _serving(office: Office) -> Iterator[None]:
    clock = Clock(lambda: office.now.astimezone(UTC))
    app = create_app(office.settings, database=office.database, keyring=office.keyring, clock=clock)
    server = create_server(app, host="127.0.0.1", port=0, threads=4)
    office.address = f"http://127.0.0.1:{server.effective_port}"
    thread = threading.Thread(target=_run, args=(server,), daemon=True)
    thread.start()
    # Whole stories come from one address within a minute; the limits have a test of their own.
    limiter.enabled = False
    try:
        yield
    finally:
        limiter.enabled = True
        server.close()
        thread.join(timeout=5)

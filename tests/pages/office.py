"""A county's office for browser tests: a real server on a port, officers, a clock to be moved."""

import shutil
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from playwright.sync_api import TimeoutError as PlaywrightTimeout
from waitress.server import BaseWSGIServer, create_server

from housing.accounts.service import open_account
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import Database, open_database
from housing.core.keyring import Keyring, open_keyring
from housing.core.settings import Settings, load_settings
from housing.core.work import working
from housing.web.limits import limiter
from tests.conftest import PLACE

PASSWORD = "a sentence for tests only"
OFFICERS = {
    "zhongxin": Role.CENTRE,
    "fuhe": Role.COUNTY_REVIEWER,
    "fabu": Role.COUNTY_HEAD,
    "shenji": Role.AUDITOR,
    "guanli": Role.ADMINISTRATOR,
}
PHONE = {"width": 390, "height": 844}
DESKTOP = {"width": 1280, "height": 900}
ARTEFACTS = Path(__file__).resolve().parents[2] / "test-artefacts" / "pages"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]


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
        if name not in self.contexts:
            context = self.browser.new_context(base_url=self.address, viewport=DESKTOP)
            self.contexts[name] = context
            page = context.new_page()
            page.goto("/sign-in")
            page.fill("#name", name)
            page.fill("#password", PASSWORD)
            page.click("main button")
            page.wait_for_url("**/desk")
            return page
        return self.contexts[name].pages[0]

    def actor(self, name: str) -> Actor:
        """Return the acting person behind an account."""
        return Actor(name=name, role=OFFICERS[name], place=PLACE)


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
            "width => document.documentElement.scrollWidth <= width", arg=width, timeout=5000
        )
    found = page.evaluate("document.documentElement.scrollWidth")
    assert found <= width, f"{name} needs {found} of {width} px: {page.evaluate(BEYOND, width)}"


def keep(page: Page, name: str) -> None:
    """Keep a picture of the page as it looks on a phone and on a desk."""
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    before = page.viewport_size
    for size, viewport in (("phone", PHONE), ("desktop", DESKTOP)):
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        fits(page, name, viewport["width"])
        page.screenshot(path=ARTEFACTS / f"{name}-{size}.png", full_page=True)
    if before:
        page.set_viewport_size(before)


@contextmanager
def open_office(home: Path, now: datetime) -> Iterator[Office]:
    """Open an office with its officers and a browser; skipped where there is no chromium."""
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    settings = load_settings({"HOUSING_HOME": str(home), "HOUSING_PLACE": PLACE})
    database, keyring = open_database(settings.database_url), open_keyring(home / "keys")
    upgrade(database.engine)
    _open_accounts(database, keyring, now)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=FLAGS)
        office = Office("", settings, database, keyring, now, browser)
        with _serving(office):
            yield office
        browser.close()
    database.engine.dispose()


def _open_accounts(database: Database, keyring: Keyring, now: datetime) -> None:
    clock = Clock(lambda: now)
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        for name, role in OFFICERS.items():
            open_account(work, name, role, PLACE, PASSWORD)


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

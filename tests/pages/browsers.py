"""One browser a process: starting it anew for every office takes longer than most stories."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

#: It shows a PDF by itself, as people's browsers do.
WITH_WINDOWS = "chromium"
#: The one without windows opens a page in a fifth of the processor time; either will do.
PROGRAMS = ("chromium-headless-shell", WITH_WINDOWS)
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_DRIVERS: list[Playwright] = []
_BROWSERS: dict[str, Browser] = {}


def installed(*programs: str) -> str:
    """Return where the first of `programs` lies (by default any that will do), or skip the test."""
    program = next(filter(None, map(shutil.which, programs or PROGRAMS)), None)
    if program is None:
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    return program


@contextmanager
def open_browser(*programs: str) -> Iterator[Browser]:
    """Lend the browser of this process; windows that were opened meanwhile are closed after it.

    `programs` are those that will do, where not each does. Skipped where there is none. One that
    died is replaced.
    """
    program = installed(*programs)
    if not _DRIVERS:
        _DRIVERS.append(sync_playwright().start())
    browser = _BROWSERS.get(program)
    if browser is None or not browser.is_connected():
        browser = _DRIVERS[0].chromium.launch(executable_path=program, args=FLAGS)
        _BROWSERS[program] = browser
    before = set(browser.contexts)
    try:
        yield browser
    finally:
        if browser.is_connected():
            for context in set(browser.contexts) - before:
                context.close()

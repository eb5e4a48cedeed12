"""One browser a process: starting it anew for every office takes longer than most stories."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, Playwright, sync_playwright

FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
_DRIVERS: list[Playwright] = []
_BROWSERS: list[Browser] = []


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Lend the browser of this process; windows that were opened meanwhile are closed after it.

    Skipped where there is no chromium. One that died is replaced.
    """
    program = shutil.which("chromium")
    if program is None:
        pytest.skip("chromium is not installed (apt-get install chromium fonts-noto-cjk)")
    if not _DRIVERS:
        _DRIVERS.append(sync_playwright().start())
    if not _BROWSERS or not _BROWSERS[-1].is_connected():
        _BROWSERS.append(_DRIVERS[0].chromium.launch(executable_path=program, args=FLAGS))
    browser = _BROWSERS[-1]
    before = set(browser.contexts)
    try:
        yield browser
    finally:
        if browser.is_connected():
            for context in set(browser.contexts) - before:
                context.close()

"""With HOUSING_FORBID_SKIPS set, a skipped page or PostgreSQL test fails the run."""

import os
from collections import Counter

import pytest

WEIGHTY = ("pages", "postgresql")


class SkipGuard:
    """Counts what ran and what was skipped of the tests that need a browser or a server."""

    def __init__(self) -> None:
        self.ran: Counter[str] = Counter()
        self.skipped: list[str] = []

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Note one report, also those that workers send."""
        weights = [mark for mark in WEIGHTY if mark in report.keywords]
        if weights and report.skipped:
            self.skipped.append(report.nodeid)
        if report.when == "call":
            self.ran.update(weights)

    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Fail the run that skipped something weighty or had nothing weighty to run."""
        missing = [mark for mark in WEIGHTY if not self.ran[mark]]
        if self.skipped or missing:
            session.exitstatus = pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """Say in words why the run failed."""
        for nodeid in self.skipped:
            terminalreporter.write_line(f"must not be skipped here: {nodeid}", red=True)
        for mark in WEIGHTY:
            terminalreporter.write_line(f"{mark} tests run: {self.ran[mark]}")


def pytest_configure(config: pytest.Config) -> None:
    """Stand guard in the process that collects the reports."""
    if os.environ.get("HOUSING_FORBID_SKIPS") and not hasattr(config, "workerinput"):
        config.pluginmanager.register(SkipGuard(), "skip-guard")

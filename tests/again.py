"""A browser that did not answer in time is asked once more; a page that is wrong stays wrong.

Chromium shares its cores with the other workers, so that a wait may run out on a busy machine.
Only waits are repeated, never an assertion of another kind, and the summary counts the repeats.
"""

import pytest

BROWSERS = ("journeys", "pages")
#: What the browser's driver says when it ran out of time or lost the browser.
OUT_OF_TIME = ["TimeoutError", "waiting for", "Target(Closed|.*crash)", "net::ERR_"]


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests that drive a browser."""
    for item in items:
        path = item.path.relative_to(config.rootpath)
        if len(path.parts) > 1 and path.parts[1] in BROWSERS:
            item.add_marker(pytest.mark.flaky(reruns=1, only_rerun=OUT_OF_TIME))

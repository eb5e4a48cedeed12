"""The browser recomputes a round in person as verify.py does: the same lines."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page

from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.packages.archive import pack
from tests.integration.picked_packages import FORGERIES, forged, picked_package
from tests.integration.small_county import County, usual
from tests.pages.browsers import open_browser
from tests.pages.test_package_twin import ADDRESS, _agree, _serve

pytestmark = pytest.mark.pages


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with open_browser() as browser:
        page = browser.new_page()
        page.route(f"{ADDRESS}**", _serve)
        page.goto(ADDRESS)
        yield page


@pytest.mark.parametrize("mechanism", ["in_turn", "priority"])
def test_both_say_the_same_of_a_hall(
    page: Page, sqlite_database: Database, keyring: Keyring, tmp_path: Path, mechanism: str
) -> None:
    """HN-21-7: honest, and forged in every way."""
    county = County(sqlite_database, keyring).fill(*usual(keyring))
    files = picked_package(county, mechanism)
    assert _agree(page, pack(files), tmp_path)
    for kind in FORGERIES:
        if mechanism == "in_turn" or kind != "came after all":
            assert not _agree(page, pack(forged(files, kind, keyring)), tmp_path), kind

"""The digests of the register in a real browser: readable, reachable, and taken away as a file."""

from datetime import timedelta
from pathlib import Path

import pytest

from housing.digests.service import make_digests
from tests.conftest import NOW, PLACE
from tests.pages.office import keep, no_barrier, open_office

pytestmark = pytest.mark.pages


def test_anybody_takes_a_digest_away(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        office.officer("zhongxin")
        made = make_digests(office.database, NOW + timedelta(days=2), tmp_path / "digests")
        page = office.public()
        page.goto("/")
        page.click("footer a[href='/digests']")
        page.wait_for_url("**/digests")
        with page.expect_download() as download:
            page.click(".cards li:last-child a")
        taken = download.value
        first = next(each for each in made if each.place == PLACE)
        path = tmp_path / "digests" / PLACE / f"{first.day}.json"
        assert Path(taken.path()).read_bytes() == path.read_bytes()
        assert taken.suggested_filename == f"digest-{PLACE}-{first.day}.json"
        keep(page, "digests")
        for language in ("zh", "en"):
            page.goto(f"/preferences?language={language}&back=/digests")
            no_barrier(page)
        assert "Daily digests of the register" in page.inner_text("h1")

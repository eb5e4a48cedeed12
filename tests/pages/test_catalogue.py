"""The rules of the law in a real browser: found from any page, narrowed, read, in two languages."""

from pathlib import Path

import pytest

from tests.conftest import NOW
from tests.pages.office import PHONE, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages


def test_anybody_finds_where_a_rule_lives(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        page = office.public(java_script_enabled=False)
        page.goto("/")
        page.click("footer a[href='/rules']")
        keep(page, "rules")
        page.select_option("#instrument", "HN")
        page.select_option("#home", "code")
        page.click("main form button")
        page.wait_for_url("**/rules?*home=code")
        assert page.locator("tbody tr").count() > 0
        page.click("tbody a[href='/rules/HN-12-1']")
        page.wait_for_url("**/rules/HN-12-1")
        assert "无自有住房" in page.inner_text("blockquote")
        keep(page, "rule")
        page.click(".kicker a")
        page.wait_for_url("**/rules?instrument=HN")
        assert "HN-1-1" in page.inner_text("tbody")


@pytest.mark.parametrize("address", ["/rules", "/rules?home=nowhere", "/rules/HN-21-5"])
def test_the_rules_can_be_read_by_everybody(tmp_path: Path, address: str) -> None:
    with open_office(tmp_path, NOW) as office:
        page = office.public()
        for language in ("zh", "en"):
            page.goto(f"/preferences?language={language}&back=/")
            page.goto(address)
            no_barrier(page)
            fits(page, address, PHONE["width"])

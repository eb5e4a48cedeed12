"""The rules of the law in a real browser: found from any page, narrowed, read, in two languages."""

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe

from tests.conftest import NOW
from tests.pages.office import PHONE, fits, keep, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


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
            found = Axe().run(page, options={"runOnly": {"type": "tag", "values": RULES}})
            assert found.violations_count == 0, found.generate_report()
            fits(page, address, PHONE["width"])

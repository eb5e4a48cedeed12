"""A visitor tries the conditions of admission on a phone, without scripts."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.pages.office import fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _fill(page: Page, **answers: str) -> None:
    for name, value in answers.items():
        page.fill(f"#{name}", value)


def test_a_visitor_learns_what_is_missing_and_then_that_it_fits(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        page = office.public(java_script_enabled=False)
        page.goto("/self-check")
        page.get_by_role("link", name="外来务工人员").click()
        page.get_by_role("button", name="看看符不符合").click()
        expect(page.get_by_role("alert")).to_be_visible()
        _fill(page, size="1", owned_area="0", income_fen="2000", assets_fen="3万", vehicles="0")
        _fill(page, insurance="11", employed_since="2024-03-01", age="27")
        page.select_option("#stable_employment", "1")
        page.select_option("#benefit", "none")
        page.select_option("#marital", "single")
        page.get_by_role("button", name="看看符不符合").click()
        expect(page.locator("#assets_fen-wrong-1")).to_be_visible()
        expect(page.locator("#insurance")).to_have_value("11")
        page.fill("#assets_fen", "30000")
        page.get_by_role("button", name="看看符不符合").click()
        expect(page.locator("#result")).to_contain_text("还不符合准入条件")
        expect(page.locator("main")).to_contain_text("再连续缴纳 1 个月后可以申请")
        page.locator("summary", has_text="改一改").click()
        page.fill("#insurance", "12")
        page.get_by_role("button", name="看看符不符合").click()
        expect(page.locator("#result")).to_contain_text("，符合准入条件")


def test_the_pages_are_for_everybody_and_for_small_phones(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        page = office.public()
        page.goto("/self-check")
        keep(page, "self-check-start")
        no_barrier(page)
        page.goto("/self-check/low_income")
        keep(page, "self-check-form")
        no_barrier(page)
        _fill(page, size="3", owned_area="20", income_fen="5400", assets_fen="0", vehicles="1")
        _fill(page, vehicle_price="90000", age="40")
        page.fill("#disposals-0-on", "2025-03-01")
        page.fill("#disposals-0-area", "60")
        page.select_option("#benefit", "none")
        page.select_option("#marital", "married")
        page.get_by_role("button", name="看看符不符合").click()
        expect(page.locator("#result")).to_contain_text("不符合的有 3 条")
        keep(page, "self-check-result")
        no_barrier(page)
        page.set_viewport_size({"width": 320, "height": 800})
        fits(page, "self-check-result", 320)
        page.goto("/preferences?language=en&back=/self-check/low_income")
        expect(page.locator("html")).to_have_attribute("lang", "en")

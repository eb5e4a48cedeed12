"""The counties side by side, and rental projects: readable on a phone, and by a screen reader."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.units.states import UnitState
from tests.factories.stock import keep_units, unit_facts
from tests.pages.office import fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _is_good(page: Page, name: str) -> None:
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_prefecture_sees_its_counties(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        actor = office.actor("zhongxin")
        with working(office.database.acts, actor, standing_clock(NOW), office.keyring) as work:
            keep_units(work, unit_facts(1, state=UnitState.LET), unit_facts(2))
        page = office.officer("shizhou")
        page.goto("/desk")
        page.get_by_role("link", name="各县市区", exact=True).click()
        expect(page.locator("tbody")).to_contain_text("50%")
        _is_good(page, "counties")


def test_a_rental_project_is_declared_by_hand(tmp_path: Path) -> None:
    """KM-N3-1: where a place has set no standard, the page says so."""
    with open_office(tmp_path, NOW) as office:
        page = office.officer("zhongxin")
        page.goto("/desk/rental-projects/new")
        for name, text in (
            ("code", "B01"),
            ("name", "安居一号"),
            ("owner", "安居公司"),
            ("floor_area", "6000"),
            ("commercial_area", "0"),
            ("layouts-0-name", "一居室"),
            ("layouts-0-units", "60"),
            ("layouts-0-area", "60"),
        ):
            page.fill(f"#{name}", text)
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("请改正")
        _is_good(page, "rental-project-new")
        page.fill("#layouts-0-rent_fen", "17")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("h1")).to_have_text("安居一号")
        expect(page.locator(".alert-warning")).to_contain_text("project_min_units")
        _is_good(page, "rental-project")
        page.get_by_role("link", name="租赁合同备案和租金水平").click()
        _is_good(page, "rental-leases")

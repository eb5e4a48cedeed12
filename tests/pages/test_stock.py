"""An officer keeps units, sees what stands empty, and the county transfers what is left over."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.own_stock import service as own_stock
from tests.factories.stock import keep_units, unit_facts
from tests.pages.office import fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
HOSPITAL, PARK = "县第一人民医院", "马坡岭高新园区管委会"
OWN = {"owner": HOSPITAL, "reserved_for": "本单位职工", "unit_class": "P06-一居室-中-普通"}


def _seen(page: Page, name: str) -> None:
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    page.set_viewport_size({"width": 1280, "height": 900})


def test_a_unit_is_put_on_file_repaired_and_counted_empty(tmp_path: Path) -> None:
    """HN-20-2: all that a plan and a lease need stands on one page, with its history."""
    with open_office(tmp_path, NOW) as office:
        with working(
            office.database.acts, office.actor("zhongxin"), standing_clock(NOW), office.keyring
        ) as work:
            keep_units(work, *(unit_facts(n) for n in range(1, 4)))
        page = office.officer("zhongxin")
        page.goto("/desk/units")
        page.get_by_role("link", name="登记房源").click()
        values = {"code": "P01-NEW", "building": "2栋", "room": "0101", "floor": "1"}
        values |= {"floors": "6", "layout": "两居室", "area": "52.3", "usable_area": "60"}
        values |= {"owner": "县住建局", "completed_on": "2025年6月30日", "rent_fen": "4.8"}
        for name, value in values.items():
            page.fill(f"#{name}", value)
        page.fill("#document", "交付清单〔2026〕1号")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("使用面积应大于 0 且不超过建筑面积")
        assert page.input_value("#room") == "0101"
        page.fill("#usable_area", "41.5")
        page.fill("#orientation", "南")
        page.check("#accessible")
        page.fill("#accessible_features", "坡道、扶手")
        _seen(page, "units-edit")
        page.get_by_role("button", name="登记", exact=True).click()
        page.get_by_role("link", name="P01-NEW").click()
        expect(page.locator("main")).to_contain_text("P01-两居室-低-无障碍")
        expect(page.locator("main")).to_contain_text("使用面积 41.50 m²")
        office.later(days=10)
        page.get_by_text("开始维修").first.click()
        page.get_by_label("理由").first.fill("厨房漏水")
        page.get_by_role("button", name="开始维修").click()
        expect(page.locator("h1")).to_contain_text("维修中")
        expect(page.locator("main")).to_contain_text("厨房漏水")
        _seen(page, "units-show")
        page.goto("/desk/units/empty")
        expect(page.locator("main")).to_contain_text("共 4 套")
        _seen(page, "units-empty")
        page.goto("/desk/units?accessible=1")
        _seen(page, "units-listing")
        page.goto("/desk/projects/P01")
        expect(page.locator("main")).to_contain_text("2栋")
        _seen(page, "units-project")


def test_what_an_owner_leaves_over_is_transferred(tmp_path: Path) -> None:
    """HN-19-3, HN-19-4."""
    with open_office(tmp_path, NOW) as office:
        with working(
            office.database.acts, office.actor("zhongxin"), standing_clock(NOW), office.keyring
        ) as work:
            keep_units(work, *(unit_facts(n, **OWN) for n in (1, 2)), unit_facts(3))
        page = office.officer("zhongxin")
        page.goto("/desk/own-stock")
        expect(page.get_by_role("status")).to_contain_text(HOSPITAL)
        page.get_by_role("link", name="登记产权单位").click()
        page.fill("#owner", HOSPITAL)
        page.fill("#serves", "本单位职工")
        page.fill("#document", "投资建设协议")
        _seen(page, "own-stock-new")
        page.get_by_role("button", name="登记", exact=True).click()
        _seen(page, "own-stock")
        with working(
            office.database.acts, office.actor("fabu"), standing_clock(NOW), office.keyring
        ) as work:
            own_stock.round_ended(work, HOSPITAL, "430199-2026-007")
        office.later(days=70)
        head = office.officer("fabu")
        head.goto("/desk/own-stock")
        head.get_by_role("link", name=HOSPITAL).click()
        head.get_by_label("P01-000001").check()
        head.get_by_label("转入统一房源").check()
        head.fill("#reason", "本单位对象均已安置")
        head.fill("#document", "会议纪要〔2026〕3号")
        head.get_by_role("button", name="调剂", exact=True).click()
        expect(head.get_by_role("alert")).to_contain_text("还有 P01-000002 没有选")
        assert head.get_by_label("P01-000001").is_checked()
        _seen(head, "own-stock-show")
        head.get_by_label("P01-000002").check()
        head.get_by_role("button", name="调剂", exact=True).click()
        expect(head.locator("main")).to_contain_text("P01-000001、P01-000002")


def test_a_park_sees_its_own_flats_and_no_others(tmp_path: Path) -> None:
    """HN-19-2, HN-19-3: what it built, whom it serves, and what is left over."""
    park = {"owner": PARK, "reserved_for": "园区就业人员", "unit_class": "P07-一居室-中-普通"}
    with open_office(tmp_path, NOW) as office:
        with working(
            office.database.acts, office.actor("zhongxin"), standing_clock(NOW), office.keyring
        ) as work:
            keep_units(work, unit_facts(1, **park), unit_facts(2, **OWN), unit_facts(3))
        with working(
            office.database.acts, office.actor("fabu"), standing_clock(NOW), office.keyring
        ) as work:
            own_stock.round_ended(work, PARK, "430199-2026-007")
        page = office.officer("yuanqu")
        page.get_by_role("link", name="本单位房源").first.click()
        expect(page.locator("main")).to_contain_text("P01-000001")
        expect(page.locator("main")).not_to_contain_text("P01-000002")
        expect(page.get_by_role("status")).to_contain_text("有 1 套剩余房源，保留到 2026-11-02")
        _seen(page, "own-stock-own")
        with page.expect_download() as saved:
            page.get_by_role("link", name="导出 Excel").click()
        assert saved.value.suggested_filename == "own-stock.xlsx"
        firm = office.officer("danwei")
        firm.goto("/own-stock")
        expect(firm.locator("main")).to_contain_text("没有登记在本单位名下的房源")

"""An officer sees how projects stand to the targets of occupancy, and describes one."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.units.states import UnitState
from tests.factories.stock import keep_units, unit_facts
from tests.pages.office import fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def test_a_project_is_described_and_its_cycle_appears(tmp_path: Path) -> None:
    """HN-6-2, HN-6-3."""
    with open_office(tmp_path, NOW) as office:
        actor = office.actor("zhongxin")
        with working(office.database.acts, actor, standing_clock(NOW), office.keyring) as work:
            keep_units(
                work, *(unit_facts(n, state=UnitState.LET) for n in range(1, 9)), unit_facts(9)
            )
        page = office.officer("zhongxin")
        page.goto("/desk/occupancy")
        expect(page.locator("main")).to_contain_text("88.8%")
        expect(page.locator("main")).to_contain_text("到期未达到")
        page.get_by_role("link", name="清溪雅苑").click()
        page.fill("#started_on", "2024年3月1日")
        page.fill("#extension_document", "县政函〔2026〕3号")
        page.fill("#document", "施工许可 1 号")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text("只有高层建筑可以延期")
        keep(page, "occupancy-project")
        no_barrier(page)
        page.check("#highrise")
        page.get_by_role("button", name="登记", exact=True).click()
        expect(page.locator("main")).to_contain_text("2028-03-01 到期")
        keep(page, "occupancy")
        no_barrier(page)
        page.set_viewport_size({"width": 320, "height": 800})
        fits(page, "occupancy", 320)

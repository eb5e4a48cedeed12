"""A value is proposed by one officer and approved by another; the public reads the standards."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.pages.office import PHONE, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def test_a_value_goes_from_one_officer_to_the_next_and_to_the_public(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        centre = office.officer("zhongxin")
        centre.goto("/values?q=低收入家庭")
        centre.get_by_role("link", name="低收入家庭人均月收入线").click()
        centre.get_by_role("link", name="提出调整").click()
        expect(centre.locator("#value")).to_have_value("1600")
        centre.fill("#value", "一千八")
        centre.fill("#first_day", "2026-09-01")
        centre.fill("#document", "县政发〔2026〕9号")
        centre.get_by_role("button", name="提出").click()
        expect(centre.locator("#document")).to_have_value("县政发〔2026〕9号")
        expect(centre.get_by_role("alert")).to_be_visible()
        centre.fill("#value", "1800")
        centre.fill("#first_day", "2027-01-01")
        keep(centre, "value-propose")
        no_barrier(centre)
        centre.get_by_role("button", name="提出").click()
        expect(centre.get_by_role("status")).to_contain_text("等待另一人核准")

        head = office.officer("fabu")
        head.goto("/values")
        keep(head, "values")
        no_barrier(head)
        head.locator(".panel").get_by_role("link", name="低收入家庭").click()
        keep(head, "value-approve")
        no_barrier(head)
        head.get_by_role("button", name="核准", exact=True).click()
        expect(head.get_by_role("status")).to_contain_text("自 2027-01-01 起")

        visitor = office.public()
        visitor.goto("/standards")
        expect(visitor.locator("main")).to_contain_text("1600.00 元")
        expect(visitor.locator("main")).to_contain_text("自 2027-01-01 起：")
        expect(visitor.locator("main")).to_contain_text("1800.00 元")
        keep(visitor, "standards")
        no_barrier(visitor)
        visitor.set_viewport_size({"width": 320, "height": 800})
        fits(visitor, "standards", 320)
        visitor.set_viewport_size(PHONE)  # type: ignore[arg-type]
        visitor.goto("/values/income_line_low")
        expect(visitor.locator(".steps")).to_contain_text("已核准")

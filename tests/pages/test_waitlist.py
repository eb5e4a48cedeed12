"""The centre publishes the order; everybody reads it masked; a place is reviewed by two persons."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.households.words import Group, Rescue
from tests.integration.small_county import household
from tests.pages.office import fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def test_the_order_is_published_read_by_all_and_a_place_reviewed(tmp_path: Path) -> None:
    """HN-17-3, HN-16-4, HN-16-5."""
    with open_office(tmp_path, NOW) as office:
        clock = standing_clock(NOW)
        centre_actor = office.actor("zhongxin")
        with working(office.database.acts, centre_actor, clock, office.keyring) as work:
            work.session.add_all(
                [
                    household(office.keyring, 1),
                    household(office.keyring, 2, present_area=1200),
                    household(office.keyring, 3, group=Group.LOW_INCOME),
                    household(office.keyring, 4, rescue=Rescue.MINIMUM_ALLOWANCE),
                ]
            )
        centre = office.officer("zhongxin")
        centre.goto("/desk/waitlist")
        expect(centre.locator(".empty")).to_contain_text("这份名单是空的")
        centre.get_by_role("link", name="公示轮候顺序…").click()
        centre.get_by_role("button", name="公示").click()
        expect(centre.get_by_role("status")).to_contain_text("已公示")

        visitor = office.public()
        visitor.goto("/waiting-order")
        visitor.get_by_role("link", name="2026-09-01").click()
        expect(visitor.locator("tbody tr").first).to_contain_text("应保尽保")
        expect(visitor.locator("dl.facts")).to_contain_text("第十七条")
        assert "SQ2025" not in visitor.content()
        keep(visitor, "waiting-order")
        no_barrier(visitor)
        visitor.set_viewport_size({"width": 320, "height": 800})
        fits(visitor, "waiting-order", 320)

        reviewer = office.officer("fuhe")
        reviewer.goto("/desk/waitlist")
        keep(reviewer, "waitlist")
        no_barrier(reviewer)
        reviewer.get_by_role("link", name="SQ2025000002").click()
        reviewer.get_by_text("开始资格复查").first.click()
        reviewer.get_by_role("button", name="开始资格复查").click()
        expect(reviewer.get_by_role("alert")).to_be_visible()
        reviewer.fill("#review-reason", "民政通报收入变化")
        reviewer.get_by_role("button", name="开始资格复查").click()
        expect(reviewer.locator("h1")).to_contain_text("资格复查中")

        head = office.officer("fabu")
        head.goto(reviewer.url)
        head.get_by_text("更正登记的情况").first.click()
        expect(head.locator("#correction-present_area")).to_have_value("12")
        head.fill("#correction-present_area", "10.5")
        head.fill("#correction-reason", "实地查看")
        head.get_by_role("button", name="更正登记的情况").click()
        expect(head.get_by_role("alert")).to_be_visible()
        expect(head.locator("#correction-present_area")).to_have_value("10.5")
        head.fill("#correction-document", "调查表 3 号")
        head.get_by_role("button", name="更正登记的情况").click()
        expect(head.get_by_role("status")).to_contain_text("已更正")
        head.locator("summary", has_text="取消轮候资格").click()
        head.fill("#cancel-reasons", "人均月收入 3000 元，超过 2447 元")
        head.fill("#cancel-conditions", "HN-12-4")
        keep(head, "waitlist-cancel")
        no_barrier(head)
        head.get_by_role("button", name="取消轮候资格").click()
        expect(head.locator("h1")).to_contain_text("轮候资格已取消")

        office.later(days=20)
        visitor.reload()
        expect(visitor.locator(".empty")).to_contain_text("公示期已过")
        assert "*" not in visitor.locator("main").inner_text()

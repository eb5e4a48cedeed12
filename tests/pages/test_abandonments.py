"""A family answers a report on its phone, and the head decides; then the freeze is shown."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.access.actor import Actor
from housing.core.clock import standing_clock
from housing.core.work import working
from housing.policies.queries import book
from housing.waitlist import order, taking_part
from tests.factories.stock import household_facts, keep_households
from tests.pages.office import (
    APPLICANT_IDENTITY,
    APPLICANT_PHONE,
    Office,
    fits,
    keep,
    no_barrier,
    open_office,
)

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
ROUND = "430199-2026-001"


def _seen(page: Page, name: str) -> None:
    before = page.viewport_size
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _allotted(office: Office) -> None:
    """Give a flat to the household of the applicant's account, and to another one."""
    clock = standing_clock(NOW)

    def act(who: Actor):  # type: ignore[no-untyped-def]
        return working(office.database.acts, who, clock, office.keyring)

    with act(office.actor("zhongxin")) as work:
        own = {"identity_number": APPLICANT_IDENTITY, "phone": APPLICANT_PHONE}
        kept = keep_households(work, household_facts(1, **own), household_facts(2))
        ids = [each.id for each in kept]
        order.enter_those_of_sheets(work, book(work.session))
        taking_part.join(work, ids, ROUND)
    with act(office.actor("fabu")) as work:
        taking_part.allot(work, ids, ROUND)


def _report(page: Page, number: str) -> None:
    page.goto("/desk/abandonments")
    page.get_by_role("link", name="报告放弃").click()
    page.fill("#number", number)
    page.select_option("#kind", "not_signed")
    page.fill("#on", "2026年8月31日")
    page.fill("#reason", "合同期限届满未签订")
    page.fill("#document", "配租通知1号")
    page.get_by_role("button", name="报告", exact=True).click()


def test_a_family_answers_and_the_head_decides(tmp_path: Path) -> None:
    """HN-22-1, HN-22-2, HN-22-6."""
    with open_office(tmp_path, NOW) as office:
        _allotted(office)
        centre = office.officer("zhongxin")
        _report(centre, "SQ2025999999")
        expect(centre.get_by_role("alert")).to_contain_text("没有轮候登记")
        assert centre.input_value("#reason") == "合同期限届满未签订"
        _seen(centre, "abandonments-new")
        centre.fill("#number", "SQ2025000001")
        centre.get_by_role("button", name="报告", exact=True).click()
        expect(centre.locator("main")).to_contain_text("家庭说明到 2026-09-08")
        _seen(centre, "abandonments")
        phone = office.applicant()
        phone.goto("/my/abandonments")
        expect(phone.locator("main")).to_contain_text("您的资格现在不受影响")
        _seen(phone, "abandonments-mine")
        phone.get_by_label("情况说明").fill("合同当天在医院，附住院证明")
        phone.get_by_role("button", name="提交说明").click()
        expect(phone.get_by_role("status")).to_contain_text("已收到您的说明")
        head = office.officer("fabu")
        head.goto("/desk")
        head.get_by_role("link", name="待认定的放弃").click()
        head.get_by_role("link", name="SQ2025000001").click()
        expect(head.locator("main")).to_contain_text("附住院证明")
        head.get_by_text("认定放弃", exact=True).first.click()
        head.get_by_label("认定放弃的理由").fill("没有提交住院证明")
        _seen(head, "abandonments-show")
        head.get_by_role("button", name="认定放弃", exact=True).click()
        expect(head.locator("main")).to_contain_text("到 2028-08-31（含当日）")
        expect(head.locator("main")).to_contain_text("须重新申请")
        _seen(head, "abandonments-decided")
        phone.goto("/my/abandonments")
        expect(phone.locator("main")).to_contain_text("依规定领取租赁补贴不受影响")
        head.goto("/desk/abandonments?only=frozen")
        expect(head.locator("main")).to_contain_text("到 2028-08-31 不再配租")
        head.get_by_role("link", name="SQ2025000001").click()
        head.get_by_text("复核后撤销认定", exact=True).first.click()
        head.get_by_label("撤销的理由").fill("补交了住院证明")
        head.get_by_role("button", name="复核后撤销认定").click()
        expect(head.locator("h1")).to_contain_text("认定已撤销")
        phone.goto("/my/abandonments")
        expect(phone.locator("main")).to_contain_text("补交了住院证明")

"""A tenant reads the statement and asks for less rent on a phone; the head decides at a desk."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.rents.charging import charge_month
from tests.conftest import PLACE
from tests.factories.leases import phone_of, tenant_account
from tests.factories.rented import rented
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _seen(page: Page, name: str) -> None:
    keep(page, name)
    no_barrier(page)
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _let(office: Office) -> int:
    clock = standing_clock(NOW)
    actor = office.actor("zhongxin")
    with working(office.database.acts, actor, clock, office.keyring) as work:
        lease = rented(work).id
        tenant_account(work)
    charge_month(office.database, office.keyring, clock, PLACE, "2026-09")
    return lease


def test_less_rent_is_asked_for_and_granted(tmp_path: Path) -> None:
    """HN-26-1, HN-26-3."""
    with open_office(tmp_path, NOW) as office:
        lease = _let(office)
        tenant, head = office.applicant(phone_of(1)), office.officer("fabu")
        tenant.goto(f"/my/leases/{lease}/statement")
        expect(tenant.locator("main")).to_contain_text("300.00 元")
        _seen(tenant, "my-statement")
        tenant.get_by_role("link", name="申请租金减免").click()
        tenant.get_by_role("button", name="提交申请").click()
        expect(tenant.locator("main")).to_contain_text("此项必须填写")
        tenant.select_option("#ground", "重残")
        tenant.fill("#statement", "二级残疾，证件已交窗口")
        _seen(tenant, "my-reduction")
        tenant.get_by_role("button", name="提交申请").click()
        expect(tenant.locator("main")).to_contain_text("待决定")
        head.goto("/desk/rents")
        _seen(head, "rents")
        head.locator("main").get_by_role("link", name="租金减免").click()
        head.get_by_role("link", name="JM430199-2026-00001").click()
        head.locator("summary", has_text="批准减免").click()
        head.fill("#grant-percent", "40")
        head.fill("#grant-until_month", "2027-02")
        head.fill("#grant-reasons", "符合条件")
        head.fill("#grant-document", "减〔2026〕1号")
        head.get_by_role("button", name="批准减免").click()
        expect(head.locator("main")).to_contain_text("40%，2026-10 至 2027-02")
        _seen(head, "reduction")
        head.goto("/desk/ledger")
        expect(head.locator("main")).to_contain_text("租金收入（政府）")
        _seen(head, "ledger")
        head.goto("/desk/rent-standards")
        _seen(head, "rent-standards")
        head.goto("/desk/rent-money")
        _seen(head, "rent-money")
        head.goto(f"/desk/leases/{lease}/rent")
        _seen(head, "lease-rent")

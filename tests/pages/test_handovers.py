"""A tenant has something mended, is visited, and gives the flat back: on a phone and at a desk."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.leases.models import Lease
from tests.factories.files import picture
from tests.factories.leases import active_lease, phone_of, tenant_account
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


def _open(page: Page, legend: str) -> None:
    page.locator("summary", has_text=legend).click()


def _let(office: Office) -> Lease:
    actor = office.actor("zhongxin")
    with working(office.database.acts, actor, standing_clock(NOW), office.keyring) as work:
        lease = active_lease(work, 1, starts_on=date(2026, 8, 1))
        tenant_account(work, 1)
    return lease


def test_a_flat_is_mended_visited_and_given_back(tmp_path: Path) -> None:
    """HN-27-1, HN-24-3, HN-33-5."""
    with open_office(tmp_path, NOW) as office:
        lease = _let(office)
        tenant, officer = office.applicant(phone_of(1)), office.officer("zhongxin")
        _mended(tenant, officer, lease)
        _visited(officer, lease)
        _given_back(tenant, officer, lease)


def _mended(tenant: Page, officer: Page, lease: Lease) -> None:
    tenant.goto(f"/my/leases/{lease.id}/repairs")
    _seen(tenant, "my-repairs")
    tenant.get_by_role("button", name="提交报修").click()
    expect(tenant.locator("main")).to_contain_text("此项必须填写")
    tenant.fill("#description", "厨房水管漏水，地面积水")
    tenant.set_input_files(
        "#photos", {"name": "leak.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    tenant.get_by_role("button", name="提交报修").click()
    expect(tenant.locator("main")).to_contain_text("2026-09-04")
    expect(tenant.get_by_role("link", name="leak.jpg")).to_be_visible()
    officer.goto("/desk/repairs")
    officer.get_by_role("link", name="望麓新苑1栋1单元0001").click()
    _open(officer, "派工")
    officer.fill("#assign-assigned_to", "王师傅")
    officer.fill("#assign-visit_on", "2026-09-02")
    officer.get_by_role("button", name="派工").click()
    _open(officer, "登记修好")
    officer.fill("#finish-outcome", "更换水管")
    officer.fill("#finish-cost", "123.45")
    officer.get_by_role("button", name="登记修好").click()
    expect(officer.locator("main")).to_contain_text("123.45 元")
    _seen(officer, "repair")
    tenant.reload()
    _open(tenant, "已经修好")
    tenant.get_by_role("button", name="已经修好").click()
    expect(tenant.locator("main")).to_contain_text("已确认")
    _seen(tenant, "my-repair")
    officer.goto("/desk/repairs/costs")
    expect(officer.locator("main")).to_contain_text("P01-000001")


def _visited(officer: Page, lease: Lease) -> None:
    officer.goto(f"/desk/leases/{lease.id}/inspections/new")
    officer.fill("#on", "2026-09-01")
    officer.select_option("#purpose", "report")
    officer.get_by_role("button", name="安排走访").click()
    expect(officer.get_by_role("alert")).to_contain_text("走访事由")
    officer.fill("#why", "邻居反映夜间无灯")
    officer.get_by_role("button", name="安排走访").click()
    officer.goto("/desk/inspections")
    _seen(officer, "inspections-today")
    officer.get_by_role("link", name="登记走访").click()
    officer.check("#answered-0")
    officer.fill("#water", "12.5")
    officer.fill("#findings-0-detail", "灶台台面开裂")
    officer.select_option("#findings-0-next_step", "repair")
    _seen(officer, "inspection-make")
    officer.get_by_role("button", name="登记走访").click()
    officer.goto("/desk/inspections?only=made")
    officer.get_by_role("link", name="望麓新苑1栋1单元0001").click()
    expect(officer.locator("main")).to_contain_text("灶台台面开裂")
    officer.get_by_role("link", name="BX2026000002").click()
    expect(officer.locator("main")).to_contain_text("灶台台面开裂")


def _given_back(tenant: Page, officer: Page, lease: Lease) -> None:
    officer.goto(f"/desk/leases/{lease.id}/handover")
    officer.fill("#reason", "家庭在外地安家")
    officer.get_by_role("button", name="开始腾退").click()
    officer.get_by_role("link", name="验房").click()
    officer.select_option("#fittings-0-state", label="完好")
    officer.select_option("#fittings-1-state", index=2)
    officer.fill("#water", "13")
    _seen(officer, "handover-inspect")
    officer.get_by_role("button", name="记录验房情况").click()
    officer.get_by_role("link", name="结算").click()
    officer.fill("#last_day", "2026-09-01")
    officer.fill("#damages-0-fen", "200")
    officer.fill("#damages-0-reason", "台面更换费用")
    officer.get_by_role("button", name="结算").click()
    expect(officer.locator("main")).to_contain_text("承租人仍应缴纳")
    tenant.goto(f"/my/leases/{lease.id}/handover")
    _seen(tenant, "my-handover")
    tenant.fill("#statement", "台面原来就有裂纹")
    tenant.get_by_role("button", name="提出异议").click()
    expect(tenant.locator("main")).to_contain_text("由结算以外的人员答复")
    officer.reload()
    _open(officer, "收回钥匙")
    officer.fill("#close-keys_on", "2026-09-01")
    officer.fill("#close-keys_note", "钥匙三把")
    officer.get_by_role("button", name="收回钥匙").click()
    expect(officer.locator("h1")).to_contain_text("已交接")
    _seen(officer, "handover")

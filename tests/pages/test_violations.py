"""A neighbour reports on a phone, an officer finds and orders, the tenant speaks and reads."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from tests.factories.files import picture
from tests.factories.leases import active_lease, phone_of, tenant_account
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _seen(page: Page, name: str) -> None:
    before = page.viewport_size
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _let(office: Office) -> str:
    with working(
        office.database.acts, office.actor("zhongxin"), standing_clock(NOW), office.keyring
    ) as work:
        lease = active_lease(work, 1)
        tenant_account(work, 1)
        return lease.number


def _done(page: Page, summary: str, **fields: str) -> None:
    """Unfold an act of the case, fill its form and send it."""
    act = page.locator("details", has=page.locator("summary", has_text=summary)).first
    act.locator("summary").click()
    for name, value in fields.items():
        act.locator(f"[name$='-{name}']").fill(value)
    act.get_by_role("button").click()


def test_a_report_becomes_an_order_that_the_tenant_reads(tmp_path: Path) -> None:
    """HN-34-1, HN-36-1: nothing before the hearing, the order before anything else."""
    with open_office(tmp_path, NOW) as office:
        lease = _let(office)
        public = office.public()
        public.goto("/public-rental-addresses")
        expect(public.get_by_role("table")).to_contain_text("望麓新苑")
        _seen(public, "public-rental-addresses")
        public.goto("/report-misuse")
        public.select_option("#category", "sublet")
        public.fill("#address", "望麓新苑1栋")
        public.get_by_role("button", name="提交举报").click()
        expect(public.get_by_role("alert")).to_be_visible()
        assert public.input_value("#address") == "望麓新苑1栋"  # Nothing typed is lost.
        public.fill("#what", "有人收房租，住的不是承租人")
        _seen(public, "report-misuse")
        public.get_by_role("button", name="提交举报").click()
        expect(public.get_by_role("status")).to_contain_text("JB")
        reviewer = office.officer("fuhe")
        reviewer.goto("/desk/violation-reports")
        _seen(reviewer, "violation-reports")
        reviewer.get_by_role("link", name="430199-JB-2026-00001").click()
        _done(reviewer, "立案", lease_number=lease, facts="由他人居住", reasons="已上门核实")
        reviewer.get_by_role("link", name="查看案件").click()
        _done(reviewer, "告知承租人")
        tenant = office.applicant(phone_of(1))
        tenant.goto("/my/violations")
        tenant.get_by_label("陈述意见").fill("朋友暂住")
        _seen(tenant, "my-violations")
        tenant.get_by_role("button", name="提交陈述").click()
        expect(tenant.locator("main")).to_contain_text("您的陈述")
        reviewer.reload()
        photo = {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture()}
        reviewer.set_input_files("input[type=file]", photo)  # type: ignore[arg-type]
        reviewer.get_by_role("button", name="上传证据").click()
        _done(reviewer, "认定违规", finding="持有转租协议")
        expect(reviewer.locator("h1")).to_contain_text("待责令整改")
        head = office.officer("fabu")
        head.goto(reviewer.url)
        _done(head, "责令限期整改", requirement="收回住房自住")
        expect(head.locator("h1")).to_contain_text("待送达")
        _seen(head, "violation")
        head.goto("/desk/violations?only=open")
        _seen(head, "violations")
        tenant.reload()
        expect(tenant.locator("main")).to_contain_text("收回住房自住")
        for page in ("away", "decoration"):
            tenant.goto(f"/my/leases/1/{page}")
            _seen(tenant, f"my-{page}")

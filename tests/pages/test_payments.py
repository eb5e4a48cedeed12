"""A sheet of a bank is taken in, its queue worked off, and a tenant sees the receipt on a phone."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.arrears import counting
from housing.core.clock import standing_clock
from housing.core.work import working
from housing.payments.service import open_bank_account
from housing.rents.charging import charge_month
from tests.conftest import PLACE
from tests.factories.leases import phone_of, tenant_account
from tests.factories.rented import rented
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
HEAD = "流水号,日期,收入,支出,对方户名,对方账号,摘要"


def _looked_at(page: Page, name: str) -> None:
    keep(page, name)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    no_barrier(page)


def _fill(office: Office) -> str:
    clock = standing_clock(NOW)
    with working(office.database.acts, office.actor("zhongxin"), clock, office.keyring) as work:
        number = rented(work, 1).number
        tenant_account(work, 1)
        facts = {"bank": "建设银行", "holder": "县财政局", "number": "6217000000000012345"}
        open_bank_account(work, **facts, layout_name="general")
    for period in ("2026-07", "2026-08", "2026-09"):
        charge_month(office.database, office.keyring, clock, PLACE, period)
    counting.sweep(office.database, office.keyring, clock)
    return number


def test_a_sheet_is_worked_off_and_the_tenant_sees_the_receipt(tmp_path: Path) -> None:
    """HN-26-1, HN-26-5"""
    with open_office(tmp_path, NOW) as office:
        number = _fill(office)
        sheet = tmp_path / "9月.csv"
        sheet.write_bytes(f"{HEAD}\nA1,2026-09-01,300,,王某,6222,不明".encode("gb18030"))
        centre = office.officer("zhongxin")
        centre.goto("/desk/payments")
        for said in ("已导入 1 笔", "没有改变任何账目"):
            centre.get_by_label("银行流水文件").set_input_files(str(sheet))
            centre.get_by_role("button", name="导入流水").click()
            expect(centre.get_by_role("status").first).to_contain_text(said)
        _looked_at(centre, "payments-overview")
        centre.goto("/desk/payments/lines")
        _looked_at(centre, "payments-lines")
        centre.get_by_role("link", name="A1").click()
        centre.get_by_text("认领到租约").first.click()
        centre.get_by_label("租赁合同编号").fill(number)
        _looked_at(centre, "payments-line")
        centre.get_by_role("button", name="认领到租约").click()
        expect(centre.locator("h1")).to_contain_text("已入账")
        for page, name in (
            ("/desk/leases/1/payments", "payments-lease"),
            ("/desk/arrears", "arrears-listing"),
            ("/desk/arrears/1", "arrears-case"),
            ("/desk/subsidies", "subsidies-listing"),
            ("/desk/subsidies/lists", "subsidies-lists"),
        ):
            centre.goto(page)
            _looked_at(centre, name)
        family = office.applicant(phone_of(1))
        family.goto("/my/leases/1/payments")
        expect(family.get_by_role("link", name="SJ2026")).to_be_visible()
        _looked_at(family, "payments-mine")

"""Hanzhong in the browser: a tenant buys from the phone, and a rental project is kept.

One office is opened for both stories, since opening it costs more than either.
"""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.accounts.service import open_account
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.work import Work
from housing.offices import queries as offices
from housing.ownership.words import InvestmentType
from housing.units.states import UnitState
from tests.conftest import NOW
from tests.factories.hanzhong import HANTAI
from tests.factories.leases import active_lease, phone_of, tenant_account
from tests.factories.sales import CENTRE, SaleCounty, add_unit
from tests.pages.office import PASSWORD, Office, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NUMBER = 40


def _seen(page: Page, name: str) -> None:
    before = page.viewport_size
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _county(office: Office) -> SaleCounty:
    """Open a county of Hanzhong beside the sample one, with one let dwelling for sale."""
    county = SaleCounty(office.database, office.keyring, NOW).fill(4)

    def let(work: Work) -> Actor:
        flat = add_unit(work, NUMBER, InvestmentType.GOVERNMENT_FULL, state=UnitState.LET)
        active_lease(work, NUMBER, flat=flat)
        return tenant_account(work, NUMBER)

    county.act(CENTRE, let)

    def officer(work: Work) -> None:
        centre = offices.by_code(work.session, HANTAI, "HOUSING_CENTRE")
        open_account(work, "baozhang", Role.CENTRE, HANTAI, PASSWORD, centre.id if centre else None)
        department = offices.by_code(work.session, HANTAI, "HOUSING_DEPARTMENT")
        held = department.id if department else None
        open_account(work, "fuzeren9", Role.COUNTY_HEAD, HANTAI, PASSWORD, held)

    county.act(system_actor(HANTAI), officer)
    county.released(NUMBER)
    return county


def _keeps_a_project(office: Office) -> None:
    """HZR-8-1, HZR-18-5: declared, approved by another person, accepted; the grants are due."""
    desk, head = office.officer("baozhang"), office.officer("fuzeren9")
    desk.goto("/desk")
    desk.get_by_role("link", name="租赁住房建设").click()
    desk.get_by_role("link", name="登记项目").click()
    typed = {"code": "HZ01", "name": "兴汉公寓", "firm": "汉房公司", "kinds-0-name": "公寓"}
    for name, words in (typed | {"kinds-0-units": "40", "kinds-0-area": "45"}).items():
        desk.fill(f"#{name}", words)
    desk.check("#serviced")
    _seen(desk, "supply-new")
    desk.get_by_role("button", name="登记", exact=True).click()
    head.goto("/desk/supply/HZ01")
    head.get_by_text("登记项目批文", exact=True).first.click()
    head.fill("#approve-number", "汉住发〔2020〕1号")
    head.fill("#approve-on", "2020-09-16")
    for name in ("housing", "land", "planning", "annotated"):
        head.check(f"#approve-{name}")
    head.get_by_role("button", name="登记项目批文").click()
    desk.reload()
    desk.get_by_text("登记主体竣工验收", exact=True).first.click()
    desk.fill("#accept-document", "验收1号")
    desk.fill("#accept-on", "2026-07-31")
    desk.get_by_role("button", name="登记主体竣工验收").click()
    expect(desk.get_by_text("40 套（间）× 45.00 平方米 × 100.00 元").first).to_be_visible()
    _seen(desk, "supply-show")
    head.goto("/desk")
    head.get_by_role("link", name="逾期未付的奖补和土地款").click()
    expect(head.get_by_role("heading", name="逾期未付")).to_be_visible()


def test_a_tenant_buys_on_a_phone_and_the_centre_keeps_a_project(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW + timedelta(hours=1)) as office:
        _county(office)
        phone = office.applicant(phone_of(NUMBER))
        phone.goto("/my/purchase")
        expect(phone.get_by_text("任何单位和个人不得强迫").first).to_be_visible()
        _seen(phone, "sales-mine")
        phone.get_by_role("button", name="提交购买申请").click()
        expect(phone.get_by_text("此项必须填写").first).to_be_visible()
        phone.select_option("#agreed", "yes")
        phone.get_by_role("button", name="提交购买申请").click()
        phone.get_by_role("link", name="望江小区").click()
        _seen(phone, "sales-my-sale")

        desk = office.officer("baozhang")
        desk.goto("/desk/sales?only=applied")
        _seen(desk, "sales-listing")
        desk.get_by_role("link", name="GF2026000001").click()
        desk.get_by_text("审定为符合条件", exact=True).first.click()
        desk.fill("#qualify-evidence", "收入核定书")
        desk.get_by_role("button", name="审定为符合条件", exact=True).click()
        expect(desk.get_by_role("alert")).to_contain_text("家庭住房符合当地住房困难标准")
        desk.fill("#qualify-evidence", "收入核定书\n住房核查")
        desk.fill("#qualify-form", "申请审核表原件")
        desk.get_by_role("button", name="审定为符合条件", exact=True).click()
        expect(desk.locator("h1 .state")).to_have_text("符合条件，待定价")
        _seen(desk, "sales-show")
        for address in ("/desk/sale-batches", "/desk/sale-prices", "/desk/sale-account"):
            desk.goto(address)
            _seen(desk, address.rpartition("/")[2])

        phone.reload()
        expect(phone.locator("h1 .state")).to_have_text("符合条件，待定价")

        _keeps_a_project(office)

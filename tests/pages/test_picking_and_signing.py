"""A hall from its call to the keys: clerk, wall, family, and the next in order."""

from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.integration.halls import DAY, EVENING, MORNING, Hall
from tests.integration.signing import Signing
from tests.integration.small_county import AFTER_PUBLICITY, LOW, TWO, County, household, unit
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


def _narrow(page: Page, name: str) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _county(office: Office) -> County:
    keyring = office.keyring
    own = {
        "identity_sealed": keyring.seal(APPLICANT_IDENTITY),
        "identity_index": keyring.blind(APPLICANT_IDENTITY),
        "phone_sealed": keyring.seal(APPLICANT_PHONE),
        "phone_index": keyring.blind(APPLICANT_PHONE),
    }
    people = [household(keyring, 1, **own)]
    people += [household(keyring, number, wishes=[[LOW], [TWO]]) for number in range(2, 6)]
    stock = [unit(1), unit(2), unit(3)]
    return County(office.database, keyring).fill(people, stock)


def _call(office: Office, hall: Hall) -> None:
    office.now = AFTER_PUBLICITY
    centre = office.officer("zhongxin")
    centre.goto(f"/desk/rounds/{hall.id}")
    centre.get_by_role("link", name="到场选房").click()
    centre.fill("#hall", "清溪街道安居路 2 号政务大厅二楼")
    centre.fill("#starts_on", (DAY - timedelta(days=6)).isoformat())
    centre.fill("#per_slot", "1")
    centre.get_by_role("button", name="发出选房通知书").click()
    expect(centre.get_by_role("alert")).to_contain_text("提前 5 个工作日")
    assert centre.input_value("#hall").endswith("二楼")
    no_barrier(centre)
    keep(centre, "picking-call")
    centre.fill("#starts_on", DAY.isoformat())
    centre.get_by_role("button", name="发出选房通知书").click()
    expect(centre.get_by_role("status")).to_contain_text("通知书已发出")
    keep(centre, "picking-turns")
    no_barrier(centre)
    family = office.applicant()
    family.goto("/my/picking")
    expect(family.locator("main")).to_contain_text("政务大厅二楼")
    keep(family, "picking-mine")


def _pick(office: Office, hall: Hall) -> None:
    office.now = MORNING
    centre = office.officer("zhongxin")
    centre.goto(f"/desk/rounds/{hall.id}/open_picking")
    centre.check("#sure")
    centre.get_by_role("button", name="开始选房").click()
    centre.get_by_role("link", name="选房工作台").click()
    centre.get_by_role("button", name="选定", exact=True).click()
    expect(centre.locator("main")).to_contain_text("请选择一套房源")
    centre.get_by_role("radio").first.check()
    keep(centre, "picking-hall")
    _narrow(centre, "picking-hall")
    no_barrier(centre)
    centre.get_by_role("button", name="选定", exact=True).click()
    expect(centre.get_by_role("status")).to_contain_text("已选定")
    centre.get_by_text("申请撤销这一次…").click()
    centre.fill("#ask_undo-reason", "家庭改选另一套")
    centre.get_by_role("button", name="申请撤销").click()
    reviewer = office.officer("fuhe")
    reviewer.goto(f"/desk/rounds/{hall.id}/hall")
    reviewer.get_by_text("同意撤销…").click()
    reviewer.get_by_role("button", name="撤销上一次选房").click()
    expect(reviewer.get_by_role("status")).to_contain_text("已撤销")
    centre.goto(f"/desk/rounds/{hall.id}/hall")
    centre.get_by_role("radio").last.check()
    centre.get_by_role("button", name="选定", exact=True).click()
    wall = office.public()
    wall.goto(f"/hall/{hall.a_round.code}?wall=1")
    assert wall.locator("meta[http-equiv=refresh]").count() == 1
    wall.goto(f"/hall/{hall.a_round.code}")
    expect(wall.locator(".hall-now")).to_contain_text("第 2 号")
    assert "SQ2025000" not in wall.content()
    keep(wall, "picking-screen")
    _narrow(wall, "picking-screen")
    no_barrier(wall)


def _close(office: Office, hall: Hall) -> None:
    hall.latest = MORNING + timedelta(minutes=1)
    while hall.turn().units:
        hall.pick()
    office.now = EVENING
    centre = office.officer("zhongxin")
    centre.goto(f"/desk/rounds/{hall.id}/hall")
    expect(centre.locator("main")).to_contain_text("没有适合该家庭的房源了")
    keep(centre, "picking-none-left")
    centre.get_by_text("后面没有合适房源的家庭一并记录…").click()
    centre.get_by_role("button", name="一并记录").click()
    centre.get_by_role("link", name="结束选房").click()
    centre.check("#sure")
    centre.get_by_role("button", name="结束选房").click()
    expect(centre.get_by_role("status")).to_contain_text("已完成")


def _sign(office: Office, signing: Signing) -> None:
    centre = office.officer("zhongxin")
    centre.goto(f"/desk/rounds/{signing.id}/open_signing")
    centre.check("#sure")
    centre.get_by_role("button", name="开始签约").click()
    centre.get_by_role("link", name="配租通知和签约").click()
    keep(centre, "offers-round")
    no_barrier(centre)
    family = office.applicant()
    family.goto("/my/offers")
    expect(family.locator("main")).to_contain_text("最迟签约")
    keep(family, "offers-mine")
    _narrow(family, "offers-mine")
    no_barrier(family)
    family.get_by_role("link", name="放弃…").click()
    family.fill("#reason", "孩子上学太远")
    keep(family, "offers-decline")
    family.get_by_role("button", name="放弃这套住房").click()
    expect(family.locator("main")).to_contain_text("请勾选")
    no_barrier(family)
    family.check("#sure")
    family.get_by_role("button", name="放弃这套住房").click()
    expect(family.get_by_role("status")).to_contain_text("已收到您的放弃")


def _offer_on(office: Office, signing: Signing) -> None:
    centre = office.officer("zhongxin")
    centre.goto(f"/desk/rounds/{signing.id}/offers")
    centre.get_by_role("link", name="依次递补…").click()
    keep(centre, "offers-reoffer")
    no_barrier(centre)
    centre.check("#sure")
    centre.get_by_role("button", name="发出配租通知").click()
    expect(centre.get_by_role("status")).to_contain_text("已依次递补")
    anybody = office.public()
    anybody.goto(f"/rounds/{signing.a_round.code}/reoffers")
    expect(anybody.locator("main")).to_contain_text("排序第")
    keep(anybody, "offers-reoffers")
    _narrow(anybody, "offers-reoffers")
    no_barrier(anybody)
    answer = anybody.request.get(f"/rounds/{signing.a_round.code}/reoffers/1/1/plan.json")
    assert answer.json()["mechanism"] == "in_turn"
    centre.goto("/desk/offers?only=pending")
    keep(centre, "offers-listing")
    centre.get_by_role("row").nth(1).get_by_role("link").click()
    keep(centre, "offers-show")
    no_barrier(centre)
    _lease(centre)


def _lease(centre: Page) -> None:
    """Draft the lease, be refused while an item is empty, fill it in, sign and hand over."""
    centre.get_by_role("link", name="拟定、签订租赁合同").click()
    centre.fill("#months", "61")
    centre.get_by_role("button", name="拟定").click()
    expect(centre.locator(".wrong")).to_contain_text("60 个月")
    centre.fill("#months", "36")
    centre.get_by_role("button", name="拟定").click()
    expect(centre.locator("main")).to_contain_text("合同缺少以下内容")
    _signs(centre)
    expect(centre.get_by_role("alert")).to_contain_text("室内设施和设备状况")
    centre.get_by_role("link", name="填写合同条款").click()
    centre.fill("#facilities_condition", "灶台、热水器、卫生洁具完好。")
    centre.get_by_role("button", name="保存").click()
    _narrow(centre, "leases-show")
    _signs(centre)
    expect(centre.locator("h1")).to_contain_text("已签约")
    no_barrier(centre)
    centre.get_by_role("link", name="交付钥匙").click()
    centre.get_by_role("button", name="交付钥匙").click()
    expect(centre.get_by_role("alert")).to_contain_text("至少写一项")
    centre.select_option("#fittings-0-state", "完好")
    keep(centre, "leases-keys")
    _narrow(centre, "leases-keys")
    no_barrier(centre)
    centre.get_by_role("button", name="交付钥匙").click()
    expect(centre.locator("h1")).to_contain_text("租赁中")
    keep(centre, "leases-show")


def _signs(centre: Page) -> None:
    centre.get_by_text("双方已签订合同").first.click()
    if not centre.input_value("#sign-document"):
        centre.fill("#sign-document", "租〔2026〕1号")
    centre.get_by_role("button", name="双方已签订合同").click()


def test_a_hall_from_its_call_to_the_next_in_order(tmp_path: Path) -> None:
    """HN-21-7, HN-22-4, HN-22-5, HN-24-1."""
    with open_office(tmp_path, AFTER_PUBLICITY - timedelta(days=10)) as office:
        hall = Hall(_county(office), "in_turn")
        _call(office, hall)
        _pick(office, hall)
        _close(office, hall)
        hall.latest = EVENING + timedelta(minutes=1)
        published = hall.published()
        office.now = EVENING + timedelta(days=1)
        signing = Signing(hall.county, published, office.now)
        _sign(office, signing)
        _offer_on(office, signing)

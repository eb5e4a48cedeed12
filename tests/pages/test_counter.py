"""A street officer fills in an application for somebody who comes to the counter."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.applications.states import ApplicationState as S
from tests.factories.applications import number
from tests.factories.files import pdf, picture
from tests.pages.office import DESKTOP, PHONE, Office, keep
from tests.pages.test_reviews import county_at_work, good, signed_in

pytestmark = [pytest.mark.pages, pytest.mark.long]
IDENTITY = number("1962-05-06", 402)


def opened(page: Page) -> None:
    """Open the application: who it is and how they are reached; wrong first, then right."""
    page.goto("/desk")
    page.get_by_role("link", name="柜台代填").click()
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_text("请选一类").first).to_be_visible()
    page.get_by_label(re.compile("^低收入家庭")).check()
    page.get_by_label("姓名").fill("周老太")
    page.get_by_label("证件号码").fill(IDENTITY[:-1] + ("1" if IDENTITY[-1] != "1" else "2"))
    page.get_by_label("联系电话").fill("139 0000 7777")
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_text("最后一位校验码不符").first).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("周老太")
    good(page, "counter-wrong")
    page.get_by_label("证件号码").fill(IDENTITY)
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url("**/people/1")


def answered(page: Page) -> None:
    """Answer every question for her, as she says."""
    expect(page.get_by_label("姓名")).to_have_value("周老太")
    expect(page.get_by_label("证件号码")).to_have_value(IDENTITY)
    expect(page.get_by_text("柜台代填。请当面核对证件原件")).to_be_visible()
    page.get_by_label("与户主的关系").select_option(label="户主（本人）")
    page.get_by_label("婚姻状况").select_option(label="丧偶")
    page.get_by_label(re.compile("能独立")).check()
    good(page, "counter-person")
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/family")
    page.get_by_role("button", name="人都写全了，下一步").click()
    page.wait_for_url("**/contact")
    expect(page.get_by_label("联系电话")).to_have_value("13900007777")
    expect(page.get_by_label("向哪个街道（镇乡）申请")).to_have_value("清溪街道")
    page.get_by_label("户籍地址").fill("清溪街道安居路 7 号")
    page.get_by_label("现在住在哪里").fill("清溪街道安居路 7 号 2 栋 101")
    page.get_by_label(re.compile("想租公租房")).check()
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url("**/home")
    page.get_by_label("现在住的房子有多大").fill("18")
    page.get_by_label("全家在本地自有住房共多大").fill("0")
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url("**/income")
    page.get_by_label("每月收入").fill("900")
    page.get_by_label("全家存款").fill("3000")
    page.get_by_label("无", exact=True).check()
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url("**/documents")


def papers(page: Page) -> None:
    for at in range(page.locator(".people > li").count()):
        page.wait_for_load_state("load")
        name = f"扫描{at}.pdf" if at == 0 else f"扫描{at}.jpg"
        content = pdf(2) if at == 0 else picture(size=(300 + at, 200))
        kind = "application/pdf" if at == 0 else "image/jpeg"
        box = page.locator(".people > li").nth(at).locator("input[type=file]")
        box.set_input_files({"name": name, "mimeType": kind, "buffer": content})
        expect(page.locator("summary", has_text=name)).to_be_visible()
    good(page, "counter-papers")
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**/consent")


def sent(page: Page) -> None:
    """Nothing is sent before the paper is signed; then it is, and there is a receipt."""
    expect(page.get_by_role("button", name="我已读过，我同意")).to_have_count(0)
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**/check")
    page.get_by_label(re.compile("申请人已签字声明")).check()
    page.get_by_role("button", name="提交这份申请").click()
    expect(page.get_by_text("周老太还没有签字")).to_be_visible()
    page.go_back()
    page.goto(page.url.replace("/check", "/consent"))
    page.locator("input[type=file]").set_input_files(
        {"name": "同意书.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(500, 700))}
    )
    expect(page.locator(".people > .done")).to_have_count(1)
    page.get_by_role("link", name="下一步").click()
    page.wait_for_url("**/check")
    page.get_by_label(re.compile("申请人已签字声明")).check()
    page.get_by_role("button", name="提交这份申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    good(page, "counter-receipt")


def looked_up(office: Office, page: Page) -> None:
    """Without an account she follows her case by the receipt."""
    code, secret = page.locator(".receipt-code").all_inner_texts()
    home = office.public()
    home.goto("/status")
    home.get_by_label("申请编号").fill(code)
    home.get_by_label("查询密码").fill(secret)
    home.get_by_role("button", name="查询").click()
    expect(home.get_by_text("已提交，等待受理")).to_be_visible()


@pytest.mark.parametrize(
    "viewport",
    [pytest.param(PHONE, id="phone"), pytest.param(DESKTOP, id="desktop", marks=pytest.mark.long)],
)
def test_an_application_is_filled_in_at_the_counter(tmp_path: Path, viewport: object) -> None:
    with county_at_work(tmp_path) as (office, desk):
        page = signed_in(office, desk, "jiedao")
        page.set_viewport_size(viewport)  # type: ignore[arg-type]
        opened(page)
        page.goto("/desk/counter")
        page.get_by_role("link", name="接着填写").click()
        page.wait_for_url("**/family")
        good(page, "counter-family")
        page.get_by_role("link", name="修改周老太").click()
        answered(page)
        address = page.url
        other = signed_in(office, desk, "guihua")
        assert other.request.get(address).status == 404
        papers(page)
        sent(page)
        looked_up(office, page)
        page.get_by_role("link", name="看进度").click()
        expect(page.locator("h1")).to_contain_text("已提交，待受理")
        page.click("summary:has-text('受理') >> nth=0")
        page.click("button:has-text('受理') >> nth=0")
        expect(page.get_by_role("status")).to_contain_text("已办理：受理")
        keep(page, "counter-case")
        assert desk.case(1).state is S.ACCEPTED
        assert desk.case(1).account is None
        assert desk.case(1).opened_by == "jiedao"

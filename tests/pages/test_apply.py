"""A family applies on a phone: signing up, every question, papers, consents, receipt, status."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from housing.applications.sign_up import code_for
from tests.factories.applications import number
from tests.factories.files import picture
from tests.pages.office import PASSWORD, Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
WANG, CHILD = "13900002222", "2019-06-01"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office on 2026-09-01 at 09:00."""
    with open_office(tmp_path_factory.mktemp("apply"), datetime(2026, 9, 1, 1, tzinfo=UTC)) as it:
        yield it


def seen(page: Page, name: str) -> None:
    """Keep a picture; fail on a barrier or on scrolling sideways, down to 320 px."""
    no_barrier(page)
    keep(page, f"apply-{name}")
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def sign_up(office: Office, page: Page, phone: str, name: str, identity: str) -> None:
    page.goto("/apply")
    seen(page, "start")
    page.get_by_role("link", name="注册并申请").click()
    page.get_by_label("手机号").fill("139 0000")
    page.get_by_role("button", name="获取验证码").click()
    expect(page.get_by_text("不是 11 位手机号")).to_be_visible()
    seen(page, "sign-up")
    page.get_by_label("手机号").fill(f"{phone[:3]} {phone[3:7]} {phone[7:]}")
    page.get_by_role("button", name="获取验证码").click()
    page.get_by_label("短信验证码").fill("000000")
    page.get_by_label("姓名").fill(name)
    page.get_by_label("证件号码").fill(identity)
    for label in ("设置密码", "再输入一次密码"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="注册并登录").click()
    expect(page.get_by_text("验证码不对或已过期")).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value(name)
    seen(page, "sign-up-code")
    page.get_by_label("短信验证码").fill(code_for(office.keyring, phone, office.now))
    for label in ("设置密码", "再输入一次密码"):
        page.get_by_label(label, exact=True).fill(PASSWORD)
    page.get_by_role("button", name="注册并登录").click()
    page.wait_for_url("**/apply/new")


def person(page: Page, name: str, identity: str, relation: str, marital: str, able: str) -> None:
    page.get_by_label("姓名").fill(name)
    page.get_by_label("与户主的关系").select_option(label=relation)
    page.get_by_label("证件号码").fill(identity)
    page.get_by_label("婚姻状况").select_option(label=marital)
    page.get_by_label(re.compile(able)).check()
    page.get_by_role("button", name="保存", exact=True).click()


def onward(page: Page, step: str) -> None:
    page.get_by_role("button", name="保存，下一步").click()
    page.wait_for_url(f"**/{step}")


def test_a_family_applies_on_a_phone(office: Office) -> None:
    page = office.public()
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    sign_up(office, page, WANG, "王小兰", number("1988-05-06", 402))
    page.get_by_role("button", name="开始填写").click()
    expect(page.get_by_text("请选一类")).to_be_visible()
    seen(page, "group")
    page.get_by_label(re.compile("^低收入家庭")).check()
    page.get_by_role("button", name="开始填写").click()
    page.wait_for_url("**/family")
    _family(page)
    _contact(page)
    _home(page)
    _income(page)
    _documents(page)
    _consents(page)
    _submitted(page)
    _followed(page)
    _in_english_and_large_type(page)
    assert [fault for fault in faults if "400 (BAD REQUEST)" not in fault] == []


def _family(page: Page) -> None:
    page.get_by_role("link", name="填写申请人").click()
    expect(page.get_by_label("姓名")).to_have_value("王小兰")  # As she signed up.
    wrong = number("1988-05-06", 402)[:-1] + "7"
    person(page, "王小兰", wrong, "户主（本人）", "已婚", "能独立")
    expect(page.get_by_text("最后一位校验码不符")).to_be_visible()
    expect(page.get_by_label("姓名")).to_have_value("王小兰")
    seen(page, "person")
    page.goto(page.url)  # Somebody who comes back finds what was typed, and what is wrong.
    expect(page.get_by_label("证件号码")).to_have_value(wrong)
    expect(page.get_by_text("最后一位校验码不符")).to_be_visible()
    page.get_by_label("证件号码").fill(number("1988-05-06", 402))
    page.get_by_role("button", name="保存", exact=True).click()
    page.wait_for_url("**/family")
    page.get_by_role("link", name="添加家里人").click()
    person(page, "李小宝", number(CHILD, 403), "子女", "未婚", "不能处理")
    page.wait_for_url("**/family")
    expect(page.get_by_text("李小宝")).to_be_visible()
    seen(page, "family")
    page.get_by_role("button", name="人都写全了，下一步").click()
    page.wait_for_url("**/contact")


def _contact(page: Page) -> None:
    page.get_by_label("户籍地址").fill("清溪街道安居路 1 号")
    page.get_by_label("向哪个街道（镇乡）申请").select_option("清溪街道")
    page.get_by_label("现在住在哪里").fill("清溪街道安居路 1 号 3 栋 201")
    page.get_by_label("联系电话").fill(WANG)
    page.get_by_label(re.compile("想租公租房")).check()
    seen(page, "contact")
    onward(page, "home")


def _home(page: Page) -> None:
    page.get_by_label("现在住的房子有多大").fill("二十")
    page.get_by_label("全家在本地自有住房共多大").fill("0")
    page.get_by_role("button", name="添加一处处置过的房子").click()
    expect(page.get_by_label("现在住的房子有多大")).to_have_value("二十")
    page.get_by_label("哪一天").fill("2021年3月9日")
    page.get_by_label("建筑面积").fill("60.5")
    page.get_by_role("button", name="保存，下一步").click()
    expect(page.get_by_text("请只填数字")).to_be_visible()
    seen(page, "home")
    page.get_by_label("现在住的房子有多大").fill("36.5")
    onward(page, "income")


def _income(page: Page) -> None:
    for group, income in (("王小兰", "1,500"), ("李小宝", "0")):
        page.get_by_role("group", name=group).get_by_label("每月收入").fill(income)
    page.get_by_label("全家存款").fill("20000")
    page.get_by_role("button", name="添加一辆车").click()
    expect(page.get_by_role("group", name="王小兰").get_by_label("每月收入")).to_have_value("1,500")
    page.get_by_label("无", exact=True).check()
    seen(page, "income")
    onward(page, "documents")


def _documents(page: Page) -> None:
    seen(page, "documents")
    boxes = page.locator(".people > li")
    first = boxes.first
    raw = b"<html><script>alert(1)</script>"
    first.locator("input[type=file]").set_input_files(
        {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": raw}
    )
    expect(page.locator(".wrong").first).to_be_visible()
    for at in range(boxes.count()):
        page.wait_for_load_state("load")  # A photo is sent at once when the script is there.
        box = page.locator(".people > li").nth(at)
        photo = {
            "name": f"照片{at}.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture(size=(300 + at, 200)),
        }
        box.locator("input[type=file]").set_input_files(photo)  # type: ignore[arg-type]
        expect(page.locator("summary", has_text=f"照片{at}.jpg")).to_be_visible()
    seen(page, "documents-kept")
    with page.expect_response("**/papers/*") as shown:
        page.evaluate("address => fetch(address)", _first_paper(page))
    assert shown.value.headers["content-type"] == "image/jpeg"
    page.get_by_role("link", name="下一步").click()


def _first_paper(page: Page) -> str:
    return str(page.locator('.people a[href*="/papers/"]').first.get_attribute("href"))


def _consents(page: Page) -> None:
    page.wait_for_url("**/consent")
    seen(page, "consent")
    while page.get_by_role("button", name="我已读过，我同意").count():
        page.get_by_role("button", name="我已读过，我同意").first.click()
    expect(page.locator(".people > .done")).to_have_count(2)
    page.get_by_role("link", name="下一步").click()


def _submitted(page: Page) -> None:
    page.wait_for_url("**/check")
    expect(page.get_by_text("1500.00 元", exact=True)).to_be_visible()
    expect(page.get_by_role("heading", name="按您填写的情况")).to_be_visible()
    page.get_by_role("button", name="提交这份申请").click()
    expect(page.get_by_text("提交前请勾选这一项。")).to_have_count(2)  # Above, and at the box.
    seen(page, "check")
    page.get_by_label(re.compile("真实性负责")).check()
    page.get_by_role("button", name="提交这份申请").click()
    expect(page.get_by_role("heading", name="申请已提交")).to_be_visible()
    seen(page, "receipt")


def _followed(page: Page) -> None:
    code, secret = page.locator(".receipt-code").all_inner_texts()
    page.get_by_role("link", name="看进度").click()
    expect(page.get_by_text("清溪街道办事处")).to_be_visible()
    expect(page.get_by_text("前办结")).to_be_visible()
    seen(page, "status")
    page.goto("/my")
    seen(page, "mine")
    other = page.context.browser.new_context(base_url=page.url.partition("/my")[0])  # type: ignore[union-attr]
    family = other.new_page()
    family.set_viewport_size({"width": 390, "height": 844})
    family.goto("/status")
    family.get_by_label("申请编号").fill(code)
    family.get_by_label("查询密码").fill("000000000000")
    family.get_by_role("button", name="查询").click()
    expect(family.get_by_text("没有找到")).to_be_visible()
    family.get_by_label("查询密码").fill(secret)
    family.get_by_role("button", name="查询").click()
    expect(family.get_by_text("已提交，等待受理")).to_be_visible()
    assert "王小兰" not in family.content()
    seen(family, "look-up")


def _in_english_and_large_type(page: Page) -> None:
    """Every page fits a small phone in English and in large type."""
    page.set_viewport_size({"width": 320, "height": 800})
    page.goto("/preferences?language=en&type=large&back=/apply/new")
    page.get_by_label(re.compile("^Low-income|^低收入")).check()
    page.locator("main form button").last.click()
    page.wait_for_url("**/family")
    draft = page.url.partition("/family")[0]
    steps = ("people/1", "family", "contact", "home", "income", "documents", "consent", "check")
    for address in (*(f"{draft}/{step}" for step in steps), "/my", "/my/consents", "/apply"):
        page.goto(address)
        expect(page.locator("html.large-type[lang=en]")).to_have_count(1)
        fits(page, address, 320)

"""The administrator's desk, one's own relations and tokens, and the page of the interface."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from tests.pages.office import (
    APPLICANT_PHONE,
    PASSWORD,
    Office,
    fits,
    keep,
    no_barrier,
    open_office,
)

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """One county for all stories of this file; each keeps to its own officers."""
    with open_office(tmp_path_factory.mktemp("office"), NOW) as found:
        yield found


def _good(page: Page, name: str) -> None:
    keep(page, name)
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)
    no_barrier(page)


def test_an_office_is_opened_changed_and_closed(office: Office) -> None:
    page = office.officer("guanli")
    page.goto("/offices")
    _good(page, "offices")
    page.get_by_role("link", name="设立机构").click()
    page.select_option("#kind", "street")
    page.fill("#name", "南门街道办事处")
    page.fill("#code", "南门")
    page.fill("#street", "南门街道")
    page.get_by_role("button", name="设立机构").click()
    expect(page.get_by_role("alert")).to_contain_text("大写字母")
    expect(page.locator("#street")).to_have_value("南门街道")
    _good(page, "office-open")
    page.fill("#code", "NANMEN")
    page.get_by_role("button", name="设立机构").click()
    expect(page.get_by_role("status")).to_contain_text("机构已设立")
    page.get_by_role("link", name="南门街道办事处").click()
    page.fill("#phone", "0731-88880000")
    page.fill("#reason", "补充电话")
    _good(page, "office-change")
    page.get_by_role("button", name="保存").click()
    expect(page.get_by_role("status")).to_contain_text("已更改")
    page.locator("tr", has_text="NANMEN").get_by_role("link", name="撤销…").click()
    page.fill("#day", "2026-08-01")
    page.fill("#reason", "并入城区")
    page.get_by_role("button", name="撤销机构").click()
    expect(page.get_by_role("alert")).to_contain_text("不早于今天")
    _good(page, "office-close")
    page.fill("#day", "2026-09-02")
    page.get_by_role("button", name="撤销机构").click()
    expect(page.locator("tr", has_text="NANMEN")).to_contain_text("2026-09-02")


def test_an_office_with_people_in_it_stays(office: Office) -> None:
    page = office.officer("guanli")
    page.goto("/offices")
    row = page.get_by_role("row", name="桂花街道办事处")
    row.get_by_role("link", name="撤销…").click()
    page.fill("#day", "2026-10-01")
    page.fill("#reason", "误操作")
    page.get_by_role("button", name="撤销机构").click()
    expect(page.get_by_role("alert")).to_contain_text("请先移交")


def test_a_department_gets_its_interface(office: Office) -> None:
    page = office.officer("guanli")
    page.goto("/offices")
    page.get_by_role("link", name="县民政局（示例）").click()
    page.get_by_role("link", name="部门接口…").click()
    page.fill("#url", "https://checks.example")
    page.fill("#key_id", "k1")
    page.fill("#secret", "a secret of the department")
    _good(page, "office-connector")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="县民政局（示例）").click()
    page.get_by_role("link", name="部门接口…").click()
    expect(page.locator("#url")).to_have_value("https://checks.example")
    expect(page.locator("#secret")).to_have_value("")


def test_an_officer_is_opened_moved_and_named(office: Office) -> None:
    page = office.officer("guanli")
    page.goto("/accounts")
    _good(page, "accounts")
    page.get_by_role("link", name="开设账号").click()
    page.fill("#name", "songya")
    page.select_option("#role", "street")
    page.select_option("#office", label="县民政局（示例）")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="开设账号").click()
    expect(page.get_by_role("alert")).to_contain_text("街道办事处")
    expect(page.locator("#name")).to_have_value("songya")
    _good(page, "account-open")
    page.select_option("#office", label="松雅街道办事处")
    page.fill("#password", PASSWORD)
    page.get_by_role("button", name="开设账号").click()
    row = page.locator("tr", has_text="songya")
    row.get_by_role("link", name="松雅街道办事处").click()
    page.select_option("#office", label="清溪街道办事处")
    page.fill("#reason", "轮岗")
    _good(page, "account-move")
    page.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("清溪街道办事处")
    row.get_by_role("link", name="未登记…").click()
    page.fill("#person", "测试人员")
    page.fill("#identity_number", "43010119900307851X")
    _good(page, "account-person")
    page.get_by_role("button", name="保存").click()
    expect(row).to_contain_text("测试人员")
    assert office.actor("songya").office == office.actor("jiedao").office


def test_relations_are_declared_and_withdrawn(office: Office) -> None:
    page = office.officer("jiedao")
    page.goto("/password")
    page.get_by_role("link", name="回避关系").click()
    expect(page.locator(".empty")).to_be_visible()
    page.select_option("#relation", "collateral_kin")
    page.fill("#name", "测试亲属")
    page.fill("#identity_number", "430101199003070019")
    page.get_by_role("button", name="申报").click()
    expect(page.get_by_role("alert")).to_contain_text("证件号码")
    expect(page.locator("#name")).to_have_value("测试亲属")
    page.fill("#identity_number", "430101199003070016")
    page.get_by_role("button", name="申报").click()
    expect(page.locator(".card-row")).to_contain_text("末四位 0016")
    assert "430101199003070016" not in page.content()
    _good(page, "relations")
    keeper = office.officer("guanli")
    keeper.goto("/accounts/jiedao/relations")
    expect(keeper.locator(".card-row")).to_contain_text("测试亲属")
    page.get_by_role("link", name="撤回…").click()
    page.fill("#reason", "申报有误")
    _good(page, "relation-withdraw")
    page.get_by_role("button", name="撤回").click()
    expect(page.locator(".card-row")).to_contain_text("撤回")


def test_a_token_is_shown_once_and_revoked(office: Office) -> None:
    page = office.officer("minzheng")
    page.goto("/tokens")
    page.fill("#name", "核查系统")
    page.get_by_role("button", name="生成令牌").click()
    made = page.locator("#made").inner_text()
    _good(page, "tokens")
    asked = office.public().request.get("/api/v1/me", headers={"Authorization": f"Bearer {made}"})
    assert asked.json()["office"] == "MINZHENG"
    page.goto("/tokens")
    assert made not in page.content()
    page.get_by_role("button", name="撤销“核查系统”").click()
    expect(page.locator(".empty")).to_be_visible()


def test_an_applicant_is_greeted_by_a_masked_number(office: Office) -> None:
    page = office.applicant()
    page.goto("/password")
    expect(page.locator(".signed-in")).to_contain_text(f"{APPLICANT_PHONE[:3]}****")
    assert APPLICANT_PHONE not in page.content()
    page.goto("/my/relations")
    expect(page.locator(".empty")).to_contain_text("申请人不需要填写")
    _good(page, "relations-applicant")


def test_the_description_of_the_interface_needs_nothing_from_elsewhere(office: Office) -> None:
    page = office.public()
    wrong, asked = [], []
    page.on("console", lambda told: wrong.append(told.text) if told.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/api/docs")
    expect(page.locator(".opblock").first).to_be_visible(timeout=20_000)
    expect(page.locator("main")).to_contain_text("/api/v1/tokens")
    page.locator(".opblock-summary-control").first.click()
    expect(page.locator(".opblock-body").first).to_be_visible()
    assert wrong == []
    assert {url for url in asked if not url.startswith((office.address, "data:"))} == set()
    keep(page, "api-docs")


def test_the_description_can_be_read_without_scripts(office: Office) -> None:
    page = office.public(java_script_enabled=False)
    page.goto("/api/docs")
    with page.expect_response("**/openapi.json") as answer:
        page.get_by_role("link", name="openapi.json").click()
    assert answer.value.json()["openapi"] == "3.1.0"


def test_signing_in_says_no_alike_and_keeps_the_name(office: Office) -> None:
    page = office.public()
    page.goto("/sign-in")
    _good(page, "sign-in")
    page.fill("#name", "13900000009")
    page.fill("#password", "some wrong password")
    page.click("main button")
    expect(page.locator("#password-wrong-1")).to_contain_text("不正确")
    expect(page.locator("#name")).to_have_value("13900000009")
    expect(page.get_by_role("link", name="申请人注册")).to_be_visible()

"""Messy sheets in a real browser: found, set aside, taken; names and numbers stay masked."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from python_calamine import load_workbook

from tests.factories.messy import messy_sheets
from tests.factories.sheets import HOUSEHOLDS, UNITS, csv_file, xlsx_file
from tests.pages.office import Office, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office on 2026-09-01 at 09:00."""
    with open_office(tmp_path_factory.mktemp("sheets"), datetime(2026, 9, 1, 1, tzinfo=UTC)) as it:
        yield it


def _no_barrier(page: Page) -> None:
    no_barrier(page)


def test_messy_sheets_are_reported_set_aside_and_taken(office: Office) -> None:
    messy = messy_sheets()
    page = office.officer("fuhe")
    faults: list[str] = []
    page.on("console", lambda message: faults.append(message.text))
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.goto("/desk/imports")
    for file in (xlsx_file(UNITS, messy.units), csv_file(HOUSEHOLDS, messy.households, "gb18030")):
        page.set_input_files(
            f"#{file.kind}", {"name": file.name, "mimeType": "", "buffer": file.raw}
        )
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("一行也没有导入")).to_be_visible()
    expect(page.get_by_role("button", name="确认导入全部各行")).to_have_count(0)
    text = page.content()
    for row in messy.households:
        assert not row["证件号码"] or str(row["证件号码"]) not in text
    _no_barrier(page)
    keep(page, "import-report")
    _sorted_and_narrowed(page)
    _downloaded(page)
    _set_aside_needs_a_reason(page)
    page.get_by_label("搁置理由").fill("街道核对中，下次导入")
    page.get_by_role("button", name="搁置全部有错误的行").click()
    expect(page.get_by_text("没有错误，可以导入。")).to_be_visible()
    _no_barrier(page)
    keep(page, "import-ready")
    page.get_by_role("button", name="确认导入全部各行").click()
    expect(page.get_by_text("家庭名册已导入")).to_be_visible()
    keep(page, "import-taken")
    # A refused form answers 400, which a browser notes; nothing else may be noted.
    assert [fault for fault in faults if "400 (BAD REQUEST)" not in fault] == []


def _sorted_and_narrowed(page: Page) -> None:
    page.get_by_role("link", name="列", exact=True).click()
    columns = page.locator("tbody td:nth-child(3)").all_inner_texts()
    shown = [column for column in columns if column in ("申请编号", "证件号码", "建筑面积")]
    assert shown == sorted(shown)
    page.get_by_role("link", name="提示", exact=True).click()
    expect(page.get_by_text("同一手机号也在第")).to_have_count(2)
    page.get_by_role("link", name="错误", exact=True).click()


def _downloaded(page: Page) -> None:
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报告 Excel").click()
    book = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows = book.get_sheet_by_index(0).to_python()
    assert rows[0][:3] == ["表", "行号", "列"]
    assert ["房源表", "楼层", "40"] in [[row[0], row[2], row[3]] for row in rows]


def _set_aside_needs_a_reason(page: Page) -> None:
    box = page.get_by_role("checkbox").first
    box.check()
    ticked = box.get_attribute("value")
    page.get_by_role("button", name="搁置勾选的行").click()
    expect(page.get_by_text("此项必须填写。")).to_be_visible()
    expect(page.locator(f'input[value="{ticked}"]')).to_be_checked()
    _no_barrier(page)


def test_households_are_masked_until_somebody_gives_a_reason(office: Office) -> None:
    page = office.officer("fuhe")
    page.goto("/desk/households")
    first = page.locator("tbody tr").first
    number, name = first.locator("th").inner_text(), first.locator("td").first.inner_text()
    assert "*" in name
    page.get_by_label("查找").fill(number)
    page.get_by_role("button", name="查找").click()
    assert number not in page.url
    page.get_by_role("link", name=number).click()
    expect(page.get_by_text("已加密保存")).to_have_count(2)
    keep(page, "household")
    page.get_by_label("理由").fill("核对社保记录")
    page.get_by_role("button", name="查看", exact=True).click()
    expect(page.get_by_text("查看已记入登记簿。")).to_be_visible()
    expect(page.locator("dl .hash")).to_have_text(_identity_of(number))
    _no_barrier(page)
    centre = office.officer("zhongxin")
    centre.goto(page.url)
    expect(centre.get_by_role("heading", name="查看证件号码和手机")).to_have_count(0)


def _identity_of(number: str) -> str:
    rows = messy_sheets().households
    return next(str(row["证件号码"]) for row in rows if row["申请编号"] == number)


def test_units_are_narrowed_and_exported_so_that_they_can_be_imported_again(
    office: Office,
) -> None:
    page = office.officer("fuhe")
    page.goto("/desk/units")
    total = int(page.locator(".numbers strong").first.inner_text())
    page.select_option("#project", "P01")
    page.get_by_role("button", name="筛选").click()
    codes = page.locator("tbody th").all_inner_texts()
    assert codes
    assert all(code.startswith("P01-") for code in codes)
    page.get_by_role("link", name="清除条件").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    page.goto("/desk/imports")
    raw = download.value.path().read_bytes()
    page.set_input_files("#units", {"name": "units.xlsx", "mimeType": "", "buffer": raw})
    page.get_by_role("button", name="上传并检查").click()
    expect(page.get_by_text("没有错误，可以导入。")).to_be_visible()
    counts = [
        int(text) for text in page.locator("tbody").first.locator("td.number").all_inner_texts()
    ]
    assert counts == [total, 0, 0, total, 0]


def test_the_report_speaks_english(office: Office) -> None:
    page = office.officer("fuhe")
    page.goto("/preferences?language=en&back=/desk/imports/1?show=all")
    expect(page.get_by_text("The same phone is in row").first).to_be_visible()
    page.goto("/preferences?language=zh")

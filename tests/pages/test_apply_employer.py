"""An employer files for thirty staff in a real browser: the report, the mended sheet, the list."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from python_calamine import load_workbook

from housing.imports.columns import STAFF_COLUMNS
from tests.factories.files import picture
from tests.factories.staff import staff_sheet, worker
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office on 2026-09-01 at 09:00."""
    with open_office(tmp_path_factory.mktemp("staff"), datetime(2026, 9, 1, 1, tzinfo=UTC)) as it:
        yield it


def seen(page: Page, name: str) -> None:
    no_barrier(page)
    keep(page, f"employer-{name}")
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def send(page: Page, name: str, raw: bytes) -> None:
    page.goto("/employer")
    page.get_by_label("职工申请表").set_input_files({"name": name, "mimeType": "", "buffer": raw})
    page.get_by_label("向哪里申请").select_option(label="清溪街道办事处")
    page.get_by_label("同意核查书扫描件").set_input_files(
        {"name": "同意书.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    )
    page.get_by_label("真实性负责").check()
    page.get_by_role("button", name="检查并提交").click()


def test_an_employer_files_for_its_staff(office: Office) -> None:
    page = office.officer("danwei")
    page.goto("/employer")
    seen(page, "desk")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载空白申请表").click()
    blank = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    assert tuple(blank.get_sheet_by_index(0).to_python()[0]) == STAFF_COLUMNS
    page.get_by_role("button", name="检查并提交").click()
    expect(page.get_by_text("请选择文件。")).to_have_count(2)
    rows = [worker(serial) for serial in range(501, 531)]
    _refused(page, [*rows[:29], {**rows[29], "月收入": "两千", "手机": "1370"}])
    send(page, "职工.xlsx", staff_sheet(rows))
    expect(page.get_by_text("已提交，每位职工一份申请。")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(30)
    seen(page, "filed")
    _papers(page)
    page.goto("/employer")
    expect(page.get_by_text("有错误，未提交")).to_be_visible()
    seen(page, "history")
    street = office.officer("jiedao")
    street.goto("/desk/cases")
    expect(street.get_by_text("SQ2026000001").first).to_be_visible()


def _refused(page: Page, rows: list[dict[str, str]]) -> None:
    send(page, "职工.xlsx", staff_sheet(rows))
    expect(page.get_by_text("一份申请也没有提交")).to_be_visible()
    expect(page.get_by_text("第 31 行")).to_have_count(2)
    seen(page, "report")
    with page.expect_download() as download:
        page.get_by_role("link", name="下载报告 Excel").click()
    report = load_workbook(io.BytesIO(download.value.path().read_bytes()))
    found = report.get_sheet_by_index(0).to_python()
    assert [(row[1], row[2]) for row in found[1:]] == [(31, "手机"), (31, "月收入")]


def _papers(page: Page) -> None:
    """What is brought for all is missing nowhere any more: one paper, or one for each person."""
    missing = page.locator('td[data-label="还缺"]')
    for at, kind in enumerate(("收入证明", "身份证、户口簿")):
        expect(missing.first).to_contain_text(kind)
        page.get_by_label("给谁").select_option(label="全部职工")
        options = page.get_by_label("什么材料").locator("option").all_inner_texts()
        whole = next(option for option in options if option.startswith(kind))
        page.get_by_label("什么材料").select_option(label=whole)
        photo = picture(size=(300 + at, 300))
        page.get_by_label("照片或 PDF").set_input_files(
            {"name": "证明.jpg", "mimeType": "image/jpeg", "buffer": photo}
        )
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_text("材料已存入 30 份申请。")).to_be_visible()
        for cell in (missing.first, missing.last):
            expect(cell).not_to_contain_text(kind)

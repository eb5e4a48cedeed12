"""A neighbour objects on a phone; the head decides; deadlines and punctuality on small screens."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.offices import queries as offices
from tests.conftest import PLACE
from tests.factories.deadlines import put_up, started
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _narrow(page: Page, name: str) -> None:
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _seen(page: Page, name: str) -> None:
    keep(page, name)
    no_barrier(page)
    _narrow(page, name)


def _office_id(office: Office, kind: OfficeKind) -> int:
    with office.database.reads() as session:
        return offices.of_kind(session, PLACE, kind)[0].id


def test_a_neighbour_objects_and_is_answered(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        visitor = office.public(java_script_enabled=True)
        visitor.goto("/notices")
        expect(visitor.locator(".empty")).to_contain_text("目前没有正在公示的内容")
        department = _office_id(office, OfficeKind.HOUSING_DEPARTMENT)
        put_up(office.database, office.keyring, department, date(2026, 9, 8))
        street = _office_id(office, OfficeKind.STREET)
        started(office.database, office.keyring, ClockKind.STREET_REVIEW, street, number=2)

        visitor.goto("/notices")
        _seen(visitor, "notices-board")
        visitor.get_by_role("link", name="审核合格公示").click()
        expect(visitor.locator("main")).to_contain_text("王*芳")
        _seen(visitor, "notices-show")
        visitor.get_by_role("link", name="提出异议").click()
        visitor.get_by_role("button", name="提交异议").click()
        visitor.fill("#name", "赵敏")
        visitor.fill("#contact", "1381234")
        visitor.fill("#text", "该家庭在清溪路另有一套住房。")
        visitor.get_by_role("button", name="提交异议").click()
        expect(visitor.get_by_role("alert")).to_contain_text("联系方式")
        expect(visitor.locator("#text")).to_have_value("该家庭在清溪路另有一套住房。")
        _seen(visitor, "objection-file")
        visitor.fill("#contact", "13812345678")
        visitor.get_by_role("button", name="提交异议").click()
        code = visitor.locator(".receipt-code").inner_text()
        _seen(visitor, "objection-filed")

        head = office.officer("fabu")
        head.goto("/desk/objections")
        _seen(head, "objections-list")
        head.get_by_role("link", name="YY-").click()
        expect(head.locator("main")).not_to_contain_text("13812345678")
        _seen(head, "objection-decide")
        head.get_by_label("异议不成立").check()
        head.fill("#reason", "经核实，该房已于2019年转让。")
        head.get_by_role("button", name="处理异议").click()
        expect(head.get_by_role("status")).to_contain_text("异议已处理")

        head.goto("/desk/clocks")
        _seen(head, "clocks-list")
        head.get_by_role("link", name="街道调查、初审、公示、报送").click()
        _seen(head, "clock")
        head.goto("/desk/punctuality?first=2026-09-01&last=2026-12-31")
        expect(head.locator("main table")).to_contain_text("处理异议")
        _seen(head, "punctuality")

        visitor.goto("/objections")
        visitor.fill("#code", code)
        visitor.fill("#contact_tail", "5678")
        visitor.get_by_role("button", name="查询").click()
        expect(visitor.locator("main")).to_contain_text("异议不成立")
        _seen(visitor, "objection-status")


def test_the_board_and_the_form_work_without_javascript(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        department = _office_id(office, OfficeKind.HOUSING_DEPARTMENT)
        put_up(office.database, office.keyring, department, date(2026, 9, 8))
        visitor = office.public(java_script_enabled=False)
        visitor.goto("/notices")
        visitor.get_by_role("link", name="审核合格公示").click()
        visitor.get_by_role("link", name="提出异议").click()
        visitor.fill("#name", "赵敏")
        visitor.fill("#contact", "zhao@example.org")
        visitor.fill("#text", "该家庭在清溪路另有一套住房。")
        visitor.get_by_role("button", name="提交异议").click()
        expect(visitor.locator(".receipt-code")).to_be_visible()

"""A department answers on a phone, without JavaScript and by keyboard-sized steps."""

from pathlib import Path

import pytest
from playwright.sync_api import Page

from housing.checks import queries, service
from housing.checks.answers import Answer
from housing.checks.words import Purpose
from housing.core.access.offices import OfficeKind
from housing.core.clock import standing_clock
from housing.core.work import working
from housing.households.words import Group
from tests.conftest import NOW
from tests.factories.departments import APPLIED, CASE, PEOPLE, REVIEWER
from tests.pages.office import PASSWORD, Office, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages


def _asked(office: Office) -> None:
    clock = standing_clock(NOW)
    with working(office.database.acts, REVIEWER, clock, office.keyring) as work:
        service.request_all(
            work, CASE, PEOPLE, Purpose.ADMISSION, applied_on=APPLIED, group=Group.LOW_INCOME
        )


def _signed_in(office: Office, name: str, **options: object) -> Page:
    page = office.public(**options)
    page.goto("/sign-in?next=/desk/checks")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/checks")
    return page


def test_a_registry_answers_on_a_phone_without_javascript(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        _asked(office)
        page = _signed_in(office, "budongchan", java_script_enabled=False)
        page.click(f"text={CASE.number}")
        page.fill("#dwellings-0-address", "东风路1号")
        page.click("text=再加一项：现有住房")
        assert page.input_value("#dwellings-0-address") == "东风路1号"
        page.fill("#dwellings-0-area", "三十五")
        page.select_option("#dwellings-0-owner", "张三")
        page.fill("#dwellings-0-kind", "商品房")
        page.click("text=提交答复")
        assert "不是数" in page.inner_text("#dwellings-0-area-wrong")
        assert "没有填写" in page.inner_text("#as_of-wrong")
        page.fill("#dwellings-0-area", "35.5")
        page.fill("#as_of", "2026-08-31")
        page.click("text=提交答复")
        page.wait_for_url("**/desk/checks")
        assert f"已答复案件 {CASE.number} 的核查" in page.inner_text("main")
        with office.database.reads() as session:
            told = queries.answers(session, office.keyring, CASE)[OfficeKind.PROPERTY_REGISTRY]
        assert isinstance(told, Answer)
        assert told.values["dwellings"] == [
            {"owner": "张三", "address": "东风路1号", "area": 3550, "kind": "商品房"}
        ]


def test_the_pages_fit_small_screens_and_are_accessible(tmp_path: Path) -> None:
    with open_office(tmp_path, NOW) as office:
        _asked(office)
        page = _signed_in(office, "minzheng")
        for name in ("checks-list", "checks-form"):
            no_barrier(page)
            keep(page, name)
            page.set_viewport_size({"width": 320, "height": 700})
            fits(page, name, 320)
            page.click(f"text={CASE.number}") if name == "checks-list" else None
        page.click("text=提交答复")
        assert page.locator("[aria-invalid=true]").count() >= 5
        no_barrier(page)
        keep(page, "checks-wrong")

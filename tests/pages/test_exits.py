"""A tenant is led out and disagrees on the phone; another is renewed with many, after a preview."""

from collections.abc import Mapping
from contextlib import AbstractContextManager
from copy import deepcopy
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.clock import standing_clock
from housing.core.work import Work, working
from housing.households import queries as households
from housing.joint_reviews import jobs as looking
from housing.joint_reviews import queries as reviews
from housing.leases.models import Lease
from housing.renewals import jobs as renewals
from tests.conftest import PLACE
from tests.factories.leases import active_lease, phone_of, tenant_account
from tests.factories.reviews import GOOD
from tests.factories.tenants import RICH
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
SEATS = {
    OfficeKind.PROPERTY_REGISTRY: "budongchan",
    OfficeKind.CIVIL_AFFAIRS: "minzheng",
    OfficeKind.PUBLIC_SECURITY: "gongan",
}


def _seen(page: Page, name: str) -> None:
    before = page.viewport_size
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _act(office: Office, who: Actor) -> AbstractContextManager[Work]:
    return working(office.database.acts, who, standing_clock(office.now), office.keyring)


def _leases(office: Office, count: int, starts_on: date) -> list[Lease]:
    """Keep leases of one year; the tenant of the first has an account."""
    with _act(office, system_actor(PLACE)) as work:
        made = [active_lease(work, n, starts_on=starts_on, months=12) for n in range(1, count + 1)]
        tenant_account(work, 1)
        return made


def _answered(office: Office, lease: Lease, changes: Mapping[str, Any]) -> None:
    """Let the departments answer about the last review of a lease, and take it in."""
    with office.database.reads() as session:
        review = reviews.of_lease(session, lease.id)[-1]
        asked = [each for each in checks.of_case(session, review.case) if each.state in OPEN]
        name = households.get(session, PLACE, review.household_id).name
    for request in asked:
        values = dict(GOOD[request.department]) | {"as_of": "2026-09-01", "document": "函1号"}
        if request.department is OfficeKind.CIVIL_AFFAIRS:
            row = {"person": name, "status": "single", "spouse_in_application": False}
            values["marriages"] = [row]
        if request.department is OfficeKind.PUBLIC_SECURITY:
            row = {"person": name, "registered_here": True, "relation": "户主"}
            values |= {"people": [row], "household_size": 1}
        values |= deepcopy(dict(changes.get(request.department.value, {})))
        with _act(office, office.actor(SEATS[request.department])) as work:
            checking.answer(work, request.id, values)
    looking.collect(office.database, office.keyring, standing_clock(office.now))


def _do(page: Page, legend: str, **fields: str) -> None:
    """Open the form of an act, fill it in, and send it."""
    panel = page.locator("details.panel", has_text=legend).first
    panel.locator("summary").click()
    for name, value in fields.items():
        box = panel.locator(f"[name$='-{name}']")
        if box.evaluate("each => each.tagName") == "SELECT":
            box.select_option(value)
        else:
            box.fill(value)
    panel.get_by_role("button", name=legend).click()


def test_a_tenant_is_led_out_and_disagrees(tmp_path: Path) -> None:
    """HN-33-1, HN-33-4, HN-33-5."""
    with open_office(tmp_path, NOW) as office:
        (lease,) = _leases(office, 1, date(2026, 1, 1))
        fuhe, fabu = office.officer("fuhe"), office.officer("fabu")
        fuhe.goto(f"/desk/leases/{lease.id}/exit")
        fuhe.fill("#reason", "年度走访发现收入变化")
        fuhe.select_option("#trigger", "income")
        _seen(fuhe, "exits-new")
        fuhe.get_by_role("button", name="立案").click()
        _do(fuhe, "开始联合审核")
        expect(fuhe.get_by_text("已向有关部门发出核查")).to_be_visible()
        _answered(office, lease, RICH)
        fuhe.reload()
        fuhe.get_by_role("link", name="已答复，待决定").click()
        _seen(fuhe, "joint-reviews-one")
        fabu.goto("/desk/exits?only=to_decide")
        _seen(fabu, "exits")
        fabu.get_by_role("link", name=lease.number).click()
        _do(fabu, "保留保障资格", reasons="情有可原")
        expect(fabu.get_by_role("alert")).to_contain_text("有不利意见")
        assert fabu.locator("[name='keep-reasons']").input_value() == "情有可原"
        _do(fabu, "取消保障资格", reasons="家庭收入高于标准")
        fuhe.goto("/desk/exits/1")
        _do(fuhe, "登记通知送达", on="2026年9月1日", served="in_person", document="回证1号")
        expect(fuhe.locator("main")).to_contain_text("到 2026-12-01（含当日）")
        _seen(fuhe, "exits-one")
        phone = office.applicant(phone_of(1))
        phone.goto("/my/exits")
        _seen(phone, "exits-mine")
        phone.get_by_role("link", name="申请复核").click()
        phone.fill("#reason", "补偿款是一次性的")
        _seen(phone, "exits-ask")
        phone.get_by_role("button", name="提出复核申请").click()
        expect(phone.locator("main")).to_contain_text("已申请复核")


def test_a_tenant_asks_and_many_are_renewed(tmp_path: Path) -> None:
    """HN-24-5, HN-24-6."""
    with open_office(tmp_path, NOW) as office:
        first, second = _leases(office, 2, date(2026, 1, 1))
        phone = office.applicant(phone_of(1))
        phone.goto(f"/my/leases/{first.id}/renew")
        phone.fill("#months", "24")
        _seen(phone, "renewals-mine")
        phone.get_by_role("button", name="申请续租").click()
        expect(phone.locator("main")).to_contain_text("续租 24 个月")
        centre = office.officer("zhongxin")
        centre.goto(f"/desk/leases/{second.id}/renew")
        centre.fill("#months", "24")
        centre.fill("#document", "申请2号")
        _seen(centre, "renewals-new")
        centre.get_by_role("button", name="登记").click()
        renewals.forward(office.database, office.keyring, standing_clock(office.now))
        _answered(office, first, {})
        _answered(office, second, RICH)
        fabu = office.officer("fabu")
        fabu.goto("/desk/renewals?only=to_decide")
        _seen(fabu, "renewals")
        fabu.get_by_role("button", name="批量准予：先预览").click()
        expect(fabu.locator("main")).to_contain_text("可以准予 1 户，不能批量办理 1 户")
        _seen(fabu, "renewals-batch")
        fabu.get_by_role("button", name="准予这 1 户续租").click()
        expect(fabu.get_by_role("status")).to_contain_text("已办理 1 户，共 1 户")
        _seen(fabu, "renewals-progress")
        fabu.get_by_role("link", name=first.number).click()
        _seen(fabu, "renewals-one")

"""Two tenants wish on a phone, an officer finds the exchange, and it is carried out by forms."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.ownership.service import keep_title
from tests.factories.exchanges import GOVERNMENT
from tests.factories.leases import active_lease, phone_of, tenant_account
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with two tenants on different floors."""
    with open_office(tmp_path_factory.mktemp("exchanges"), NOW) as opened:
        clock = standing_clock(NOW)
        who = opened.actor("zhongxin")
        with working(opened.database.acts, who, clock, opened.keyring) as work:
            for number in (1, 2):
                unit = {"floor": number, "floors": 6}
                lease = active_lease(work, number, unit=unit)
                keep_title(work, lease.unit_id, GOVERNMENT)
                tenant_account(work, number)
        yield opened


def _seen(page: Page, name: str) -> None:
    before = page.viewport_size
    keep(page, name)
    no_barrier(page)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


def _wish(office: Office, number: int, floor: int) -> Page:
    page = office.applicant(phone_of(number))
    page.goto(f"/my/leases/{number}/exchange")
    page.get_by_role("button", name="登记互换意愿").click()
    expect(page.get_by_text("没有保存")).to_be_visible()
    page.fill("#detail", "换到单位附近")
    page.fill("#ranks-0-floor_from", str(floor))
    page.fill("#ranks-0-floor_to", str(floor))
    page.get_by_role("button", name="登记互换意愿").click()
    expect(page.get_by_text("等待匹配")).to_be_visible()
    return page


def test_an_exchange_from_the_phone_to_the_new_leases(office: Office) -> None:
    tenants = [_wish(office, 1, 2), _wish(office, 2, 1)]
    _seen(tenants[0], "exchange-wish")
    desk = office.officer("zhongxin")
    desk.goto("/desk/exchanges/wishes")
    desk.get_by_role("button", name="查找互换方案").click()
    expect(desk.get_by_text("已证明没有更好的方案")).to_be_visible()
    _seen(desk, "exchange-preview")
    desk.get_by_role("button", name="逐个立案").click()
    for page in tenants:
        page.reload()
        page.get_by_role("button", name="同意互换", exact=True).click()
        expect(page.get_by_text("您已同意互换")).to_be_visible()
    head = office.officer("fabu")
    head.goto("/desk/exchanges/1")
    head.get_by_text("批准互换", exact=True).first.click()
    head.fill("#approve-reasons", "就业需要")
    head.get_by_role("button", name="批准互换", exact=True).click()
    expect(head.get_by_text("已批准，等待办理。")).to_be_visible()
    _carried_out(desk)
    tenants[0].goto("/my/leases/1/exchange")
    expect(tenants[0].get_by_text("已于 2026-09-01 互换到")).to_be_visible()


def _carried_out(desk: Page) -> None:
    desk.goto("/desk/exchanges/1")
    desk.get_by_text("办理互换", exact=True).first.click()
    desk.fill("#execute-document", "换1号")
    desk.fill("#execute-condition", "按现状交接")
    desk.get_by_role("button", name="办理互换", exact=True).click()
    expect(desk.get_by_text("已互换：原合同终止")).to_be_visible()
    _seen(desk, "exchange-done")

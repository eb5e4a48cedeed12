"""A tenant reads and signs the contract on a phone, and the operator sees it signed."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.leases.items import Item
from housing.leases.states import LeaseState
from tests.factories.leases import TEXT, active_lease, phone_of, tenant_account
from tests.pages.office import Office, fits, keep, no_barrier, open_office

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)
DRAFTED = {
    "state": LeaseState.DRAFTED,
    "starts_on": date(2026, 9, 1),
    "ends_on": date(2029, 8, 31),
    "template": TEXT,
    "clauses": {item.value: f"第{number}项按约定" for number, item in enumerate(Item)},
    **dict.fromkeys(("signed_on", "keys_on", "filed_on")),
    **dict.fromkeys(("contract_sha256", "contract_document", "filing_number", "filed_by"), ""),
}


def _looked_at(page: Page, name: str) -> None:
    keep(page, name)
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    no_barrier(page)


def _fill(office: Office) -> None:
    actor, clock = office.actor("zhongxin"), standing_clock(NOW)
    with working(office.database.acts, actor, clock, office.keyring) as work:
        active_lease(work, 1, **DRAFTED)
        tenant_account(work, 1)


def test_a_contract_is_signed_on_a_phone(tmp_path: Path) -> None:
    """HN-24-3, HZR-24-1."""
    with open_office(tmp_path, NOW) as office:
        _fill(office)
        family = office.applicant(phone_of(1))
        family.goto("/my/leases")
        _looked_at(family, "leases-mine")
        family.get_by_role("link", name="阅读合同并签字").click()
        expect(family.locator("ol > li")).to_have_count(15)
        _looked_at(family, "leases-sign")
        family.get_by_role("button", name="我已阅读全部内容，同意签字").press("Enter")
        expect(family.get_by_role("status").first).to_contain_text("已在网上签字")
        _looked_at(family, "leases-my-lease")
        centre = office.officer("zhongxin")
        centre.goto("/desk/leases?only=drafted")
        _looked_at(centre, "leases-listing")
        centre.get_by_role("link", name="ZL430199").click()
        centre.get_by_text("双方已签订合同").first.click()
        centre.get_by_role("button", name="双方已签订合同").click()
        expect(centre.locator("h1")).to_contain_text("已签约")

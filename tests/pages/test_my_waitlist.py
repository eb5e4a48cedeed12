"""A family reads its place on a phone; the centre reads the lists and the order of a past day."""

from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from housing.core.clock import standing_clock
from housing.core.work import working
from housing.households.words import Rescue
from housing.units.models import Project
from housing.waitlist import jobs, order, service
from housing.waitlist.models import WaitlistEntry
from tests.conftest import PLACE
from tests.factories.waiting import LOW, TWO, waiting_household
from tests.pages.office import (
    APPLICANT_IDENTITY,
    APPLICANT_PHONE,
    Office,
    fits,
    keep,
    no_barrier,
    open_office,
)

pytestmark = pytest.mark.pages
NOW = datetime(2026, 9, 1, 1, 0, tzinfo=UTC)


def _fill(office: Office) -> None:
    keys = office.keyring
    with working(office.database.acts, office.actor("zhongxin"), _clock(office), keys) as work:
        work.session.add(Project(place=PLACE, code="P01", name="望麓新苑", street="东岸街道"))
        work.session.add_all(waiting_household(keys, number) for number in (1, 2, 3))
        work.session.add_all(
            [
                waiting_household(keys, 4, rescue=Rescue.MINIMUM_ALLOWANCE),
                waiting_household(
                    keys,
                    5,
                    identity_index=keys.blind(APPLICANT_IDENTITY),
                    phone_sealed=keys.seal(APPLICANT_PHONE),
                    phone_index=keys.blind(APPLICANT_PHONE),
                    wishes=[[TWO], [LOW]],
                ),
            ]
        )
        work.session.flush()
        order.publish_order(work)


def _clock(office: Office):  # type: ignore[no-untyped-def]
    return standing_clock(office.now)


def _subsidise(office: Office, number: int, document: str) -> None:
    with working(
        office.database.acts, office.actor("fabu"), _clock(office), office.keyring
    ) as work:
        found = select(WaitlistEntry).where(WaitlistEntry.number == f"SQ2025{number:06d}")
        service.subsidise(work, work.session.scalars(found).one().id, document)


def test_a_family_sees_where_it_stands_why_and_what_next(tmp_path: Path) -> None:
    """HN-17-2, HN-16-3."""
    with open_office(tmp_path, NOW) as office:
        _fill(office)
        office.later(days=2)
        _subsidise(office, 2, "批复 7 号")
        jobs.place(office.database, office.keyring, _clock(office))
        family = office.applicant()
        family.goto("/my/waitlist")
        main = family.locator("main")
        expect(main).to_contain_text("第 4 位，共 4 户")
        expect(main).to_contain_text("P01 望麓新苑两居室中层")
        expect(main).to_contain_text("从第 5 位到第 4 位")
        expect(main).to_contain_text("前面的家庭已改领租赁补贴：前进 1 位")
        expect(main).to_contain_text("最迟应在 2028-06-01 之前")
        assert "李小" not in main.inner_text().replace("李*", "")
        keep(family, "my-waitlist")
        no_barrier(family)
        family.set_viewport_size({"width": 320, "height": 800})
        fits(family, "my-waitlist", 320)
        family.goto("/preferences?language=en")
        family.goto("/my/waitlist")
        expect(main).to_contain_text("P01 望麓新苑, two-room, middle floors")


def test_the_centre_reads_its_lists_and_grants_a_subsidy(tmp_path: Path) -> None:
    """HN-16-3, HN-18-2."""
    with open_office(tmp_path, NOW) as office:
        _fill(office)
        office.later(days=3)
        centre = office.officer("zhongxin")
        centre.goto("/desk/waitlist?only=rescue")
        expect(centre.locator("tbody tr")).to_have_count(1)
        expect(centre.locator("tbody")).to_contain_text("救助对象最迟 2025-07-31 已超期")
        keep(centre, "waitlist-rescue")
        no_barrier(centre)
        with centre.expect_download() as saved:
            centre.get_by_role("link", name="下载这份名单（Excel）").click()
        assert saved.value.suggested_filename.startswith("waitlist-rescue-430199")

        head = office.officer("fabu")
        head.goto("/desk/waitlist?only=rescue")
        head.get_by_role("link", name="SQ2025000004").click()
        head.get_by_text("记录发放租赁补贴").first.click()
        head.get_by_role("button", name="记录发放租赁补贴").click()
        expect(head.get_by_role("alert")).to_be_visible()
        head.fill("#subsidy-document", "批复 9 号")
        keep(head, "waitlist-subsidy")
        head.get_by_role("button", name="记录发放租赁补贴").click()
        expect(head.locator("h1")).to_contain_text("领取租赁补贴")

        jobs.place(office.database, office.keyring, _clock(office))
        centre.goto("/desk/waitlist/on")
        expect(centre.locator("tbody tr")).to_have_count(4)
        centre.fill("#day", "2026-09-02")
        centre.get_by_role("button", name="查看").click()
        expect(centre.locator("tbody tr")).to_have_count(5)
        expect(centre.locator("tbody tr").first).to_contain_text("SQ2025000004")
        keep(centre, "waitlist-on-day")
        no_barrier(centre)
        centre.goto("/desk/waitlist/on?day=2027-01-01")
        expect(centre.get_by_role("alert")).to_contain_text("还没有到")

"""Officers take a case from the counter to the queue on phones, without JavaScript."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from housing.applications.states import ApplicationState as S
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.documents.folder import folder_of
from housing.offices import queries as offices
from housing.reviews import county, jobs
from housing.reviews.words import Outcome
from tests.conftest import NOW, PLACE
from tests.factories.applications import Counter
from tests.factories.reviews import SECOND, Desk
from tests.pages.office import PASSWORD, Office, fits, keep, no_barrier, open_office

pytestmark = [pytest.mark.pages, pytest.mark.long]
SEATED = {
    *("QINGXI", "QINGXI-1", "BUDONGCHAN", "MINZHENG", "GONGAN", "RENSHE", "ZHUJIAN", "BAOZHANG"),
    *("GAOXIN", "XIANGXIN"),
}


def good(page: Page, name: str) -> None:
    """Fail unless the page has no barrier and fits a phone and a small phone."""
    no_barrier(page)
    keep(page, name)
    before = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 800})
    fits(page, name, 320)
    if before:
        page.set_viewport_size(before)


@contextmanager
def county_at_work(home: Path) -> Iterator[tuple[Office, Desk]]:
    with open_office(home, NOW) as office:
        with office.database.reads() as session:
            held = {
                each.kind: each.id for each in offices.listed(session, PLACE) if each.code in SEATED
            }
        counter = Counter(office.database, office.keyring, folder_of(office.settings), NOW, held)
        yield office, Desk(counter)


def signed_in(office: Office, desk: Desk, name: str, **options: object) -> Page:
    """Return a phone of an officer, at the desk of cases; the office's clock follows the desk's."""
    desk.counter.now += timedelta(minutes=1)
    office.now = desk.counter.now
    page = office.public(**options)
    page.set_default_timeout(30000)
    page.goto("/sign-in?next=/desk/cases")
    page.fill("#name", name)
    page.fill("#password", PASSWORD)
    page.click("main button")
    page.wait_for_url("**/desk/cases")
    return page


def later(office: Office, desk: Desk) -> None:
    """Let the acts of pages lie before the next act of the desk."""
    desk.counter.now = office.now = max(office.now, desk.counter.now) + timedelta(minutes=1)


def test_a_case_goes_over_every_desk(tmp_path: Path) -> None:
    with county_at_work(tmp_path) as (office, desk):
        case = desk.counter.submitted()
        desk.counter.bring_all(case.id)
        street = signed_in(office, desk, "jiedao", java_script_enabled=False)
        street.click(f"text={case.number}")
        expect(street.locator("main")).to_contain_text("已提交，待受理")
        street.click("summary:has-text('受理') >> nth=0")
        street.click("button:has-text('受理') >> nth=0")
        expect(street.get_by_role("status")).to_contain_text("已办理：受理")
        street.select_option("#office", index=0)
        street.click("button:has-text('指定')")
        later(office, desk)

        community = signed_in(office, desk, "shequ")
        community.click(f"text={case.number}")
        community.fill("#investigate-investigators", "王社区、李社区")
        community.click("button:has-text('登记入户调查')")
        expect(community.get_by_role("alert")).to_be_visible()
        assert community.input_value("#investigate-investigators") == "王社区、李社区"
        good(community, "review-survey-wrong")
        community.fill("#investigate-visited_on", desk.day.isoformat())
        for condition in ("housing", "income", "property", "people"):
            community.check(f"#investigate-{condition}_agrees-1")
        community.click("button:has-text('登记入户调查')")
        expect(community.get_by_role("status")).to_contain_text("登记入户调查")

        street.goto(f"/desk/cases/{case.id}")
        street.click("summary:has-text('提出初审意见并公示')")
        street.check("#publish_at_street-outcome-1")
        street.fill("#publish_at_street-reason", "与申报一致，符合条件")
        street.click("button:has-text('提出初审意见并公示')")
        expect(street.locator("h1")).to_contain_text("街道公示中")
        later(office, desk)
        desk.answer_all(case.id)
        desk.until_notice_ends(case)
        jobs.after_publicity(office.database, office.keyring, standing_clock(desk.counter.now))

        reviewer = signed_in(office, desk, "fuhe")
        good(reviewer, "review-list")
        reviewer.click(f"text={case.number}")
        reviewer.click("button:has-text('收件')")
        reviewer.check("#recheck-outcome-1")
        reviewer.fill("#recheck-reason", "材料齐全，同意初审意见")
        reviewer.click("button:has-text('提出复核意见')")
        expect(reviewer.locator("h1")).to_contain_text("已复核")
        good(reviewer, "review-case")
        reviewer.goto("/desk/filings")
        good(reviewer, "review-filings")
        reviewer.click("button:has-text('报送所选案件')")
        expect(reviewer.get_by_role("status")).to_contain_text("已报送备案")
        later(office, desk)

        head = signed_in(office, desk, "fabu")
        head.click(f"text={case.number}")
        head.check("#decide-outcome-1")
        head.fill("#decide-reason", "依据部门核定情况，符合条件")
        head.click("button:has-text('作出审核决定')")
        expect(head.locator("h1")).to_contain_text("合格公示中")
        later(office, desk)
        desk.until_notice_ends(case)

        centre = signed_in(office, desk, "zhongxin")
        centre.check(f"#case-{case.id}")
        centre.select_option("#deed", "register")
        centre.click("button:has-text('先看看结果')")
        expect(centre.locator("main")).to_contain_text("可以办理 1 件")
        assert desk.case(case.id).state is S.COUNTY_PUBLIC  # Only looked at.
        good(centre, "review-batch")
        centre.click("button:has-text('办理这 1 件')")
        expect(centre.get_by_role("status")).to_contain_text("已办理 1 件")
        assert desk.case(case.id).state is S.REGISTERED
        expect(centre.locator("main")).to_contain_text("已办理")


def test_the_prefecture_receives_a_filed_list(tmp_path: Path) -> None:
    """HN-15-6."""
    with county_at_work(tmp_path) as (office, desk):
        case = desk.rechecked(community=True)
        desk.filed(case)
        later(office, desk)
        page = office.public()
        page.set_default_timeout(30000)
        page.goto("/sign-in?next=/desk/filings/received")
        page.fill("#name", "shizhou")
        page.fill("#password", PASSWORD)
        page.click("main button")
        page.click("table a")
        page.click("button:has-text('登记接收')")
        expect(page.get_by_role("alert")).to_be_visible()
        page.fill("#receipt_number", "长住建备〔2026〕1 号")
        page.click("button:has-text('登记接收')")
        expect(page.get_by_role("status")).to_contain_text("已登记接收")
        good(page, "review-filing")


def test_the_second_writer_is_told_who_changed_what_and_loses_nothing(tmp_path: Path) -> None:
    with county_at_work(tmp_path) as (office, desk):
        case = desk.received(community=True)
        page = signed_in(office, desk, "fuhe")
        page.click(f"text={case.number}")
        page.check("#recheck-outcome-2")
        page.fill("#recheck-reason", "我写了很久的复核意见")
        later(office, desk)
        with desk.act(Role.COUNTY_REVIEWER, "tongshi") as work:
            county.recheck(work, case.id, Outcome.QUALIFIED, "同事先办了")
        later(office, desk)
        page.click("button:has-text('提出复核意见')")
        expect(page.get_by_role("alert")).to_contain_text("tongshi")
        expect(page.locator("main")).to_contain_text("其他人刚刚的改动")
        assert page.input_value("#recheck-reason") == "我写了很久的复核意见"
        good(page, "review-conflict")


def test_a_refused_applicant_asks_for_reconsideration_on_a_phone(tmp_path: Path) -> None:
    """HN-15-13."""
    rich = {"civil_affairs": {"income_fen": 900000, "income_band": "above"}}
    with county_at_work(tmp_path) as (office, desk):
        applicant = desk.applicant_of(office.database)
        case = desk.decided(Outcome.UNQUALIFIED, rich, who=applicant, community=True, **SECOND)
        later(office, desk)
        page = office.public()
        page.set_default_timeout(30000)
        page.goto(f"/sign-in?next=/my/{case.id}/reconsider")
        page.fill("#name", "13800000001")
        page.fill("#password", PASSWORD)
        page.click("main button")
        expect(page.locator("main")).to_contain_text("收入")
        good(page, "review-disagree")
        page.fill("#reason", "收入核定有误，九月起已失业")
        page.click("button:has-text('申请复核')")
        assert desk.case(case.id).state is S.RECONSIDERING

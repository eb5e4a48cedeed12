"""Admission as people meet it: phones, desks, departments in processes of their own, real HTTP."""

from collections.abc import Iterator, Sequence

import pytest
from playwright.sync_api import Page, expect

from housing.applications import service as applying
from housing.applications.models import Application
from housing.applications.states import ApplicationState as S
from housing.checks import queries as checks
from housing.checks.states import CheckState
from housing.core.access.offices import OfficeKind
from housing.core.clock import day_of
from housing.households import queries as households
from housing.offices import queries as offices
from housing.reviews import county as reviewing
from housing.reviews import street
from housing.reviews.words import Agreement, Condition, Outcome
from tests.conftest import PLACE
from tests.factories.files import picture
from tests.factories.staff import staff_sheet, worker
from tests.journeys.county import SECOND_HEAD, SECOND_PARK, County, open_county
from tests.journeys.phone import Applicant, apply, hand_in
from tests.pages.office import fits

pytestmark = pytest.mark.pages
SHOP = "清溪早点铺"
FOUR_GROUPS = (
    Applicant("王低收", "13900000601", 601, "低收入家庭"),
    Applicant("李中等", "13900000602", 602, "中等偏下收入家庭"),
    Applicant("赵新工", "13900000603", 603, "新就业无房职工", "2300", SHOP),
    Applicant("陈外来", "13900000604", 604, "稳定就业的外来务工人员", "2400", SHOP),
)


@pytest.fixture(scope="module")
def county(tmp_path_factory: pytest.TempPathFactory) -> Iterator[County]:
    """One county for all journeys, which follow one another in time.

    Those of workers come first: their insurance, paid until August, has a gap from November on.
    """
    expect.set_options(timeout=30_000)  # Other work may share the machine's two cores.
    try:
        with open_county(tmp_path_factory.mktemp("county")) as it:
            yield it
    finally:
        expect.set_options(timeout=5_000)


def through_the_street(county: County, cases: Sequence[Application], outcome: str) -> None:
    """Assign, survey and put up, each on its page; then publicity runs and the county has it."""
    for case in cases:
        county.later(minutes=1)
        page = county.office.officer("jiedao")
        page.goto(f"/desk/cases/{case.id}")
        page.select_option("#office", label="清溪社区")
        page.get_by_role("button", name="指定").click()
        expect(page.get_by_role("status")).to_contain_text("已指定社区")
        day = day_of(county.office.now).isoformat()
        county.do("shequ", case, "investigate", visited_on=day, investigators="王社区、李社区")
        county.do("jiedao", case, "publish_at_street", outcome)
    county.until_notices_end()
    county.must_be(S.FORWARDED, *cases)


def through_the_county(county: County, cases: Sequence[Application], outcome: str) -> None:
    """Receive, recheck, file with the prefecture."""
    county.do_all("fuhe", cases, "receive")
    for case in cases:
        county.do("fuhe", case, "recheck", outcome)
    county.file_and_receive("fuhe", "/desk/filings", "shizhou")


def answered(county: County, case: Application, since: int = 0) -> dict[OfficeKind, CheckState]:
    """Return how far the departments are with what was asked of them."""
    with county.office.database.reads() as session:
        asked = checks.of_case(session, case.case)
    return {each.department: each.state for each in asked[since:]}


def upload(county: County, rows: Sequence[dict[str, str]], office: str) -> list[Application]:
    """File a sheet as an employer on its page, with every paper; return the cases."""
    county.later(minutes=1)
    page = county.office.officer("danwei")
    page.goto("/employer")
    sheet = {"name": "职工.xlsx", "mimeType": "", "buffer": staff_sheet(rows)}
    page.get_by_label("职工申请表").set_input_files(sheet)  # type: ignore[arg-type]
    page.get_by_label("向哪里申请").select_option(label=office)
    scan = {"name": "同意书.jpg", "mimeType": "image/jpeg", "buffer": picture(size=(len(rows), 90))}
    page.get_by_label("同意核查书扫描件").set_input_files(scan)  # type: ignore[arg-type]
    page.get_by_label("真实性负责").check()
    page.get_by_role("button", name="检查并提交").click()
    expect(page.get_by_text("已提交，每位职工一份申请。")).to_be_visible()
    expect(page.locator("tbody tr")).to_have_count(len(rows))
    _papers(page, len(rows))
    return [county.case_of(row["证件号码"]) for row in rows]


def _papers(page: Page, people: int) -> None:
    """Bring what is still missing, one scan for all staff at a time."""
    missing = page.locator('td[data-label="还缺"]').first
    listed = "option:has-text('{}')"
    for at, kind in enumerate(("收入证明", "住房证明", "身份证", "财产证明", "劳动", "社会保险")):
        if kind not in missing.inner_text():
            continue
        page.get_by_label("给谁").select_option(label="全部职工")
        box = page.get_by_label("什么材料")
        whole = box.locator(listed.format(kind)).first.inner_text()
        box.select_option(label=whole)
        photo = {
            "name": "证明.jpg",
            "mimeType": "image/jpeg",
            "buffer": picture(size=(300 + at, 100 + people)),
        }
        page.get_by_label("照片或 PDF").set_input_files(photo)  # type: ignore[arg-type]
        page.get_by_role("button", name="上传").click()
        expect(page.get_by_text(f"材料已存入 {people} 份申请。")).to_be_visible()


def test_a_park_reviews_and_files_by_itself(county: County) -> None:
    """HN-13-4, HN-15-15, HN-15-16."""
    rows = [worker(serial) for serial in (701, 702)]
    for row in rows:
        county.know(row["证件号码"], row["姓名"], income_fen=240000, worker="湘芯科技")
    cases = upload(county, rows, "马坡岭高新园区管委会")
    county.do("yuanqu", cases[0], "start_at_park")
    county.do_all("yuanqu", cases[1:], "start_at_park")
    done = county.exchange()
    assert (done.answered, done.failed) == (8, 0)
    county.do(SECOND_PARK, cases[0], "decide_at_park", "qualified")
    county.do_all(SECOND_PARK, cases[1:], "decide_at_park", "部门核定情况符合条件")
    county.must_be(S.PARK_REGISTERED, *cases)
    county.file_and_receive("yuanqu", "/desk/filings/park", "fuhe")
    county.must_be(S.FILED, *cases)
    with county.office.database.reads() as session:
        entries = [households.of_application(session, case.id) for case in cases]
    assert all(entry is not None and entry.registered_on for entry in entries)


def test_thirty_staff_by_one_sheet_reach_the_queue(county: County) -> None:
    """HN-13-2: one sheet, thirty cases; desks take them together, as far as the law lets them."""
    rows = [worker(serial) for serial in range(801, 831)]
    for row in rows:
        county.know(row["证件号码"], row["姓名"], income_fen=240000, worker="湘芯科技")
    cases = upload(county, rows, "清溪街道办事处")
    county.do_all("jiedao", cases, "accept")
    done = county.exchange()
    assert (done.answered, done.failed) == (4 * 30, 0)
    with county.acting("jiedao") as work:
        community = offices.by_code(work.session, PLACE, "QINGXI-1")
        assert community is not None
        for case in cases:
            applying.assign_community(work, case.id, community.id)
            found = dict.fromkeys(Condition, (Agreement.YES, ""))
            seen = street.Survey(work.day, "王社区、李社区", found)
            street.investigate(work, case.id, seen)
            street.publish_at_street(work, case.id, Outcome.QUALIFIED, "与申报一致")
    county.until_notices_end()
    county.do_all("fuhe", cases, "receive")
    with county.acting("fuhe") as work:
        for case in cases:
            reviewing.recheck(work, case.id, Outcome.QUALIFIED, "材料齐全")
    county.file_and_receive("fuhe", "/desk/filings", "shizhou")
    county.do_all("fabu", cases, "decide", "部门核定情况符合条件")
    county.until_notices_end()
    county.must_be(S.REGISTERED, *cases)
    with county.office.database.reads() as session:
        entries = [households.of_application(session, case.id) for case in cases]
    assert len({entry.application_number for entry in entries if entry}) == 30


def test_a_case_of_each_group_walks_from_a_phone_to_the_queue(county: County) -> None:
    for who in FOUR_GROUPS:
        income_fen = int(who.income) * 100
        county.know(who.identity, who.name, income_fen=income_fen, worker=who.works_at)
    cases = [apply(county, who) for who in FOUR_GROUPS]
    county.must_be(S.SUBMITTED, *cases)
    county.do_all("jiedao", cases, "accept")
    done = county.exchange()
    assert (done.answered, done.failed) == (3 + 3 + 4 + 4, 0)
    for case in cases:
        assert set(answered(county, case).values()) == {CheckState.ANSWERED}
    through_the_street(county, cases, "qualified")
    through_the_county(county, cases, "qualified")
    county.do("fabu", cases[0], "decide", "qualified")
    county.do_all("fabu", cases[1:], "decide", "部门核定情况符合条件")
    county.must_be(S.COUNTY_PUBLIC, *cases)
    county.until_notices_end()
    county.must_be(S.REGISTERED, *cases)
    for who, case in zip(FOUR_GROUPS, cases, strict=True):
        page = county.office.applicant(who.phone)
        page.goto(f"/my/{case.id}")
        expect(page.locator("main")).to_contain_text("轮候")
        fits(page, "registered", 390)
        with county.office.database.reads() as session:
            entry = households.of_application(session, case.id)
        assert entry is not None
        assert (entry.name, entry.registered_on) == (who.name, day_of(county.office.now))


def test_a_refused_applicant_is_found_in_favour_by_other_people(county: County) -> None:
    """HN-15-12 to HN-15-14: civil affairs had counted an income twice, and puts it right."""
    who = Applicant("孙复核", "13900000611", 611, "低收入家庭")
    county.know(who.identity, who.name, income_fen=240000)
    case = hand_in(county, who)
    county.do("jiedao", case, "accept")
    county.exchange()
    through_the_street(county, [case], "unqualified")
    through_the_county(county, [case], "unqualified")
    county.do("fabu", case, "decide", "unqualified")
    county.must_be(S.REFUSED, case)

    county.later(days=2)
    page = county.office.applicant(who.phone)
    page.goto(f"/my/{case.id}/reconsider")
    expect(page.locator("main")).to_contain_text("收入")
    fits(page, "reconsider", 390)
    page.get_by_label("您不同意什么").fill("民政把同一份工资算了两次")
    page.get_by_role("button", name="申请复核").click()
    county.must_be(S.RECONSIDERING, case)
    rows = county.rows[OfficeKind.CIVIL_AFFAIRS]
    rows[:] = [row.replace(",240000,", ",120000,") if who.identity in row else row for row in rows]
    county.write_records()
    county.exchange()
    assert set(answered(county, case, since=3).values()) == {CheckState.ANSWERED}

    refused = county.office.officer("fabu")
    refused.goto(f"/desk/cases/{case.id}/reconsider")
    refused.check("input[name=reconsider-outcome][value=qualified]")
    refused.fill("#reconsider-reason", "我再看一遍")
    refused.locator("main form .btn-primary").click()
    expect(refused.get_by_role("alert").first).to_contain_text("另一人")
    county.do(SECOND_HEAD, case, "reconsider", "qualified")
    county.until_notices_end()
    county.must_be(S.REGISTERED, case)
    page.goto("/my/letters")
    for title in ("不符合", "复核结果", "轮候登记"):
        expect(page.locator("main")).to_contain_text(title)

"""The officer's list: whose turn, by legal clock, filtered, paged, searched, exported masked."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from python_calamine import load_workbook
from sqlalchemy import event

from housing.app import create_app
from housing.applications import queries
from housing.applications.files import lacking_counts
from housing.applications.states import ApplicationState as S
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, NotAllowed
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.households.words import Group
from housing.reviews import county, street, work_list
from housing.reviews.words import Agreement, Condition, Outcome
from housing.reviews.work_list import Asked
from tests.conftest import PLACE
from tests.factories.applications import member, open_counter
from tests.factories.offices import seat
from tests.factories.reviews import SECOND, Desk

PASSWORD = "a sentence for tests only"
NAMES = ("李安春", "赵大河", "孙小山")


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county, on both databases."""
    return Desk(open_counter(database, keyring, tmp_path))


def three(desk: Desk) -> list[int]:
    """Hand in three cases, a day after each other, each of a family of its own."""
    made = []
    for at, name in enumerate(NAMES):
        one = member(name, serial=401 + 2 * at)
        who = desk.person(Role.APPLICANT, f"sq000000000{at + 1}")
        home = f"清溪街道安居路 {at + 1} 号"
        made.append(
            desk.counter.submitted(
                one, who=who, phone=f"1380000111{at}", residence_address=home, address=home
            ).id
        )
        desk.pass_days(1)
    return made


def listed(desk: Desk, role: Role, asked: Asked | None = None, rows: int = 50) -> list[int]:
    with desk.counter.database.reads() as session:
        wanted = asked or Asked()
        found = work_list.page_of(session, desk.person(role), wanted, desk.day, rows=rows)
    return [line.application.id for line in found.lines]


def lacking(desk: Desk, ids: list[int]) -> tuple[dict[int, int], int]:
    """Return how much each case lacks, and how many statements it took to know."""
    statements: list[str] = []
    with desk.counter.database.reads() as session:
        cases = [queries.get(session, each) for each in ids]
        engine = desk.counter.database.engine
        note = lambda *given: statements.append(given[2])  # noqa: E731
        event.listen(engine, "before_cursor_execute", note)
        counts = lacking_counts(session, cases, desk.day)
        event.remove(engine, "before_cursor_execute", note)
    return counts, len(statements)


def test_the_list_says_what_each_case_lacks_without_a_query_a_row(desk: Desk) -> None:
    first, second, third = ids = three(desk)
    counts, _statements = lacking(desk, ids)
    assert set(counts) == set(ids)
    assert min(counts.values()) >= 6  # The papers of the county's list and the consent.
    desk.counter.bring_all(first, desk.person(Role.APPLICANT, "sq0000000001"))
    counts, of_three = lacking(desk, ids)
    assert counts[first] == 0
    assert counts[second] == counts[third] > 0
    _counts, of_one = lacking(desk, [first])
    assert of_three == of_one
    with desk.act(Role.STREET) as work:
        street.accept(work, first)
    assert set(lacking(desk, ids)[0]) == {second, third}


def test_each_sees_whose_turn_it_is_the_soonest_due_first(desk: Desk) -> None:
    first, second, third = three(desk)
    assert listed(desk, Role.STREET) == [first, second, third]
    assert listed(desk, Role.COUNTY_REVIEWER) == []
    assert listed(desk, Role.COUNTY_REVIEWER, Asked(mine=False)) == [first, second, third]
    desk.counter.bring_all(first, desk.person(Role.APPLICANT, "sq0000000001"))
    with desk.act(Role.STREET) as work:
        street.accept(work, first)
    assert listed(desk, Role.STREET) == [second, third, first]  # 30 working days come later.
    assert listed(desk, Role.COMMUNITY) == [first]
    assert listed(desk, Role.STREET, Asked(state=S.ACCEPTED)) == [first]
    assert listed(desk, Role.STREET, Asked(group=Group.NEW_EMPLOYEE)) == []
    with desk.counter.database.reads() as session:
        officer = desk.person(Role.STREET)
        # The next one follows the list, so that a case that is passed over does not come back.
        assert work_list.next_case(session, officer, second, desk.day) == third
        assert work_list.next_case(session, officer, third, desk.day) == first
        assert work_list.next_case(session, officer, first, desk.day) == second
        assert work_list.next_case(session, officer, 0, desk.day) == second
        desk.pass_days(10)
        assert work_list.due_count(session, officer, "overdue", desk.day) == 2


def test_pages_follow_each_other_without_gap_or_overlap(desk: Desk) -> None:
    cases = three(desk)
    seen: list[int] = []
    after = None
    with desk.counter.database.reads() as session:
        for _ in range(3):
            page = work_list.page_of(
                session, desk.person(Role.STREET), Asked(), desk.day, after, rows=1
            )
            seen += [line.application.id for line in page.lines]
            after = page.after
    assert seen == cases
    assert after is None
    assert page.total == 3


def test_another_streets_officer_sees_and_does_nothing(desk: Desk) -> None:
    (first, *_rest) = three(desk)
    kind = OfficeKind.STREET
    stranger = Actor("guihua", Role.STREET, PLACE, 9999, kind)
    with desk.counter.database.reads() as session:
        assert work_list.page_of(session, stranger, Asked(mine=False), desk.day).lines == []
    with pytest.raises(NotAllowed, match="其他机构"), desk.counter.work(stranger) as work:
        street.accept(work, first)


@pytest.fixture
def officer(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> FlaskClient:
    """A street officer in a browser, with two cases at the desk."""
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    desk.counter.submitted()
    other = dict(SECOND)
    who = desk.person(Role.APPLICANT, "sq0000000002")
    desk.counter.submitted(*other.pop("members"), who=who, **other)
    with desk.counter.work(system_actor(PLACE)) as work:
        seat(work, "jiedao", Role.STREET, PASSWORD)
    settings = load_settings({"HOUSING_PLACE": PLACE, "HOUSING_HOME": str(tmp_path)})
    clock = Clock(lambda: desk.counter.now)
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    client: FlaskClient = app.test_client()
    assert client.post("/sign-in", data={"name": "jiedao", "password": PASSWORD}).status_code == 302
    return client


def test_a_case_is_found_by_any_scrap_and_no_scrap_stays_in_an_address(
    officer: FlaskClient,
) -> None:
    for scrap in ("赵大河", "13800002222", "2222", "安居路2号", "SQ2026000002"):
        page = officer.post("/desk/cases", data={"words": scrap}).text
        assert "SQ2026000002" in page, scrap
        assert "SQ2026000001" not in page, scrap
    assert "没有找到" in officer.post("/desk/cases", data={"words": "无此人"}).text


def test_the_list_is_saved_masked(officer: FlaskClient) -> None:
    raw = officer.get("/desk/cases.xlsx").data
    rows = load_workbook(io.BytesIO(raw)).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows] == ["申请人", "李*春", "赵*河"]


def test_a_batch_is_tried_before_it_is_done(officer: FlaskClient) -> None:
    sent = {"deed": "accept", "case": ["1", "2"], "look": "y"}
    page = officer.post("/desk/cases/batch", data=sent)
    assert page.status_code == 200
    assert "可以办理 0 件，不能办理 2 件" in page.text
    assert "材料不齐" in page.text
    assert officer.post("/desk/cases/batch", data={"deed": "accept"}).status_code == 400
    assert (
        officer.post("/desk/cases/batch", data={"deed": "decide", "case": "1"}).status_code == 400
    )


def test_many_are_rechecked_at_once_where_nothing_stands_against_them(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    other = dict(SECOND)
    cases = [desk.accepted(), desk.accepted(members=other.pop("members"), **other)]
    for case, agreed in zip(cases, (Agreement.YES, Agreement.NO), strict=True):
        found = dict.fromkeys(Condition, (agreed, "家里多住一人"))
        with desk.act(Role.COMMUNITY) as work:
            street.investigate(work, case.id, replace(desk.survey(case), found=found))
        with desk.act(Role.STREET) as work:
            street.publish_at_street(work, case.id, Outcome.QUALIFIED, "与申报一致")
    desk.until_notice_ends(cases[1])
    for case in cases:
        with desk.act(Role.STREET) as work:
            street.forward(work, case.id)
        with desk.act(Role.COUNTY_REVIEWER) as work:
            county.receive(work, case.id)
        with pytest.raises(BrokenRule, match="尚未答复"), desk.act(Role.COUNTY_REVIEWER) as work:
            county.recheck_clear(work, case.id, "材料齐全")
        desk.answer_all(case.id)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        county.recheck_clear(work, cases[0].id, "材料齐全")
    with pytest.raises(BrokenRule, match="逐件办理"), desk.act(Role.COUNTY_REVIEWER) as work:
        county.recheck_clear(work, cases[1].id, "材料齐全")
    assert [desk.case(case.id).state for case in cases] == [S.RECHECKED, S.COUNTY_RECEIVED]


def test_one_screen_shows_the_case_in_both_languages(officer: FlaskClient) -> None:
    page = officer.get("/desk/cases/1").text
    for words in ("还缺的材料", "条件逐项核对", "未核查", "家庭成员与书面同意", "一次告知补正"):
        assert words in page, words
    assert "430100199003074" not in page  # Numbers are masked until somebody says why.
    shown = officer.post("/desk/cases/1/numbers", data={"reason": "核对证件"}).text
    assert "430100199003074" in shown
    assert officer.post("/desk/cases/1/numbers", data={"reason": " "}).status_code == 400

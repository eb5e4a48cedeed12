"""Plans and registrations over HTTP: sheets, the JSON interface, who is shown what."""

from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from pypdf import PdfReader
from python_calamine import load_workbook

from housing.accounts import queries as accounts
from housing.accounts.service import open_account, open_applicant
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.letters.models import Letter
from housing.plans.models import Plan
from housing.registrations import queries, rereview
from housing.registrations.states import RegistrationState
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from housing.web.limits import limiter
from housing.web.workbook import workbook
from tests.conftest import PLACE
from tests.factories.planning import Planning
from tests.integration.small_county import LOW, TWO, household, unit
from tests.integration.test_registrations import MINE, SECRET, identity_of

PHONE = "13811112222"


@pytest.fixture
def planning(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """Four households and four flats, and accounts of those who act."""
    homes = [
        household(keyring, 1, **identity_of(keyring, MINE)),
        household(keyring, 2),
        household(keyring, 3, size=3, wishes=[[TWO]]),
        household(keyring, 4),
    ]
    held = Planning(sqlite_database, keyring, tmp_path)
    held.fill(homes, [unit(1), unit(2), unit(3, TWO), unit(4, TWO)])
    with held.desk.counter.work(held.desk.person(Role.ADMINISTRATOR)) as work:
        open_applicant(work, PHONE, SECRET, PLACE, "张小乙", MINE)
        for role in (Role.STREET, Role.CENTRE, Role.COUNTY_REVIEWER, Role.COUNTY_HEAD):
            office = held.desk.person(role).office
            open_account(work, f"web-{role.value}", role, PLACE, SECRET, office)
    return held


@pytest.fixture
def app(planning: Planning, tmp_path: Path) -> Iterator[Flask]:
    """The application on that county; its clock is the county's."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: planning.desk.counter.now)
    made = create_app(settings, database=planning.database, keyring=planning.keyring, clock=clock)
    made.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield made
    limiter.enabled = True


def browser(app: Flask, planning: Planning, name: str) -> FlaskClient:
    """Return a client signed in as this account."""
    with planning.database.reads() as session:
        account = accounts.by_sign_in(session, planning.keyring, name)
        assert account is not None
        signed_in = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    client = app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = signed_in
    return client


def sheet_of(*rows: tuple[str, str]) -> BytesIO:
    """Return a filled sheet of numbers and wishes."""
    return BytesIO(workbook("意向登记", ("申请编号", "意向"), rows))


def test_a_sheet_goes_out_and_comes_back_whole(app: Flask, planning: Planning) -> None:
    """HN-21-1: at the counter for many; every household is told in writing."""
    plan = planning.opened()
    street = browser(app, planning, "web-street")
    blank = street.get(f"/desk/registrations/{plan.round_id}/sheet.xlsx")
    rows = load_workbook(BytesIO(blank.data)).get_sheet_by_index(0).to_python()
    assert rows[0] == ["申请编号", "申请人", "家庭人口", "适合的房源类别", "意向"]
    assert [row[0] for row in rows[1:]] == [f"SQ2025{each:06d}" for each in (1, 2, 3, 4)]
    assert (rows[1][1], rows[1][3], rows[3][3]) == ("张*乙", LOW, TWO)

    sent = {"sheet-file": (sheet_of(("SQ2025000002", LOW), ("SQ2025000003", TWO)), "意向.xlsx")}
    taken = street.post(f"/desk/registrations/{plan.round_id}/sheet", data=sent)
    assert taken.status_code == 302
    with planning.database.reads() as session:
        held = queries.of_round(session, plan.round_id)
        assert [(each.way.value, each.wishes) for each in held] == [
            ("sheet", [[LOW]]),
            ("sheet", [[TWO]]),
        ]
        assert session.query(Letter).filter_by(kind="wishes_registered").count() == 2
    again = street.get(f"/desk/registrations/{plan.round_id}/sheet.xlsx")
    rows = load_workbook(BytesIO(again.data)).get_sheet_by_index(0).to_python()
    assert [row[0] for row in rows[1:]] == ["SQ2025000001", "SQ2025000004"]


def test_a_sheet_with_one_fault_registers_nobody_and_names_every_row(
    app: Flask, planning: Planning
) -> None:
    plan = planning.opened()
    street = browser(app, planning, "web-street")
    rows = (
        ("SQ2025000001", LOW),
        ("SQ2025000002", TWO),
        ("SQ2025000009", LOW),
        ("SQ2025000001", LOW),
        ("SQ2025000003", f"{TWO};"),
        ("SQ2025000004", f"{LOW};;{LOW}"),
    )
    address = f"/desk/registrations/{plan.round_id}/sheet"
    answer = street.post(address, data={"sheet-file": (sheet_of(*rows), "意向.xlsx")})
    assert answer.status_code == 400
    words = answer.get_data(as_text=True)
    for said in (
        "适合 3 人及以上的家庭，您家 1 人",
        "没有这个申请编号的轮候家庭",
        "与第 2 行是同一户",
        "不留空的顺位",
        "表中有 4 处要改正",
    ):
        assert said in words
    with planning.database.reads() as session:
        assert queries.of_round(session, plan.round_id) == []
        refused = session.query(RegisterRow).filter_by(tag=Tag.REGISTRATIONS_REFUSED).one()
        assert '"faults":4' in str(refused.after).replace(" ", "").replace("'", '"')


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"SQ2025000001;x", "请上传 Excel 工作簿"),
        (b"PK\x03\x04broken", "打不开"),
        (workbook("x", ("编号", "意向"), [("1", "x")]), "缺少列“申请编号”"),
        (workbook("x", ("申请编号", "意向"), [("SQ2025000001", "")]), "没有填写任何意向"),
        (workbook("x", ("申请编号", "意向"), [("SQ", LOW)] * 1001), "请分成几张表上传"),
    ],
)
def test_a_file_that_is_no_such_sheet_is_refused_with_what_to_do(
    app: Flask, planning: Planning, raw: bytes, said: str
) -> None:
    plan = planning.opened()
    street = browser(app, planning, "web-street")
    address = f"/desk/registrations/{plan.round_id}/sheet"
    answer = street.post(address, data={"sheet-file": (BytesIO(raw), "x.xlsx")})
    assert answer.status_code == 400
    assert said in answer.get_data(as_text=True)


def test_programs_read_plans_and_register(app: Flask, planning: Planning) -> None:
    """HN-20-2, HN-21-1: the same rules over the JSON interface."""
    plan = planning.opened()
    public = app.test_client()
    (listed,) = public.get("/api/v1/plans").json
    assert listed["sha256"] == plan.sha256
    shown = public.get(f"/api/v1/plans/{plan.round_code}").json
    assert [(each["code"], each["number"]) for each in shown["classes"]] == [(LOW, 2), (TWO, 2)]
    raw = public.get(f"/plans/{plan.round_code}/plan.json").data
    assert sha256_hex(raw) == plan.sha256

    paper = public.get(f"/plans/{plan.round_code}/units.pdf").data
    words = "".join(page.extract_text() for page in PdfReader(BytesIO(paper)).pages)
    assert "P01-0004" in words
    assert "49.50" in words

    mine = browser(app, planning, PHONE)
    address = f"/api/v1/rounds/{plan.round_id}/registrations"
    refused = mine.post(address, json={"wishes": [[TWO]]})
    assert refused.status_code == 409
    assert "您家 1 人" in refused.json["message"]
    made = mine.post(address, json={"wishes": [[LOW]]})
    assert (made.status_code, made.json["state"]) == (201, "registered")
    one = f"/api/v1/registrations/{made.json['id']}"
    assert mine.post(f"{one}/withdraw", json={}).json["state"] == "withdrawn"
    assert (
        mine.post(address, json={"household": "SQ2025000002", "wishes": [[LOW]]}).status_code == 403
    )

    street = browser(app, planning, "web-street")
    other = street.post(address, json={"household": "SQ2025000003", "wishes": [[TWO]]})
    assert other.json["number"] == f"{plan.round_code}-00002"
    page = street.get(address, query_string={"state": "registered"}).json
    assert [each["id"] for each in page["items"]] == [other.json["id"]]
    assert "name" not in page["items"][0]


def test_a_family_without_a_place_in_the_queue_is_told_where_to_go(
    app: Flask, planning: Planning
) -> None:
    plan = planning.opened()
    with planning.desk.counter.work(planning.desk.person(Role.ADMINISTRATOR)) as work:
        open_applicant(work, "13811113333", SECRET, PLACE, "王某", "430101199003078528")
    stranger = browser(app, planning, "13811113333")
    answer = stranger.get(f"/my/register/{plan.round_id}")
    assert answer.status_code == 404
    assert "没有正在轮候的家庭" in answer.get_data(as_text=True)
    assert "没有正在轮候的家庭" in stranger.get("/my/register").get_data(as_text=True)


def test_who_may_not_register_is_told_before_it_ranks_anything(
    app: Flask, planning: Planning
) -> None:
    """HN-22-2, HN-21-1: the reason and what is kept, at once."""
    plan = planning.opened()
    with planning.database.acts() as session, session.begin():
        entry = session.query(WaitlistEntry).filter_by(household_id=planning.household(1)).one()
        entry.state = EntryState.FROZEN
    mine = browser(app, planning, PHONE)
    answer = mine.get(f"/my/register/{plan.round_id}")
    assert answer.status_code == 409
    words = answer.get_data(as_text=True)
    assert "放弃后两年内不再配租" in words
    assert "第二十二条" in words
    assert 'name="rank:' not in words


def test_the_county_follows_the_rereview_on_its_page(app: Flask, planning: Planning) -> None:
    """HN-21-2: what is open is listed; a household that passed is looked at again from here."""
    plan = planning.opened()
    held = planning.registered(plan, 2, [[LOW]])
    planning.begun(plan)
    reviewer = browser(app, planning, "web-county_reviewer")
    page = f"/desk/registrations/{plan.round_id}"
    assert f"{held.full_number} 部门尚未全部答复" in reviewer.get(page).get_data(as_text=True)
    assert reviewer.post(f"{page}/settle").status_code == 302
    one = f"/desk/registrations/one/{held.id}"
    assert reviewer.post(f"{one}/readmit", data={"reason": ""}).status_code == 400
    answer = reviewer.post(f"{one}/readmit", data={"reason": "x"})
    assert answer.status_code == 400
    assert "不能“恢复参加本轮”" in answer.get_data(as_text=True)
    failed = reviewer.get(f"{page}/failed.xlsx")
    assert load_workbook(BytesIO(failed.data)).get_sheet_by_index(0).to_python()[1:] == []
    with planning.database.reads() as session:
        assert queries.get(session, PLACE, held.id).state is RegistrationState.IN_REVIEW
        assert not rereview.is_complete(session, plan.round_id)


def test_drafts_are_written_by_programs_too(app: Flask, planning: Planning) -> None:
    """HN-20-2: what is missing is told at once."""
    plan: Plan = planning.drafted()
    centre = browser(app, planning, "web-centre")
    sent = {"version": 1, "units": ["P01-0001"], "rent": "每平方米 4.80 元"}
    answer = centre.put(f"/api/v1/rounds/{plan.round_id}/plan", json=sent)
    assert (answer.json["version"], answer.json["units"]) == (2, 1)
    assert any("意向登记时限" in each for each in answer.json["missing"])
    late = centre.put(f"/api/v1/rounds/{plan.round_id}/plan", json=sent)
    assert late.status_code == 409
    unknown = centre.put(
        f"/api/v1/rounds/{plan.round_id}/plan", json=sent | {"version": 2, "units": ["P09"]}
    )
    assert unknown.status_code == 404

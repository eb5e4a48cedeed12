"""The departments' pages and interface: one office's list, one request, form and sheet."""

import io
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter
from flask import Flask
from flask.testing import FlaskClient
from python_calamine import load_workbook

from housing.accounts.service import open_account
from housing.app import create_app
from housing.checks import queries, service, typed
from housing.checks.answers import Answer
from housing.checks.words import Channel, Purpose
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.households.words import Group
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.departments import ANSWERS, APPLIED, FATHER, PEOPLE, REVIEWER, open_departments

PASSWORD = "a sentence for tests only"
CIVIL, PROPERTY = OfficeKind.CIVIL_AFFAIRS, OfficeKind.PROPERTY_REGISTRY
CASES = [CaseRef("application", n, PLACE, f"SQ202600000{n}") for n in (1, 2, 3)]


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The pages of a county with three cases and an officer in two departments."""
    clock = standing_clock(NOW)
    with sqlite_database.acts() as session, session.begin():
        offices = open_departments(session, keyring)
    before = standing_clock(NOW - timedelta(days=4))
    with working(sqlite_database.acts, system_actor(PLACE), before, keyring) as work:
        for kind in (CIVIL, PROPERTY):
            name = kind.value.partition("_")[0]
            open_account(work, name, Role.DEPARTMENT, PLACE, PASSWORD, offices[kind])
    for days, case in enumerate(CASES):
        later = standing_clock(NOW - timedelta(days=3 - days))
        with working(sqlite_database.acts, REVIEWER, later, keyring) as work:
            service.request_all(
                work,
                case,
                PEOPLE,
                Purpose.ADMISSION,
                applied_on=APPLIED,
                group=Group.LOW_INCOME,
            )
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


@pytest.fixture
def civil(app: Flask) -> FlaskClient:
    """The officer of civil affairs, signed in."""
    return _client(app, "civil")


def _client(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"name": name, "password": PASSWORD})
    return client


def _numbers(database: Database, kind: OfficeKind) -> list[int]:
    with database.reads() as session:
        return [
            each.id
            for case in CASES
            for each in queries.of_case(session, case)
            if each.department is kind
        ]


def _told(database: Database, keyring: Keyring, case: CaseRef) -> Any:
    with database.reads() as session:
        return queries.answers(session, keyring, case)[CIVIL]


def test_the_work_list_shows_the_office_its_own_soonest_first(
    civil: FlaskClient, sqlite_database: Database
) -> None:
    text = civil.get("/desk/checks").text
    assert "待答复 3 项" in text
    assert text.index("SQ2026000001") < text.index("SQ2026000002") < text.index("SQ2026000003")
    assert FATHER not in text
    assert "张三" not in text
    own = _numbers(sqlite_database, CIVIL)
    with sqlite_database.reads() as session:
        office = queries.get(session, PLACE, own[0]).office_id
        first = queries.open_of_office(session, office, rows=2)
        second = queries.open_of_office(session, office, first.after, rows=2)
    assert [each.id for each in [*first.requests, *second.requests]] == own
    assert (first.total, second.after) == (3, None)
    for odd in ("x", "2026-99-99.1", "2026-09-01", "2026-09-01.9999999999999"):
        assert civil.get(f"/desk/checks?after={odd}").status_code == 200


def test_numbers_are_shown_to_the_department_asked_and_the_look_is_recorded(
    app: Flask, civil: FlaskClient, sqlite_database: Database
) -> None:
    number = _numbers(sqlite_database, CIVIL)[0]
    assert FATHER in civil.get(f"/desk/checks/{number}").text
    assert _client(app, "property").get(f"/desk/checks/{number}").status_code == 404
    with sqlite_database.reads() as session:
        rows = session.query(RegisterRow).filter_by(tag=Tag.CHECK_SHOWN.value).all()
        assert [row.actor for row in rows] == ["civil"]


def test_an_answer_with_faults_keeps_what_was_typed_and_says_where(
    civil: FlaskClient, sqlite_database: Database, keyring: Keyring
) -> None:
    number = _numbers(sqlite_database, CIVIL)[0]
    typed_in = typed.written(CIVIL, ANSWERS[CIVIL]) | {
        "income_fen": "很多",
        "as_of": "2026-10-01",
        "marriages.1.status": "",
    }
    answer = civil.post(f"/desk/checks/{number}", data=typed_in)
    assert answer.status_code == 400
    assert 'value="很多"' in answer.text
    assert "不是数" in answer.text
    assert 'aria-describedby="marriages-1-status-wrong"' in answer.text
    typed_in |= {"income_fen": "2800", "marriages.1.status": "已婚"}
    assert "不能晚于今天" in civil.post(f"/desk/checks/{number}", data=typed_in).text
    assert not isinstance(_told(sqlite_database, keyring, CASES[0]), Answer)
    typed_in["as_of"] = "2026-08-31"
    assert civil.post(f"/desk/checks/{number}", data=typed_in).location == "/desk/checks"
    assert _told(sqlite_database, keyring, CASES[0]).values == ANSWERS[CIVIL]
    page = civil.get(f"/desk/checks/{number}").text
    assert "2800.00" in page
    assert "提交答复" not in page
    assert civil.post(f"/desk/checks/{number}", data=typed_in).status_code == 302
    typed_in["income_fen"] = "1"
    assert civil.post(f"/desk/checks/{number}", data=typed_in).status_code == 409


def test_a_list_grows_by_a_button_without_losing_anything(
    app: Flask, sqlite_database: Database
) -> None:
    client, number = _client(app, "property"), _numbers(sqlite_database, PROPERTY)[0]
    texts = typed.written(PROPERTY, ANSWERS[PROPERTY]) | {"as_of": "", "add": "dwellings"}
    page = client.post(f"/desk/checks/{number}", data=texts)
    assert page.status_code == 200
    assert 'name="dwellings.1.owner"' in page.text
    assert 'value="东风路1号"' in page.text
    assert "没有填写" not in page.text


def _saved(client: FlaskClient) -> list[list[Any]]:
    answer = client.post("/desk/checks/open.xlsx")
    assert answer.status_code == 200
    return load_workbook(io.BytesIO(answer.data)).get_sheet_by_index(0).to_python()


def _sent(client: FlaskClient, rows: list[list[Any]]) -> Any:
    held = io.BytesIO()
    book = xlsxwriter.Workbook(held, {"in_memory": True})
    sheet = book.add_worksheet()
    for number, row in enumerate(rows):
        sheet.write_row(number, 0, row)
    book.close()
    data = {"sheet": (io.BytesIO(held.getvalue()), "答复.xlsx")}
    return client.post("/desk/checks/sheets", data=data, follow_redirects=True)


def _fill(header: list[str], row: list[Any], income: object = 2800.0) -> None:
    given = {
        "婚姻状况": "张三；已婚；是\n李四；已婚；是",
        "机动车": "30000",
        "家庭月收入": income,
        "收入认定": "低收入",
        "家庭净资产": "50000",
        "社会救助": "无",
        "查询截止日": "2026-08-31",
    }
    for name, value in given.items():
        row[next(n for n, column in enumerate(header) if column.startswith(name))] = value


def test_a_sheet_goes_out_and_comes_back_as_answers(
    civil: FlaskClient, sqlite_database: Database, keyring: Keyring
) -> None:
    header, *rows = _saved(civil)
    assert len(rows) == 3
    assert FATHER in rows[0][4]
    _fill(header, rows[0])
    _fill(header, rows[2])
    page = _sent(civil, [header, *rows])
    assert "已采用 2 行答复" in page.text
    told = _told(sqlite_database, keyring, CASES[0])
    assert told.values == ANSWERS[CIVIL]
    assert told.channel is Channel.SHEET
    assert not isinstance(_told(sqlite_database, keyring, CASES[1]), Answer)
    assert "已采用 2 行答复" in _sent(civil, [header, *rows]).text
    assert len(_saved(civil)) == 2


def test_a_sheet_with_one_fault_is_not_taken_at_all_and_every_fault_is_named(
    civil: FlaskClient, sqlite_database: Database, keyring: Keyring
) -> None:
    header, *rows = _saved(civil)
    for row in rows:
        _fill(header, row)
    rows[1][header.index("查询截止日")] = "2027-01-01"
    rows[2][0] = str(_numbers(sqlite_database, PROPERTY)[0])
    rows.append([*rows[0]])
    rows.append(["abc", *rows[0][1:]])
    page = _sent(civil, [header, *rows])
    assert "一行也没有采用" in page.text
    for row in (3, 4, 5, 6):
        assert f"第 {row} 行" in page.text
    assert "不能晚于今天" in page.text
    assert not isinstance(_told(sqlite_database, keyring, CASES[0]), Answer)
    report = civil.get("/desk/checks/sheets/1/report.xlsx")
    found = load_workbook(io.BytesIO(report.data)).get_sheet_by_index(0).to_python()
    assert [int(row[0]) for row in found[1:]] == [3, 4, 5, 6]
    assert all(cell != "" for row in found[1:] for cell in row[3:])


@pytest.mark.parametrize(
    ("rows", "words"),
    [([["a", "b"]], "缺少列"), ([], "没有"), (None, "xlsx")],
)
def test_a_file_that_is_no_sheet_of_ours_is_refused_in_words(
    civil: FlaskClient, rows: list[list[str]] | None, words: str
) -> None:
    if rows is None:
        data = {"sheet": (io.BytesIO(b"not a workbook"), "x.xlsx")}
        page = civil.post("/desk/checks/sheets", data=data)
    else:
        page = _sent(civil, rows)
    assert page.status_code == 400
    assert words in page.text


def test_an_empty_sheet_answers_nothing(civil: FlaskClient) -> None:
    page = _sent(civil, _saved(civil))
    assert page.status_code == 400
    assert "没有填写任何答复" in page.text


def test_another_office_does_not_see_a_sheet(app: Flask, civil: FlaskClient) -> None:
    header, *rows = _saved(civil)
    _fill(header, rows[0])
    _sent(civil, [header, *rows])
    assert civil.get("/desk/checks/sheets/1").status_code == 200
    assert _client(app, "property").get("/desk/checks/sheets/1").status_code == 404


def test_the_interface_lists_shows_and_takes_answers(
    civil: FlaskClient, sqlite_database: Database, keyring: Keyring
) -> None:
    first = civil.get("/api/v1/checks?rows=2").get_json()
    assert (first["total"], len(first["items"])) == (3, 2)
    rest = civil.get("/api/v1/checks", query_string={"rows": 2, **first["next"]}).get_json()
    assert (len(rest["items"]), rest["next"]) == (1, None)
    number = first["items"][0]["id"]
    shown = civil.get(f"/api/v1/checks/{number}").get_json()
    assert shown["people"][0]["identity_number"] == FATHER
    wrong = civil.post(
        f"/api/v1/checks/{number}/answer", json={"answer": {**ANSWERS[CIVIL], "income_fen": -1}}
    )
    assert wrong.status_code == 400
    assert list(wrong.get_json()["errors"]) == ["income_fen"]
    good = civil.post(f"/api/v1/checks/{number}/answer", json={"answer": ANSWERS[CIVIL]})
    assert (good.status_code, good.get_json()["state"]) == (200, "answered")
    assert isinstance(_told(sqlite_database, keyring, CASES[0]), Answer)
    other = _numbers(sqlite_database, PROPERTY)[0]
    assert civil.get(f"/api/v1/checks/{other}").status_code == 404

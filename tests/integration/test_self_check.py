"""The self-check as page and interface: what it asks and answers, and that it keeps nothing."""

from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from housing.app import create_app
from housing.core.clock import Clock
from housing.core.db.base import Base
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.households.words import Group
from tests.conftest import PLACE

FAMILY = {
    "size": "3",
    "owned_area": "38.99",
    "income_fen": "4800元",
    "assets_fen": "0",
    "vehicles": "0",
    "benefit": "none",
    "marital": "married",
    "age": "36",
}
MIGRANT = {
    **FAMILY,
    "insurance": "12",
    "employed_since": "2025-09-01",
    "stable_employment": "1",
}


def _app(database: Database, keyring: Keyring, clock: Clock, place: str = PLACE) -> Flask:
    app = create_app(
        load_settings({"HOUSING_PLACE": place}), database=database, keyring=keyring, clock=clock
    )
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def client(sqlite_database: Database, keyring: Keyring, clock: Clock) -> FlaskClient:
    return _app(sqlite_database, keyring, clock).test_client()


@pytest.mark.parametrize(
    ("group", "asked", "not_asked"),
    [
        ("low_income", ["size"], ["insurance", "graduated_on", "employed_since"]),
        ("new_employee", ["graduated_on"], ["insurance", "stable_employment"]),
        ("migrant_worker", ["insurance", "stable_employment"], ["graduated_on"]),
    ],
)
def test_a_group_is_asked_only_what_it_must_meet(
    client: FlaskClient, group: str, asked: list[str], not_asked: list[str]
) -> None:
    page = client.get(f"/self-check/{group}").text
    assert all(f'name="{name}"' in page for name in asked)
    assert not any(f'name="{name}"' in page for name in not_asked)
    for personal in ('name="name"', "identity", "phone", "address"):
        assert personal not in page.partition("<main")[2]


def test_a_family_on_the_lines_meets_every_condition(client: FlaskClient) -> None:
    """HN-12-1, HN-12-4: just below the area line, exactly on the income line."""
    answer = client.post("/self-check/low_income", data=FAMILY)
    assert answer.status_code == 200
    assert "按您填写的情况，符合准入条件" in answer.text
    assert "人均月收入不超过 1600.00 元" in answer.text
    assert "HN-12-4" in answer.text


def test_what_fails_says_what_would_change_it_and_where_else_to_apply(
    client: FlaskClient,
) -> None:
    """HN-8-1."""
    answer = client.post("/self-check/low_income", data={**FAMILY, "income_fen": "4800.01"})
    assert "还不符合准入条件" in answer.text
    assert "可以按中等偏下收入家庭申请" in answer.text
    assert "同样的情况，按下面的类别申请可以符合" in answer.text
    assert 'value="4800.01"' in answer.text


def test_a_migrant_worker_is_held_to_months_without_a_gap(client: FlaskClient) -> None:
    """HN-12-5."""
    assert "，符合准入条件" in client.post("/self-check/migrant_worker", data=MIGRANT).text
    short = client.post("/self-check/migrant_worker", data={**MIGRANT, "insurance": "11"}).text
    assert "再连续缴纳 1 个月后可以申请" in short


def test_a_dwelling_given_up_is_counted_and_another_can_be_added(client: FlaskClient) -> None:
    """HN-12-2, HN-12-3."""
    sold = {
        **FAMILY,
        "disposals-0-on": "2024年9月1日",
        "disposals-0-area": "60",
        "disposals-0-kind": "sale",
        "disposals-0-cause": "none",
    }
    more = client.post("/self-check/low_income", data={**sold, "more": "1"})
    assert more.status_code == 200
    assert 'name="disposals-1-on"' in more.text
    assert "2024年9月1日" in more.text
    answer = client.post("/self-check/low_income", data=sold).text
    assert "2026-09-02 起申请" in answer
    ill = client.post("/self-check/low_income", data={**sold, "disposals-0-cause": "illness"}).text
    assert "没有不符合的条件，但有的还要核实" in ill


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("size", "0", "请填 1 到 20 的整数"),
        ("owned_area", "不多", "请只填数字"),
        ("vehicles", "", "请填写；没有的填 0"),
        ("benefit", "", "请选择一项"),
        ("disposals-0-on", "2025-01-01", "请填写这处房产的面积"),
        ("disposals-0-area", "50", "请填写处分的日期"),
        ("vehicles", "1", "请填写最贵的一辆车的购置价"),
    ],
)
def test_what_cannot_be_read_is_said_at_its_field(
    client: FlaskClient, field: str, typed: str, said: str
) -> None:
    answer = client.post("/self-check/lower_middle", data={**FAMILY, field: typed})
    assert answer.status_code == 400
    assert said in answer.text
    assert 'value="38.99"' in answer.text or field == "owned_area"


def test_nothing_is_kept(client: FlaskClient, sqlite_database: Database) -> None:
    def rows() -> int:
        with sqlite_database.reads() as session:
            tables = Base.metadata.sorted_tables
            return sum(
                session.scalar(select(func.count()).select_from(each)) or 0 for each in tables
            )

    before = rows()
    client.post("/self-check/low_income", data=FAMILY)
    client.post("/api/v1/self-check", json={"group": "low_income", "size": 2})
    assert rows() == before


def test_an_unknown_group_is_not_found(client: FlaskClient) -> None:
    assert client.get("/self-check/nobody").status_code == 404


STATED: dict[str, Any] = {
    "group": "migrant_worker",
    "size": 1,
    "owned_area": 0,
    "disposals": [],
    "income_fen": 244700,
    "assets_fen": 0,
    "vehicles": [],
    "insurance_months": [
        *(f"2025-{month:02d}" for month in range(9, 13)),
        *(f"2026-{month:02d}" for month in range(1, 9)),
    ],
    "stable_employment": True,
    "employed_since": "2025-09-01",
    "policy_housing": [],
    "age": 30,
    "marital": "single",
}


def test_the_interface_answers_condition_by_condition(client: FlaskClient) -> None:
    answer = client.post("/api/v1/self-check", json=STATED).json
    assert answer is not None
    assert answer["outcome"] == "qualified"
    assert {each["key"] for each in answer["findings"]} >= {"area", "income", "insurance", "ban"}
    assert set(answer["groups_that_fit"]) == {Group.LOWER_MIDDLE.value, Group.MIGRANT_WORKER.value}


def test_what_the_interface_is_not_told_is_not_checked(client: FlaskClient) -> None:
    answer = client.post("/api/v1/self-check", json={"group": "low_income", "size": 2}).json
    assert answer is not None
    assert answer["outcome"] == "undecided"
    found = {each["key"]: each["outcome"] for each in answer["findings"]}
    assert found["area"] == found["income"] == "not_checked"


@pytest.mark.parametrize(
    "wrong",
    [
        {"group": "everybody"},
        {"size": 0},
        {"income_fen": -1},
        {"income_fen": 12.5},
        {"name": "某人"},
        {"insurance_months": ["2026-13"]},
        {"disposals": [{"kind": "sale"}]},
    ],
)
def test_the_interface_refuses_at_the_field(client: FlaskClient, wrong: dict[str, Any]) -> None:
    answer = client.post("/api/v1/self-check", json={**STATED, **wrong})
    assert answer.status_code == 422
    assert answer.json is not None
    assert any(name.startswith(next(iter(wrong))) for name in answer.json["errors"])


def test_hanzhong_is_measured_by_its_own_lines_and_never_cites_hunan(
    sqlite_database: Database, keyring: Keyring, clock: Clock
) -> None:
    client = _app(sqlite_database, keyring, clock, "610702").test_client()
    page = client.post("/self-check/lower_middle", data={**FAMILY, "owned_area": "39"})
    assert "低于 17.00 平方米" in page.text
    answer = client.post("/api/v1/self-check", json=STATED)
    assert "HN-" not in page.text.partition("<main")[2].partition("</main")[0]
    assert "HN-" not in answer.text

"""The pages of ownership and the interface of exchanges, by their forms and over HTTP."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.ownership import queries
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.exchanges import Swapping
from tests.factories.leases import PASSWORD, active_lease
from tests.factories.offices import seat
from tests.factories.sheets import identity

SEATS = {"zhongxin": Role.CENTRE, "fabu": Role.COUNTY_HEAD, "yunying": Role.OPERATOR}
TITLE = {
    "investment": "government_full",
    "beneficial_owner": "示例县人民政府",
    "registered_owner": "示例县住房和城乡建设局",
    "registered_as": "local_housing_dept",
    "holdings-0-holder": "示例县人民政府",
    **{f"holdings-{number}-kind": "government" for number in range(4)},
    "holdings-0-parts": "100",
    "legacy_origin": "",
    "land_nature": "划拨",
    "document": "产〔2024〕1号",
}


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring) -> Swapping:
    county = Swapping(sqlite_database, keyring)
    with county.on(system_actor(PLACE)) as work:
        for name, role in SEATS.items():
            seat(work, name, role, PASSWORD)
    return county


@pytest.fixture
def app(county: Swapping, tmp_path: Path) -> Iterator[Flask]:
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(
        settings, database=county.database, keyring=county.keyring, clock=standing_clock(NOW)
    )
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def sign_in(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    answer = client.post("/sign-in", data={"name": name, "password": PASSWORD})
    assert answer.status_code == 302, answer.text
    return client


def test_a_title_is_recorded_and_the_report_grows_shorter(app: Flask, county: Swapping) -> None:
    """HN-38-1, HN-39-2: nothing typed is lost when the shares are not the whole."""
    with county.on() as work:
        unit_id = active_lease(work, 4, unit={"floor": 4, "floors": 9}).unit_id
    centre = sign_in(app, "zhongxin")
    assert "没有登记产权（1）" in centre.get("/desk/ownership").text
    address = f"/desk/units/{unit_id}/ownership"
    refused = centre.post(address, data={**TITLE, "holdings-0-parts": "99.5"})
    assert refused.status_code in (400, 422)
    assert "99.50%" in refused.text
    assert "产〔2024〕1号" in refused.text
    assert "已登记产权" in centre.post(address, data=TITLE, follow_redirects=True).text
    assert "没有登记产权（0）" in centre.get("/desk/ownership").text
    use = {"origin": "public_rental", "programme": "talent", "legal_basis": "决定", "document": "5"}
    sent = {f"change_use-{name}": value for name, value in use.items()}
    assert centre.post(f"{address}/change-use", data=sent).status_code == 403
    done = sign_in(app, "fabu").post(f"{address}/change-use", data=sent, follow_redirects=True)
    assert "已登记改变性质、用途的决定" in done.text


def test_a_project_is_recorded_at_once_and_read_over_json(app: Flask, county: Swapping) -> None:
    """HN-38-1, HN-39-2, HN-39-4."""
    with county.on() as work:
        unit_id = active_lease(work, 4, unit={"floor": 4, "floors": 9}).unit_id
    centre, head = sign_in(app, "zhongxin"), sign_in(app, "fabu")
    assert centre.get("/api/v1/ownership/units?lack=title").json["total"] == 1  # type: ignore[index]
    page = centre.get(f"/desk/units/{unit_id}/ownership").text
    assert 'href="/desk/projects/P01/ownership"' in page
    address = "/desk/projects/P01/ownership"
    refused = centre.post(address, data={**TITLE, "holdings-0-parts": "99"})
    assert (refused.status_code, "99.00%" in refused.text) == (400, True)
    done = centre.post(address, data=TITLE, follow_redirects=True).text
    assert "已登记 1 套的产权" in done
    assert "还有 0 套没有登记产权" in done
    assert head.post(address, data=TITLE).status_code == 403
    told = centre.get(f"/api/v1/units/{unit_id}/ownership").json
    assert told is not None
    assert told["title"]["holdings"] == [
        {"holder": "示例县人民政府", "kind": "government", "parts": 10_000}
    ]
    noted = told["title"] | {"registration_number": "证1", "registered_on": "2026-08-01"}
    noted |= {"annotated": True, "annotation_document": "扫1"}
    kept = centre.post(f"/api/v1/units/{unit_id}/ownership", json=noted)
    assert kept.status_code == 200, kept.text
    counts = {"title": 0, "registration": 3, "annotation": 0}
    assert head.get("/api/v1/ownership/lacking").json == counts
    shop = {"name": "1号楼底层", "planned_use": "社区服务", "document": "规1号"}
    kept = centre.post(f"/api/v1{address}/keep-facility", json=shop)
    assert kept.status_code == 200, kept.text
    (one,) = head.get("/api/v1/projects/P01/facilities").json or []
    use = {"planned_use": "卫生室", "legal_basis": "规划调整", "document": "决1号"}
    sent = {f"change_facility-{name}": value for name, value in use.items()}
    change = f"/facilities/{one['id']}/change-facility"
    assert head.post(f"/desk/projects/P09/ownership{change}", data=sent).status_code == 404
    done = head.post(f"{address}{change}", data=sent, follow_redirects=True).text
    assert "社区服务 → 卫生室" in done


def test_a_co_owned_dwelling_is_kept_and_annotated_over_json(app: Flask) -> None:
    """HN-40-2: owners masked; the notes of the register may follow later."""
    centre = sign_in(app, "zhongxin")
    sent = {
        "number": "GY1",
        "address": "廉租小区2栋101",
        "area": 4_800,
        "government_parts": 6_000,
        "buyer_parts": 4_000,
        "bought_on": "2012-05-01",
        "document": "合同1号",
        "owners": [
            {
                "name": "王小五",
                "identity_number": identity("19700101", "001"),
                "in_low_rent_cover": True,
            }
        ],
    }
    made = centre.post("/api/v1/co-owned", json=sent)
    assert made.status_code == 200, made.text
    number = made.json["id"]  # type: ignore[index]
    assert centre.get("/api/v1/co-owned").json["total"] == 1  # type: ignore[index]
    assert "王*五" in centre.get(f"/desk/co-owned/{number}").text
    noted = {"registration_number": "证9", "document": "扫9"}
    done = centre.post(f"/api/v1/desk/co-owned/{number}/annotate", json=noted)
    assert done.status_code == 200, done.text
    told = centre.get(f"/api/v1/co-owned/{number}").json
    assert told is not None
    assert (told["annotated"], told["people"][0]["name"], told["transfers"]) == (True, "王*五", [])


def test_a_co_owned_dwelling_is_recorded_and_its_transfer_blocked(
    app: Flask, county: Swapping
) -> None:
    """HN-40-2, HN-40-3."""
    centre = sign_in(app, "zhongxin")
    dwelling = {
        "number": "GY1",
        "address": "廉租小区2栋101",
        "area": "48",
        "government_parts": "60",
        "buyer_parts": "40",
        "bought_on": "2012-05-01",
        "document": "合同1号",
        "owners-0-name": "王五",
        "owners-0-identity_number": identity("19700101", "001"),
    }
    assert centre.post("/desk/co-owned/new", data=dwelling).status_code == 302
    assert "60.00%" in centre.get("/desk/co-owned").text
    with county.database.reads() as session:
        (kept,) = queries.co_owned_of(session, PLACE)
    sent = {"declare-reason": "搬走", "declare-document": "申请1"}
    refused = centre.post(f"/desk/co-owned/{kept.id}/declare", data=sent)
    assert refused.status_code >= 400
    assert "搬走" in refused.text


def test_an_exchange_is_walked_over_json(app: Flask, county: Swapping) -> None:
    """HN-31-1: wishes, search, cases, consents, decision, all at once."""
    centre, head = sign_in(app, "zhongxin"), sign_in(app, "fabu")
    api, ids = "/api/v1", [each.id for each in county.leases]
    for number, lease_id in enumerate(ids, start=1):
        floor = number % 3 + 1
        wish = {
            "reason": "work",
            "detail": "换到单位附近",
            "ranks": [[{"floor_from": floor, "floor_to": floor}]],
        }
        assert centre.post(f"{api}/leases/{lease_id}/exchange-wish", json=wish).status_code == 201
    found = centre.post(f"{api}/exchanges/searches", json={}).get_json()
    assert (found["moves"], found["pair_moves"], found["cycles"]) == (3, 0, [ids])
    (case,) = centre.post(f"{api}/exchanges/searches/{found['id']}/open").get_json()
    one = f"{api}/exchanges/{case['id']}"
    for lease_id in ids:
        sent = {"document": "同意书"}
        assert centre.post(f"{one}/members/{lease_id}/consent", json=sent).status_code == 200
    decision = {"reasons": "就业需要", "document": "批1号"}
    act = f"{api}/desk/exchanges/{case['id']}"
    assert centre.post(f"{act}/approve", json=decision).status_code == 403
    assert head.post(f"{act}/approve", json=decision).status_code == 200
    assert head.get(one).get_json()["state"] == "approved"
    papers = {"document": "换1号", "condition": "按现状交接"}
    assert centre.post(f"{act}/execute", json=papers).status_code == 200
    done = centre.get(one).get_json()
    assert done["state"] == "executed"
    assert all(each["successor_id"] for each in done["members"])
    listed = centre.get(f"{api}/exchanges?only=over").get_json()
    assert [each["number"] for each in listed["items"]] == [case["number"]]
    page = centre.get(f"/desk/exchanges/{case['id']}")
    assert "已互换" in page.text

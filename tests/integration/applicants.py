"""Two people with accounts on the pages of a test county, and the answers they give."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from housing.accounts.queries import actor_of, by_phone
from housing.accounts.service import open_applicant
from housing.app import create_app
from housing.applications import queries
from housing.applications.models import Application
from housing.core.access.actor import Actor, system_actor
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.web.limits import limiter
from tests.conftest import PLACE
from tests.factories.applications import Counter, number, open_counter
from tests.factories.offices import STREET

PASSWORD = "a sentence for tests only"
WANG, LI = "13900002222", "13900003333"
WANG_NUMBER, LI_NUMBER = number("1988-05-06", 402), number("1987-01-02", 404)


@pytest.fixture
def counter(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The test county with two people who have an account."""
    counter = open_counter(sqlite_database, keyring, tmp_path / "documents")
    clock = Clock(lambda: counter.now)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        open_applicant(work, WANG, PASSWORD, PLACE, "王小兰", WANG_NUMBER)
        open_applicant(work, LI, PASSWORD, PLACE, "李大山", LI_NUMBER)
    return counter


@pytest.fixture
def app(counter: Counter, tmp_path: Path) -> Iterator[Flask]:
    """The pages of the county; the clock is the counter's."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: counter.now)
    app = create_app(settings, database=counter.database, keyring=counter.keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def signed_in(app: Flask, phone: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"name": phone, "password": PASSWORD})
    return client


def account(counter: Counter, phone: str) -> Actor:

    with counter.database.reads() as session:
        found = by_phone(session, counter.keyring, phone)
        assert found is not None
        return actor_of(found)


def kept(counter: Counter, application_id: int) -> Application:
    with counter.database.reads() as session:
        return queries.get(session, application_id)


def started(client: FlaskClient, group: str = "low_income", **more: str) -> int:
    answer = client.post("/apply/new", data={"group": group, "key": group, **more})
    found = re.fullmatch(r"/apply/(\d+)", answer.location)
    assert found is not None, answer.text
    return int(found[1])


def person(name: str, identity: str, relation: str = "head", **changes: str) -> dict[str, str]:
    return {
        "name": name,
        "document_kind": "居民身份证",
        "identity_number": identity,
        "relation": relation,
        "marital": "single",
        "capacity": "full",
        **changes,
    }


CONTACT = {
    "address": "清溪街道安居路 1 号",
    "street": STREET,
    "residence_address": "清溪街道安居路 1 号 3 栋 201",
    "phone": WANG,
    "assistance": "flat",
}
HOME = {"present_area": "36.5", "owned_area": "0"}
INCOME = {
    "earnings-0-income_fen": "1,500",
    "earnings-0-employer": "",
    "assets_fen": "20000",
    "rescue": "none",
}


def filled(client: FlaskClient, draft: int, one: Mapping[str, str] | None = None) -> None:
    """Answer every question of a family of one."""
    one = one or person("王小兰", WANG_NUMBER)
    sends(client, f"/apply/{draft}/people/1", one)
    for step, data in (("family", {}), ("contact", CONTACT), ("home", HOME), ("income", INCOME)):
        sends(client, f"/apply/{draft}/{step}", data)


def sends(client: FlaskClient, address: str, data: Mapping[str, str]) -> TestResponse:
    answer = client.post(address, data=data)
    assert answer.status_code == 302, (
        address,
        re.findall(r'class="wrong"[^>]*>([^<]*)', answer.text),
    )
    return answer

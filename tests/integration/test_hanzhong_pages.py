"""No page that an officer or a family of Hanzhong can reach shows an article of Hunan."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask

from housing.accounts.service import open_account, open_applicant
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import ROLE_OFFICES
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.policies.queries import book_of_files
from housing.reviews import county, registering
from housing.reviews.words import Outcome
from housing.web.limits import limiter
from tests.factories.applications import member
from tests.factories.hanzhong import HANTAI, ORDER, acting_in_hanzhong, enter_basis, open_hanzhong
from tests.factories.offices import office_of_kind
from tests.factories.reviews import HEAD, SECOND, Desk
from tests.integration.walking import read, walk
from tests.migrated import migrated_sqlite

PASSWORD, PHONE = "a sentence for tests only", "13800000001"
ROLES = (
    Role.STREET,
    Role.COMMUNITY,
    Role.DEPARTMENT,
    Role.CENTRE,
    Role.COUNTY_REVIEWER,
    Role.COUNTY_HEAD,
    Role.PRICE_FINANCE,
    Role.AUDITOR,
    Role.ADMINISTRATOR,
)
HUNAN = re.compile(r"\bHN[- ]?\d|湖南")
#: The text of the laws themselves, and pages not yet of this walk.
TEXTS_OF_LAW = frozenset({"catalogue.listing", "catalogue.show"})


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """The database of all walks."""
    database = migrated_sqlite(tmp_path_factory.mktemp("county") / "housing.db")
    yield database
    database.engine.dispose()


@pytest.fixture(scope="module")
def desk(database: Database, keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Desk:
    """A county whose legal basis is on file, with a case waiting and one refused."""
    desk = open_hanzhong(database, keyring, tmp_path_factory.mktemp("papers"))
    enter_basis(desk)
    with acting_in_hanzhong(desk.counter, system_actor(HANTAI)) as work:
        who = open_applicant(work, PHONE, PASSWORD, HANTAI, "李安春", "43010119900307851X").name
        for role in ROLES:
            kind = next(iter(ROLE_OFFICES.get(role, ())), None)
            office = office_of_kind(work, kind).id if kind else None
            open_account(work, role.value, role, HANTAI, PASSWORD, office)
    waiting = desk.decided(who=Actor(who, Role.APPLICANT, HANTAI))
    desk.until_notice_ends(waiting)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        registering.register(work, waiting.id)
    refused = desk.rechecked(Outcome.UNQUALIFIED, **SECOND)
    desk.answer_all(refused.id, civil_affairs={"income_fen": 9_000_000, "income_band": "above"})
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, refused.id, Outcome.UNQUALIFIED, "收入超过当地标准")
    return desk


@pytest.fixture(scope="module")
def app(
    desk: Desk, database: Database, keyring: Keyring, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Flask]:
    """The pages of the county."""
    home = str(tmp_path_factory.mktemp("home"))
    settings = load_settings({"HOUSING_HOME": home, "HOUSING_PLACE": HANTAI})
    clock = Clock(lambda: desk.counter.now)
    app = create_app(settings, database=database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


@pytest.fixture(scope="module")
def sources() -> frozenset[str]:
    """Where values come from: a document may be of anywhere, and is no basis of a decision."""
    return frozenset(" ".join(each.source.split()) for each in book_of_files().all_values())


@pytest.mark.parametrize("who", [None, *ROLES, PHONE], ids=str)
def test_no_page_shows_an_article_of_hunan(
    app: Flask, sources: frozenset[str], who: str | None
) -> None:
    """Basis: legal_basis; a county with a basis of its own never cites HN."""
    client = app.test_client()
    if who is not None:
        assert client.post("/sign-in", data={"name": who, "password": PASSWORD}).location
    found = [
        (page.address, words.strip()[:90])
        for page in walk(app, client, "/", "/desk", "/my", "/apply", "/standards")
        if page.endpoint not in TEXTS_OF_LAW
        for words in read(page.text).words
        if HUNAN.search(words) and " ".join(words.split()) not in sources
    ]
    assert found == []


def test_a_refusal_cites_the_countys_own_order(app: Flask, desk: Desk) -> None:
    """Basis: legal_basis."""
    case = desk.rechecked(members=(member("孙小满", serial=777),), phone="13800003333")
    client = app.test_client()
    client.post("/sign-in", data={"name": Role.COUNTY_HEAD.value, "password": PASSWORD})
    sent = {
        "decide-outcome": "qualified",
        "decide-reason": "符合",
        "decide-version": desk.case(case.id).version,
    }
    answer = client.post(f"/desk/cases/{case.id}/decide", data=sent)
    assert "尚未答复" in answer.text
    assert f"（依据：{ORDER}" in read(answer.text).said

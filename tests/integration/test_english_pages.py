"""English pages hold no Chinese that is not marked as Chinese, and so is read aloud as such."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

import housing
from housing.accounts.service import open_applicant
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OFFICE_NAMES
from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.reviews import county
from housing.reviews.words import Outcome
from housing.web.limits import limiter
from housing.web.parts import mark_chinese, marked
from tests.conftest import PLACE
from tests.factories.applications import member, open_counter
from tests.factories.offices import seat
from tests.factories.reviews import HEAD, SECOND, Desk
from tests.integration.walking import read, walk
from tests.migrated import migrated_sqlite

PASSWORD, PHONE = "a sentence for tests only", "13800000001"
ROLES = tuple(role for role in Role if role is not Role.APPLICANT)


#: Written by officers and by the county, and by chance also words of the system.
THEIRS = frozenset({*OFFICE_NAMES.values(), "与申报一致", "材料齐全"})


@pytest.fixture(scope="module")
def app(keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """A county with a case in the queue, one refused, one rechecked, one in a park."""
    folder = tmp_path_factory.mktemp("county")
    database = migrated_sqlite(folder / "housing.db")
    desk = Desk(open_counter(database, keyring, folder))
    with desk.counter.work(system_actor(PLACE)) as work:
        for role in ROLES:
            seat(work, role.value, role, PASSWORD)
        who = open_applicant(work, PHONE, PASSWORD, PLACE, "李安春", "43010119900307851X").name
    desk.registered(who=Actor(who, Role.APPLICANT, PLACE))
    refused = desk.rechecked(Outcome.UNQUALIFIED, **SECOND)
    desk.answer_all(refused.id, civil_affairs={"income_fen": 9_000_000, "income_band": "above"})
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, refused.id, Outcome.UNQUALIFIED, "收入超过当地标准")
    desk.rechecked(members=(member("孙小满", serial=777),), phone="13800003333")
    desk.in_park(member("周远", serial=901))
    settings = load_settings({"HOUSING_HOME": str(folder), "HOUSING_PLACE": PLACE})
    clock = Clock(lambda: desk.counter.now)
    app = create_app(settings, database=database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True
    database.engine.dispose()


@pytest.fixture(scope="module")
def translated() -> frozenset[str]:
    """The Chinese words of the system that the catalogue has in English."""
    path = Path(housing.__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        catalogue = read_po(file)
    return frozenset(str(each.id) for each in catalogue if each.id and each.string)


@pytest.mark.parametrize("who", [None, *ROLES, PHONE], ids=str)
def test_english_pages_speak_english_and_mark_what_is_chinese(
    app: Flask, translated: frozenset[str], who: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [each for each in app.after_request_funcs[None] if each is not mark_chinese]
    monkeypatch.setitem(app.after_request_funcs, None, kept)
    client = app.test_client()
    client.set_cookie("language", "en")
    if who is not None:
        assert client.post("/sign-in", data={"name": who, "password": PASSWORD}).location
    unmarked, left = set(), set()
    for page in walk(app, client, "/", "/desk", "/my", "/apply", "/standards", "/board"):
        said = {words for words in read(page.text).foreign if words in translated - THEIRS}
        left |= {(page.endpoint, words) for words in said}
        unmarked |= {(page.endpoint, words) for words in read(marked(page.text)).foreign}
    assert (left, unmarked) == (set(), set())


def test_a_page_that_is_answered_is_marked(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("language", "en")
    page = client.get("/notices").text
    assert '<span lang="zh-CN">' in page
    assert read(page).foreign == []
    client.delete_cookie("language")
    assert '<span lang="zh-CN">' not in client.get("/notices").text

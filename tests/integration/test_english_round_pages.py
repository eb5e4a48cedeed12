"""The pages of a round in English: no word of the system is left in Chinese."""

from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from flask import Flask

import housing
from housing.app import create_app
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.web.limits import limiter
from housing.web.parts import mark_chinese, marked
from tests.conftest import PLACE
from tests.factories.offices import seat
from tests.integration.small_county import AFTER_PUBLICITY, County, usual
from tests.integration.walking import read, walk
from tests.migrated import migrated_sqlite

PASSWORD = "a sentence for tests only"
ROLES = (Role.CENTRE, Role.COUNTY_HEAD, Role.OPERATOR)
LATER = standing_clock(AFTER_PUBLICITY + timedelta(days=1))


@pytest.fixture(scope="module")
def app(keyring: Keyring, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Flask]:
    """The pages of a county that has published a round."""
    folder = tmp_path_factory.mktemp("county")
    database: Database = migrated_sqlite(folder / "housing.db")
    County(database, keyring).fill(*usual(keyring)).published()
    with working(database.acts, system_actor(PLACE), LATER, keyring) as work:
        for role in ROLES:
            seat(work, role.value, role, PASSWORD)
    settings = load_settings({"HOUSING_HOME": str(folder), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=database, keyring=keyring, clock=LATER)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True
    database.engine.dispose()


@pytest.mark.parametrize("who", [None, *ROLES], ids=str)
def test_a_round_is_told_in_english(
    app: Flask, who: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    kept = [each for each in app.after_request_funcs[None] if each is not mark_chinese]
    monkeypatch.setitem(app.after_request_funcs, None, kept)
    path = Path(housing.__file__).parent / "translations" / "en" / "LC_MESSAGES" / "messages.po"
    with path.open("rb") as file:
        translated = {str(each.id) for each in read_po(file) if each.id and each.string}
    client = app.test_client()
    client.set_cookie("language", "en")
    if who is not None:
        assert client.post("/sign-in", data={"name": who, "password": PASSWORD}).location
    left, unmarked = set(), set()
    for page in walk(app, client, "/", "/desk", "/desk/rounds"):
        said = {words for words in read(page.text).foreign if words in translated}
        left |= {(page.endpoint, words) for words in said}
        unmarked |= {(page.endpoint, words) for words in read(marked(page.text)).foreign}
    assert (left, unmarked) == (set(), set())

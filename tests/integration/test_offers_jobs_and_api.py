"""Offers by the day alone, and over JSON."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from housing.abandonments import queries as abandonments
from housing.accounts import queries as accounts
from housing.accounts.service import open_applicant
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.offers import jobs, making, queries, service
from housing.offers.states import OfferState
from housing.waitlist import queries as waitlist
from housing.waitlist.service import case_of
from tests.conftest import NOW, PLACE
from tests.factories.offices import seat
from tests.integration.signing import Signing
from tests.integration.small_county import County, household, unit

PASSWORD = "a sentence for tests only"


@pytest.fixture
def signing(database: Database, keyring: Keyring) -> Signing:
    """Return a round of two flats for three households, in the days of signing."""
    people = [household(keyring, number) for number in range(1, 4)]
    return Signing(County(database, keyring).fill(people, [unit(1), unit(2)])).open()


def _sweep(signing: Signing, days: int) -> jobs.Swept:
    signing.latest += timedelta(days=days)
    clock = standing_clock(signing.latest)
    return jobs.sweep(signing.county.database, signing.county.keyring, clock)


def _kinds(signing: Signing, household_id: int) -> list[LetterKind]:
    with signing.county.database.reads() as session:
        entry = waitlist.live_of(session, household_id)
        assert entry is not None
        return [letter.kind for letter in letters.of_case(session, case_of(entry))]


def test_families_are_reminded_once_and_late_ones_are_noted_once(signing: Signing) -> None:
    """HN-24-1: timer from the offer, reminders; expiry raises HN-22-6."""
    signed, late = sorted(signing.offers())
    signing.house(signed)
    assert _sweep(signing, 1) == jobs.Swept(0, 0)
    offer = signing.offers()[late]
    near = (offer.answer_by - signing.latest.date()).days - 1
    assert _sweep(signing, near) == jobs.Swept(1, 0)
    assert _sweep(signing, 0) == jobs.Swept(0, 0)
    assert LetterKind.REMINDER in _kinds(signing, offer.household_id)
    assert _sweep(signing, 2) == jobs.Swept(0, 1)
    assert _sweep(signing, 0) == jobs.Swept(0, 0)
    assert signing.offers()[late].state is OfferState.EXPIRED
    with signing.county.database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, signing.a_round.code)
        assert report.reported_by == system_actor(PLACE).name


def test_a_large_round_is_told_in_several_acts(
    quick: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-24-1: no act holds the database for long; nobody is told twice."""
    monkeypatch.setattr(making, "AT_ONCE", 1)
    signing = Signing(quick).open()
    clock = standing_clock(signing.latest)
    assert jobs.tell(quick.database, quick.keyring, clock) == 1
    assert jobs.tell(quick.database, quick.keyring, clock) == 0
    for offer in signing.offers().values():
        assert offer.letter_id is not None
        assert _kinds(signing, offer.household_id) == [LetterKind.LEASE_OFFER]


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring) -> County:
    """Return two flats and three households on SQLite."""
    people = [household(keyring, number) for number in range(1, 4)]
    return County(sqlite_database, keyring).fill(people, [unit(1), unit(2)])


@pytest.fixture
def desk(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> tuple[Signing, Flask]:
    """Return a signing on SQLite and the application at its time."""
    people = [household(keyring, number) for number in range(1, 4)]
    county = County(sqlite_database, keyring)
    with working(sqlite_database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        for role in (Role.CENTRE, Role.OPERATOR, Role.COUNTY_HEAD):
            seat(work, role.value, role, PASSWORD)
    signing = Signing(county.fill(people, [unit(1), unit(2)])).open()
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = standing_clock(signing.latest + timedelta(hours=1))
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    return signing, app


def _client(app: Flask, database: Database, role: Role) -> FlaskClient:
    client = app.test_client()
    with database.reads() as session:
        account = accounts.by_name(session, role.value)
        assert account is not None
        mark = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = mark
    return client


def _answer(client: FlaskClient, address: str, **sent: Any) -> Any:
    answer = (
        client.post(f"/api/v1{address}", json=sent) if sent else client.get(f"/api/v1{address}")
    )
    return answer.status_code, answer.json


def _posted(client: FlaskClient, address: str) -> Any:
    return client.post(f"/api/v1{address}").json


def test_offers_are_answered_signed_and_offered_on_over_json(desk: tuple[Signing, Flask]) -> None:
    """HN-21-7, HN-24-1, HN-22-5."""
    signing, app = desk
    centre = _client(app, signing.county.database, Role.CENTRE)
    operator = _client(app, signing.county.database, Role.OPERATOR)
    status, page = _answer(centre, "/offers?only=pending")
    assert (status, page["total"]) == (200, 2)
    first, second = page["items"]
    assert operator.post(f"/api/v1/offers/{first['id']}/accept").status_code == 200
    assert _moved_in(operator, first["id"])["keys_on"]
    status, refused = _answer(operator, f"/offers/{first['id']}/leases", months=12)
    assert status == 409
    assert "已签约" in refused["message"]
    told = {"reason": "太远", "document": "声明〔2026〕1号"}
    assert _answer(centre, f"/offers/{second['id']}/decline", **told)[0] == 200
    made = _posted(centre, f"/rounds/{signing.id}/reoffers")
    assert [row["unit"] for row in made["assignments"]] == [second["unit_code"]]
    status, public = _answer(app.test_client(), f"/rounds/{signing.a_round.code}/reoffers")
    assert (status, public) == (200, [made])


def _moved_in(operator: FlaskClient, offer_id: int) -> Any:
    """Draft, word, sign and begin the lease of an offer."""
    status, lease = _answer(operator, f"/offers/{offer_id}/leases", months=36)
    assert (status, lease["state"]) == (201, "drafted")
    here = f"/leases/{lease['id']}"
    paper = {"document": "租〔2026〕1号"}
    status, refused = _answer(operator, f"/desk{here}/sign", **paper)
    assert status == 400
    assert "室内设施和设备状况" in refused["message"]
    worded = {"clauses": {"facilities_condition": "灶台、热水器完好。"}}
    assert _answer(operator, f"{here}/clauses", **worded)[0] == 200
    assert _answer(operator, f"/desk{here}/sign", **paper)[0] == 200
    signed = _answer(operator, here)[1]
    assert (signed["state"], len(signed["contract_sha256"])) == ("signed", 64)
    found = {"items": [{"item": "灶台", "state": "完好"}], "meters": {"水表": "12"}}
    status, begun = _answer(operator, f"{here}/keys", **found)
    assert (status, begun["state"]) == (200, "active")
    return begun


def test_a_family_answers_its_own_offer_and_no_other(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-21-7, HN-22-5: what a household says itself nobody else vouches for."""
    identity, phone = "43010119900307851X", "13800000001"
    own = {
        "identity_sealed": keyring.seal(identity),
        "identity_index": keyring.blind(identity),
        "phone_sealed": keyring.seal(phone),
        "phone_index": keyring.blind(phone),
    }
    people = [household(keyring, 1, **own), household(keyring, 2), household(keyring, 3)]
    with working(sqlite_database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        name = open_applicant(work, phone, PASSWORD, PLACE, "张小乙", identity).name
    county = County(sqlite_database, keyring).fill(people, [unit(1), unit(2)])
    signing = Signing(county).open()
    family = Actor(name, Role.APPLICANT, PLACE)
    offers = signing.offers()
    with pytest.raises(NotFound):
        signing.act(lambda work: service.accept(work, offers[2].id), who=family)
    signing.act(lambda work: service.accept(work, offers[1].id), who=family)
    signing.act(lambda work: service.decline(work, offers[1].id, reason="太远"), who=family)
    with sqlite_database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, signing.a_round.code)
        assert report.reported_by == system_actor(PLACE).name
        assert report.document == f"网上声明 {offers[1].number}"


def test_lists_and_sheets_of_offers_open(desk: tuple[Signing, Flask]) -> None:
    signing, app = desk
    centre = _client(app, signing.county.database, Role.CENTRE)
    for only in queries.ONLY:
        assert centre.get(f"/desk/offers?only={only}").status_code == 200
        assert centre.get(f"/desk/rounds/{signing.id}/offers?only={only}").status_code == 200
    sheet = centre.get("/desk/offers.xlsx?only=pending")
    assert sheet.data[:2] == b"PK"
    assert centre.get("/desk/offers/99").status_code == 404
    offer = min(signing.offers().values(), key=lambda each: each.id)
    late = {"extend-until": "2026-12-01", "extend-reason": "出差", "extend-document": "说明1号"}
    assert centre.post(f"/desk/offers/{offer.id}/extend", data=late).status_code == 403
    early = centre.post(f"/desk/offers/{offer.id}/expire")
    assert early.status_code == 409
    assert "没有办理" in early.text
    assert "签约期限" in early.text
    unsaid = centre.post(f"/desk/offers/{offer.id}/decline", data={"decline-reason": "太远了"})
    assert unsaid.status_code == 400
    assert "太远了" in unsaid.text, "nothing typed is lost"

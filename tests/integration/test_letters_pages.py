"""Pages and interface of letters: officers see theirs, applicants their own, nobody else's."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from housing.app import create_app
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.letters import queries
from housing.letters.kinds import LetterKind
from housing.letters.models import Delivery, Letter
from housing.letters.service import Recipient
from housing.letters.states import DeliveryState
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE, actor
from tests.factories.letters import LI, letter
from tests.factories.offices import seat

PASSWORD = "a sentence for tests only"
PAPER = Recipient("王奶奶")


@pytest.fixture
def app(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The pages with an officer of the centre, a department and two applicants."""
    clock = standing_clock(NOW)
    with working(sqlite_database.acts, system_actor(PLACE), clock, keyring) as work:
        for role in (Role.CENTRE, Role.DEPARTMENT, Role.APPLICANT):
            seat(work, role.value, role, PASSWORD)
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


def client_of(app: Flask, name: str) -> FlaskClient:
    client = app.test_client()
    client.post("/sign-in", data={"name": name, "password": PASSWORD})
    return client


def written(
    database: Database,
    keyring: Keyring,
    to: Recipient = LI,
    kind: LetterKind = LetterKind.REFUSAL,
    who: Actor | None = None,
) -> Letter:
    head = who or actor(Role.COUNTY_HEAD)
    with working(database.acts, head, standing_clock(NOW), keyring) as work:
        return letter(work, kind, to)


def test_an_officer_finds_and_reads_a_letter_of_a_case(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    client = client_of(app, "centre")
    assert "还没有文书" in client.get("/desk/letters").text
    sent = written(sqlite_database, keyring)
    listed = client.get("/desk/letters", query_string={"case": sent.case_number}).text
    assert f'href="/desk/letters/{sent.number}"' in listed
    assert "没有找到" in client.get("/desk/letters?case=SQ2026999999").text
    shown = client.get(f"/desk/letters/{sent.number}").text
    for line in queries.text(sent, keyring).split("\n"):
        assert line in shown
    assert sent.text_sha256 in shown
    assert client.get("/desk/letters/430199-2026-BF-00009").status_code == 404


def test_the_list_goes_on_to_older_letters(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    numbers = [written(sqlite_database, keyring).number for _ in range(25)]
    client = client_of(app, "centre")
    first = client.get("/desk/letters").text
    assert numbers[-1] in first
    assert numbers[4] not in first
    older = first.split('rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
    second = client.get(older).text
    assert all(number in second for number in numbers[:5])
    assert numbers[5] not in second
    assert "最新的" in second


def test_names_of_strangers_cannot_run_on_a_page(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    sent = written(sqlite_database, keyring, Recipient("<script>alert(1)</script>"))
    shown = client_of(app, "centre").get(f"/desk/letters/{sent.number}").text
    assert "<script>alert" not in shown
    assert "&lt;script&gt;alert(1)" in shown


def test_paper_is_handed_over_with_a_note_and_nothing_typed_is_lost(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    sent = written(sqlite_database, keyring, PAPER)
    (delivery,) = sent.deliveries
    client = client_of(app, "centre")
    assert "需要人工送达" in client.get("/desk/letters").text
    address = f"/desk/deliveries/{delivery.id}"
    refused = client.post(f"{address}/hand-over", data={"note": " "})
    assert refused.status_code == 400
    assert f'id="note-{delivery.id}-wrong"' in refused.text
    early = client.post(f"{address}/send-again", data={"note": "再发"})
    assert early.status_code == 409
    done = client.post(f"{address}/hand-over", data={"note": "本人签收"}, follow_redirects=True)
    assert "已记为当面送达" in done.text
    assert "没有需要人工送达的文书" in done.text


def test_a_delivery_given_up_is_sent_again_from_the_page(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    sent = written(sqlite_database, keyring, Recipient("李明", email="li@example.org"))
    with sqlite_database.acts() as session, session.begin():
        held = session.scalars(select(Delivery).where(Delivery.letter_id == sent.id)).one()
        held.state, held.attempts, held.last_fault = DeliveryState.GIVEN_UP, 5, "SMTP 550: no"
    client = client_of(app, "centre")
    listed = client.get("/desk/deliveries").text
    assert "SMTP 550: no" in listed
    answer = client.post(f"/desk/deliveries/{held.id}/send-again", data={"note": "已更正"})
    assert answer.status_code == 302
    with sqlite_database.reads() as session:
        assert session.get_one(Delivery, held.id).state is DeliveryState.WAITING


def test_an_applicant_reads_their_own_letters_only(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    mine = written(sqlite_database, keyring, Recipient("李明", account="applicant"))
    other = written(sqlite_database, keyring, Recipient("王五", account="somebody"))
    client = client_of(app, "applicant")
    inbox = client.get("/my/letters").text
    assert "1 份还没有看" in inbox
    assert mine.number in inbox
    assert other.number not in inbox
    assert "不符合住房保障条件" in client.get(f"/my/letters/{mine.number}").text
    assert "都看过了" in client.get("/my/letters").text
    assert client.get(f"/my/letters/{other.number}").status_code == 404
    assert client.get(f"/desk/letters/{mine.number}").status_code == 403
    assert client_of(app, "department").get("/desk/letters").status_code == 403
    assert "还没有文书" in client_of(app, "department").get("/my/letters").text


def test_the_interface_says_the_same(
    app: Flask, sqlite_database: Database, keyring: Keyring
) -> None:
    sent = written(sqlite_database, keyring, Recipient("李明", account="applicant"))
    paper = written(sqlite_database, keyring, PAPER)
    officer, applicant = client_of(app, "centre"), client_of(app, "applicant")
    listed = officer.get("/api/v1/letters?rows=1").json
    assert listed is not None
    assert [each["number"] for each in listed["items"]] == [paper.number]
    following = officer.get(f"/api/v1/letters?rows=1&before={listed['before']}").json
    assert following is not None
    assert following["before"] is None
    assert [each["number"] for each in following["items"]] == [sent.number]
    whole = officer.get(f"/api/v1/letters/{sent.number}").json
    assert whole is not None
    assert whole["text"] == queries.text(sent, keyring)
    assert whole["deliveries"][0]["channel"] == "inbox"
    mine = applicant.get("/api/v1/my/letters").json
    assert mine is not None
    assert (mine["total"], mine["items"][0]["number"]) == (1, sent.number)
    assert applicant.get(f"/api/v1/my/letters/{paper.number}").status_code == 404
    assert applicant.get("/api/v1/letters").status_code == 403
    address = f"/api/v1/deliveries/{paper.deliveries[0].id}/hand-over"
    assert officer.post(address, json={"note": ""}).status_code == 422
    done = officer.post(address, json={"note": "本人签收"}).json
    assert done is not None
    assert (done["state"], done["via"]) == ("sent", "hand")
    assert officer.post(address, json={"note": "本人签收"}).status_code == 409

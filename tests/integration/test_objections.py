"""Objections: by anybody while a notice runs, with a clock, decided with reasons in writing."""

import io
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from PIL import Image
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from housing.accounts import queries as accounts
from housing.accounts.sessions import SignedIn
from housing.app import create_app
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind, Outcome
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import working
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.notices.models import Notice
from housing.objections import queries, service
from housing.objections.deciding import decide_with
from housing.objections.models import Objection
from housing.objections.service import Filed
from housing.objections.states import ObjectionState
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from housing.web.limits import limiter
from tests.conftest import NOW, PLACE
from tests.factories.deadlines import at, case, county, head, put_up
from tests.factories.files import pdf
from tests.factories.offices import seat

LAST = date(2026, 9, 8)
PHONE, WORDS = "13812345678", "该家庭在清溪路另有一套住房。"
S = ObjectionState


@pytest.fixture
def offices(database: Database, keyring: Keyring) -> dict[OfficeKind, int]:
    """The county's offices."""
    return county(database, keyring)


@pytest.fixture
def notice(database: Database, keyring: Keyring, offices: dict[OfficeKind, int]) -> Notice:
    """A notice that runs from 2026-09-01 to 2026-09-08."""
    return put_up(database, keyring, offices[OfficeKind.HOUSING_DEPARTMENT], LAST)


def _file(
    database: Database,
    keyring: Keyring,
    notice: Notice,
    contact: str = PHONE,
    words: str = WORDS,
    day: date = date(2026, 9, 1),
) -> Filed:
    clock = standing_clock(at(day))
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        return service.file_objection(work, notice.id, name="赵敏", contact=contact, text=words)


def _decide(
    database: Database, keyring: Keyring, objection: Objection, upheld: bool, day: date = LAST
) -> Objection:
    with working(database.acts, head(), standing_clock(at(day)), keyring) as work:
        return service.decide(work, objection.id, upheld, "经核实，该房已于2019年转让。")


def test_an_objection_starts_its_clock_and_is_answered_in_writing(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    """HN-15-10: decided within the county's period, with reasons."""
    filed = _file(database, keyring, notice)
    with database.reads() as session:
        running = clocks.open_clock(session, notice.case, ClockKind.OBJECTION, filed.objection.id)
        assert running is not None
        assert running.due_on == filed.objection.due_on
        assert running.role is Role.COUNTY_HEAD
        assert [each.id for each in queries.open_of_case(session, notice.case)] == [
            filed.objection.id
        ]
    decided = _decide(database, keyring, filed.objection, upheld=False)
    assert decided.state is S.DISMISSED
    with database.reads() as session:
        assert list(queries.open_of_case(session, notice.case)) == []
        (clock,) = clocks.of_case(session, notice.case)
        assert clock.outcome is Outcome.DONE
        sent = letters.of_case(session, filed.objection.own_case)
        assert {letter.kind for letter in sent} == {
            LetterKind.OBJECTION_RECEIPT,
            LetterKind.OBJECTION_RESULT,
        }
        result = next(letter for letter in sent if letter.kind is LetterKind.OBJECTION_RESULT)
        written = letters.text(result, keyring)
        assert "异议不成立" in written
        assert "经核实" in written
        assert verify(session, PLACE).faults == ()


def test_two_people_may_object_to_one_notice(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    first = _file(database, keyring, notice)
    second = _file(database, keyring, notice, contact="li@example.org")
    assert first.receipt != second.receipt
    _decide(database, keyring, first.objection, upheld=False)
    with database.reads() as session:
        assert [each.id for each in queries.open_of_case(session, notice.case)] == [
            second.objection.id
        ]


def test_the_same_words_sent_twice_are_one_objection(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    first = _file(database, keyring, notice)
    again = _file(database, keyring, notice, contact="138 1234 5678")
    assert (again.objection.id, again.receipt) == (first.objection.id, first.receipt)
    with pytest.raises(WrongState, match="正在处理"):
        _file(database, keyring, notice, words="另外他还有一辆车。")


def test_the_last_day_counts_and_the_day_after_does_not(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    """HN-15-9: objections until the end of the last day."""
    _file(database, keyring, notice, day=LAST)
    with pytest.raises(WrongState, match="2026-09-08"):
        _file(database, keyring, notice, contact="13900000000", day=date(2026, 9, 9))


@pytest.mark.parametrize(
    ("contact", "words", "field"),
    [
        ("12345", WORDS, "联系方式"),
        ("not an address", WORDS, "联系方式"),
        ("", WORDS, "联系方式"),
        (PHONE, "不行", "异议内容"),
        (PHONE, "长" * 2001, "异议内容"),
    ],
)
def test_what_cannot_be_used_is_refused_by_field(
    database: Database, keyring: Keyring, notice: Notice, contact: str, words: str, field: str
) -> None:
    with pytest.raises(BadInput, match=field):
        _file(database, keyring, notice, contact=contact, words=words)


def test_a_database_that_is_stolen_tells_nothing(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    filed = _file(database, keyring, notice)
    with database.reads() as session:
        (row,) = session.execute(text("SELECT * FROM objections")).all()
    raw = " ".join(str(bytes(each) if isinstance(each, memoryview) else each) for each in row)
    for secret in ("赵敏", PHONE, WORDS, filed.receipt.replace("-", "")):
        assert secret not in raw
        assert str(secret.encode())[2:-1] not in raw


def test_receipt_and_contact_are_both_needed(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    filed = _file(database, keyring, notice)
    with database.reads() as session:
        found = queries.by_receipt(session, keyring, filed.receipt.lower(), "5678")
        assert found.id == filed.objection.id
        for code, tail in ((filed.receipt, "0000"), ("2222-2222-2222", "5678")):
            with pytest.raises(NotFound, match="回执码和联系方式"):
                queries.by_receipt(session, keyring, code, tail)


def test_a_decision_needs_the_right_reasons_and_an_open_objection(
    database: Database, keyring: Keyring, notice: Notice, offices: dict[OfficeKind, int]
) -> None:
    objection = _file(database, keyring, notice).objection
    street = Actor("jiedao", Role.STREET, PLACE, offices[OfficeKind.STREET], OfficeKind.STREET)
    clock = standing_clock(at(LAST))
    with (
        pytest.raises(NotAllowed),
        working(database.acts, street, clock, keyring) as work,
    ):
        service.decide(work, objection.id, True, "理由")
    with (
        pytest.raises(BadInput, match="处理理由"),
        working(database.acts, head(), clock, keyring) as work,
    ):
        service.decide(work, objection.id, True, "  ")
    _decide(database, keyring, objection, upheld=True)
    with pytest.raises(WrongState, match="异议成立"):
        _decide(database, keyring, objection, upheld=False)


def test_an_officer_keeps_off_a_relations_case(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    """回避: the declared relation is among the people of the case."""
    objection = _file(database, keyring, notice).objection
    number = "11010519491231002X"
    clock = standing_clock(at(LAST))
    with working(database.acts, system_actor(PLACE), clock, keyring) as work:
        seat(work, "fabu", Role.COUNTY_HEAD, "a sentence for tests only")
    with working(database.acts, head(), clock, keyring) as work:
        recusals.declare(work, Relation.SPOUSE, "王芳", number)
    with (
        pytest.raises(NotAllowed, match="回避"),
        working(database.acts, head(), clock, keyring) as work,
    ):
        service.decide(work, objection.id, True, "理由", identity_indexes=[keyring.blind(number)])


def test_taking_back_voids_the_clock_and_frees_the_contact(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    objection = _file(database, keyring, notice).objection
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        assert service.withdraw(work, objection.id).state is S.WITHDRAWN
    with database.reads() as session:
        assert [each.outcome for each in clocks.of_case(session, notice.case)] == [Outcome.VOID]
    _file(database, keyring, notice, words="补充：他还有一辆车。")


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM objections",
        "UPDATE objections SET contact_index = 'a'",
        "UPDATE objections SET state = 'upheld'",
        "UPDATE objections SET state = 'nonsense'",
        "UPDATE objections SET decided_by = 'a', reason = 'b'",
        "UPDATE objections SET state = 'withdrawn'",
    ],
)
def test_the_database_refuses_nonsense(
    database: Database, keyring: Keyring, notice: Notice, statement: str
) -> None:
    _file(database, keyring, notice)
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text(statement))


def test_the_database_keeps_a_decision_as_it_was_made(
    database: Database, keyring: Keyring, notice: Notice
) -> None:
    _decide(database, keyring, _file(database, keyring, notice).objection, upheld=True)
    with pytest.raises(DatabaseError), database.acts() as session, session.begin():
        session.execute(text("UPDATE objections SET reason = 'b'"))


@pytest.fixture
def app(database: Database, keyring: Keyring, tmp_path: Path) -> Iterator[Flask]:
    """The application on 2026-09-01; its limits have tests of their own."""
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    app = create_app(settings, database=database, keyring=keyring, clock=Clock(lambda: NOW))
    app.config["WTF_CSRF_ENABLED"] = False
    limiter.enabled = False
    yield app
    limiter.enabled = True


@pytest.fixture
def officer(app: Flask, database: Database, keyring: Keyring, notice: Notice) -> FlaskClient:
    """The county head, signed in."""
    with working(database.acts, system_actor(PLACE), standing_clock(NOW), keyring) as work:
        seat(work, "head", Role.COUNTY_HEAD, "a sentence for tests only")
    client = app.test_client()
    with database.reads() as session, client.session_transaction() as cookie:
        account = accounts.by_name(session, "head")
        assert account is not None
        cookie["_user_id"] = SignedIn(accounts.actor_of(account), account.stamp).get_id()
    return client


def _picture() -> io.BytesIO:
    held = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(held, "PNG")
    held.seek(0)
    return held


def test_from_the_board_to_the_answer_by_pages(
    app: Flask, database: Database, notice: Notice, officer: FlaskClient
) -> None:
    anybody = app.test_client()
    address = f"/notices/{notice.key}/objection"
    typed = {"name": "赵敏", "contact": "错误", "text": WORDS}
    refused = anybody.post(address, data=typed)
    assert refused.status_code == 400
    assert WORDS in refused.text  # nothing typed is lost
    both = [(_picture(), "房产.png"), (io.BytesIO(pdf()), "房产.pdf")]
    sent = {**typed, "contact": PHONE, "files": both}
    filed = anybody.post(address, data=sent, content_type="multipart/form-data")
    found = re.search(r'receipt-code">([\w-]+)<', filed.text)
    assert found is not None, filed.text
    code = {"code": found[1], "contact_tail": "5678"}
    assert "正在处理" in anybody.post("/objections", data=code).text

    with database.reads() as session:
        (objection,) = queries.listed(session, PLACE)
    page = f"/desk/objections/{objection.id}"
    shown = officer.get(page).text
    assert WORDS in shown
    assert PHONE not in shown
    assert "赵*" in shown
    assert PHONE in officer.post(f"{page}/contact").text
    files = dict.fromkeys(re.findall(rf'src="({page}/documents/[\d/a-z]+)"', shown))
    assert [officer.get(each).content_type for each in files] == ["image/png", "image/webp"]
    blank = officer.post(f"{page}/decision", data={"reason": "理由充分"})
    assert blank.status_code == 400
    assert "理由充分" in blank.text
    decided = officer.post(f"{page}/decision", data={"outcome": "dismissed", "reason": "查无此房"})
    assert decided.status_code == 302
    answer = anybody.post("/objections", data=code).text
    assert "异议不成立" in answer
    assert "查无此房" in answer
    with database.reads() as session:
        tags = {row.tag for row in session.query(RegisterRow)}
    assert {Tag.OBJECTION_SHOWN.value, Tag.DOCUMENT_SHOWN.value} <= tags


def test_taking_back(app: Flask, database: Database, keyring: Keyring, notice: Notice) -> None:
    anybody, filed = app.test_client(), _file(database, keyring, notice)
    code = {"code": filed.receipt, "contact_tail": "5678"}
    assert anybody.post("/objections/withdraw", data=code).status_code == 302
    assert "已撤回" in anybody.post("/objections", data=code).text
    assert anybody.post("/objections/withdraw", data=code).status_code == 409
    anew = f"/api/v1/objections/{_file(database, keyring, notice).receipt}/withdrawal"
    tails = [anybody.post(anew, json={"contact_tail": each}) for each in ("0000", "5678", "5678")]
    assert [each.status_code for each in tails] == [404, 200, 409]


def test_by_json_as_by_pages(app: Flask, notice: Notice, officer: FlaskClient) -> None:
    anybody = app.test_client()
    sent = {"notice": notice.key, "name": "赵敏", "contact": PHONE, "text": WORDS}
    filed = anybody.post("/api/v1/objections", json=sent)
    assert filed.status_code == 201, filed.text
    assert re.fullmatch(r"(\w{4}-){2}\w{4}", filed.json["receipt"])  # type: ignore[index]
    status = f"/api/v1/objections/{filed.json['receipt']}/status"  # type: ignore[index]
    found = anybody.get(status, query_string={"contact_tail": "5678"})
    assert found.json["state"] == "filed"  # type: ignore[index]
    assert anybody.get(status, query_string={"contact_tail": "0000"}).status_code == 404
    wrong = anybody.post("/api/v1/objections", json={**sent, "notice": "x" * 16})
    assert wrong.status_code == 404
    short = anybody.post("/api/v1/objections", json={**sent, "text": "不"})
    assert short.status_code == 422
    assert "text" in short.json["errors"]  # type: ignore[index]
    listed = officer.get("/api/v1/objections").json
    assert listed["total"] == 1  # type: ignore[index]
    assert PHONE not in str(listed)
    number = listed["items"][0]["id"]  # type: ignore[index]
    assert PHONE in officer.post(f"/api/v1/objections/{number}/contact").text
    decision = f"/api/v1/objections/{number}/decision"
    assert anybody.post(decision, json={"upheld": True, "reason": "属实"}).status_code == 401
    decided = officer.post(decision, json={"upheld": True, "reason": "属实"})
    assert decided.json["state"] == "upheld"  # type: ignore[index]
    assert officer.post(decision, json={"upheld": True, "reason": "属实"}).status_code == 409


def test_the_owner_of_a_case_decides_and_moves_it(
    app: Flask, database: Database, keyring: Keyring, notice: Notice, officer: FlaskClient
) -> None:
    moved = []

    def decider(work: object, objection_id: int, upheld: bool, reason: str) -> Objection:
        moved.append((objection_id, upheld, reason))
        return service.decide(work, objection_id, upheld, reason)  # type: ignore[arg-type]

    decide_with(app, case().kind, decider)
    decide_with(app, notice.case_kind, decider)
    objection = _file(database, keyring, notice).objection
    sent = {"outcome": "upheld", "reason": "属实"}
    officer.post(f"/desk/objections/{objection.id}/decision", data=sent)
    assert moved == [(objection.id, True, "属实")]


def test_floods_of_one_address_are_stopped(app: Flask, notice: Notice) -> None:
    limiter.enabled = True
    limiter.reset()
    sent = {"notice": notice.key, "name": "赵敏", "contact": PHONE, "text": WORDS}
    client = app.test_client()
    answers = [client.post("/api/v1/objections", json=sent).status_code for _ in range(21)]
    assert answers == [201] * 20 + [429]

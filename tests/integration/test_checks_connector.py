"""Checks over real HTTP: answered, late, down, forged, replayed, malformed, twice, for another."""

import copy
import json
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flask import Response

from housing.checks import connector, service
from housing.checks.answers import Answer, NotAnswered
from housing.checks.jobs import Exchanged, exchange
from housing.checks.signing import DATE, Key, signed
from housing.checks.states import CheckState
from housing.checks.words import Purpose
from housing.cli import group
from housing.core.access.offices import OfficeKind
from housing.core.audit.tags import Tag
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.offices.models import Office
from tests.conftest import NOW
from tests.factories.asking_county import County
from tests.factories.department_house import department, misbehaving, write_records
from tests.factories.departments import (
    ANSWERS,
    CASE,
    PEOPLE,
    REVIEWER,
    SECRET,
    key_id,
    officer,
)

CIVIL = OfficeKind.CIVIL_AFFAIRS
KEY = Key(key_id(CIVIL), SECRET)
Reply = Callable[[str, bytes], Response]


@pytest.fixture
def county(database: Database, keyring: Keyring) -> Iterator[County]:
    """A county that asks."""
    held = County(database, keyring)
    yield held
    held.client.close()


@pytest.fixture
def lone(sqlite_database: Database, keyring: Keyring) -> Iterator[County]:
    """The same on SQLite, for what does not depend on the engine."""
    held = County(sqlite_database, keyring)
    yield held
    held.client.close()


def _said(path: str, body: bytes, answer: object, key: Key = KEY, now: datetime = NOW) -> Response:
    """Sign and send an answer as a department would."""
    number = json.loads(body)["request_id"] if body else path.rsplit("/", 1)[1]
    told: dict[str, Any] = {"format": 1, "request_id": number, "status": "taken"}
    if answer is not None:
        told |= {"status": "answered", "answer": answer}
    return _signed(path, json.dumps(told).encode(), key, now)


def _signed(path: str, raw: bytes, key: Key = KEY, now: datetime = NOW) -> Response:
    return Response(raw, 200, headers=signed(key, "200", path, raw, now))


def test_every_department_answers_from_its_own_records(county: County, tmp_path: Path) -> None:
    from contextlib import ExitStack

    with ExitStack() as stack:
        addresses = {}
        for kind in ANSWERS:
            people = write_records(tmp_path / f"{kind}.csv", kind)
            house = department(kind, people, tmp_path / kind.value, county.clock)
            addresses[kind] = stack.enter_context(house)
        numbers = county.ask(addresses)
        assert {county.request(each).state for each in numbers.values()} == {CheckState.REQUESTED}
        done = county.round()
        assert (done.answered, done.failed) == (4, 0)
        assert county.round() == Exchanged()
    for kind, told in county.told().items():
        assert isinstance(told, Answer)
        said = dict(told.values) | {"document": ""}
        assert said == ANSWERS[kind] | {"document": "", "as_of": "2026-09-01"}
        assert told.answered_by == key_id(kind)
        assert told.document
    log = (tmp_path / CIVIL.value / "department.log").read_text(encoding="utf-8")
    assert "answered request=" in log
    assert not any(each.identity_number in log or each.name in log for each in PEOPLE)
    kept = (tmp_path / CIVIL.value / "department.db").read_bytes()
    assert PEOPLE[0].identity_number.encode() not in kept


def test_a_department_that_must_look_first_is_asked_how_far_it_is(
    lone: County, tmp_path: Path
) -> None:
    people = write_records(tmp_path / "people.csv", CIVIL, ())
    with department(CIVIL, people, tmp_path / "home", lone.clock) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        assert lone.round().taken == 1
        assert lone.request(number).state is CheckState.SENT
        assert lone.round(minutes=1) == Exchanged()
        assert lone.round(minutes=15).taken == 1
        write_records(people, CIVIL)
        assert lone.round(minutes=15).answered == 1
    assert isinstance(lone.told()[CIVIL], Answer)


def test_a_department_that_is_down_leaves_not_checked_and_may_answer_later(
    county: County, tmp_path: Path
) -> None:
    with closing(socket.socket()) as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    number = county.ask({CIVIL: f"http://127.0.0.1:{port}"})[CIVIL]
    for wait in (0, 1, 5, 30):
        assert county.round(minutes=wait).failed == 1
        assert county.request(number).state is CheckState.REQUESTED
    assert county.round(minutes=120).failed == 1
    request = county.request(number)
    assert request.state is CheckState.UNAVAILABLE
    assert "连接不上" in request.last_fault
    assert request.due_on == county.request(number).due_on
    told = county.told()[CIVIL]
    assert isinstance(told, NotAnswered)
    assert "未能核查" in told.why
    with working(
        county.database.acts, officer(CIVIL, county.offices[CIVIL]), county.clock, county.keyring
    ) as work:
        service.answer(work, number, ANSWERS[CIVIL])
    assert isinstance(county.told()[CIVIL], Answer)
    assert county.round(hours=24) == Exchanged()


def test_a_department_that_comes_back_is_asked_again_by_itself(
    lone: County, tmp_path: Path
) -> None:
    up = False

    def answer(path: str, body: bytes) -> Response:
        return _said(path, body, ANSWERS[CIVIL], now=lone.now) if up else Response("", 503)

    with misbehaving(answer) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        for wait in (0, 1, 5, 30, 120):
            lone.round(minutes=wait)
        assert lone.request(number).state is CheckState.UNAVAILABLE
        up = True
        assert lone.round(hours=6).answered == 1
    assert isinstance(lone.told()[CIVIL], Answer)


def _with(path: str, value: object) -> dict[str, Any]:
    answer = copy.deepcopy(ANSWERS[CIVIL])
    answer[path] = value
    return answer


FORGED: dict[str, Callable[[str, bytes], Response]] = {
    "unsigned": lambda path, body: Response(_said(path, body, ANSWERS[CIVIL]).data, 200),
    "another key": lambda path, body: _said(path, body, ANSWERS[CIVIL], Key(KEY.id, "x" * 40)),
    "another name": lambda path, body: _said(path, body, ANSWERS[CIVIL], Key("430199-x", SECRET)),
    "replayed": lambda path, body: _said(
        path, body, ANSWERS[CIVIL], now=NOW - timedelta(minutes=6)
    ),
    "redirect": lambda _path, _body: Response("", 302, headers={"Location": "http://x.example"}),
    "unauthorised": lambda _path, _body: Response("", 401),
    "no json": lambda path, _body: _signed(path, b"<html>"),
    "deep json": lambda path, _body: _signed(path, b"[" * 100_000),
    "a list": lambda path, _body: _signed(path, b"[]"),
    "format": lambda path, _body: _signed(path, b'{"format": 2}'),
    "another request": lambda path, _body: _signed(
        path,
        json.dumps(
            {"format": 1, "request_id": "0" * 32, "status": "answered", "answer": ANSWERS[CIVIL]}
        ).encode(),
    ),
    "no status": lambda path, body: _signed(
        path, json.dumps({"format": 1, "request_id": json.loads(body)["request_id"]}).encode()
    ),
    "huge": lambda path, _body: _signed(path, b" " * (connector.MOST_BYTES + 1)),
    "missing field": lambda path, body: _said(path, body, {"as_of": "2026-08-31"}),
    "unknown field": lambda path, body: _said(path, body, _with("fee", 1)),
    "a stranger": lambda path, body: _said(
        path,
        body,
        _with(
            "marriages", [{"person": "王五", "status": "single", "spouse_in_application": False}]
        ),
    ),
    "the future": lambda path, body: _said(path, body, _with("as_of", "2027-01-01")),
}


@pytest.mark.parametrize("name", FORGED)
def test_what_cannot_be_believed_is_not_taken_and_tried_again(lone: County, name: str) -> None:
    honest = False

    def answer(path: str, body: bytes) -> Response:
        if honest:
            return _said(path, body, ANSWERS[CIVIL], now=lone.now)
        return FORGED[name](path, body)

    with misbehaving(answer) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        assert lone.round().failed == 1
        request = lone.request(number)
        assert request.state is CheckState.REQUESTED
        assert " / " in request.last_fault
        assert isinstance(lone.told()[CIVIL], NotAnswered)
        for row in lone.rows(Tag.CHECK_SET_ASIDE):
            assert "王五" not in row.reason
        honest = True
        assert lone.round(minutes=1).answered == 1
    assert lone.request(number).last_fault == ""


def test_a_malformed_answer_names_its_fields(lone: County) -> None:
    with misbehaving(lambda path, body: _said(path, body, _with("income_fen", "much"))) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        lone.round()
    assert "家庭月收入" in lone.request(number).last_fault
    assert [row.reason for row in lone.rows(Tag.CHECK_SET_ASIDE)] == ["income_fen"]


def test_a_department_that_does_not_answer_in_time_is_left_alone(
    lone: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    ended: list[bool] = []

    def drip(_path: str, _body: bytes) -> Response:
        def pieces() -> Iterator[bytes]:
            for _ in range(2400):
                time.sleep(0.05)
                yield b" "
            ended.append(True)

        return Response(pieces(), 200)

    monkeypatch.setattr(connector, "WHOLE_SECONDS", 0.3)
    with misbehaving(drip) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        assert lone.round().failed == 1
        assert not ended
    assert "超时" in lone.request(number).last_fault


def test_a_department_that_forgot_a_request_is_asked_anew(lone: County) -> None:
    asked: list[str] = []

    def answer(path: str, body: bytes) -> Response:
        asked.append("POST" if body else "GET")
        if not body:
            return Response("", 404)
        return _said(path, body, None if len(asked) == 1 else ANSWERS[CIVIL], now=lone.now)

    with misbehaving(answer) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        lone.round()
        lone.round(minutes=15)
        assert lone.request(number).state is CheckState.REQUESTED
        lone.round(minutes=1)
    assert asked == ["POST", "GET", "POST"]
    assert lone.request(number).state is CheckState.ANSWERED


@pytest.mark.parametrize("is_other", [False, True])
def test_an_answer_that_comes_second_changes_nothing(lone: County, is_other: bool) -> None:
    """While the department is asked, its officer answers on the page."""
    held: dict[str, int] = {}

    def answer(path: str, body: bytes) -> Response:
        me = officer(CIVIL, lone.offices[CIVIL])
        with working(lone.database.acts, me, lone.clock, lone.keyring) as work:
            service.answer(work, held["number"], ANSWERS[CIVIL])
        return _said(path, body, _with("income_fen", 1) if is_other else ANSWERS[CIVIL])

    with misbehaving(answer) as address:
        held["number"] = lone.ask({CIVIL: address})[CIVIL]
        lone.round()
    told = lone.told()[CIVIL]
    assert isinstance(told, Answer)
    assert told.values["income_fen"] == 280000
    assert told.channel == "page"
    assert len(lone.rows(Tag.CHECK_SET_ASIDE)) == int(is_other)


def test_an_answer_after_the_case_was_decided_is_set_aside(lone: County) -> None:
    def answer(path: str, body: bytes) -> Response:
        with working(lone.database.acts, REVIEWER, lone.clock, lone.keyring) as work:
            service.conclude(work, CASE, Purpose.ADMISSION, without_reason="等候超过一年")
        return _said(path, body, ANSWERS[CIVIL])

    with misbehaving(answer) as address:
        number = lone.ask({CIVIL: address})[CIVIL]
        assert lone.round().failed == 1
    assert lone.request(number).state is CheckState.CONCLUDED
    assert lone.request(number).answered_at is None
    [row] = lone.rows(Tag.CHECK_SET_ASIDE)
    assert row.after["answer"]
    assert lone.round(hours=24) == Exchanged()


def test_one_that_is_down_does_not_keep_the_others_waiting(lone: County, tmp_path: Path) -> None:
    calls: list[str] = []

    def refuse(path: str, _body: bytes) -> Response:
        calls.append(path)
        return Response("", 500)

    police = OfficeKind.PUBLIC_SECURITY
    people = write_records(tmp_path / "police.csv", police)
    with (
        misbehaving(refuse) as address,
        department(police, people, tmp_path / "home", lone.clock) as good,
    ):
        numbers = lone.ask({CIVIL: address, OfficeKind.PROPERTY_REGISTRY: address, police: good})
        done = lone.round()
    assert (done.answered, done.failed, done.postponed, len(calls)) == (1, 1, 1, 1)
    attempts = {lone.request(number).attempts for number in numbers.values()}
    assert attempts == {0, 1}


def test_two_rounds_at_once_carry_each_request_once(lone: County) -> None:
    calls: list[bytes] = []

    def answer(path: str, body: bytes) -> Response:
        calls.append(body)
        inner = exchange(lone.database, lone.keyring, lone.clock, lone.client)
        assert inner == Exchanged()
        return _said(path, body, ANSWERS[CIVIL])

    with misbehaving(answer) as address:
        lone.ask({CIVIL: address})
        assert lone.round().answered == 1
    assert len(calls) == 1
    assert DATE not in calls[0].decode()


def test_a_request_whose_department_closes_its_interface_goes_to_the_page(lone: County) -> None:
    number = lone.ask({CIVIL: "http://127.0.0.1:1"})[CIVIL]
    with lone.database.acts() as session, session.begin():
        office = session.get(Office, lone.offices[CIVIL])
        assert office is not None
        office.connector_url, office.connector_secret_sealed = "", None
    assert lone.round() == Exchanged()
    assert lone.request(number).state is CheckState.SENT
    assert lone.round(days=1) == Exchanged()


def test_a_round_by_hand_says_what_it_did(tmp_path: Path) -> None:
    def run(*words: str) -> str:
        done = CliRunner().invoke(group, ["--home", str(tmp_path), *words])
        assert done.exit_code == 0, done.output
        return done.output

    run("migrate")
    assert "taken 0, answered 0, failed 0, postponed 0" in run("checks", "exchange")

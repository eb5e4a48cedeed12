"""The department server as a program of its own: command, records, refusals, log."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import pytest

from housing.checks import queries, service
from housing.checks.answers import Answer
from housing.checks.connector import ConnectorFault, Target, open_client, poll, send
from housing.checks.jobs import exchange
from housing.checks.signing import Key, signed
from housing.checks.words import Purpose
from housing.core.access.offices import OfficeKind
from housing.core.clock import standing_clock, system_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.department_server.serving import prepared
from housing.households.words import Group
from tests.conftest import NOW, PLACE
from tests.factories.department_house import department, terms_of, write_records
from tests.factories.departments import (
    ANSWERS,
    APPLIED,
    CASE,
    PEOPLE,
    REVIEWER,
    SECRET,
    key_id,
    open_departments,
)

CIVIL = OfficeKind.CIVIL_AFFAIRS
KEY = Key(key_id(CIVIL), SECRET)


@contextmanager
def _program(people: Path, *more: str, secret: str = SECRET) -> Iterator[str]:
    """Start `housing department-server` and give the address it prints."""
    program = "from housing.cli import main; main()"
    words = ["department-server", "--kind", CIVIL.value, "--people", str(people)]
    words += ["--key-id", KEY.id, "--port", "0", *more]
    process = subprocess.Popen(
        [sys.executable, "-c", program, *words],
        env={**os.environ, "HOUSING_DEPARTMENT_SECRET": secret, "PYTHONUNBUFFERED": "1"},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        assert process.stdout is not None
        line = process.stdout.readline()
        assert line.startswith("http://127.0.0.1:"), line + process.stdout.read()
        yield line.split()[0]
    finally:
        process.terminate()
        process.wait(timeout=120)


def _message(**changed: Any) -> dict[str, Any]:
    return {
        "format": 1,
        "request_id": str(uuid4()),
        "purpose": "admission",
        "place": PLACE,
        "case_number": CASE.number,
        "department": CIVIL.value,
        "applied_on": "2026-08-20",
        "answer_by": "2026-09-08",
        "items": ["marriages"],
        "people": [each.to_json() for each in PEOPLE],
    } | changed


def test_a_case_is_checked_by_a_program_of_its_own(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """From the county's request to the department's answer, between two processes."""
    clock = system_clock()
    people = write_records(tmp_path / "people.csv", CIVIL)
    with _program(people) as address:
        with sqlite_database.acts() as session, session.begin():
            open_departments(session, keyring, {CIVIL: address})
        with working(sqlite_database.acts, REVIEWER, clock, keyring) as work:
            service.request_all(
                work,
                CASE,
                PEOPLE,
                Purpose.ADMISSION,
                applied_on=APPLIED,
                group=Group.LOWER_MIDDLE,
            )
        with open_client() as client:
            assert exchange(sqlite_database, keyring, clock, client).answered == 1
    with sqlite_database.reads() as session:
        told = queries.answers(session, keyring, CASE)[CIVIL]
    assert isinstance(told, Answer)
    assert told.values["income_fen"] == ANSWERS[CIVIL]["income_fen"]
    folder = tmp_path / f"department-{CIVIL.value}"
    assert "answered request=" in (folder / "department.log").read_text(encoding="utf-8")
    assert folder.stat().st_mode & 0o077 == 0


@pytest.mark.parametrize("secret", ["", "too short"])
def test_it_does_not_start_without_a_secret_worth_the_name(tmp_path: Path, secret: str) -> None:
    people = write_records(tmp_path / "people.csv", CIVIL)
    with pytest.raises(AssertionError, match="Error"), _program(people, secret=secret):
        pass


@pytest.fixture
def client() -> Iterator[httpx.Client]:
    """A county's client."""
    with open_client() as held:
        yield held


@pytest.fixture
def target(tmp_path: Path) -> Iterator[Target]:
    """A running department of civil affairs whose clock stands at NOW."""
    people = write_records(tmp_path / "people.csv", CIVIL)
    with department(CIVIL, people, tmp_path / "home", standing_clock(NOW)) as address:
        yield Target(address, KEY)


def test_the_same_request_again_gives_the_same_answer(target: Target, client: httpx.Client) -> None:
    message = _message()
    first = send(client, target, message, NOW)
    assert first.answer is not None
    assert send(client, target, message, NOW) == first
    assert poll(client, target, message["request_id"], NOW) == first
    with pytest.raises(ConnectorFault, match="同一编号"):
        send(client, target, message | {"case_number": "another"}, NOW)


def test_what_it_never_took_is_lost(target: Target, client: httpx.Client) -> None:
    with pytest.raises(ConnectorFault) as lost:
        poll(client, target, str(uuid4()), NOW)
    assert lost.value.lost


@pytest.mark.parametrize(
    ("changed", "word"),
    [
        ({"format": 2}, "format"),
        ({"department": "public_security"}, "public_security"),
        ({"purpose": "curiosity"}, "purpose"),
        ({"request_id": "7"}, "request_id"),
        ({"people": []}, "people"),
        ({"people": [{"name": "张三"}]}, "people"),
        ({"people": [{**PEOPLE[0].to_json(), "consent": {"kind": "none"}}]}, "consent"),
        ({"fee": 1}, "fee"),
    ],
)
def test_a_request_that_does_not_fit_is_refused_by_its_field(
    target: Target, changed: dict[str, Any], word: str
) -> None:
    """HN-14-3: nobody is looked up without consent."""
    body = json.dumps(_message(**changed)).encode()
    headers = signed(KEY, "POST", "/v1/checks", body, NOW)
    answer = httpx.post(f"{target.url}/v1/checks", content=body, headers=headers)
    assert answer.status_code == 400
    assert word in answer.json()["message"]


def test_a_stranger_learns_nothing(target: Target, client: httpx.Client) -> None:
    message = _message()
    send(client, target, message, NOW)
    path = f"/v1/checks/{message['request_id']}"
    forged = signed(Key(KEY.id, "x" * 40), "GET", path, b"", NOW)
    for headers in ({}, forged):
        answer = httpx.get(target.url + path, headers=headers)
        assert answer.status_code == 401
        assert "answer" not in answer.json()
    assert httpx.get(f"{target.url}/").status_code == 404
    assert httpx.get(f"{target.url}/v1/checks").status_code == 405


def test_records_that_are_not_whole_are_named_at_the_start(tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("identity_number,status\n", encoding="utf-8")
    with pytest.raises(BadInput, match="income_band"):
        prepared(terms_of(CIVIL, people, tmp_path / "home"), standing_clock(NOW))
    people.write_bytes("身份证号码".encode("gb18030"))
    with pytest.raises(BadInput, match="UTF-8"):
        prepared(terms_of(CIVIL, people, tmp_path / "home"), standing_clock(NOW))


def test_a_kind_that_checks_nothing_is_refused(tmp_path: Path) -> None:
    people = write_records(tmp_path / "people.csv", CIVIL)
    with pytest.raises(BadInput, match="park"):
        prepared(terms_of(OfficeKind.PARK, people, tmp_path / "home"), standing_clock(NOW))

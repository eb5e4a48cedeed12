"""The department's side of the interface: takes signed questions and answers from its records.

Described in docs/department-interface.md; any other program that follows it will do as well.
"""

import json
import logging
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from flask import Flask, Response, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException

from housing.checks.connector import FORMAT, MOST_BYTES, PATH
from housing.checks.people import Person
from housing.checks.signing import Key, must_be_signed, signed
from housing.checks.words import Consent, Purpose
from housing.core.access.offices import OfficeKind
from housing.core.clock import Clock
from housing.core.errors import BadInput, Conflict, HousingError, NotAllowed, NotFound
from housing.department_server.records import NotInRecords, Records
from housing.department_server.store import Store, Taken

STATUS: dict[type[HousingError], int] = {
    NotAllowed: 401,
    NotFound: 404,
    Conflict: 409,
    BadInput: 400,
}
_KEYS = {
    "format",
    "request_id",
    "purpose",
    "place",
    "case_number",
    "department",
    "applied_on",
    "answer_by",
    "items",
    "people",
}
_PERSON_KEYS = set(Person.__annotations__) - {"consented_on"}


@dataclass(frozen=True, slots=True)
class Department:
    """One department: what it is, what it knows, what it has taken, and whom it trusts."""

    kind: OfficeKind
    records: Records
    store: Store
    key: Key
    clock: Clock
    log: logging.Logger


def create_department(department: Department) -> Flask:
    """Return the web application of a department."""
    app = Flask("housing.department_server")
    app.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @app.post(PATH)
    def take() -> ResponseReturnValue:
        return _answered(department, *_take(department, _trusted(department)))

    @app.get(f"{PATH}/<request_id>")
    def show(request_id: str) -> ResponseReturnValue:
        _trusted(department)
        return _answered(department, request_id, _found(department, request_id))

    @app.errorhandler(HousingError)
    def refused(error: HousingError) -> ResponseReturnValue:
        status = STATUS.get(type(error), 400)
        department.log.warning("refused status=%s %s", status, request.method)
        return {"format": FORMAT, "message": str(error)}, status

    @app.errorhandler(HTTPException)
    def failed(error: HTTPException) -> ResponseReturnValue:
        return {"format": FORMAT, "message": str(error.description)}, error.code or 500

    return app


def _trusted(department: Department) -> bytes:
    raw = request.get_data(cache=True)
    now = department.clock.now()
    must_be_signed(department.key, request.headers, request.method, request.path, raw, now)
    return raw


def _take(department: Department, raw: bytes) -> tuple[str, Taken]:
    message = _read(raw)
    if message["department"] != department.kind.value:
        raise BadInput(
            f"本机构是 {department.kind.value}，不是 {message['department']}"
            f" / this is {department.kind.value}, not {message['department']}"
        )
    request_id = str(message["request_id"])
    if department.store.take(request_id, raw, department.clock.now()):
        department.log.info(
            "taken request=%s purpose=%s people=%s",
            request_id,
            message["purpose"],
            len(message["people"]),
        )
    return request_id, _found(department, request_id)


def _found(department: Department, request_id: str) -> Taken:
    taken = department.store.find(request_id)
    if taken is None:
        raise NotFound(f"没有请求 {request_id[:64]} / no request of this number")
    if taken.answer is not None:
        return taken
    answer = _looked_up(department, request_id, taken)
    if answer is not None:
        department.store.keep_answer(request_id, answer, department.clock.now())
        department.log.info("answered request=%s", request_id)
    return department.store.find(request_id) or taken


def _looked_up(department: Department, request_id: str, taken: Taken) -> dict[str, Any] | None:
    """Return the answer of the records; None while they cannot give one."""
    number = f"{department.key.id}-{taken.row:06d}"
    try:
        people = taken.message["people"]
        return department.records.answer(people, department.clock.today(), number)
    except NotInRecords as unknown:
        department.log.info("open request=%s unknown_people=%s", request_id, unknown.count)
    except (HousingError, ValueError, OSError) as broken:
        department.log.error("records cannot be read: %s", type(broken).__name__)
    return None


def _answered(department: Department, request_id: str, taken: Taken) -> Response:
    told: dict[str, Any] = {"format": FORMAT, "request_id": request_id, "status": "taken"}
    if taken.answer is not None:
        told |= {"status": "answered", "answer": taken.answer}
    body = json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode()
    status = 202 if taken.answer is None else 200
    answer = Response(body, status, mimetype="application/json")
    now = department.clock.now()
    answer.headers.update(signed(department.key, str(status), request.path, body, now))
    return answer


def _read(raw: bytes) -> dict[str, Any]:
    """Return a request, checked field by field.

    Raises:
        BadInput: names the field.
    """
    try:
        message = json.loads(raw)
    except (ValueError, RecursionError) as wrong:
        raise BadInput("请求不是 JSON / the request is no JSON") from wrong
    if not isinstance(message, dict) or message.get("format") != FORMAT:
        raise BadInput(f"format：应为 {FORMAT} / format: must be {FORMAT}")
    if set(message) != _KEYS:
        odd = ", ".join(sorted(set(message) ^ _KEYS))
        raise BadInput(f"缺少或多出栏目：{odd} / missing or unknown fields: {odd}")
    _must_be_number(message["request_id"])
    if message["purpose"] not in set(Purpose):
        raise BadInput("purpose：不认识 / purpose: unknown")
    people = message["people"]
    if not isinstance(people, list) or not people:
        raise BadInput("people：不能为空 / people: must not be empty")
    for each in people:
        _must_be_person(each)
    return message


def _must_be_number(request_id: object) -> None:
    try:
        UUID(str(request_id))
    except ValueError as wrong:
        raise BadInput("request_id：应为 UUID / request_id: must be a UUID") from wrong


def _must_be_person(each: object) -> None:
    """Refuse to look somebody up without consent. Basis: HN 14 (HN-14-3)."""
    if not isinstance(each, dict) or set(each) != _PERSON_KEYS:
        raise BadInput(f"people：栏目应为 {'、'.join(sorted(_PERSON_KEYS))} / people: wrong fields")
    consent = each["consent"]
    if not isinstance(consent, dict) or consent.get("kind") not in set(Consent):
        raise BadInput("consent：没有本人同意，不予核查 / consent: nobody is looked up without it")

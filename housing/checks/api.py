"""The checks' interface under /api/v1: what a department's own program reads and answers."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask.typing import ResponseReturnValue
from marshmallow import Schema, fields
from marshmallow.validate import Range

from housing.checks import queries, service
from housing.checks.jobs import message_of
from housing.checks.queries import MOST_COUNTED, Mark
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import MOST_ROWS, ApiBlueprint
from housing.web.installation import installation

blueprint = ApiBlueprint("checks", __name__, description="部门核查 / checks by departments")
_ANSWERS = guards.requires(Permission.ANSWER_CHECKS)


class OpenArguments(Schema):
    """Where a page of open requests begins: after the last day and number of the page before."""

    rows = fields.Integer(load_default=50, validate=Range(1, MOST_ROWS))
    after_due_on = fields.Date(load_default=None)
    after_id = fields.Integer(load_default=0, validate=Range(0))


class CheckSchema(Schema):
    """One request without the people."""

    id = fields.Integer(required=True)
    request_id = fields.UUID(required=True)
    case_number = fields.String(required=True)
    purpose = fields.String(required=True)
    department = fields.String(required=True)
    state = fields.String(required=True)
    applied_on = fields.Date(required=True)
    due_on = fields.Date(required=True)
    items = fields.List(fields.String(), required=True)
    rules = fields.List(fields.String(), required=True)
    answered_at = fields.DateTime(required=True, allow_none=True)
    answered_by = fields.String(required=True, allow_none=True)
    answer_sha256 = fields.String(required=True, allow_none=True)


class OpenChecksSchema(Schema):
    """One page of open requests, the soonest due first; `next` is None on the last page."""

    items = fields.List(fields.Nested(CheckSchema), required=True)
    total = fields.Integer(required=True, metadata={"description": f"at most {MOST_COUNTED + 1}"})
    next = fields.Nested(
        Schema.from_dict(
            {"after_due_on": fields.Date(required=True), "after_id": fields.Integer(required=True)},
            name="OpenChecksNext",
        ),
        required=True,
        allow_none=True,
    )


class CheckConsentSchema(Schema):
    """How and when a person agreed to be looked up."""

    kind = fields.String(required=True)
    on = fields.String(required=True)


class CheckPersonSchema(Schema):
    """One person asked about."""

    name = fields.String(required=True)
    document_kind = fields.String(required=True)
    identity_number = fields.String(required=True)
    relation = fields.String(required=True)
    consent = fields.Nested(CheckConsentSchema, required=True)


class AskedCheckSchema(Schema):
    """One request with the people, as departments with a connector receive it."""

    format = fields.Integer(required=True)
    request_id = fields.String(required=True)
    purpose = fields.String(required=True)
    place = fields.String(required=True)
    case_number = fields.String(required=True)
    department = fields.String(required=True)
    applied_on = fields.String(required=True)
    answer_by = fields.String(required=True)
    items = fields.List(fields.String(), required=True)
    people = fields.List(fields.Nested(CheckPersonSchema), required=True)


class CheckAnswerSchema(Schema):
    """A department's answer; which fields it has depends on the department (`schemas`)."""

    answer = fields.Dict(keys=fields.String(), required=True)


@_ANSWERS
@blueprint.route("/checks")
@blueprint.arguments(OpenArguments, location="query")
@blueprint.response(200, OpenChecksSchema)
def listing(asked: Mapping[str, Any]) -> dict[str, object]:
    """List the open requests of the caller's office, the soonest due first."""
    day: date | None = asked["after_due_on"]
    mark = Mark(day, int(asked["after_id"])) if day else None
    with reading() as session:
        office = signed_in_actor().office or 0
        held = queries.open_of_office(session, office, mark, int(asked["rows"]))
    after = held.after
    return {
        "items": held.requests,
        "total": held.total,
        "next": {"after_due_on": after.due_on, "after_id": after.id} if after else None,
    }


@_ANSWERS
@blueprint.route("/checks/<int:number>")
@blueprint.response(200, AskedCheckSchema)
def show(number: int) -> dict[str, Any]:
    """Give one request with the people's numbers; the look is written into the register."""
    with acting() as work:
        held = service.show(work, number)
    return message_of(installation().keyring, held.request)


@_ANSWERS
@blueprint.route("/checks/<int:number>/answer", methods=["POST"])
@blueprint.arguments(CheckAnswerSchema)
@blueprint.response(200, CheckSchema)
def answer(sent: Mapping[str, Any], number: int) -> ResponseReturnValue:
    """Answer a request; the same answer once more changes nothing, another is refused."""
    with acting() as work:
        return service.answer(work, number, sent["answer"])  # type: ignore[return-value]

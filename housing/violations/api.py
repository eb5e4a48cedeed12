"""JSON interface of violations: the cases with their papers, and a tenant's own.

Every act is a deed of the pages, at the same address behind /api/v1.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from housing.bans import queries as bans
from housing.bans.models import Ban
from housing.core.access.permissions import Permission
from housing.court_files.answer import court_file as answered
from housing.documents import queries as documents
from housing.documents.answer import shown as document_shown
from housing.documents.models import Document
from housing.leases.whose import leases_of
from housing.violations import queries
from housing.violations import schemas as s
from housing.violations.court import court_file
from housing.violations.models import Violation
from housing.violations.papers import keep, read
from housing.violations.shown import keep_off_own
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, UploadSchema, page_answer, page_of, paging_of

api = ApiBlueprint("violations", __name__, description="违规处理 / violations")
ONE = "/violations/<int:violation_id>"


@guards.requires(Permission.SEE_LEASES)
@api.route("/violations")
@api.arguments(s.ViolationsArguments, location="query")
@api.response(200, page_of(s.ViolationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of cases, by the day they wait for."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        rows = queries.page_of(session, place, only, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route(ONE)
@api.response(200, s.ViolationSchema)
def show(violation_id: int) -> Violation:
    """Return one case."""
    with reading() as session:
        return _seen(session, violation_id)


@guards.requires(Permission.SEE_LEASES)
@api.route(f"{ONE}/bans")
@api.response(200, s.BanSchema(many=True))
def held(violation_id: int) -> Sequence[Ban]:
    """Return until when whom a case keeps from applying again; nobody is named."""
    with reading() as session:
        return bans.of_case(session, _seen(session, violation_id).case)


@guards.requires(Permission.SEE_LEASES)
@api.route(f"{ONE}/documents")
@api.response(200, s.EvidenceSchema(many=True))
def papers(violation_id: int) -> Sequence[Document]:
    """Return which evidence a case has."""
    with reading() as session:
        return documents.of_case(session, _seen(session, violation_id).case)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route(f"{ONE}/documents", methods=["POST"])
@api.arguments(UploadSchema, location="files")
@api.response(200, s.EvidenceSchema)
def bring(files: dict[str, FileStorage], violation_id: int) -> Document:
    """Bring one photo or paper as multipart/form-data."""
    return keep(violation_id, files["file"])


@guards.requires(Permission.SEE_LEASES)
@api.route(f"{ONE}/documents/<int:document_id>")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/octet-stream")
def paper(violation_id: int, document_id: int) -> Response:
    """Return the bytes of one paper; the register keeps who looked."""
    return document_shown(*read(violation_id, document_id))


@guards.requires(Permission.TAKE_COURT_FILE)
@api.route(f"{ONE}/court-file")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def file(violation_id: int) -> Response:
    """Return the court file of a case as one PDF; the register keeps who took it."""
    return answered(lambda work, folder: court_file(work, folder, violation_id))


@guards.requires(Permission.APPLY)
@api.route("/violations/mine")
@api.response(200, s.ViolationSchema(many=True))
def mine() -> Sequence[Violation]:
    """Return the cases about one's own leases, once they were told."""
    with reading() as session:
        leases = [lease.id for lease in leases_of(session, signed_in_actor())]
        found = queries.of_leases(session, leases)
        return [each for each in found if each.noticed_on is not None]


def _seen(session: Session, violation_id: int) -> Violation:
    found = queries.get(session, signed_in_actor().place, violation_id)
    keep_off_own(session, signed_in_actor(), found)
    return found

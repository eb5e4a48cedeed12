"""JSON interface of exits: the lists, one case with its file, and a tenant's own.

Every act is a deed of the pages, at the same address behind /api/v1.
"""

from collections.abc import Sequence
from typing import Any

from flask import Response

from housing.core.access.permissions import Permission
from housing.court_files.answer import court_file as answered
from housing.exits import files, queries
from housing.exits.models import ExitCase
from housing.exits.schemas import ExitsArguments, ExitSchema
from housing.exits.view import exit_view, own_cases
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("exits", __name__, description="退出 / exits")
P = Permission


@guards.requires(P.SEE_LEASES)
@api.route("/exits")
@api.arguments(ExitsArguments, location="query")
@api.response(200, page_of(ExitSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list, the soonest end of a relocation first."""
    place = signed_in_actor().place
    wanted = queries.Wanted(asked["which"], installation().clock.today())
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, wanted))
        found = queries.page_of(session, place, wanted, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(P.SEE_LEASES)
@api.route("/exits/<int:case_id>")
@api.response(200, ExitSchema)
def show(case_id: int) -> ExitCase:
    """Return one case."""
    with reading() as session:
        return exit_view(session, signed_in_actor(), case_id).case


@guards.requires(P.TAKE_COURT_FILE)
@api.route("/exits/<int:case_id>/court-file")
@api.response(200, {"type": "string", "format": "binary"}, content_type="application/pdf")
def court_file(case_id: int) -> Response:
    """Return the file of a case for the court as one PDF; the register keeps who took it."""
    return answered(lambda work, folder: files.court_file(work, folder, case_id))


@guards.requires(P.APPLY)
@api.route("/exits/mine")
@api.response(200, ExitSchema(many=True))
def mine() -> Sequence[ExitCase]:
    """Return the cases of one's own leases."""
    with reading() as session:
        return own_cases(session, signed_in_actor())

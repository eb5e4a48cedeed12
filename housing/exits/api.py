"""JSON interface of exits: the lists, one case, and its acts in their order."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.exits import queries, service
from housing.exits.models import ExitCase
from housing.exits.schemas import (
    ExitReasonsSchema,
    ExitsArguments,
    ExitSchema,
    JudgmentSchema,
    LawsuitSchema,
    NewExitSchema,
    OwnDwellingSchema,
    ServedSchema,
)
from housing.exits.view import exit_view
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
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


@guards.requires(P.SEE_LEASES)
@api.route("/exits", methods=["POST"])
@api.arguments(NewExitSchema)
@api.response(201, ExitSchema)
def open_case(sent: dict[str, Any]) -> ExitCase:
    """Open the case of a lease."""
    with acting() as work:
        return service.open(
            work,
            sent["lease_id"],
            sent["trigger"],
            reason=sent["reason"],
            document=sent["document"],
        )


@guards.requires(P.REVIEW_TENANCY)
@api.route("/exits/<int:case_id>/review", methods=["POST"])
@api.response(200, ExitSchema)
def begin_review(case_id: int) -> ExitCase:
    """Ask the departments about the household."""
    with acting() as work:
        return service.begin_review(work, case_id)


@guards.requires(P.DECIDE_TENANCY)
@api.route("/exits/<int:case_id>/keep", methods=["POST"])
@api.arguments(ExitReasonsSchema)
@api.response(200, ExitSchema)
def keep(sent: dict[str, Any], case_id: int) -> ExitCase:
    """Decide that the household keeps its right."""
    with acting() as work:
        return service.keep(work, case_id, reasons=sent["reasons"])


@guards.requires(P.DECIDE_TENANCY)
@api.route("/exits/<int:case_id>/cancel", methods=["POST"])
@api.arguments(ExitReasonsSchema)
@api.response(200, ExitSchema)
def cancel(sent: dict[str, Any], case_id: int) -> ExitCase:
    """End the household's right, on an adverse opinion."""
    with acting() as work:
        return service.cancel(work, case_id, reasons=sent["reasons"])


@guards.requires(P.SEE_LEASES)
@api.route("/exits/<int:case_id>/serve", methods=["POST"])
@api.arguments(ServedSchema)
@api.response(200, ExitSchema)
def serve(sent: dict[str, Any], case_id: int) -> ExitCase:
    """Record that the notice reached the household."""
    with acting() as work:
        return service.serve(work, case_id, **sent)


@guards.requires(P.SEE_LEASES)
@api.route("/exits/<int:case_id>/dwelling", methods=["POST"])
@api.arguments(OwnDwellingSchema)
@api.response(200, ExitSchema)
def record_dwelling(sent: dict[str, Any], case_id: int) -> ExitCase:
    """Record a dwelling that the household owns."""
    with acting() as work:
        return service.record_dwelling(work, case_id, **sent)


@guards.requires(P.DECIDE_TENANCY)
@api.route("/exits/<int:case_id>/lawsuit", methods=["POST"])
@api.arguments(LawsuitSchema)
@api.response(200, ExitSchema)
def sue(sent: dict[str, Any], case_id: int) -> ExitCase:
    """Record that a lawsuit was filed."""
    with acting() as work:
        return service.sue(work, case_id, **sent)


@guards.requires(P.SEE_LEASES)
@api.route("/exits/<int:case_id>/judgment", methods=["POST"])
@api.arguments(JudgmentSchema)
@api.response(200, ExitSchema)
def judge(sent: dict[str, Any], case_id: int) -> ExitCase:
    """Record what the court decided."""
    with acting() as work:
        return service.judge(work, case_id, **sent)

"""JSON interface of abandonments: the list, the report, the statement and the decisions."""

from typing import Any

from housing.abandonments import queries, service
from housing.abandonments.models import Abandonment
from housing.abandonments.plan_cases import named_in
from housing.abandonments.schemas import (
    AbandonmentsArguments,
    AbandonmentSchema,
    ExcuseSchema,
    ReasonsSchema,
    ReportSchema,
    StatementSchema,
)
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("abandonments", __name__, description="放弃配租 / abandonments")


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/abandonments")
@api.arguments(AbandonmentsArguments, location="query")
@api.response(200, page_of(AbandonmentSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list, the newest first."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, asked["which"], day))
        found = queries.page_of(session, place, asked["which"], day, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/abandonments/<int:abandonment_id>")
@api.response(200, AbandonmentSchema)
def show(abandonment_id: int) -> Abandonment:
    """Return one report."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, abandonment_id)


@guards.requires(Permission.REPORT_ABANDONMENT)
@api.route("/abandonments", methods=["POST"])
@api.arguments(ReportSchema)
@api.response(201, AbandonmentSchema)
def report(sent: dict[str, Any]) -> Abandonment:
    """Report that a household gave up what a round gave it."""
    with acting() as work:
        entry = queries.entry_by_number(work.session, work.place, sent["number"])
        return service.report(
            work,
            entry,
            sent["kind"],
            sent["happened_on"],
            reason=sent["reason"],
            document=sent["document"],
            plan_cases=named_in(work.session, entry.round_code),
        )


@guards.requires(Permission.REPORT_ABANDONMENT)
@api.route("/abandonments/<int:abandonment_id>/statement", methods=["POST"])
@api.arguments(StatementSchema)
@api.response(200, AbandonmentSchema)
def answer(sent: dict[str, Any], abandonment_id: int) -> Abandonment:
    """Keep what the household told an officer."""
    with acting() as work:
        return service.answer(work, abandonment_id, sent["statement"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/abandonments/<int:abandonment_id>/confirm", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, AbandonmentSchema)
def confirm(sent: dict[str, Any], abandonment_id: int) -> Abandonment:
    """Find that the household gave up; it is frozen from the day of the event."""
    with acting() as work:
        return service.confirm(work, abandonment_id, reasons=sent["reasons"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/abandonments/<int:abandonment_id>/excuse", methods=["POST"])
@api.arguments(ExcuseSchema)
@api.response(200, AbandonmentSchema)
def excuse(sent: dict[str, Any], abandonment_id: int) -> Abandonment:
    """Accept an excuse that the county's dated rule names."""
    with acting() as work:
        return service.excuse(work, abandonment_id, ground=sent["ground"], reasons=sent["reasons"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/abandonments/<int:abandonment_id>/set-aside", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, AbandonmentSchema)
def set_aside(sent: dict[str, Any], abandonment_id: int) -> Abandonment:
    """Find that it did not happen."""
    with acting() as work:
        return service.set_aside(work, abandonment_id, reasons=sent["reasons"])


@guards.requires(Permission.DECIDE_CASE)
@api.route("/abandonments/<int:abandonment_id>/reverse", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, AbandonmentSchema)
def reverse(sent: dict[str, Any], abandonment_id: int) -> Abandonment:
    """Reverse a finding on review; the household waits again."""
    with acting() as work:
        return service.reverse(work, abandonment_id, reasons=sent["reasons"])

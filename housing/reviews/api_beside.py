"""JSON interface around a case: its community, its checks, its people's numbers, filed lists."""

from collections.abc import Sequence
from typing import Any

from housing.applications import service as applications
from housing.applications.reveal import PersonalData
from housing.checks import queries as checks
from housing.checks.api import CheckSchema
from housing.checks.models import CheckRequest
from housing.core.access.permissions import Permission
from housing.reviews import asking, queries
from housing.reviews.cases import seen
from housing.reviews.models import Filing
from housing.reviews.schemas import (
    CommunitySchema,
    FilingSchema,
    HeadSchema,
    PersonSchema,
    ReasonSchema,
    WholeFilingSchema,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of

api = ApiBlueprint("cases", __name__, description="案件 / cases")
Sent = dict[str, Any]


@guards.requires(Permission.REVIEW_AT_STREET)
@api.route("/cases/<int:application_id>/community", methods=["POST"])
@api.arguments(CommunitySchema)
@api.response(200, HeadSchema)
def community(sent: Sent, application_id: int) -> dict[str, object]:
    """Say which community surveys the case; `office_id` is one of the street's communities."""
    with acting() as work:
        seen(work.session, work.actor, application_id)
        case = applications.assign_community(work, application_id, sent["office_id"])
        return {name: getattr(case, name) for name in HeadSchema().fields}


@guards.requires(Permission.SEE_CASES)
@api.route("/cases/<int:application_id>/checks")
@api.response(200, CheckSchema(many=True))
def asked(application_id: int) -> list[CheckRequest]:
    """List what departments were asked about the case."""
    with reading() as session:
        application = seen(session, signed_in_actor(), application_id)
        return list(checks.of_case(session, application.case))


@guards.requires(Permission.SEE_CASES)
@api.route("/cases/<int:application_id>/checks/<int:request_id>/again", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, CheckSchema)
def ask_again(sent: Sent, application_id: int, request_id: int) -> CheckRequest:
    """Ask a department once more, where it was mistaken or could not be reached."""
    with acting() as work:
        return asking.ask_again(work, application_id, request_id, sent["reason"])


@guards.requires(Permission.SEE_PERSONAL_DATA)
@api.route("/cases/<int:application_id>/numbers", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, PersonSchema(many=True))
def numbers(sent: Sent, application_id: int) -> list[PersonalData]:
    """Give the family's numbers; the register keeps who looked and why."""
    with acting() as work:
        return applications.reveal(work, application_id, sent["reason"])


@guards.signed_in
@api.route("/filings")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(FilingSchema))
def filings(sent: Sent) -> dict[str, object]:
    """List what the caller's office filed or was sent, the newest first."""
    with reading() as session:
        held: Sequence[Filing] = queries.filings(session, signed_in_actor())
    paging = paging_of(sent, len(held))
    return page_answer(held[paging.offset : paging.last], paging)


@guards.signed_in
@api.route("/filings/<int:filing_id>")
@api.response(200, WholeFilingSchema)
def filing(filing_id: int) -> dict[str, object]:
    """Return one filed list with its lines, masked as it was filed."""
    with reading() as session:
        found = queries.filing(session, signed_in_actor(), filing_id)
        lines = [each.line for each in queries.filed_cases(session, filing_id)]
    return {name: getattr(found, name) for name in FilingSchema().fields} | {"lines": lines}

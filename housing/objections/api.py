"""JSON interface of objections: filing, one's own status, the officers' list and decision."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.objections import queries, service
from housing.objections.deciding import decider_of
from housing.objections.models import Objection
from housing.objections.schemas import (
    ObjectionDecisionSchema,
    ObjectionFilingSchema,
    ObjectionReceiptSchema,
    ObjectionSchema,
    ObjectionStatusArguments,
    ObjectionStatusSchema,
    ObjectorSchema,
)
from housing.objections.service import Filed
from housing.objections.taking import FILING, take, take_back
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("objections", __name__, description="异议 / objections")


@guards.public
@api.route("/objections", methods=["POST"])
@limits.limiter.limit(FILING)
@api.arguments(ObjectionFilingSchema)
@api.response(201, ObjectionReceiptSchema)
def file(sent: dict[str, Any]) -> Filed:
    """File an objection to a notice that runs; the receipt code looks it up later."""
    return take(sent.pop("notice"), **sent)


@guards.public
@api.route("/objections/<code>/status")
@limits.limiter.limit(limits.LOOK_UP, deduct_when=limits.is_wrong)
@api.arguments(ObjectionStatusArguments, location="query")
@api.response(200, ObjectionStatusSchema)
def status(asked: dict[str, Any], code: str) -> Objection:
    """Return what became of an objection to whoever knows receipt code and contact."""
    with reading() as session:
        return queries.by_receipt(session, installation().keyring, code, asked["contact_tail"])


@guards.public
@api.route("/objections/<code>/withdrawal", methods=["POST"])
@limits.limiter.limit(limits.LOOK_UP, deduct_when=limits.is_wrong)
@api.arguments(ObjectionStatusArguments)
@api.response(200, ObjectionStatusSchema)
def withdraw(sent: dict[str, Any], code: str) -> Objection:
    """Take an objection back, by whoever knows receipt code and contact."""
    return take_back(code, sent["contact_tail"])


@guards.requires(Permission.SEE_PERSONAL_DATA)
@api.route("/objections/<int:objection_id>/contact", methods=["POST"])
@api.response(200, ObjectorSchema)
def contact(objection_id: int) -> service.Told:
    """Give who objects and how to reach them; the register keeps who looked."""
    with acting() as work:
        return service.reveal(work, objection_id)


@guards.requires(Permission.DECIDE_OBJECTION)
@api.route("/objections")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(ObjectionSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the objections that wait for a decision, the nearest last day first."""
    place = signed_in_actor().place
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place))
        rows = queries.listed(session, place, offset=paging.offset, limit=paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.DECIDE_OBJECTION)
@api.route("/objections/<int:objection_id>/decision", methods=["POST"])
@api.arguments(ObjectionDecisionSchema)
@api.response(200, ObjectionSchema)
def decide(sent: dict[str, Any], objection_id: int) -> Objection:
    """Decide an objection with reasons; the case moves with it."""
    with acting() as work:
        found = queries.get(work.session, work.place, objection_id)
        return decider_of(found.case_kind)(work, objection_id, sent["upheld"], sent["reason"])

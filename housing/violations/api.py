"""JSON interface of violations: the lists, every act of the law, reports and a tenant's own."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.violations import queries, service
from housing.violations.models import Violation
from housing.violations.schemas import (
    CourtSchema,
    DeliverySchema,
    FindSchema,
    OpenSchema,
    OrderSchema,
    ReasonsSchema,
    RevokeSchema,
    RulingSchema,
    StatementSchema,
    ViolationsArguments,
    ViolationSchema,
    VisitSchema,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("violations", __name__, description="违规处理 / violations")


@guards.requires(Permission.SEE_LEASES)
@api.route("/violations")
@api.arguments(ViolationsArguments, location="query")
@api.response(200, page_of(ViolationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of cases, by the day they wait for."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        rows = queries.page_of(session, place, only, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/violations/<int:violation_id>")
@api.response(200, ViolationSchema)
def show(violation_id: int) -> Violation:
    """Return one case."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, violation_id)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations", methods=["POST"])
@api.arguments(OpenSchema)
@api.response(200, ViolationSchema)
def open_case(sent: dict[str, Any]) -> Violation:
    """Open a case about a lease."""
    with acting() as work:
        return service.open_case(work, sent.pop("lease_id"), sent.pop("kind"), **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/notice", methods=["POST"])
@api.response(200, ViolationSchema)
def notify(violation_id: int) -> Violation:
    """Tell the tenant, who may then speak."""
    with acting() as work:
        return service.notify(work, violation_id)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/statement", methods=["POST"])
@api.arguments(StatementSchema)
@api.response(200, ViolationSchema)
def state(sent: dict[str, Any], violation_id: int) -> Violation:
    """Keep what the tenant told an officer."""
    with acting() as work:
        return service.state(work, violation_id, sent["statement"])


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/finding", methods=["POST"])
@api.arguments(FindSchema)
@api.response(200, ViolationSchema)
def find(sent: dict[str, Any], violation_id: int) -> Violation:
    """Find the violation."""
    with acting() as work:
        return service.find(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/dismissal", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, ViolationSchema)
def dismiss(sent: dict[str, Any], violation_id: int) -> Violation:
    """Find that there was no violation, before one was found."""
    with acting() as work:
        return service.dismiss(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/setting-aside", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, ViolationSchema)
def set_aside(sent: dict[str, Any], violation_id: int) -> Violation:
    """Set a finding aside."""
    with acting() as work:
        return service.dismiss(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/order", methods=["POST"])
@api.arguments(OrderSchema)
@api.response(200, ViolationSchema)
def order(sent: dict[str, Any], violation_id: int) -> Violation:
    """Order the tenant to put it right."""
    with acting() as work:
        return service.order(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/order/delivery", methods=["POST"])
@api.arguments(DeliverySchema)
@api.response(200, ViolationSchema)
def deliver_order(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note how the order reached the tenant."""
    with acting() as work:
        return service.deliver_order(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/visits", methods=["POST"])
@api.arguments(VisitSchema)
@api.response(200, ViolationSchema)
def visit(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note what a visit found."""
    with acting() as work:
        return service.visit(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/decision", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, ViolationSchema)
def cancel(sent: dict[str, Any], violation_id: int) -> Violation:
    """Cancel the qualification, order the return and ban, in one decision."""
    with acting() as work:
        return service.cancel(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/decision/delivery", methods=["POST"])
@api.arguments(DeliverySchema)
@api.response(200, ViolationSchema)
def deliver_decision(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note how the decision reached the tenant."""
    with acting() as work:
        return service.deliver_decision(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/decision/revocation", methods=["POST"])
@api.arguments(RevokeSchema)
@api.response(200, ViolationSchema)
def revoke(sent: dict[str, Any], violation_id: int) -> Violation:
    """Revoke the decision; the ban falls with it."""
    with acting() as work:
        return service.revoke(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/enforcement", methods=["POST"])
@api.arguments(CourtSchema)
@api.response(200, ViolationSchema)
def apply(sent: dict[str, Any], violation_id: int) -> Violation:
    """Apply to the court."""
    with acting() as work:
        return service.apply(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/enforcement/ruling", methods=["POST"])
@api.arguments(RulingSchema)
@api.response(200, ViolationSchema)
def rule(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note what the court ruled."""
    with acting() as work:
        return service.rule(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/return", methods=["POST"])
@api.response(200, ViolationSchema)
def vacate(violation_id: int) -> Violation:
    """Note that the dwelling was given back."""
    with acting() as work:
        return service.vacate(work, violation_id)

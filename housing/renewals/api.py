"""JSON interface of renewals: the lists, one application, asking, granting, refusing."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.renewals import queries, service
from housing.renewals.models import Renewal
from housing.renewals.schemas import (
    NewRenewalSchema,
    RenewalReasonsSchema,
    RenewalsArguments,
    RenewalSchema,
)
from housing.renewals.view import renewal_view
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("renewals", __name__, description="续租 / renewals")
P = Permission


@guards.requires(P.SEE_LEASES)
@api.route("/renewals")
@api.arguments(RenewalsArguments, location="query")
@api.response(200, page_of(RenewalSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list, the soonest end of a lease first."""
    place, wanted = signed_in_actor().place, queries.Wanted(asked["which"])
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, wanted))
        found = queries.page_of(session, place, wanted, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(P.SEE_LEASES)
@api.route("/renewals/<int:renewal_id>")
@api.response(200, RenewalSchema)
def show(renewal_id: int) -> Renewal:
    """Return one application."""
    with reading() as session:
        return renewal_view(session, signed_in_actor(), renewal_id).renewal


@guards.signed_in
@api.route("/leases/<int:lease_id>/renewals", methods=["POST"])
@api.arguments(NewRenewalSchema)
@api.response(201, RenewalSchema)
def apply(sent: dict[str, Any], lease_id: int) -> Renewal:
    """Ask for the renewal of a lease: its tenant, or an officer on a written application."""
    with acting() as work:
        return service.apply(work, lease_id, **sent)


@guards.requires(P.DECIDE_TENANCY)
@api.route("/renewals/<int:renewal_id>/grant", methods=["POST"])
@api.arguments(RenewalReasonsSchema)
@api.response(200, RenewalSchema)
def grant(sent: dict[str, Any], renewal_id: int) -> Renewal:
    """Grant a renewal; the contract that follows is drafted."""
    with acting() as work:
        return service.grant(work, renewal_id, reasons=sent["reasons"])


@guards.requires(P.SEE_LEASES)
@api.route("/renewals/<int:renewal_id>/refuse", methods=["POST"])
@api.arguments(RenewalReasonsSchema)
@api.response(200, RenewalSchema)
def refuse(sent: dict[str, Any], renewal_id: int) -> Renewal:
    """Refuse a renewal on an adverse opinion; an exit case follows."""
    with acting() as work:
        return service.refuse(work, renewal_id, reasons=sent["reasons"])

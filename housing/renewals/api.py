"""JSON interface of renewals: the lists, one application, asking, one's own, batches."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.leases import whose
from housing.renewals import queries, service
from housing.renewals.models import Renewal, RenewalBatch
from housing.renewals.schemas import (
    BatchSchema,
    NewBatchSchema,
    NewRenewalSchema,
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


@guards.requires(P.APPLY)
@api.route("/leases/mine/<int:lease_id>/renewals")
@api.response(200, RenewalSchema(many=True))
def mine(lease_id: int) -> Sequence[Renewal]:
    """Return the applications to renew one's own lease, the newest first."""
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        return queries.of_lease(session, lease.id)


@guards.requires(P.DECIDE_TENANCY)
@api.route("/renewal-batches", methods=["POST"])
@api.arguments(NewBatchSchema)
@api.response(201, BatchSchema)
def make_batch(sent: dict[str, Any]) -> dict[str, object]:
    """Grant many applications together; each in an act of its own, soon afterwards."""
    with acting() as work:
        made = service.make_batch(work, sent["ids"], reason=sent["reason"])
        return _told(work.session, made)


@guards.requires(P.SEE_LEASES)
@api.route("/renewal-batches/<int:batch_id>")
@api.response(200, BatchSchema)
def batch(batch_id: int) -> dict[str, object]:
    """Return how far a batch is, and what was not granted and why."""
    with reading() as session:
        return _told(session, queries.batch(session, signed_in_actor().place, batch_id))


def _told(session: Session, made: RenewalBatch) -> dict[str, object]:
    rows = [
        {"renewal_id": renewal.id, "outcome": row.outcome, "why": row.why}
        for row, renewal in queries.rows_of(session, made.id)
    ]
    return {"id": made.id, "reason": made.reason, "done_at": made.done_at, "rows": rows}

"""JSON interface of payments: receipts, taking and undoing one, lines that wait; one's own."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.leases import queries as leases
from housing.leases import whose
from housing.payments import queries
from housing.payments.models import Receipt
from housing.payments.schemas import (
    BankLineSchema,
    LinesArguments,
    ReceiptSchema,
)
from housing.payments.words import LineFate
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("payments", __name__, description="收款 / payments")


@guards.requires(Permission.SEE_LEDGER)
@api.route("/leases/<int:lease_id>/receipts")
@api.response(200, ReceiptSchema(many=True))
def receipts(lease_id: int) -> Sequence[Receipt]:
    """Return the receipts of a lease, the newest first."""
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        return queries.of_lease(session, lease.id)


@guards.requires(Permission.KEEP_RENT)
@api.route("/bank-lines")
@api.arguments(LinesArguments, location="query")
@api.response(200, page_of(BankLineSchema))
def lines(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of lines of bank sheets, the oldest first."""
    place, fate = signed_in_actor().place, LineFate(asked["fate"])
    with reading() as session:
        paging = paging_of(asked, queries.count_lines(session, place, fate))
        return page_answer(queries.lines(session, place, fate, paging.offset, paging.rows), paging)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/receipts")
@api.response(200, ReceiptSchema(many=True))
def mine(lease_id: int) -> Sequence[Receipt]:
    """Return the receipts of one's own lease."""
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        return queries.of_lease(session, lease.id)

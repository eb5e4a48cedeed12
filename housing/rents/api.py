"""JSON interface of rents: statements, reductions, what was charged, the two lines."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.leases import queries as leases
from housing.leases import whose
from housing.leases.models import Lease
from housing.rents import changes, queries, reductions, two_lines
from housing.rents.models import ChargedMonth, Reduction
from housing.rents.schemas import (
    AdjustedSchema,
    AdjustmentSchema,
    ApplicationSchema,
    MonthSchema,
    ReductionsArguments,
    ReductionSchema,
    StatementArguments,
    StatementSchema,
    TwoLinesSchema,
)
from housing.rents.statement import Statement, statement, year_of
from housing.rents.two_lines import TwoLines
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("rents", __name__, description="租金 / rents")


@guards.requires(Permission.SEE_LEDGER)
@api.route("/leases/<int:lease_id>/statement")
@api.arguments(StatementArguments, location="query")
@api.response(200, StatementSchema)
def of_lease(asked: dict[str, Any], lease_id: int) -> Statement:
    """Return the statement of a lease."""
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        return _statement(session, lease, **asked)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/statement")
@api.arguments(StatementArguments, location="query")
@api.response(200, StatementSchema)
def own(asked: dict[str, Any], lease_id: int) -> Statement:
    """Return the statement of one's own lease."""
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        return _statement(session, lease, **asked)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/reductions", methods=["POST"])
@api.arguments(ApplicationSchema)
@api.response(201, ReductionSchema)
def ask(sent: dict[str, Any], lease_id: int) -> Reduction:
    """Ask for less rent for one's own lease."""
    with acting() as work:
        return reductions.apply(work, lease_id, **sent)


@guards.requires(Permission.KEEP_RENT)
@api.route("/leases/<int:lease_id>/reductions", methods=["POST"])
@api.arguments(ApplicationSchema)
@api.response(201, ReductionSchema)
def take(sent: dict[str, Any], lease_id: int) -> Reduction:
    """Take down a tenant's application."""
    with acting() as work:
        return reductions.apply(work, lease_id, **sent)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/reductions")
@api.arguments(ReductionsArguments, location="query")
@api.response(200, page_of(ReductionSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of reductions, the oldest first."""
    place, state = signed_in_actor().place, asked["state"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, state))
        rows = queries.page_of(session, place, state, paging.offset, paging.rows)
    return page_answer([row.reduction for row in rows], paging)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/reductions/<int:reduction_id>")
@api.response(200, ReductionSchema)
def show(reduction_id: int) -> Reduction:
    """Return one reduction."""
    with reading() as session:
        return queries.reduction(session, signed_in_actor().place, reduction_id)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/rents/months")
@api.response(200, MonthSchema(many=True))
def months() -> Sequence[ChargedMonth]:
    """Return what was charged in the last 24 months, the newest first."""
    with reading() as session:
        return queries.months(session, signed_in_actor().place)


@guards.requires(Permission.KEEP_RENT)
@api.route("/rents/adjustments", methods=["POST"])
@api.arguments(AdjustmentSchema)
@api.response(200, AdjustedSchema)
def adjust(sent: dict[str, Any]) -> dict[str, int]:
    """Bring leases to the standard in force; their tenants are told."""
    with acting() as work:
        return {"adjusted": len(changes.adjust(work, **sent))}


@guards.requires(Permission.SEE_LEDGER)
@api.route("/rents/two-lines/<int:year>")
@api.response(200, TwoLinesSchema)
def two_lines_of(year: int) -> TwoLines:
    """Return income, use and shortfall of a year."""
    this = installation().clock.today().year
    with reading() as session:
        return two_lines.report(session, signed_in_actor().place, min(max(year, 2000), this))


def _statement(session: Session, lease: Lease, since: date | None, until: date | None) -> Statement:
    day = installation().clock.today()
    first = since or year_of(lease, day)
    return statement(session, lease, first, max(first, until or day))

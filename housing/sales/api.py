"""JSON interface of sales: lists, one sale with its story, one's own, the check of the lock.

What is done to a sale is offered by its pages' deeds, at the same addresses behind /api/v1.
"""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.core.errors import BrokenRule, NotFound
from housing.sales import holding, queries, schemas
from housing.sales.models import Sale, SaleCap
from housing.sales.moving import must_see
from housing.web import guards, limits
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("sales", __name__, description="公租房出售 / sales of dwellings")
P = Permission


@guards.requires(P.SEE_LEDGER)
@api.route("/sales")
@api.arguments(schemas.SalesArguments, location="query")
@api.response(200, page_of(schemas.SaleSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of sales, the newest first."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, [place], only))
        found = queries.page_of(session, [place], only, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(P.SEE_LEDGER)
@api.route("/sales/share")
@api.response(200, schemas.ShareSchema)
def share() -> SaleCap:
    """Return how much of the place's share for sale is used."""
    with reading() as session:
        found = queries.share(session, signed_in_actor().place)
    if found is None:
        raise NotFound("本地还没有出售 / nothing is for sale here yet")
    return found


@guards.requires(P.SEE_LEDGER)
@api.route("/sales/<int:sale_id>")
@api.response(200, schemas.SaleCaseSchema)
def show(sale_id: int) -> dict[str, object]:
    """Return one sale with its money, its misuses and what was noted on it."""
    with reading() as session:
        sale = queries.get(session, signed_in_actor().place, sale_id)
        must_see(session, signed_in_actor(), sale)
        return {
            **{name: getattr(sale, name, None) for name in schemas.SaleCaseSchema().fields},
            "payments": queries.payments(session, sale.id),
            "settlement": queries.settlement(session, sale.id),
            "misuses": queries.misuses(session, sale.id),
            "notes": queries.notes(session, sale.id),
        }


@guards.requires(P.APPLY)
@api.route("/sales/mine")
@api.response(200, schemas.SaleSchema(many=True))
def mine() -> Sequence[Sale]:
    """Return one's own purchases, the newest first."""
    with reading() as session:
        return queries.of_account(session, signed_in_actor().name)


@guards.public
@api.route("/sales/lock")
@limits.limiter.limit(limits.LOOK_UP)
@api.arguments(schemas.CertificateArguments, location="query")
@api.response(200, schemas.LockSchema)
def lock(asked: dict[str, Any]) -> dict[str, object]:
    """Tell a registry or broker whether a dwelling may be traded."""
    here = installation()
    with reading() as session:
        try:
            place, day = here.settings.place, here.clock.today()
            sale = holding.may_trade(session, place, asked["certificate"], day)
        except BrokenRule as refusal:
            return {"known": True, "may_trade": False, "reason": str(refusal)}
    return {"known": sale is not None, "may_trade": sale is not None, "reason": ""}

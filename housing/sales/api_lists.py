"""JSON interface of what may be sold, prices, the special account, units' purchases, complaints."""

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from housing.core.access.permissions import Permission
from housing.sales import account, cap, listings, queries, schemas, schemas_lists
from housing.sales.models import SaleCap, SalePrice, SaleSubsidy, SaleUse
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import (
    ApiBlueprint,
    PageArguments,
    page_answer,
    page_of,
    page_within,
    paging_of,
)
from housing.web.installation import installation

api = ApiBlueprint("sale_lists", __name__, description="出售批次、价格、专户 / sale lists, account")
P = Permission


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-batches")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas_lists.BatchSchema))
def batches(asked: dict[str, Any]) -> dict[str, object]:
    """Return what was put up for sale, the newest first."""
    with reading() as session:
        return page_within(asked, listings.batches(session, signed_in_actor().place))


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-batches/<int:batch_id>")
@api.response(200, schemas_lists.BatchCaseSchema)
def batch(batch_id: int) -> dict[str, object]:
    """Return one list with its dwellings."""
    with reading() as session:
        found = listings.batch(session, signed_in_actor().place, batch_id)
        told = {name: getattr(found, name) for name in schemas_lists.BatchSchema().fields}
        return {**told, "dwellings": listings.listed(session, batch_id)}


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-prices")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas_lists.PriceSchema))
def prices(asked: dict[str, Any]) -> dict[str, object]:
    """Return the prices, the newest first."""
    with reading() as session:
        return page_within(asked, listings.prices(session, signed_in_actor().place))


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-prices/<int:price_id>")
@api.response(200, schemas_lists.PriceSchema)
def price(price_id: int) -> SalePrice:
    """Return one price."""
    with reading() as session:
        return listings.price(session, signed_in_actor().place, price_id)


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-subsidies")
@api.response(200, schemas_lists.SubsidySchema(many=True))
def subsidies() -> Sequence[SaleSubsidy]:
    """Return the construction money by project and level."""
    with reading() as session:
        return queries.subsidies_of_place(session, signed_in_actor().place)


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-account")
@api.arguments(schemas_lists.YearArguments, location="query")
@api.response(200, schemas_lists.AccountSchema)
def home(asked: dict[str, Any]) -> dict[str, object]:
    """Return what the special account holds, and the report of a year."""
    place, year = signed_in_actor().place, asked["year"] or installation().clock.today().year
    with reading() as session:
        told = asdict(account.report(session, place, year))
        return {**told, "balance_fen": account.balance(session, place)}


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-account/uses")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas_lists.UseSchema))
def uses(asked: dict[str, Any]) -> dict[str, object]:
    """Return the expenses of the special account, the newest first."""
    with reading() as session:
        return page_within(asked, account.uses(session, signed_in_actor().place))


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-account/uses/<int:use_id>")
@api.response(200, schemas_lists.UseSchema)
def use(use_id: int) -> SaleUse:
    """Return one expense."""
    with reading() as session:
        return account.use(session, signed_in_actor().place, use_id)


@guards.requires(P.SELL_UNITS)
@api.route("/sale-purchases")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas_lists.PurchaseSchema))
def purchases(asked: dict[str, Any]) -> dict[str, object]:
    """Return the purchases of units, the newest first."""
    with reading() as session:
        return page_within(asked, queries.purchases(session, signed_in_actor().place))


@guards.requires(P.SELL_UNITS)
@api.route("/sale-purchases/<int:purchase_id>")
@api.response(200, schemas_lists.PurchaseCaseSchema)
def purchase(purchase_id: int) -> dict[str, object]:
    """Return one purchase of a unit with its dwellings."""
    with reading() as session:
        found = queries.purchase(session, signed_in_actor().place, purchase_id)
        told = {name: getattr(found, name) for name in schemas_lists.PurchaseSchema().fields}
        return {**told, "sales": queries.of_purchase(session, purchase_id)}


@guards.requires(P.SEE_LEDGER)
@api.route("/sale-complaints")
@api.arguments(schemas_lists.ComplaintsArguments, location="query")
@api.response(200, page_of(schemas_lists.ComplaintSchema))
def complaints(asked: dict[str, Any]) -> dict[str, object]:
    """Return the complaints that wait for an answer, or all, the oldest first."""
    place, is_open = signed_in_actor().place, asked["is_open"]
    with reading() as session:
        return page_within(asked, queries.complaints(session, place, is_open=is_open))


@guards.requires(P.SUPERVISE)
@api.route("/county-sales/shares")
@api.response(200, schemas.ShareSchema(many=True))
def shares() -> Sequence[SaleCap]:
    """Return how much of its share each county of the city has used."""
    with reading() as session:
        return cap.within(session, signed_in_actor().place)


@guards.requires(P.SUPERVISE)
@api.route("/county-sales")
@api.arguments(schemas.SalesArguments, location="query")
@api.response(200, page_of(schemas.SaleSchema))
def counties(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the sales of the city's counties, the newest first."""
    with reading() as session:
        places = [each.place for each in cap.within(session, signed_in_actor().place)]
        paging = paging_of(asked, queries.count(session, places, asked["which"]))
        found = queries.page_of(session, places, asked["which"], paging.offset, paging.rows)
    return page_answer(found, paging)

"""JSON interface of exchanges: wishes, searches, the list, and what a tenant answers."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.exchanges import queries, service
from housing.exchanges.models import Exchange, ExchangeSearch, ExchangeWish
from housing.exchanges.schemas import (
    ConsentSchema,
    ExchangesArguments,
    ExchangeSchema,
    KeptWishSchema,
    OwnExchangeSchema,
    ReasonSchema,
    SearchArguments,
    SearchSchema,
    WishAnswerSchema,
    WishSchema,
)
from housing.leases import whose
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import (
    ApiBlueprint,
    PageArguments,
    page_answer,
    page_of,
    page_within,
    paging_of,
)
from housing.web.installation import installation

api = ApiBlueprint("exchanges", __name__, description="互换住房 / exchanges")
P = Permission
ONE = "/exchanges/<int:exchange_id>"
PART = f"{ONE}/members/<int:lease_id>"


@guards.requires(P.SEE_LEASES)
@api.route("/exchanges")
@api.arguments(ExchangesArguments, location="query")
@api.response(200, page_of(ExchangeSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list, the newest first."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        found = list(queries.page_of(session, place, only, paging.offset, paging.rows))
    return page_answer(found, paging)


@guards.requires(P.SEE_LEASES)
@api.route(ONE)
@api.response(200, ExchangeSchema)
def show(exchange_id: int) -> Exchange:
    """Return one exchange."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, exchange_id)


@guards.requires(P.SEE_LEASES)
@api.route("/exchanges/wishes")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(KeptWishSchema))
def wishes(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the open wishes, the oldest first."""
    with reading() as session:
        return page_within(asked, queries.open_wishes(session, signed_in_actor().place))


@guards.requires(P.SEE_LEASES)
@api.route("/exchanges/searches")
@api.response(200, SearchSchema(many=True))
def searches() -> Sequence[ExchangeSearch]:
    """Return the latest searches, the newest first."""
    with reading() as session:
        return queries.searches(session, signed_in_actor().place)


@guards.requires(P.SEE_LEASES)
@api.route("/exchanges/searches/<int:search_id>")
@api.response(200, SearchSchema)
def search_of(search_id: int) -> ExchangeSearch:
    """Return what one search found."""
    with reading() as session:
        return queries.search(session, signed_in_actor().place, search_id)


@guards.requires(P.APPLY)
@api.route("/leases/mine/<int:lease_id>/exchange")
@api.response(200, OwnExchangeSchema)
def mine(lease_id: int) -> dict[str, object]:
    """Return the wishes of one's own lease and the exchanges it is or was part of, newest first."""
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        return {
            "wishes": queries.wishes_of(session, [lease.id]),
            "exchanges": queries.of_leases(session, [lease.id]),
        }


@guards.signed_in
@api.route("/leases/<int:lease_id>/exchange-wish", methods=["POST"])
@api.arguments(WishSchema)
@api.response(201, WishAnswerSchema)
def wish(sent: dict[str, Any], lease_id: int) -> ExchangeWish:
    """Keep what a tenant wants instead of its flat."""
    with acting() as work:
        return service.wish(work, lease_id, service.Told(**sent))


@guards.signed_in
@api.route("/leases/<int:lease_id>/exchange-wish/withdraw", methods=["POST"])
@api.response(200, WishAnswerSchema)
def withdraw_wish(lease_id: int) -> ExchangeWish:
    """Take the wish of a lease back."""
    with acting() as work:
        return service.withdraw_wish(work, lease_id)


@guards.requires(P.KEEP_LEASES)
@api.route("/exchanges/searches", methods=["POST"])
@api.arguments(SearchArguments)
@api.response(201, SearchSchema)
def search(sent: dict[str, Any]) -> ExchangeSearch:
    """Search the open wishes for the best cycles; nothing is opened yet."""
    with reading() as session:
        day = installation().clock.today()
        found = service.find(session, signed_in_actor().place, day, sent["longest"])
    with acting() as work:
        return service.search(work, found=found)


@guards.requires(P.KEEP_LEASES)
@api.route("/exchanges/searches/<int:search_id>/open", methods=["POST"])
@api.response(201, ExchangeSchema(many=True))
def open_found(search_id: int) -> list[Exchange]:
    """Open one case a cycle of a search."""
    with acting() as work:
        return service.open_found(work, search_id)


@guards.requires(P.KEEP_LEASES)
@api.route("/exchanges/wishes/<int:wish_id>/open", methods=["POST"])
@api.response(201, ExchangeSchema)
def open_pair(wish_id: int) -> Exchange:
    """Open the case of two tenants who name each other."""
    with acting() as work:
        return service.open_pair(work, wish_id)


@guards.signed_in
@api.route(f"{PART}/consent", methods=["POST"])
@api.arguments(ConsentSchema)
@api.response(200, ExchangeSchema)
def consent(sent: dict[str, Any], exchange_id: int, lease_id: int) -> Exchange:
    """Note that a tenant agrees."""
    with acting() as work:
        return service.consent(work, exchange_id, lease_id, **sent)


@guards.signed_in
@api.route(f"{PART}/decline", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, ExchangeSchema)
def decline(sent: dict[str, Any], exchange_id: int, lease_id: int) -> Exchange:
    """Note that a tenant does not agree."""
    with acting() as work:
        return service.decline(work, exchange_id, lease_id, **sent)

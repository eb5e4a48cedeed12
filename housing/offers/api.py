"""JSON interface of offers: the lists, the acts, one's own, and what was offered on."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.offers import queries, service
from housing.offers.models import Offer, Reoffer
from housing.offers.schemas import (
    ExtensionSchema,
    OffersArguments,
    OfferSchema,
    OwnDeclineSchema,
    ReasonSchema,
    ReofferSchema,
)
from housing.rounds import queries as rounds
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("offers", __name__, description="配租通知 / offers")


@guards.requires(Permission.SEE_STOCK)
@api.route("/offers")
@api.arguments(OffersArguments, location="query")
@api.response(200, page_of(OfferSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of offers, by the last day to sign."""
    place, day, only = signed_in_actor().place, installation().clock.today(), asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only, day))
        rows = queries.page_of(session, place, only, day, None, paging.offset, paging.rows)
    return page_answer([row.offer for row in rows], paging)


@guards.requires(Permission.SEE_STOCK)
@api.route("/offers/<int:offer_id>")
@api.response(200, OfferSchema)
def show(offer_id: int) -> Offer:
    """Return one offer."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, offer_id)


@guards.requires(Permission.APPLY)
@api.route("/offers/mine")
@api.response(200, OfferSchema(many=True))
def mine() -> Sequence[Offer]:
    """Return the offers of one's own household, the newest first."""
    with reading() as session:
        entries = entries_of_account(session, signed_in_actor().name)
        return queries.of_households(session, [entry.household_id for entry in entries])


@guards.requires(Permission.APPLY)
@api.route("/offers/mine/<int:offer_id>/accept", methods=["POST"])
@api.response(200, OfferSchema)
def accept_own(offer_id: int) -> Offer:
    """Accept the flat that one's own household was offered."""
    with acting() as work:
        return service.accept(work, offer_id)


@guards.requires(Permission.APPLY)
@api.route("/offers/mine/<int:offer_id>/decline", methods=["POST"])
@api.arguments(OwnDeclineSchema)
@api.response(200, OfferSchema)
def decline_own(sent: dict[str, Any], offer_id: int) -> Offer:
    """Give up the flat that one's own household was offered."""
    with acting() as work:
        return service.decline(work, offer_id, **sent)


@guards.requires(Permission.KEEP_STOCK)
@api.route("/offers/<int:offer_id>/accept", methods=["POST"])
@api.response(200, OfferSchema)
def accept(offer_id: int) -> Offer:
    """Note that a household at the counter accepts."""
    with acting() as work:
        return service.accept(work, offer_id)


@guards.requires(Permission.KEEP_STOCK)
@api.route("/offers/<int:offer_id>/decline", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, OfferSchema)
def decline(sent: dict[str, Any], offer_id: int) -> Offer:
    """Note that a household gives up, on its signed statement."""
    with acting() as work:
        return service.decline(work, offer_id, **sent)


@guards.requires(Permission.DECIDE_CASE)
@api.route("/offers/<int:offer_id>/extension", methods=["POST"])
@api.arguments(ExtensionSchema)
@api.response(200, OfferSchema)
def extend(sent: dict[str, Any], offer_id: int) -> Offer:
    """Give the household longer to sign."""
    until = sent.pop("until")
    with acting() as work:
        return service.extend(work, offer_id, until, **sent)


@guards.requires(Permission.RUN_ROUND)
@api.route("/offers/<int:offer_id>/withdrawal", methods=["POST"])
@api.arguments(ReasonSchema)
@api.response(200, OfferSchema)
def withdraw(sent: dict[str, Any], offer_id: int) -> Offer:
    """Take a flat back that cannot be let."""
    with acting() as work:
        return service.withdraw(work, offer_id, **sent)


@guards.requires(Permission.RUN_ROUND)
@api.route("/rounds/<int:round_id>/reoffers", methods=["POST"])
@api.response(200, ReofferSchema)
def reoffer(round_id: int) -> Reoffer:
    """Offer what is free in a round to the next in order."""
    with acting() as work:
        return service.reoffer(work, round_id)


@guards.public
@api.route("/rounds/<string:code>/reoffers")
@api.response(200, ReofferSchema(many=True))
def reoffers(code: str) -> Sequence[Reoffer]:
    """Return what was offered on in a round; everybody may know."""
    with reading() as session:
        round_ = rounds.by_code(session, installation().settings.place, code)
        return queries.reoffers(session, round_.id)

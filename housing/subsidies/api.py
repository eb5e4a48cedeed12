"""JSON interface of subsidies: entitlements, lists of payments; one's own."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.subsidies import queries
from housing.subsidies.models import Entitlement, SubsidyList
from housing.subsidies.schemas import (
    EntitlementSchema,
    SubsidiesArguments,
    SubsidyLineSchema,
    SubsidyListSchema,
    ToReckonSchema,
)
from housing.waitlist.models import WaitlistEntry
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of

api = ApiBlueprint("subsidies", __name__, description="租赁补贴 / rental subsidies")


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidies")
@api.arguments(SubsidiesArguments, location="query")
@api.response(200, page_of(EntitlementSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of entitlements, the newest first."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        rows = queries.page_of(session, place, only, paging.offset, paging.rows)
    return page_answer([held for held, _home in rows], paging)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidies/<int:entitlement_id>")
@api.response(200, EntitlementSchema)
def show(entitlement_id: int) -> Entitlement:
    """Return one entitlement with every amount."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, entitlement_id)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidy-lists")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(SubsidyListSchema))
def lists(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of lists of payments, the newest first."""
    place = signed_in_actor().place
    with reading() as session:
        paging = paging_of(asked, queries.count_lists(session, place))
        return page_answer(queries.lists(session, place, paging.offset, paging.rows), paging)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidy-lists/<int:list_id>")
@api.response(200, SubsidyListSchema)
def show_list(list_id: int) -> SubsidyList:
    """Return one list of payments."""
    with reading() as session:
        return queries.get_list(session, signed_in_actor().place, list_id)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidy-lists/<int:list_id>/lines")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(SubsidyLineSchema))
def lines(asked: dict[str, Any], list_id: int) -> dict[str, object]:
    """Return one page of the lines of a list, in the order of their entitlements."""
    with reading() as session:
        held = queries.get_list(session, signed_in_actor().place, list_id)
        paging = paging_of(asked, held.lines_count)
        rows = queries.lines(session, held.id, paging.offset, paging.rows)
    return page_answer([line for line, _held in rows], paging)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/subsidies/to-reckon")
@api.response(200, ToReckonSchema(many=True))
def to_reckon() -> Sequence[WaitlistEntry]:
    """Return the entries that were granted the subsidy and wait for its amount."""
    with reading() as session:
        return queries.without(session, signed_in_actor().place)


@guards.requires(Permission.APPLY)
@api.route("/subsidies/mine")
@api.response(200, EntitlementSchema(many=True))
def mine() -> Sequence[Entitlement]:
    """Return the subsidies of one's own household."""
    with reading() as session:
        return queries.of_account(session, signed_in_actor())

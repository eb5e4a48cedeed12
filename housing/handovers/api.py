"""JSON interface of handovers: the lists, one of them, the acts, one's own."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.handovers import queries, service
from housing.handovers.models import Handover
from housing.handovers.rules import Deduction
from housing.handovers.schemas import (
    BeginSchema,
    HandoversArguments,
    HandoverSchema,
    InspectSchema,
    ObjectSchema,
    SettleSchema,
    found_of,
)
from housing.leases import whose
from housing.leases.words import Ending
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("handovers", __name__, description="退房交接 / handovers")


@guards.requires(Permission.SEE_LEASES)
@api.route("/handovers")
@api.arguments(HandoversArguments, location="query")
@api.response(200, page_of(HandoverSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of handovers, the oldest first."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        rows = queries.page_of(session, place, only, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/handovers/<int:handover_id>")
@api.response(200, HandoverSchema)
def show(handover_id: int) -> Handover:
    """Return one handover."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, handover_id)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/handover")
@api.response(200, HandoverSchema)
def mine(lease_id: int) -> Handover:
    """Return how one's own flat is handed back."""
    with reading() as session:
        return _own(queries.of_lease(session, whose.own(session, signed_in_actor(), lease_id).id))


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/handover/objection", methods=["POST"])
@api.arguments(ObjectSchema)
@api.response(200, HandoverSchema)
def object_own(sent: dict[str, Any], lease_id: int) -> Handover:
    """Object to the settlement of one's own flat."""
    with acting() as work:
        held = _own(
            queries.of_lease(work.session, whose.own(work.session, work.actor, lease_id).id)
        )
        return service.object_to(work, held.id, sent["statement"])


@guards.requires(Permission.KEEP_LEASES)
@api.route("/leases/<int:lease_id>/handover", methods=["POST"])
@api.arguments(BeginSchema)
@api.response(201, HandoverSchema)
def begin(sent: dict[str, Any], lease_id: int) -> Handover:
    """Begin the return of a flat whose tenant moves out."""
    with acting() as work:
        return service.begin(work, lease_id, Ending(sent.pop("ending")), **sent)


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/handovers/<int:handover_id>/inspection", methods=["POST"])
@api.arguments(InspectSchema)
@api.response(200, HandoverSchema)
def inspect(sent: dict[str, Any], handover_id: int) -> Handover:
    """Write down how the flat is on the way out."""
    with acting() as work:
        return service.inspect(work, handover_id, found_of(sent))


@guards.requires(Permission.KEEP_RENT)
@api.route("/handovers/<int:handover_id>/settlement", methods=["POST"])
@api.arguments(SettleSchema)
@api.response(200, HandoverSchema)
def settle(sent: dict[str, Any], handover_id: int) -> Handover:
    """Settle deposit, rent and damages."""
    damages = [Deduction(**each) for each in sent["deductions"]]
    with acting() as work:
        return service.settle(work, handover_id, last_day=sent["last_day"], deductions=damages)


def _own(held: Handover | None) -> Handover:
    if held is None:
        raise NotFound("没有正在办理的退房 / no handover runs")
    return held

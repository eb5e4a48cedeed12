"""JSON interface of repairs: the lists, the acts of the workshop, a tenant's own."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.leases import queries as leases
from housing.leases import whose
from housing.repairs import queries, service
from housing.repairs.models import Repair
from housing.repairs.schemas import (
    AssignSchema,
    FinishSchema,
    NoteSchema,
    OwnRequestSchema,
    RepairsArguments,
    RepairSchema,
    RequestSchema,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("repairs", __name__, description="报修 / repairs")


@guards.requires(Permission.SEE_LEASES)
@api.route("/repairs")
@api.arguments(RepairsArguments, location="query")
@api.response(200, page_of(RepairSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of repairs, by the last day of the answer."""
    place, day, only = signed_in_actor().place, installation().clock.today(), asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only, day))
        rows = queries.page_of(session, place, only, day, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/repairs/<int:repair_id>")
@api.response(200, RepairSchema)
def show(repair_id: int) -> Repair:
    """Return one repair."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, repair_id)


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/repairs", methods=["POST"])
@api.arguments(RequestSchema)
@api.response(201, RepairSchema)
def request(sent: dict[str, Any]) -> Repair:
    """Note a repair that was asked for at the counter, or of an empty flat."""
    with acting() as work:
        lease = leases.active_of_unit(work.session, sent["unit_id"])
        return service.request(work, lease_id=lease.id if lease else None, **sent)


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/repairs/<int:repair_id>/assignment", methods=["POST"])
@api.arguments(AssignSchema)
@api.response(200, RepairSchema)
def assign(sent: dict[str, Any], repair_id: int) -> Repair:
    """Say who comes, and when."""
    with acting() as work:
        return service.assign(work, repair_id, **sent)


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/repairs/<int:repair_id>/result", methods=["POST"])
@api.arguments(FinishSchema)
@api.response(200, RepairSchema)
def finish(sent: dict[str, Any], repair_id: int) -> Repair:
    """Note what was done and what it cost."""
    with acting() as work:
        return service.finish(work, repair_id, **sent)


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/repairs/<int:repair_id>/decline", methods=["POST"])
@api.arguments(NoteSchema)
@api.response(200, RepairSchema)
def decline(sent: dict[str, Any], repair_id: int) -> Repair:
    """Say that it is no matter of the owner, and why."""
    with acting() as work:
        return service.decline(work, repair_id, reason=sent["note"])


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/repairs")
@api.response(200, RepairSchema(many=True))
def mine(lease_id: int) -> Sequence[Repair]:
    """Return the repairs of one's own flat, the newest first."""
    with reading() as session:
        return queries.of_leases(session, [whose.own(session, signed_in_actor(), lease_id).id])


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/repairs", methods=["POST"])
@api.arguments(OwnRequestSchema)
@api.response(201, RepairSchema)
def request_own(sent: dict[str, Any], lease_id: int) -> Repair:
    """Ask for a repair of one's own flat."""
    with acting() as work:
        return service.request(work, lease_id=lease_id, **sent)


@guards.requires(Permission.APPLY)
@api.route("/repairs/mine/<int:repair_id>/confirmation", methods=["POST"])
@api.response(200, RepairSchema)
def confirm_own(repair_id: int) -> Repair:
    """Confirm that it was mended."""
    with acting() as work:
        return service.confirm(work, repair_id)


@guards.requires(Permission.APPLY)
@api.route("/repairs/mine/<int:repair_id>/reopening", methods=["POST"])
@api.arguments(NoteSchema)
@api.response(200, RepairSchema)
def reopen_own(sent: dict[str, Any], repair_id: int) -> Repair:
    """Say that it is still broken."""
    with acting() as work:
        return service.reopen(work, repair_id, note=sent["note"])

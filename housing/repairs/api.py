"""JSON interface of repairs: the lists, what is asked for, the costs, a tenant's own."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.documents.sent import examined, keep_all
from housing.leases import queries as leases
from housing.leases import whose
from housing.repairs import queries, service
from housing.repairs.models import Repair
from housing.repairs.queries import UnitCost
from housing.repairs.schemas import (
    OwnRequestSchema,
    RepairsArguments,
    RepairSchema,
    RequestSchema,
    UnitCostSchema,
)
from housing.repairs.shown import PHOTO
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, UploadSchema, page_answer, page_of, paging_of
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
@api.route("/repairs/<int:repair_id>/photos", methods=["POST"])
@api.arguments(UploadSchema, location="files")
@api.response(200, RepairSchema)
def picture(files: dict[str, FileStorage], repair_id: int) -> Repair:
    """Keep a picture of what was broken or mended, sent as multipart/form-data."""
    pictures = examined([files["file"]])  # Takes seconds: before the act begins.
    with acting() as work:
        found = queries.get(work.session, work.place, repair_id)
        keep_all(work, found.case, PHOTO, pictures)
        return found


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


@guards.requires(Permission.SEE_LEASES)
@api.route("/repairs/costs/<int:year>")
@api.response(200, UnitCostSchema(many=True))
def costs(year: int) -> Sequence[UnitCost]:
    """Return what repairs cost by flat in a year, the dearest first."""
    if not 2000 <= year <= 9999:
        raise NotFound(f"没有 {year} 年的维修费用 / there are no costs of {year}")
    with reading() as session:
        return queries.costs(session, signed_in_actor().place, year)

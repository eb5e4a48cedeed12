"""JSON interface of visits: the list of the day, planning, making one, the signs of use."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.inspections import queries, service
from housing.inspections.due import walk_of
from housing.inspections.models import Inspection
from housing.inspections.rules import Signal
from housing.inspections.schemas import (
    DueArguments,
    DueSchema,
    InspectionsArguments,
    InspectionSchema,
    MakeSchema,
    PlanSchema,
    SignalSchema,
    WalkSchema,
)
from housing.inspections.service import Found
from housing.leases import queries as leases
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("inspections", __name__, description="入户走访 / visits")


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/inspections")
@api.arguments(InspectionsArguments, location="query")
@api.response(200, page_of(InspectionSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of visits."""
    place, day, only = signed_in_actor().place, installation().clock.today(), asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only, day))
        rows = queries.page_of(session, place, only, day, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/inspections/<int:inspection_id>")
@api.response(200, InspectionSchema)
def show(inspection_id: int) -> Inspection:
    """Return one visit with its findings."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, inspection_id)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/leases/<int:lease_id>/inspections", methods=["POST"])
@api.arguments(PlanSchema)
@api.response(201, InspectionSchema)
def plan(sent: dict[str, Any], lease_id: int) -> Inspection:
    """Plan a visit."""
    with acting() as work:
        return service.plan(work, lease_id, **sent)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/inspections/<int:inspection_id>/result", methods=["POST"])
@api.arguments(MakeSchema)
@api.response(200, InspectionSchema)
def make(sent: dict[str, Any], inspection_id: int) -> Inspection:
    """Note what a visit was like."""
    sent["findings"] = [Found(**each) for each in sent["findings"]]
    with acting() as work:
        return service.make(work, inspection_id, **sent)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/leases/<int:lease_id>/signals")
@api.response(200, SignalSchema(many=True))
def signals(lease_id: int) -> Sequence[Signal]:
    """Return what visits and meters say about whether anybody lives there."""
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        return queries.signals(session, lease.id)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/inspections/due")
@api.arguments(DueArguments, location="query")
@api.response(200, DueSchema(many=True))
def due(asked: dict[str, Any]) -> list[dict[str, object]]:
    """Return the let flats that nobody has visited for too long, in the order one walks."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = walk_of(session, place, asked["project"], day)["due"]
    return [
        {"lease_id": row.lease.id, "unit_code": row.unit.code, "last_on": row.last_on}
        for row in found
    ]


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/inspections/walks", methods=["POST"])
@api.arguments(WalkSchema)
@api.response(201, InspectionSchema(many=True))
def walk(sent: dict[str, Any]) -> Sequence[Inspection]:
    """Plan the visits of one day's walk, all or none."""
    with acting() as work:
        return service.plan_many(work, sent.pop("lease_ids"), **sent)

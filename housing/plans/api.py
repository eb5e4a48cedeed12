"""JSON interface of plans: those that are public, and the draft that officers write."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.plans import queries, rules, service, stock
from housing.plans.models import Plan
from housing.plans.schemas import (
    PlanChangeSchema,
    PlanDraftSchema,
    PlanSchema,
    PlanShownSchema,
    UnitOutSchema,
    facts_of,
)
from housing.web import guards
from housing.web.acting import acting, reading
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("plans", __name__, description="分配方案 / allocation plans")


@guards.public
@api.route("/plans")
@api.response(200, PlanSchema(many=True))
def listing() -> list[Plan]:
    """Return every plan that was made public, the newest first."""
    with reading() as session:
        return list(queries.all_public(session, installation().settings.place))


@guards.public
@api.route("/plans/<round_code>")
@api.response(200, PlanShownSchema)
def show(round_code: str) -> dict[str, object]:
    """Return a public plan with the classes of its units."""
    with reading() as session:
        plan = queries.public(session, round_code)
        return {"plan": plan, "classes": queries.classes(session, plan.round_id)}


@guards.requires(Permission.DRAFT_PLAN)
@api.route("/rounds/<int:round_id>/plan", methods=["PUT"])
@api.arguments(PlanChangeSchema)
@api.response(200, PlanDraftSchema)
def change(sent: dict[str, Any], round_id: int) -> dict[str, object]:
    """Write the draft of a round's plan."""
    with acting() as work:
        ids = stock.ids_of(work.session, work.place, sent["units"])
        plan = service.change(work, round_id, facts_of(sent), ids, sent["version"])
        units = queries.units_of(work.session, round_id)
        return {
            "round_id": round_id,
            "version": plan.version,
            "units": len(units),
            "missing": rules.missing_items(plan, units),
        }


@guards.requires(Permission.PUBLISH_ROUND)
@api.route("/rounds/<int:round_id>/plan/units-out", methods=["POST"])
@api.arguments(UnitOutSchema)
@api.response(204)
def take_out(sent: dict[str, Any], round_id: int) -> None:
    """Take a unit out of a public plan, with a new notice."""
    with acting() as work:
        service.take_unit_out(work, round_id, sent["unit"], sent["reason"])

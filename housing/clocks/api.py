"""JSON interface of clocks: what is due, and who kept their deadlines."""

from typing import Any

from housing.calendar import load_calendar
from housing.clocks import queries
from housing.clocks.punctuality import punctuality
from housing.clocks.queries import WorkPage
from housing.clocks.rights import chosen, scope_of
from housing.clocks.schemas import (
    ClocksArguments,
    ClocksSchema,
    PunctualityArguments,
    PunctualitySchema,
)
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("clocks", __name__, description="时限 / clocks")


@guards.requires(Permission.SEE_CLOCKS)
@api.route("/clocks")
@api.arguments(ClocksArguments, location="query")
@api.response(200, ClocksSchema)
def listing(asked: dict[str, Any]) -> WorkPage:
    """Return what is due, the nearest last day first."""
    actor, day = signed_in_actor(), installation().clock.today()
    scope = scope_of(actor, asked["place"])
    wanted = chosen(scope, actor, day, asked["which"], asked["kind"])
    with reading() as session:
        return queries.work_list(
            session, scope.place, wanted, after=asked["after"], rows=asked["rows"]
        )


@guards.requires(Permission.SEE_CLOCKS)
@api.route("/punctuality")
@api.arguments(PunctualityArguments, location="query")
@api.response(200, PunctualitySchema)
def kept(asked: dict[str, Any]) -> dict[str, object]:
    """Return by office and kind how many deadlines that fell due in some days were kept."""
    scope, day = scope_of(signed_in_actor(), asked["place"]), installation().clock.today()
    days = asked["first"], asked["last"], day
    with reading() as session:
        lines = punctuality(session, load_calendar(), scope.place, *days, scope.offices)
    return {"items": lines}

"""JSON interface of the stock: units, their history, and what is done to them by hand."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.units import by_hand, queries, vacancy
from housing.units.models import Unit
from housing.units.queries import UnitFilter
from housing.units.schemas import ActSchema, HistorySchema, UnitsArguments, UnitSchema
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("units", __name__, description="房源 / units")
NARROWED = ("project", "unit_class", "state", "words", "owner", "accessible")


@guards.requires(Permission.SEE_STOCK)
@api.route("/units")
@api.arguments(UnitsArguments, location="query")
@api.response(200, page_of(UnitSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the stock, by code."""
    place = signed_in_actor().place
    narrow = UnitFilter(**{name: asked[name] for name in NARROWED})
    with reading() as session:
        paging = paging_of(asked, queries.listed(session, place, narrow, "code", 0, 1)[0])
        found = queries.listed(session, place, narrow, "code", paging.offset, paging.rows)[1]
    return page_answer(found, paging)


@guards.requires(Permission.SEE_STOCK)
@api.route("/units/<int:unit_id>")
@api.response(200, UnitSchema)
def show(unit_id: int) -> Unit:
    """Return one unit."""
    with reading() as session:
        return queries.by_id(session, signed_in_actor().place, unit_id)


@guards.requires(Permission.SEE_STOCK)
@api.route("/units/<int:unit_id>/history")
@api.response(200, HistorySchema)
def history(unit_id: int) -> dict[str, object]:
    """Return the states a unit was in, the newest first."""
    with reading() as session:
        unit = queries.by_id(session, signed_in_actor().place, unit_id)
        return {"items": vacancy.spells_of(session, unit.id)}


@guards.requires(Permission.KEEP_STOCK)
@api.route("/units/<int:unit_id>/acts", methods=["POST"])
@api.arguments(ActSchema)
@api.response(200, UnitSchema)
def move(sent: dict[str, Any], unit_id: int) -> Unit:
    """Change the state of a unit by hand, with a reason."""
    with acting() as work:
        return by_hand.move(work, unit_id, **sent)

"""JSON interface of ownership: what the records lack, owners and shares, co-owned dwellings.

A change of use and a wish to transfer are offered by the deeds of the pages.
"""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.ownership import queries, schemas, service
from housing.ownership.coowned import DwellingFacts, Owner
from housing.ownership.models import CoOwned, Facility, UnitTitle
from housing.ownership.titles import TitleFacts
from housing.units import queries as units
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.guards import requires

api = ApiBlueprint("ownership", __name__, description="权属、共有产权 / ownership")
P = Permission


@requires(P.SEE_STOCK)
@api.route("/ownership/lacking")
@api.response(200, schemas.LackingSchema)
def lacking() -> dict[str, int]:
    """Return how many units lack owner, registration, or the notes in the register."""
    with reading() as session:
        return queries.lacking(session, signed_in_actor().place)


@requires(P.SEE_STOCK)
@api.route("/ownership/units")
@api.arguments(schemas.LackingArguments, location="query")
@api.response(200, page_of(schemas.LackingUnitSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the units whose records lack something, by code."""
    place, lack = signed_in_actor().place, asked["lack"]
    with reading() as session:
        paging = paging_of(asked, queries.lacking(session, place)[lack])
        found = queries.units_lacking(session, place, lack, paging.offset, paging.rows)
    return page_answer(found, paging)


@requires(P.SEE_STOCK)
@api.route("/units/<int:unit_id>/ownership")
@api.response(200, schemas.UnitTitleSchema)
def show(unit_id: int) -> dict[str, object]:
    """Return whose a unit is, and what the county allowed to change of its use."""
    with reading() as session:
        units.by_id(session, signed_in_actor().place, unit_id)
        title = queries.title(session, unit_id)
        return {"title": title, "changes": queries.use_changes(session, unit_id)}


@requires(P.KEEP_STOCK)
@api.route("/units/<int:unit_id>/ownership", methods=["POST"])
@api.arguments(schemas.TitleSchema)
@api.response(200, schemas.TitleSchema)
def keep(facts: TitleFacts, unit_id: int) -> UnitTitle:
    """Record whose a unit is, or correct it."""
    with acting() as work:
        return service.keep_title(work, unit_id, facts)


@requires(P.KEEP_STOCK)
@api.route("/projects/<string:code>/ownership", methods=["POST"])
@api.arguments(schemas.TitleSchema)
@api.response(200, schemas.KeptSchema)
def keep_all(facts: TitleFacts, code: str) -> dict[str, int]:
    """Record the same ownership for every unit of a project that has none yet."""
    with acting() as work:
        return {"units": service.keep_project(work, code, facts)}


@requires(P.SEE_STOCK)
@api.route("/projects/<string:code>/facilities")
@api.response(200, schemas.FacilitySchema(many=True))
def facilities(code: str) -> Sequence[Facility]:
    """Return the facilities planned with a project, by name."""
    with reading() as session:
        project = units.project(session, signed_in_actor().place, code)
        return queries.facilities(session, project.place, project.code)


@requires(P.SEE_STOCK)
@api.route("/co-owned")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas.DwellingSchema))
def dwellings(asked: dict[str, Any]) -> dict[str, object]:
    """Return the co-owned low-rent dwellings by number."""
    place = signed_in_actor().place
    with reading() as session:
        paging = paging_of(asked, queries.count_co_owned(session, place))
        found = queries.co_owned_of(session, place, paging.offset, paging.rows)
    return page_answer(found, paging)


@requires(P.SEE_STOCK)
@api.route("/co-owned/<int:dwelling_id>")
@api.response(200, schemas.DwellingCaseSchema)
def dwelling(dwelling_id: int) -> dict[str, object]:
    """Return one co-owned dwelling with its owners and the wishes to transfer it."""
    with reading() as session:
        found = queries.co_owned(session, signed_in_actor().place, dwelling_id)
        told = {name: getattr(found, name) for name in schemas.DwellingSchema().fields}
        wishes = queries.transfers(session, dwelling_id)
        return {**told, "people": found.people, "transfers": wishes}


@requires(P.KEEP_STOCK)
@api.route("/co-owned", methods=["POST"])
@api.arguments(schemas.DwellingStated)
@api.response(200, schemas.DwellingSchema)
def keep_dwelling(stated: tuple[DwellingFacts, list[Owner]]) -> CoOwned:
    """Record a co-owned dwelling with its owners."""
    with acting() as work:
        return service.keep_dwelling(work, *stated)

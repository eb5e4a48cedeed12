"""Rental housing under the measures over JSON; what the city's platform reads is open to anybody.

What is done to a project is offered by its pages' deeds, at the same addresses behind /api/v1.
Basis: HZR 5, 8, 18, 22, 27, 31 (HZR-22-1).
"""

from collections.abc import Sequence
from typing import Any

from housing.core.access.permissions import Permission
from housing.rental_projects.supply import queries, schemas, service
from housing.rental_projects.supply.models import Supply, SupplyPlan
from housing.rental_projects.supply.service import Stated
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_of, page_within
from housing.web.guards import public
from housing.web.installation import installation

api = ApiBlueprint("platform", __name__, description="租赁住房建设 / rental housing projects")
P = Permission


@guards.requires(P.SEE_STOCK)
@api.route("/supply")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas.SupplySchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the projects by code."""
    with reading() as session:
        return page_within(asked, queries.all_of(session, signed_in_actor().place))


@guards.requires(P.KEEP_PROJECTS)
@api.route("/supply", methods=["POST"])
@api.arguments(schemas.StatedSchema)
@api.response(200, schemas.SupplySchema)
def declare(sent: dict[str, Any]) -> Supply:
    """Declare a project; one that is not approved yet may be declared anew."""
    with acting() as work:
        return service.declare(work, Stated(**sent | {"kinds": tuple(sent["kinds"])}))


@guards.requires(P.SEE_STOCK)
@api.route("/supply-dues/late")
@api.response(200, schemas.LateDueSchema(many=True))
def late() -> list[dict[str, object]]:
    """Return what should have been paid by now, the oldest first."""
    place, today = signed_in_actor().place, installation().clock.today()
    names = schemas.DueSchema().fields
    with reading() as session:
        return [
            {name: getattr(due, name) for name in names} | {"project": kept.code}
            for due, kept in queries.overdue(session, place, today)
        ]


@guards.requires(P.SEE_STOCK)
@api.route("/supply/<string:code>")
@api.response(200, schemas.SupplyCaseSchema)
def show(code: str) -> dict[str, object]:
    """Return one project with its money and what was published of it."""
    with reading() as session:
        kept = queries.get(session, signed_in_actor().place, code)
        return {
            **{name: getattr(kept, name) for name in schemas.SupplySchema().fields},
            "dues": queries.dues_of(session, kept.id),
            "reliefs": queries.reliefs_of(session, kept.id),
            "listings": queries.listings_of(session, kept.id),
        }


@guards.requires(P.SEE_STOCK)
@api.route("/supply-firms")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(schemas.FirmSchema))
def firms(asked: dict[str, Any]) -> dict[str, object]:
    """Return the firms on file by name, those struck off too."""
    with reading() as session:
        return page_within(asked, queries.filings(session, signed_in_actor().place))


@guards.requires(P.SEE_STOCK)
@api.route("/supply-plans")
@api.response(200, schemas.PlanSchema(many=True))
def plans() -> Sequence[SupplyPlan]:
    """Return the plans of building, the latest first."""
    with reading() as session:
        return queries.plans(session, signed_in_actor().place)


@public
@api.route("/platform/vacancies")
@api.response(200, schemas.VacancySchema(many=True))
def vacancies() -> Sequence[dict[str, Any]]:
    """Return the vacant public rental flats by estate and layout."""
    with reading() as session:
        return queries.vacancies(session, installation().settings.place)


@public
@api.route("/platform/indicators")
@api.response(200, schemas.IndicatorSchema(many=True))
def indicators() -> Sequence[dict[str, Any]]:
    """Return the rental projects and their units by area."""
    with reading() as session:
        return queries.indicators(session, installation().settings.place)

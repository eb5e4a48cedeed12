"""What the city's rental platform reads: vacant public flats, and indicators by area; no persons.

Basis: HZR 22 (HZR-22-1).
"""

from collections.abc import Sequence
from typing import Any

from marshmallow import Schema, fields

from housing.rental_projects.supply import queries
from housing.rental_projects.supply.words import Area
from housing.web.acting import reading
from housing.web.api import ApiBlueprint
from housing.web.guards import public
from housing.web.installation import installation

api = ApiBlueprint("platform", __name__, description="住房租赁信息平台 / rental platform")


class VacancySchema(Schema):
    """Vacant public rental flats of one layout in one estate."""

    code = fields.String(required=True)
    name = fields.String(required=True)
    street = fields.String(required=True)
    layout = fields.String(required=True)
    units = fields.Integer(required=True)


class IndicatorSchema(Schema):
    """Rental projects of one area: all, approved, their units for letting, units published."""

    area = fields.Enum(Area, by_value=True, required=True)
    projects = fields.Integer(required=True)
    approved = fields.Integer(required=True)
    units = fields.Integer(required=True)
    published = fields.Integer(required=True)


@public
@api.route("/platform/vacancies")
@api.response(200, VacancySchema(many=True))
def vacancies() -> Sequence[dict[str, Any]]:
    """Return the vacant public rental flats by estate and layout."""
    with reading() as session:
        return queries.vacancies(session, installation().settings.place)


@public
@api.route("/platform/indicators")
@api.response(200, IndicatorSchema(many=True))
def indicators() -> Sequence[dict[str, Any]]:
    """Return the rental projects and their units by area."""
    with reading() as session:
        return queries.indicators(session, installation().settings.place)

"""JSON interface of rent standards: what everybody may see."""

from collections.abc import Sequence

from housing.rent_standards import queries
from housing.rent_standards.queries import Standard
from housing.rent_standards.schemas import StandardSchema
from housing.web import guards
from housing.web.acting import reading
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("rent_standards", __name__, description="租金标准 / rent standards")


@guards.public
@api.route("/rent-standards")
@api.response(200, StandardSchema(many=True))
def listing() -> Sequence[Standard]:
    """Return the standards of rents, market rents and fees that hold today."""
    here = installation()
    with reading() as session:
        return queries.standards(session, here.settings.place, here.clock.today())

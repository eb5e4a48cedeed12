"""JSON interface of a hall: whose turn it is, for other screens."""

from housing.picking import queries
from housing.picking.schemas import HallSchema
from housing.picking.shown import Screen, screen_of
from housing.rounds import queries as rounds
from housing.web import guards
from housing.web.acting import reading
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("picking", __name__, description="现场选房 / picking in person")


@guards.public
@api.route("/rounds/<string:code>/hall")
@api.response(200, HallSchema)
def hall(code: str) -> Screen:
    """Return a hall as it stands: whose turn it is, who is next, what may be chosen; masked."""
    with reading() as session:
        round_ = rounds.by_code(session, installation().settings.place, code)
        return screen_of(session, round_, queries.needed(session, round_.id))

"""JSON interface of arrears: the list, one case, and the acts of a clerk."""

from typing import Any

from housing.arrears import queries
from housing.arrears.models import ArrearsCase
from housing.arrears.queries import Narrow
from housing.arrears.schemas import ArrearsArguments, ArrearsSchema
from housing.arrears.states import ArrearsState
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("arrears", __name__, description="租金催缴 / arrears")


@guards.requires(Permission.SEE_LEDGER)
@api.route("/arrears")
@api.arguments(ArrearsArguments, location="query")
@api.response(200, page_of(ArrearsSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of cases, those who owe longest first."""
    place = signed_in_actor().place
    state = ArrearsState(asked["state"]) if asked["state"] else None
    narrow = Narrow(state=state, months=asked["months"])
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, narrow))
        rows = queries.page_of(session, place, narrow, paging.offset, paging.rows)
    return page_answer([row.case for row in rows], paging)


@guards.requires(Permission.SEE_LEDGER)
@api.route("/arrears/<int:case_id>")
@api.response(200, ArrearsSchema)
def show(case_id: int) -> ArrearsCase:
    """Return one case with every step."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, case_id)

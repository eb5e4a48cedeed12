"""JSON interface of arrears: the list, one case, and the acts of a clerk."""

from typing import Any

from housing.arrears import queries, service
from housing.arrears.models import ArrearsCase
from housing.arrears.queries import Narrow
from housing.arrears.schemas import AnswerSchema, ArrearsArguments, ArrearsSchema
from housing.arrears.states import ArrearsState
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
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


@guards.requires(Permission.KEEP_RENT)
@api.route("/arrears/<int:case_id>/reminder", methods=["POST"])
@api.response(200, ArrearsSchema)
def remind(case_id: int) -> ArrearsCase:
    """Remind the tenant."""
    with acting() as work:
        return service.remind(work, case_id)


@guards.requires(Permission.KEEP_RENT)
@api.route("/arrears/<int:case_id>/demand", methods=["POST"])
@api.response(200, ArrearsSchema)
def demand(case_id: int) -> ArrearsCase:
    """Demand what is owed formally."""
    with acting() as work:
        return service.demand(work, case_id)


@guards.requires(Permission.KEEP_RENT)
@api.route("/arrears/<int:case_id>/answer", methods=["POST"])
@api.arguments(AnswerSchema)
@api.response(200, ArrearsSchema)
def answer(sent: dict[str, Any], case_id: int) -> ArrearsCase:
    """Keep what the tenant or the employer answered."""
    with acting() as work:
        return service.answer(work, case_id, **sent)

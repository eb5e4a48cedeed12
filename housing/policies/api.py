"""JSON interface of the dated values: read them, propose, approve, refuse, withdraw."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.policies import queries, service
from housing.policies.listing import Filter, rows_of
from housing.policies.models import Amendment
from housing.policies.schemas import (
    AmendmentSchema,
    NeededSchema,
    ProposalSchema,
    RefusalSchema,
    ValuesArguments,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("values", __name__, description="参数 / dated values")


@guards.signed_in
@api.route("/values")
@api.arguments(ValuesArguments, location="query")
@api.response(200, page_of(NeededSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the values that the caller's place needs on a day (default: today)."""
    day = asked.get("day") or installation().clock.today()
    with reading() as session:
        book = queries.book(session)
    rows = rows_of(book, signed_in_actor().place, day, Filter(asked["q"], asked["which"]))
    paging = paging_of(asked, len(rows))
    return page_answer(rows[paging.offset : paging.offset + paging.rows], paging)


@guards.signed_in
@api.route("/values/amendments")
@api.response(200, AmendmentSchema(many=True))
def waiting() -> list[Amendment]:
    """Return the amendments of the caller's place that wait for a second person."""
    with reading() as session:
        return list(queries.waiting(session, signed_in_actor().place))


@guards.requires(Permission.PROPOSE_VALUE)
@api.route("/values/<name>/amendments", methods=["POST"])
@api.arguments(ProposalSchema)
@api.response(201, AmendmentSchema)
def propose(sent: dict[str, Any], name: str) -> Amendment:
    """Propose a value; it holds once another person has approved it."""
    with acting() as work:
        return service.propose(
            work,
            name,
            sent["value"],
            sent["first_day"],
            document=sent["document"],
            source=sent["source"],
        )


@guards.requires(Permission.APPROVE_VALUE)
@api.route("/values/amendments/<int:number>/approve", methods=["POST"])
@api.response(200, AmendmentSchema)
def approve(number: int) -> Amendment:
    """Approve another person's amendment."""
    with acting() as work:
        return service.approve(work, number)


@guards.requires(Permission.APPROVE_VALUE)
@api.route("/values/amendments/<int:number>/refuse", methods=["POST"])
@api.arguments(RefusalSchema)
@api.response(200, AmendmentSchema)
def refuse(sent: dict[str, Any], number: int) -> Amendment:
    """Refuse an amendment, with a reason."""
    with acting() as work:
        return service.refuse(work, number, reason=sent["reason"])


@guards.requires(Permission.PROPOSE_VALUE)
@api.route("/values/amendments/<int:number>/withdraw", methods=["POST"])
@api.response(200, AmendmentSchema)
def withdraw(number: int) -> Amendment:
    """Take back one's own amendment."""
    with acting() as work:
        return service.withdraw(work, number)

"""JSON interface of confirmations."""

from collections.abc import Sequence
from typing import Any

from housing.confirmations import queries, service
from housing.confirmations.models import Confirmation, ContactTry
from housing.confirmations.schemas import (
    ConfirmationsArguments,
    ConfirmationSchema,
    ContactTrySchema,
    OwnAnswerSchema,
    ToldSchema,
    TrySchema,
)
from housing.core.access.permissions import Permission
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of

api = ApiBlueprint("confirmations", __name__, description="轮候意愿确认 / confirmations")


@guards.requires(Permission.CONFIRM_WISH)
@api.route("/confirmations")
@api.arguments(ConfirmationsArguments, location="query")
@api.response(200, page_of(ConfirmationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the questions that this officer looks after."""
    actor, which = signed_in_actor(), asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, actor, which))
        found = queries.page_of(session, actor, which, paging.offset, paging.rows)
    return page_answer(found, paging)


@guards.requires(Permission.CONFIRM_WISH)
@api.route("/confirmations/<int:confirmation_id>/tries")
@api.response(200, ContactTrySchema(many=True))
def tries(confirmation_id: int) -> Sequence[ContactTry]:
    """Return every attempt to reach the household."""
    with reading() as session:
        asked = queries.seen(session, signed_in_actor(), confirmation_id)
        return queries.tries(session, asked.id)


@guards.requires(Permission.CONFIRM_WISH)
@api.route("/confirmations/<int:confirmation_id>/tries", methods=["POST"])
@api.arguments(TrySchema)
@api.response(201, ContactTrySchema)
def record_try(sent: dict[str, Any], confirmation_id: int) -> ContactTry:
    """Record a call or a visit that met nobody."""
    with acting() as work:
        return service.record_try(work, confirmation_id, sent["channel"], sent["note"])


@guards.requires(Permission.CONFIRM_WISH)
@api.route("/confirmations/<int:confirmation_id>/answer", methods=["POST"])
@api.arguments(ToldSchema)
@api.response(200, ConfirmationSchema)
def answer(sent: dict[str, Any], confirmation_id: int) -> Confirmation:
    """Record what a household told an officer."""
    with acting() as work:
        return service.answer_for(work, confirmation_id, sent["wish"], sent["note"])


@guards.requires(Permission.APPLY)
@api.route("/own/confirmations")
@api.response(200, ConfirmationSchema(many=True))
def own() -> Sequence[Confirmation]:
    """Return the questions to one's own family that are not answered yet."""
    with reading() as session:
        return queries.of_account(session, signed_in_actor().name)


@guards.requires(Permission.APPLY)
@api.route("/own/confirmations/<int:confirmation_id>/answer", methods=["POST"])
@api.arguments(OwnAnswerSchema)
@api.response(200, ConfirmationSchema)
def answer_own(sent: dict[str, Any], confirmation_id: int) -> Confirmation:
    """Answer for one's own family."""
    with acting() as work:
        return service.answer_own(work, confirmation_id, sent["wish"], sent["note"])

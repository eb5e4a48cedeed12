"""JSON interface of letters: the county's, one's own, and deliveries that need a person."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.letters import queries, service
from housing.letters.models import Delivery, Letter
from housing.letters.schemas import (
    DeliverySchema,
    LettersArguments,
    LetterSchema,
    LettersSchema,
    NoteSchema,
    WholeLetterSchema,
)
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("letters", __name__, description="文书 / letters")


@guards.requires(Permission.SEE_LETTERS)
@api.route("/letters")
@api.arguments(LettersArguments, location="query")
@api.response(200, LettersSchema)
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the letters that the caller may read, newest first."""
    rows = asked["rows"]
    with reading() as session:
        found = queries.written(
            session, signed_in_actor(), asked["case"], asked["before"], rows + 1
        )
    return {
        "items": found[:rows],
        "before": found[rows - 1].id if len(found) > rows else None,
    }


@guards.requires(Permission.SEE_LETTERS)
@api.route("/letters/<number>")
@api.response(200, WholeLetterSchema)
def show(number: str) -> dict[str, object]:
    """Return a letter as it was sent."""
    with reading() as session:
        letter = queries.get(session, signed_in_actor(), number)
    return _whole(letter)


@guards.signed_in
@api.route("/my/letters")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(LetterSchema))
def inbox(asked: dict[str, Any]) -> dict[str, object]:
    """Return the letters to the caller, newest first."""
    name = signed_in_actor().name
    with reading() as session:
        paging = paging_of(asked, queries.inbox_size(session, name))
        letters = queries.inbox(session, name, paging.offset, paging.rows)
    return page_answer(letters, paging)


@guards.signed_in
@api.route("/my/letters/<number>")
@api.response(200, WholeLetterSchema)
def mine(number: str) -> dict[str, object]:
    """Return one's own letter; the first time it is opened is kept."""
    with acting() as work:
        letter = service.read(work, number)
    return _whole(letter)


@guards.requires(Permission.SEE_LETTERS)
@api.route("/deliveries/<int:delivery_id>/send-again", methods=["POST"])
@api.arguments(NoteSchema)
@api.response(200, DeliverySchema)
def send_again(sent: dict[str, Any], delivery_id: int) -> Delivery:
    """Put a delivery that was given up into the outbox again."""
    with acting() as work:
        return service.send_again(work, delivery_id, sent["note"])


@guards.requires(Permission.SEE_LETTERS)
@api.route("/deliveries/<int:delivery_id>/hand-over", methods=["POST"])
@api.arguments(NoteSchema)
@api.response(200, DeliverySchema)
def hand_over(sent: dict[str, Any], delivery_id: int) -> Delivery:
    """Note that a letter was handed over."""
    with acting() as work:
        return service.hand_over(work, delivery_id, sent["note"])


def _whole(letter: Letter) -> dict[str, object]:
    names = (name for name in LetterSchema().fields)
    held: dict[str, object] = {name: getattr(letter, name) for name in names}
    return {**held, "text": queries.text(letter, installation().keyring)}

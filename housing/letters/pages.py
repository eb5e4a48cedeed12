"""Pages of letters: the officers' list, deliveries that need a person, and one's own inbox."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.letters import queries, service
from housing.letters.layout import laid
from housing.letters.models import Letter
from housing.letters.page_words import CHANNELS, KINDS, STATES, VIA
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("letters", __name__, template_folder="templates")
ROWS = 20
WORDS = {"kinds": KINDS, "channels": CHANNELS, "states": STATES, "via": VIA}


@blueprint.get("/desk/letters")
@guards.requires(Permission.SEE_LETTERS)
def listing() -> ResponseReturnValue:
    """List letters, newest first, all or those of one case."""
    case = request.args.get("case", "").replace("\0", "").strip()
    with reading() as session:
        found = queries.written(session, signed_in_actor(), case, _before(), ROWS + 1)
        waiting = queries.for_hands(session, signed_in_actor(), None, 1)
    return render_template(
        "letters/listing.html",
        letters=found[:ROWS],
        older=found[ROWS - 1].id if len(found) > ROWS else None,
        is_first=_before() is None,
        case=case,
        waiting=waiting,
        **WORDS,
    )


@blueprint.get("/desk/letters/<number>")
@guards.requires(Permission.SEE_LETTERS)
def show(number: str) -> ResponseReturnValue:
    """Show a letter as it was sent, and what became of each delivery."""
    with reading() as session:
        letter = queries.get(session, signed_in_actor(), number)
    return _letter_page(letter, "letters/show.html")


@blueprint.get("/desk/deliveries")
@guards.requires(Permission.SEE_LETTERS)
def for_hands() -> ResponseReturnValue:
    """List the deliveries that need a person."""
    return _hands_page()


@blueprint.post("/desk/deliveries/<int:delivery_id>/send-again")
@guards.requires(Permission.SEE_LETTERS)
def send_again(delivery_id: int) -> ResponseReturnValue:
    """Put a delivery that was given up into the outbox again."""
    try:
        with acting() as work:
            service.send_again(work, delivery_id, _note())
    except BadInput as error:
        return _hands_page(delivery_id, explained(error)), 400
    flash(_("已重新放入发件箱。"))
    return redirect(url_for("letters.for_hands"))


@blueprint.post("/desk/deliveries/<int:delivery_id>/hand-over")
@guards.requires(Permission.SEE_LETTERS)
def hand_over(delivery_id: int) -> ResponseReturnValue:
    """Note that a letter was handed over."""
    try:
        with acting() as work:
            service.hand_over(work, delivery_id, _note())
    except BadInput as error:
        return _hands_page(delivery_id, explained(error)), 400
    flash(_("已记为当面送达。"))
    return redirect(url_for("letters.for_hands"))


@blueprint.get("/my/letters")
@guards.signed_in
def inbox() -> ResponseReturnValue:
    """List the letters to the person who is signed in."""
    name = signed_in_actor().name
    with reading() as session:
        paging = paged(queries.inbox_size(session, name), ROWS)
        letters = queries.inbox(session, name, paging.offset, ROWS)
        unread = queries.unread(session, name)
    return render_template(
        "letters/inbox.html", letters=letters, paging=paging, unread=unread, **WORDS
    )


@blueprint.get("/my/letters/<number>")
@guards.signed_in
def mine(number: str) -> ResponseReturnValue:
    """Show one's own letter; the first time it is opened is kept."""
    with acting() as work:
        letter = service.read(work, number)
    return _letter_page(letter, "letters/mine.html")


def _letter_page(letter: Letter, template: str) -> str:
    text = queries.text(letter, installation().keyring)
    return render_template(template, letter=letter, laid=laid(text), **WORDS)


def _hands_page(wrong_id: int | None = None, wrong: str = "") -> str:
    with reading() as session:
        found = queries.for_hands(session, signed_in_actor(), _before(), ROWS + 1)
    return render_template(
        "letters/for_hands.html",
        deliveries=found[:ROWS],
        older=found[ROWS - 1].id if len(found) > ROWS else None,
        is_first=_before() is None,
        wrong_id=wrong_id,
        wrong=wrong,
        typed=_note(),
        **WORDS,
    )


def _before() -> int | None:
    asked = request.args.get("before", "")
    return int(asked) if asked.isdecimal() and len(asked) < 10 else None


def _note() -> str:
    return request.form.get("note", "").replace("\0", "").strip()[:500]

"""What everybody sees of a hall: the screen on its wall, and a family's own turns."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.picking import queries
from housing.picking.page_words import OUTCOMES
from housing.picking.shown import screen_of
from housing.rounds import queries as rounds
from housing.units.class_names import class_names
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import language
from housing.web.limits import limiter

blueprint = Blueprint("hall", __name__, template_folder="templates")


@blueprint.get("/hall/<code>")
@guards.public
@limiter.limit("120/minute")
def screen(code: str) -> ResponseReturnValue:
    """Show whose turn it is and who is next, masked.

    With `wall` it asks anew every few seconds, for the screen on the wall; nobody else's page
    moves by itself.
    """
    with reading() as session:
        round_ = rounds.by_code(session, installation().settings.place, code)
        found = screen_of(session, round_, queries.needed(session, round_.id))
        name = class_names(session, round_.place, language())
    shown = render_template(
        "picking/screen.html",
        round=round_,
        screen=found,
        wall=bool(request.args.get("wall")),
        outcomes=OUTCOMES,
        class_name=name,
    )
    return shown, {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


@blueprint.get("/my/picking")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family its own turns: when, where, and what it picked."""
    with reading() as session:
        entries = entries_of_account(session, signed_in_actor().name)
        found = queries.of_households(session, [entry.household_id for entry in entries])
    return render_template("picking/mine.html", found=found, outcomes=OUTCOMES)

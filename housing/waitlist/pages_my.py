"""What a family sees of its place: where, since when, why, what next, by when, by whom."""

from typing import Any

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.policies.queries import book as values_in_force
from housing.units.class_names import class_names
from housing.waitlist import ledger, outlook, places, queries
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.page_words import ASSISTANCE, CAUSES, LEFT, STATES, TIERS
from housing.waitlist.ranking import terms_of
from housing.waitlist.rules import rescue_due_on
from housing.waitlist.states import PLACED
from housing.waitlist.whose import entries_of_account
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import language

blueprint = Blueprint("my_waitlist", __name__, template_folder="templates")


@blueprint.get("/my/waitlist")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the own place in the order, and what it means."""
    with reading() as session:
        entries = entries_of_account(session, signed_in_actor().name)
        shown = [told(session, each) for each in entries]
    return render_template(
        "waitlist/mine.html", shown=shown, states=STATES, assistances=ASSISTANCE, **words()
    )


def told(session: Session, entry: WaitlistEntry) -> dict[str, Any]:
    """Return what a page says of one entry."""
    day = installation().clock.today()
    household = households.get(session, entry.place, entry.household_id)
    terms = terms_of(values_in_force(session), entry.place, day)
    waits = entry.state in PLACED
    return {
        "entry": entry,
        "name": masked_name(household.name),
        "places": places.places_of(session, entry),
        "moves": ledger.moves_of(session, entry.id),
        "sentences": outlook.what_would_change(entry, household, terms, day) if waits else (),
        "orders": queries.orders_with(session, entry.id),
        "rescue_due": rescue_due_on(entry.registered_on) if entry.rescue else None,
        "class_name": class_names(session, entry.place, language()),
        "day": day,
    }


def words() -> dict[str, object]:
    """Return the words that the ledger and the places are written in."""
    return {"causes": CAUSES, "left": LEFT, "tiers": TIERS, "language": language()}

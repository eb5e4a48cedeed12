"""Who is due for a recheck and has none yet, the longest unseen first, with what is missing."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from housing.core.access.permissions import Permission
from housing.households.masking import masked_name
from housing.rechecks import jobs, people, queries
from housing.waitlist.page_words import STATES
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.installation import installation

blueprint = Blueprint("rechecks_due", __name__, template_folder="templates")
ROWS = 50


@blueprint.get("/desk/rechecks/due")
@guards.requires(Permission.SEE_RECHECKS)
def listing() -> ResponseReturnValue:
    """Show the first of those who are due; the nightly job begins with them, a share a night."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        ids = queries.due_for_recheck(session, place, jobs.seen_before(session, place, day), ROWS)
        found = people.families(session, queries.free_to_recheck(session, ids))
        lacking: dict[int, list[str]] = {}
        for each in people.missing_consents(found):
            lacking.setdefault(each.entry_id, []).append(masked_name(each.name))
    order = {entry_id: at for at, entry_id in enumerate(ids)}
    return render_template(
        "rechecks/due.html",
        families=sorted(found, key=lambda family: order[family.entry.id]),
        lacking=lacking,
        most=ROWS,
        states=STATES,
        masked_name=masked_name,
    )

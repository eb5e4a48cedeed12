"""Officers' pages of households: masked everywhere, unmasked by right and with a reason."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.households import queries, service
from housing.households.export import COLUMNS, export_row
from housing.households.masking import masked_name
from housing.households.page_words import ASSISTANCES, GROUPS, RESCUES
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("households", __name__, template_folder="templates")
WORDS = {"groups": GROUPS, "rescues": RESCUES, "assistances": ASSISTANCES}


@blueprint.route("/desk/households", methods=["GET", "POST"])
@guards.requires(Permission.SEE_ROUNDS)
def listing() -> ResponseReturnValue:
    """Show the households; a search is posted, so that no name or number stays in an address."""
    words = request.form.get("words", "").replace("\0", "").strip()
    sort = request.args.get("sort", "number")
    keyring, place = installation().keyring, signed_in_actor().place
    with reading() as session:
        offset = 0 if words else (asked_page() - 1) * ROWS
        total, found = queries.listed(session, keyring, place, words, sort, offset, ROWS)
    return render_template(
        "households/listing.html",
        households=found,
        paging=paged(total),
        searched=words,
        sort=sort,
        masked_name=masked_name,
        **WORDS,
    )


@blueprint.get("/desk/households.xlsx")
@guards.requires(Permission.SEE_ROUNDS)
def export() -> ResponseReturnValue:
    """Save all households, masked."""
    place = signed_in_actor().place
    with reading() as session:
        rows = [export_row(household) for household in queries.by_place(session, place)]
    return download(workbook("家庭名册", COLUMNS, rows), f"households-{place}.xlsx")


@blueprint.get("/desk/households/<int:household_id>")
@guards.requires(Permission.SEE_ROUNDS)
def show(household_id: int) -> ResponseReturnValue:
    """Show one household, masked."""
    return _page(household_id)


@blueprint.post("/desk/households/<int:household_id>")
@guards.requires(Permission.SEE_PERSONAL_DATA)
def reveal(household_id: int) -> ResponseReturnValue:
    """Show identity number and phone once; the register keeps who looked and why."""
    reason = request.form.get("reason", "").replace("\0", "")
    try:
        with acting() as work:
            data = service.reveal(work, household_id, reason)
    except BadInput as error:
        return _page(household_id, wrong=explained(error)), 400
    return _page(household_id, data=data, told=_("查看已记入登记簿。"))


def _page(household_id: int, **facts: object) -> str:
    with reading() as session:
        household = queries.get(session, signed_in_actor().place, household_id)
    return render_template(
        "households/show.html", household=household, masked_name=masked_name, **WORDS, **facts
    )

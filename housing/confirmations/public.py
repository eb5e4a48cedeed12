"""The page behind the link in the short message: an answer without an account."""

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from housing.confirmations import queries, service
from housing.confirmations.forms import AnswerForm
from housing.confirmations.states import PENDING
from housing.confirmations.words import Wish
from housing.core.access.actor import system_actor
from housing.core.errors import HousingError
from housing.core.work import working
from housing.waitlist.queries import masked_names
from housing.web import guards
from housing.web.citing import explained
from housing.web.errors import status_of
from housing.web.installation import installation, reading
from housing.web.limits import LOOK_UP, is_wrong, limiter

blueprint = Blueprint("confirm", __name__, template_folder="templates")
#: Nobody but the household needs this page, and no cache or index.
HEADERS = {
    "X-Robots-Tag": "noindex, nofollow",
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
}


@blueprint.route("/confirm/<secret>", methods=["GET", "POST"])
@guards.public
@limiter.limit(LOOK_UP, deduct_when=is_wrong)
def answer(secret: str) -> ResponseReturnValue:
    """Show the question to whoever holds the message, and take the answer."""
    form = AnswerForm()
    if request.method == "POST" and form.validate_on_submit():
        try:
            _take(secret, form)
        except HousingError as refused:
            return _page(secret, form, refused)
        return _page(secret, form, thanks=True)
    return _page(secret, form)


def _take(secret: str, form: AnswerForm) -> None:
    here = installation()
    with reading() as session:
        place = queries.by_secret(session, here.keyring, secret).place
    with working(here.database.acts, system_actor(place), here.clock, here.keyring) as work:
        service.answer_by_link(work, secret, Wish(form.wish.data), form.note.data or "")


def _page(
    secret: str, form: AnswerForm, refused: HousingError | None = None, thanks: bool = False
) -> ResponseReturnValue:
    asked, name, status = None, "", 400 if form.errors else 200
    with reading() as session:
        try:
            asked = queries.by_secret(session, installation().keyring, secret)
            name = masked_names(session, [asked.entry_id])[asked.entry_id]
        except HousingError as unknown:
            refused = unknown
    if refused is not None:
        form.form_errors.append(explained(refused))
        status = status_of(refused)
    page = render_template(
        "confirmations/answer.html",
        asked=asked,
        open=asked is not None and asked.state in PENDING,
        name=name,
        form=form,
        thanks=thanks,
    )
    return page, status, HEADERS

"""Pages of confirmations: the officers' list of whom to reach, and the family's answer."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.confirmations import queries, service
from housing.confirmations.forms import (
    AnswerForm,
    LeavingForm,
    PhoneForm,
    SilentForm,
    ToldForm,
    TryForm,
)
from housing.confirmations.page_words import CHANNELS, LISTS, RESULTS, STATES, WAYS, WISHES
from housing.confirmations.words import TryChannel, Wish
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.core.work import Work
from housing.waitlist.queries import masked_names
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import Deed, offer_deeds
from housing.web.errors import status_of
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("confirmations", __name__, template_folder="templates")
ADDRESS = "/desk/confirmations/<int:confirmation_id>"
ROWS = 50
# Several forms stand on one page; the prefix keeps their fields apart.
FORMS: dict[str, type[FlaskForm]] = {
    "told": ToldForm,
    "try": TryForm,
    "phone": PhoneForm,
    "leaving": LeavingForm,
    "silent": SilentForm,
}


@blueprint.app_context_processor
def _pending() -> dict[str, object]:
    """Let the family's page of its place say that a question waits for its answer."""
    return {"questions_to_me": _questions}


def _questions() -> int:
    with reading() as session:
        return len(queries.of_account(session, signed_in_actor().name))


@blueprint.get("/desk/confirmations")
@guards.requires(Permission.CONFIRM_WISH)
def listing() -> ResponseReturnValue:
    """List whom to reach: an officer of a street sees his own street's households."""
    actor, only = signed_in_actor(), request.args.get("only", "unreached")
    only = only if only in queries.LISTS else "unreached"
    with reading() as session:
        counts = {key: queries.count(session, actor, key) for key, _words_of in LISTS}
        paging = paged(counts[only], ROWS)
        rows = queries.page_of(session, actor, only, paging.offset, ROWS)
        names = masked_names(session, [row.entry_id for row in rows])
    return render_template(
        "confirmations/listing.html",
        rows=rows,
        names=names,
        counts=counts,
        paging=paging,
        only=only,
        **_words(),
    )


@blueprint.get(ADDRESS)
@guards.requires(Permission.CONFIRM_WISH)
def show(confirmation_id: int) -> ResponseReturnValue:
    """Show one question: how the household was asked, and what may be done."""
    return page(confirmation_id)


@blueprint.post(f"{ADDRESS}/phone")
@guards.requires(Permission.CONFIRM_WISH)
def phone(confirmation_id: int) -> ResponseReturnValue:
    """Show the telephone number to call, once; the register keeps who looked."""
    with acting() as work:
        number = service.phone_of(work, confirmation_id)
    return page(confirmation_id, number=number or _("没有留下电话"))


@blueprint.post(f"{ADDRESS}/answer")
@guards.requires(Permission.CONFIRM_WISH)
def answer(confirmation_id: int) -> ResponseReturnValue:
    """Record what a household told an officer."""
    form = ToldForm(prefix="told")
    return run(
        confirmation_id,
        form,
        lambda work: service.answer_for(
            work, confirmation_id, Wish(form.wish.data), form.note.data
        ),
        _("已记录家庭的答复。"),
    )


@blueprint.post(f"{ADDRESS}/try")
@guards.requires(Permission.CONFIRM_WISH)
def record_try(confirmation_id: int) -> ResponseReturnValue:
    """Record a call or a visit that met nobody."""
    form = TryForm(prefix="try")
    return run(
        confirmation_id,
        form,
        lambda work: service.record_try(
            work, confirmation_id, TryChannel(form.channel.data), form.note.data or ""
        ),
        _("已记录这次联系。"),
    )


@blueprint.post(f"{ADDRESS}/new-phone")
@guards.requires(Permission.CONFIRM_WISH)
def new_phone(confirmation_id: int) -> ResponseReturnValue:
    """Enter the number under which the household can be reached from now on."""
    return done(NEW_PHONE, PhoneForm(prefix="phone"), confirmation_id)


@blueprint.post(f"{ADDRESS}/leaving")
@guards.requires(Permission.RECHECK_CASE)
def leaving(confirmation_id: int) -> ResponseReturnValue:
    """Open the review of a household that waits no more, on its written word."""
    return done(LEAVING, LeavingForm(prefix="leaving"), confirmation_id)


NEW_PHONE = Deed(
    "new_phone",
    Permission.CONFIRM_WISH,
    PhoneForm,
    lambda work, form, confirmation_id: service.change_phone(
        work, confirmation_id, form.phone.data, form.note.data
    ),
    _l("已更新电话。"),
)
LEAVING = Deed(
    "leaving",
    Permission.RECHECK_CASE,
    LeavingForm,
    lambda work, form, confirmation_id: service.review_leaving(
        work, confirmation_id, form.document.data
    ),
    _l("已开始复查，由负责人决定。"),
)
offer_deeds(blueprint, ADDRESS, (NEW_PHONE, LEAVING))


def done(deed: Deed, form: FlaskForm, confirmation_id: int) -> ResponseReturnValue:
    """Do a deed whose form stands on the page of a question; a refusal is shown in it."""
    act = partial(deed.run, form=form, confirmation_id=confirmation_id)
    return run(confirmation_id, form, act, str(deed.told))


@blueprint.get("/my/confirm")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the questions to one's own family that are not answered yet."""
    return _own()


@blueprint.post("/my/confirm/<int:confirmation_id>")
@guards.requires(Permission.APPLY)
def answer_own(confirmation_id: int) -> ResponseReturnValue:
    """Take the family's answer."""
    form = AnswerForm(prefix=f"c{confirmation_id}")
    if form.validate_on_submit():
        try:
            with acting() as work:
                wish, note = Wish(form.wish.data), form.note.data or ""
                service.answer_own(work, confirmation_id, wish, note)
            flash(_("已收到您的答复。"))
            return redirect(url_for("confirmations.mine"))
        except HousingError as refused:
            form.form_errors.append(explained(refused))
            return _own({confirmation_id: form}), status_of(refused)
    return _own({confirmation_id: form}), 400


def run(
    confirmation_id: int, form: FlaskForm, act: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    """Do what a form of the page asks for; a refusal is shown in it, with what was typed."""
    if not form.validate_on_submit():
        return page(confirmation_id, form), 400
    try:
        with acting() as work:
            act(work)
    except HousingError as refused:
        form.form_errors.append(explained(refused))
        return page(confirmation_id, form), status_of(refused)
    flash(told)
    return redirect(url_for("confirmations.show", confirmation_id=confirmation_id))


def page(confirmation_id: int, filled: FlaskForm | None = None, number: str = "") -> str:
    """Return the page of one question; `filled`: the form that was refused."""
    forms = {
        prefix: filled if isinstance(filled, kind) else kind(formdata=None, prefix=prefix)
        for prefix, kind in FORMS.items()
    }
    with reading() as session:
        asked = queries.seen(session, signed_in_actor(), confirmation_id)
        tries = queries.tries(session, asked.id)
        names = masked_names(session, [asked.entry_id])
    return render_template(
        "confirmations/show.html",
        asked=asked,
        tries=tries,
        name=names[asked.entry_id],
        forms=forms,
        number=number,
        today=installation().clock.today(),
        **_words(),
    )


def _own(filled: dict[int, AnswerForm] | None = None) -> str:
    with reading() as session:
        asked = queries.of_account(session, signed_in_actor().name)
    forms = {each.id: AnswerForm(formdata=None, prefix=f"c{each.id}") for each in asked}
    return render_template("confirmations/mine.html", asked=asked, forms=forms | (filled or {}))


def _words() -> dict[str, object]:
    return {
        "states": STATES,
        "lists": LISTS,
        "wishes": WISHES,
        "ways": WAYS,
        "channels": CHANNELS,
        "results": RESULTS,
    }

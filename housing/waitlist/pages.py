"""Pages of the waitlist: the centre's lists and acts, and the published order."""

from collections.abc import Callable
from functools import partial

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.catalogue.articles import articles
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.households import queries as households
from housing.households.words import Assistance
from housing.waitlist import correcting, order, posting, queries, service
from housing.waitlist.forms import (
    AssistanceForm,
    CancelForm,
    CorrectionForm,
    KeepForm,
    ReviewForm,
    SubsidyForm,
)
from housing.waitlist.page_words import ASSISTANCE, LISTS, STATES
from housing.waitlist.pages_my import told, words
from housing.waitlist.rules import months_left, rescue_due_on, warning
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.deeds import Deed, offer_deeds
from housing.web.installation import installation
from housing.web.limits import limiter
from housing.web.paging import asked_page, paged

blueprint = Blueprint("waitlist", __name__, template_folder="templates")
ROWS = 50
# Several forms stand on one page; the prefix keeps their fields apart.
FORMS: dict[str, type[FlaskForm]] = {
    "review": ReviewForm,
    "keep": KeepForm,
    "cancel": CancelForm,
    "assistance": AssistanceForm,
    "subsidy": SubsidyForm,
    "correction": CorrectionForm,
}


@blueprint.get("/desk/waitlist")
@guards.requires(Permission.SEE_CASES)
def listing() -> ResponseReturnValue:
    """Show who waits: by place in the order, or by how near the cap is."""
    only = request.args.get("only", "")
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        paging = paged(queries.count(session, place, only, day), ROWS)
        entries = queries.page_of(session, place, only, day, paging.offset, ROWS)
        names = households.names(session, [each.household_id for each in entries])
    return render_template(
        "waitlist/listing.html",
        entries=entries,
        names=names,
        paging=paging,
        only=only,
        lists=LISTS,
        warning=lambda entry: warning(day, entry.cap_on),
        rescue_due_on=rescue_due_on,
        today=day,
        **_words(),
    )


@blueprint.get("/desk/waitlist/<int:entry_id>")
@guards.requires(Permission.SEE_CASES)
def show(entry_id: int) -> ResponseReturnValue:
    """Show an entry: place, points, cap, and what may be done."""
    return _page(entry_id)


@blueprint.post("/desk/waitlist/<int:entry_id>/review")
@guards.requires(Permission.RECHECK_CASE)
def review(entry_id: int) -> ResponseReturnValue:
    """Begin to review whether a household still meets the conditions."""
    form = ReviewForm(prefix="review")
    return _act(
        entry_id,
        form,
        lambda work: service.open_review(
            work, entry_id, reason=form.reason.data, document=form.document.data or ""
        ),
        _("已开始复查。"),
    )


@blueprint.post("/desk/waitlist/<int:entry_id>/keep")
@guards.requires(Permission.DECIDE_CASE)
def keep(entry_id: int) -> ResponseReturnValue:
    """Keep an entry after its review."""
    form = KeepForm(prefix="keep")
    return _act(
        entry_id,
        form,
        lambda work: service.keep(work, entry_id, reason=form.reason.data),
        _("已保留轮候资格。"),
    )


@blueprint.post("/desk/waitlist/<int:entry_id>/cancel")
@guards.requires(Permission.DECIDE_CASE)
def cancel(entry_id: int) -> ResponseReturnValue:
    """Cancel the qualification; the household is told in writing."""
    form = CancelForm(prefix="cancel")
    conditions = (form.conditions.data or "").replace("，", " ").replace("、", " ").split()
    return _act(
        entry_id,
        form,
        lambda work: service.cancel(
            work, entry_id, reasons=(form.reasons.data or "").splitlines(), conditions=conditions
        ),
        _("已取消轮候资格，通知书已发出。"),
    )


CORRECT = Deed(
    "correction",
    Permission.DECIDE_CASE,
    CorrectionForm,
    lambda work, form, entry_id: correcting.correct(
        work, entry_id, form.facts(), reason=form.reason.data, document=form.document.data
    ),
    _l("已更正；位次今夜重新计算。请再决定保留或取消轮候资格。"),
)
offer_deeds(blueprint, "/desk/waitlist/<int:entry_id>", (CORRECT,))


@blueprint.post("/desk/waitlist/<int:entry_id>/correction")
@guards.requires(Permission.DECIDE_CASE)
def correct(entry_id: int) -> ResponseReturnValue:
    """Mend the facts that a place rests on, which the review found wrong."""
    form = CorrectionForm(prefix="correction")
    act = partial(CORRECT.run, form=form, entry_id=entry_id)
    return _act(entry_id, form, act, str(CORRECT.told))


@blueprint.post("/desk/waitlist/<int:entry_id>/assistance")
@guards.requires(Permission.REGISTER_ENTRY)
def assistance(entry_id: int) -> ResponseReturnValue:
    """Change the form of assistance."""
    form = AssistanceForm(prefix="assistance")
    return _act(
        entry_id,
        form,
        lambda work: service.change_assistance(
            work,
            entry_id,
            Assistance(form.assistance.data),
            reason=form.reason.data,
            document=form.document.data,
        ),
        _("保障方式已变更。"),
    )


@blueprint.post("/desk/waitlist/<int:entry_id>/subsidy")
@guards.requires(Permission.DECIDE_CASE)
def subsidise(entry_id: int) -> ResponseReturnValue:
    """Record the grant of the rental subsidy: the duty to the household is met."""
    form = SubsidyForm(prefix="subsidy")
    return _act(
        entry_id,
        form,
        lambda work: service.subsidise(work, entry_id, form.document.data),
        _("已记录发放租赁补贴，轮候结束。"),
    )


@blueprint.route("/desk/waitlist/order", methods=["GET", "POST"])
@guards.requires(Permission.REGISTER_ENTRY)
def publish() -> ResponseReturnValue:
    """Make the order public, after asking."""
    if request.method == "GET":
        with reading() as session:
            day = installation().clock.today()
            waiting = queries.count(session, signed_in_actor().place, "", day)
        return render_template("waitlist/publish.html", waiting=waiting, form=FlaskForm())
    with acting() as work:
        key = order.publish_order(work).key
    flash(_("轮候顺序已公示。"))
    return redirect(url_for("waitlist.order_page", key=key))


@blueprint.get("/waiting-order")
@guards.public
def orders() -> ResponseReturnValue:
    """Show which orders were made public, and which one is open to objections now."""
    here = installation()
    with reading() as session:
        found = queries.orders(session, here.settings.place)
    return render_template("waitlist/orders.html", orders=found, today=here.clock.today())


@blueprint.get("/waiting-order/<key>")
@guards.public
@limiter.limit("120/minute")
def order_page(key: str) -> ResponseReturnValue:
    """Show one order: masked names while it is open to objections, afterwards figures only."""
    with reading() as session:
        found = queries.order_by_key(session, key)
        notice, corrected = posting.notice_of(session, found), posting.corrected_by(session, found)
        is_up = notice is None or notice.withdrawn_at is None
        running = is_up and installation().clock.today() <= found.ends_on
        paging = paged(found.entries if running else 0, ROWS)
        lines = queries.lines(session, found.id, (asked_page() - 1) * ROWS, ROWS) if running else ()
    answer = render_template(
        "waitlist/order.html",
        order=found,
        cites=articles(found.cites),
        notice=notice,
        is_up=is_up,
        corrected=corrected,
        running=running,
        lines=lines,
        paging=paging,
        **_words(),
    )
    return answer, {"X-Robots-Tag": "noindex, nofollow", "Cache-Control": "no-store"}


def _act(
    entry_id: int, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    if not form.validate_on_submit():
        return _page(entry_id, form), 400
    try:
        with acting() as work:
            run(work)
    except BadInput as error:
        form.form_errors.append(explained(error))
        return _page(entry_id, form), 400
    flash(told)
    return redirect(url_for("waitlist.show", entry_id=entry_id))


def _page(entry_id: int, filled: FlaskForm | None = None) -> str:
    """The page of one entry; `filled` is the form that was refused, with what was typed."""
    with reading() as session:
        entry = queries.get(session, signed_in_actor().place, entry_id)
        household = households.get(session, entry.place, entry.household_id)
        facts = told(session, entry)
    forms = {
        prefix: filled if isinstance(filled, kind) else kind(formdata=None, prefix=prefix)
        for prefix, kind in FORMS.items()
    }
    if not isinstance(filled, CorrectionForm):
        forms["correction"] = CorrectionForm.of(correcting.facts_held(household))
    return render_template(
        "waitlist/show.html",
        entry=entry,
        told=facts,
        months=months_left(installation().clock.today(), entry.cap_on),
        forms=forms,
        **_words(),
        **words(),
    )


def _words() -> dict[str, object]:
    return {"states": STATES, "assistances": ASSISTANCE}

"""Officers' pages of exits: the lists, opening a case, one screen a case with its acts."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.court_files.answer import court_file as answered
from housing.exits import files, forms, queries
from housing.exits.acts import DEEDS, OF_RECIPIENT, ON_REVIEW, OPEN
from housing.exits.page_words import JUDGMENTS, LISTS, PLAINTIFFS, SERVED, STATES, TRIGGERS
from housing.exits.view import exit_view
from housing.households.masking import masked_name
from housing.joint_reviews import people
from housing.joint_reviews.page_words import DEPARTMENTS
from housing.joint_reviews.page_words import STATES as REVIEW_STATES
from housing.joint_reviews.view import names_of, review_view
from housing.leases import queries as leases
from housing.letters.page_words import KINDS as LETTERS
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, offer_deeds, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("exits", __name__, template_folder="templates")
P = Permission
WORDS = {
    "states": STATES,
    "triggers": TRIGGERS,
    "lists": LISTS,
    "served_words": SERVED,
    "plaintiffs": PLAINTIFFS,
    "judgments": JUDGMENTS,
    "departments": DEPARTMENTS,
    "review_states": REVIEW_STATES,
    "letter_kinds": LETTERS,
}
COLUMNS = ("编号", "家庭", "情形", "状态", "立案", "送达", "搬迁期止", "市场租金起", "法院", "案号")


@blueprint.get("/desk/exits")
@guards.requires(P.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List cases: what waits for whom, the soonest end of a relocation first."""
    place, wanted = signed_in_actor().place, _wanted()
    with reading() as session:
        paging = paged(queries.count(session, place, wanted), ROWS)
        rows = queries.page_of(session, place, wanted, paging.offset, ROWS)
        names = names_of(session, [row.household_id for row in rows])
        counts = queries.waiting(session, place, wanted.day)
    facts = {"rows": rows, "names": names, "paging": paging, "wanted": wanted, "counts": counts}
    return render_template("exits/listing.html", **facts, **WORDS)


@blueprint.get("/desk/exits.xlsx")
@guards.requires(P.SEE_LEASES)
def export() -> Response:
    """Give a list of cases as a sheet, masked."""
    place, wanted = signed_in_actor().place, _wanted()
    with reading() as session:
        rows = queries.page_of(session, place, wanted)
        names = names_of(session, [row.household_id for row in rows])
    cells = [
        (
            each.number,
            names[each.household_id],
            str(TRIGGERS[each.trigger]),
            str(STATES[each.state]),
            each.opened_on.isoformat(),
            str(each.delivered_on or ""),
            str(each.relocate_until or ""),
            str(each.market_from or ""),
            each.court,
            each.court_number,
        )
        for each in rows
    ]
    name = f"exits-{wanted.only or 'all'}-{wanted.day}.xlsx"
    return download(workbook("退出案件", COLUMNS, cells), name)


@blueprint.route("/desk/leases/<int:lease_id>/exit", methods=["GET", "POST"])
@guards.requires(P.SEE_LEASES)
def new(lease_id: int) -> ResponseReturnValue:
    """Open the case of a lease, or lead to the one that runs."""
    form = forms.OpenForm()
    if form.validate_on_submit():
        case_id = attempt(form, _opened, OPEN, lease_id)
        if case_id:
            flash(OPEN.told)
            return redirect(url_for("exits.show", case_id=case_id))
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        running = queries.running_of(session, lease.household_id)
        names = names_of(session, [lease.household_id])
    if running is not None and request.method == "GET":
        return redirect(url_for("exits.show", case_id=running.id))
    return answer(form, "exits/new.html", lease=lease, name=names[lease.household_id])


@blueprint.route("/desk/households/<int:household_id>/exit", methods=["GET", "POST"])
@guards.requires(P.REVIEW_TENANCY)
def new_of_recipient(household_id: int) -> ResponseReturnValue:
    """Open the case of a household that receives a subsidy, or lead to the one that runs."""
    form = forms.OpenForm()
    case_id = form.validate_on_submit() and attempt(form, _opened, OF_RECIPIENT, household_id)
    if case_id:
        flash(OF_RECIPIENT.told)
        return redirect(url_for("exits.show", case_id=case_id))
    with reading() as session:
        tenant = people.recipient(session, signed_in_actor().place, household_id)
        running = queries.running_of(session, household_id)
    if running is not None and request.method == "GET":
        return redirect(url_for("exits.show", case_id=running.id))
    return answer(form, "exits/new.html", lease=None, name=masked_name(tenant.household.name))


@blueprint.route("/desk/tenant-reviews/<int:review_id>/exit", methods=["GET", "POST"])
@guards.requires(P.REVIEW_TENANCY)
def on_review(review_id: int) -> ResponseReturnValue:
    """Find against a household in a periodic review, which opens its case."""
    form, here = forms.ReasonsForm(), installation()
    if form.validate_on_submit():
        case_id = attempt(form, _opened, ON_REVIEW, review_id)
        if case_id:
            flash(ON_REVIEW.told)
            return redirect(url_for("exits.show", case_id=case_id))
    with reading() as session:
        view = review_view(session, here.keyring, signed_in_actor(), review_id)
    return answer(form, "exits/on_review.html", view=view, **WORDS)


@blueprint.get("/desk/exits/<int:case_id>")
@guards.requires(P.SEE_LEASES)
def show(case_id: int) -> ResponseReturnValue:
    """Show one case and what may be done."""
    return _page(None, case_id)


@blueprint.get("/desk/exits/<int:case_id>/court-file")
@guards.requires(P.TAKE_COURT_FILE)
def court_file(case_id: int) -> Response:
    """Give the file of a case for the court; who took it stands in the register."""
    return answered(lambda work, folder: files.court_file(work, folder, case_id))


def _opened(form: FlaskForm, act: Deed, number: int) -> object:
    with acting() as work:
        return getattr(act.run(work, form, number), "id", None)


def _wanted() -> queries.Wanted:
    known = {key for key, _words in LISTS}
    only = request.args.get("only", "")
    return queries.Wanted(only if only in known else "", installation().clock.today())


def _page(filled: FlaskForm | None, case_id: int) -> ResponseReturnValue:
    with reading() as session:
        view = exit_view(session, signed_in_actor(), case_id)
    page = render_template(
        "exits/show.html",
        view=view,
        acts={each.name: each for each in DEEDS},
        forms=forms_of(DEEDS, filled),
        refused=filled,
        today=installation().clock.today(),
        **WORDS,
    )
    return page, status_of(filled)


add_deeds(blueprint, "/desk/exits/<int:case_id>", DEEDS, _page, "show")
offer_deeds(blueprint, "/desk/leases/<int:lease_id>", (OPEN,))
offer_deeds(blueprint, "/desk/households/<int:household_id>", (OF_RECIPIENT,))
offer_deeds(blueprint, "/desk/tenant-reviews/<int:review_id>", (ON_REVIEW,))

"""Officers' pages of renewals: the lists, one screen an application, granting many together."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.joint_reviews.page_words import DEPARTMENTS
from housing.joint_reviews.view import names_of
from housing.leases import queries as leases
from housing.renewals import batches, forms, queries, service
from housing.renewals.page_words import LISTS, OUTCOMES, STATES
from housing.renewals.view import renewal_view
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("renewals", __name__, template_folder="templates")
P = Permission
WORDS = {"states": STATES, "lists": LISTS, "outcomes": OUTCOMES, "departments": DEPARTMENTS}

DEEDS = (
    Deed(
        "forward",
        P.REVIEW_TENANCY,
        forms.ReasonForm,
        lambda work, form, renewal_id: service.forward(work, renewal_id, reason=form.reason.data),
        _l("已向有关部门发出核查。"),
        _l("受理并转送联合审核"),
    ),
    Deed(
        "grant",
        P.DECIDE_TENANCY,
        forms.ReasonsForm,
        lambda work, form, renewal_id: service.grant(
            work, renewal_id, reasons=form.reasons.data.splitlines()
        ),
        _l("已准予续租，续租合同已拟定。"),
        _l("准予续租"),
        _l("各部门均无不利意见的可以准予；续租合同自原租期届满次日起，审核超期的自决定次日起。"),
    ),
    Deed(
        "refuse",
        P.SEE_LEASES,
        forms.ReasonsForm,
        lambda work, form, renewal_id: service.refuse(
            work, renewal_id, reasons=form.reasons.data.splitlines()
        ),
        _l("已不予续租，并开立退出案件。"),
        _l("不予续租，转退出审查"),
        _l("须有部门的不利意见；是否取消资格由另一人在退出案件中决定。"),
        is_grave=True,
    ),
    Deed(
        "turn_away",
        P.DECIDE_TENANCY,
        forms.ReasonsForm,
        lambda work, form, renewal_id: service.turn_away(
            work, renewal_id, reasons=form.reasons.data.splitlines()
        ),
        _l("已不予受理，通知书已发出。"),
        _l("逾期申请，不予受理"),
        is_grave=True,
    ),
    Deed(
        "withdraw",
        P.KEEP_LEASES,
        forms.ReasonForm,
        lambda work, form, renewal_id: service.withdraw(work, renewal_id, reason=form.reason.data),
        _l("已撤回。"),
        _l("承租人撤回申请"),
    ),
)


@blueprint.get("/desk/renewals")
@guards.requires(P.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List applications, the soonest end of a lease first."""
    known = {key for key, _words in LISTS}
    only = request.args.get("only", "")
    wanted, place = queries.Wanted(only if only in known else ""), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, wanted), ROWS)
        rows = queries.page_of(session, place, wanted, paging.offset, ROWS)
        names = names_of(session, [row.household_id for row in rows])
        counts, made = queries.waiting(session, place), queries.batches_of(session, place)
    facts = {"rows": rows, "names": names, "paging": paging, "wanted": wanted}
    return render_template("renewals/listing.html", counts=counts, made=made, **facts, **WORDS)


@blueprint.route("/desk/leases/<int:lease_id>/renew", methods=["GET", "POST"])
@guards.requires(P.KEEP_LEASES)
def new(lease_id: int) -> ResponseReturnValue:
    """Take a tenant's written application."""
    form = forms.ApplyForm()
    if form.validate_on_submit():
        renewal_id = attempt(form, _applied, lease_id)
        if renewal_id:
            flash(_("已登记续租申请。"))
            return redirect(url_for("renewals.show", renewal_id=renewal_id))
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        names = names_of(session, [lease.household_id])
    return answer(form, "renewals/new.html", lease=lease, name=names[lease.household_id])


@blueprint.get("/desk/renewals/<int:renewal_id>")
@guards.requires(P.SEE_LEASES)
def show(renewal_id: int) -> ResponseReturnValue:
    """Show one application and what may be done."""
    return _page(None, renewal_id)


@blueprint.post("/desk/renewals/batch")
@guards.requires(P.DECIDE_TENANCY)
def batch() -> ResponseReturnValue:
    """Show which of the chosen can be granted together, and grant them when asked to."""
    form = forms.BatchForm()
    sent = request.form.getlist("renewal")[:ROWS]
    ids = [int(each) for each in sent if each.isdecimal() and len(each) < 10]
    if "go" in request.form and form.validate_on_submit():
        batch_id = attempt(form, _batched, ids)
        if batch_id:
            return redirect(url_for("renewals.progress", batch_id=batch_id))
    if "go" not in request.form:
        form = forms.BatchForm(formdata=None)
        form.reason.data = batches.PASSED_ALL
    with reading() as session:
        found = batches.preview(session, signed_in_actor().place, ids)
        names = names_of(session, [each.renewal.household_id for each in found])
    return answer(form, "renewals/batch.html", found=found, names=names, **WORDS)


@blueprint.get("/desk/renewals/batches/<int:batch_id>")
@guards.requires(P.SEE_LEASES)
def progress(batch_id: int) -> ResponseReturnValue:
    """Show how far a batch is, and what was not granted and why."""
    with reading() as session:
        held = queries.batch(session, signed_in_actor().place, batch_id)
        rows = queries.rows_of(session, batch_id)
        names = names_of(session, [renewal.household_id for _row, renewal in rows])
    done = sum(row.outcome != "waiting" for row, _renewal in rows)
    facts = {"batch": held, "rows": rows, "names": names, "done": done}
    return render_template("renewals/progress.html", **facts, **WORDS)


def _applied(form: forms.ApplyForm, lease_id: int) -> int:
    with acting() as work:
        return service.apply(
            work,
            lease_id,
            months=form.months.data,
            words=form.words.data or "",
            document=form.document.data,
        ).id


def _batched(form: forms.BatchForm, ids: list[int]) -> int:
    """Decide on a batch, and grant its first ones at once; the job goes on with the others."""
    here = installation()
    with acting() as work:
        batch_id = service.make_batch(work, ids, reason=form.reason.data).id
    batches.go_on(here.database, here.keyring, here.clock, batch_id, batches.AT_ONCE)
    return batch_id


def _page(filled: FlaskForm | None, renewal_id: int) -> ResponseReturnValue:
    with reading() as session:
        view = renewal_view(session, signed_in_actor(), renewal_id)
    page = render_template(
        "renewals/show.html",
        view=view,
        acts={each.name: each for each in DEEDS},
        forms=forms_of(DEEDS, filled),
        refused=filled,
        **WORDS,
    )
    return page, status_of(filled)


add_deeds(blueprint, "/desk/renewals/<int:renewal_id>", DEEDS, _page, "show")

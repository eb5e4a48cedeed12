"""Officers' pages of visits: the list of the day, planning a walk, one visit and its findings."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectChoice

from housing.core.access.permissions import Permission
from housing.documents import queries as documents
from housing.documents.answer import shown as document_shown
from housing.documents.folder import folder_of
from housing.documents.sent import examined, keep_all
from housing.documents.service import read
from housing.inspections import queries, service
from housing.inspections.due import walk_of
from housing.inspections.forms import (
    MakeForm,
    MoveForm,
    PlanForm,
    ReasonForm,
    TakenForm,
    WalkForm,
)
from housing.inspections.page_words import LISTS, WORDS
from housing.inspections.service import Found
from housing.inspections.shown import PHOTO, listed, whole
from housing.inspections.words import Answered, Finding, NextStep, Purpose
from housing.leases import queries as leases
from housing.leases.shown import whole as whole_lease
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("inspections", __name__, template_folder="templates")


@blueprint.get("/desk/inspections")
@guards.requires(Permission.REPORT_VIOLATION)
def listing() -> ResponseReturnValue:
    """List visits: those of today first, as one walks."""
    only, place = request.args.get("only", "today"), signed_in_actor().place
    day = installation().clock.today()
    with reading() as session:
        paging = paged(queries.count(session, place, only, day), ROWS)
        found = listed(session, queries.page_of(session, place, only, day, paging.offset, ROWS))
    facts = {"paging": paging, "only": only, "lists": LISTS, "today": day, **WORDS}
    return render_template("inspections/listing.html", found=found, **facts)


@blueprint.route("/desk/inspections/plan", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_UPKEEP)
def walk() -> ResponseReturnValue:
    """Choose who is visited on one day, among those not seen for the longest."""
    form, project = WalkForm(), request.args.get("project", "")
    with reading() as session:
        facts = walk_of(session, signed_in_actor().place, project, installation().clock.today())
    form.lease_ids.choices = [SelectChoice(row.lease.id, row.unit.code) for row in facts["due"]]
    if form.validate_on_submit() and attempt(form, _walked):
        flash(_("已安排走访。"))
        return redirect(url_for("inspections.listing", only="planned"))
    return answer(form, "inspections/plan.html", project=project, **facts)


@blueprint.route("/desk/leases/<int:lease_id>/inspections/new", methods=["GET", "POST"])
@guards.requires(Permission.REPORT_VIOLATION)
def new(lease_id: int) -> ResponseReturnValue:
    """Plan one visit, for example on a report; show what earlier visits said."""
    form, day = PlanForm(), installation().clock.today()
    if form.validate_on_submit():
        inspection_id = attempt(form, _planned, lease_id)
        if inspection_id:
            flash(_("已安排走访。"))
            return redirect(url_for("inspections.show", inspection_id=inspection_id))
    with reading() as session:
        lease = leases.get(session, signed_in_actor().place, lease_id)
        each = whole_lease(session, lease, day)
        signals = queries.signals(session, lease_id)
    return answer(form, "inspections/new.html", each=each, signals=signals, **WORDS)


@blueprint.get("/desk/inspections/<int:inspection_id>")
@guards.requires(Permission.REPORT_VIOLATION)
def show(inspection_id: int) -> ResponseReturnValue:
    """Show one visit and what may be done."""
    return _page(None, inspection_id)


@blueprint.route("/desk/inspections/<int:inspection_id>/make", methods=["GET", "POST"])
@guards.requires(Permission.REPORT_VIOLATION)
def make(inspection_id: int) -> ResponseReturnValue:
    """Note what a visit was like, on the spot."""
    form = MakeForm()
    if form.validate_on_submit() and attempt(form, _made, inspection_id):
        flash(_("已登记走访。"))
        return redirect(url_for("inspections.listing"))
    with reading() as session:
        visit = queries.get(session, signed_in_actor().place, inspection_id)
        each, last = whole(session, visit), queries.last_readings(session, visit.unit_id)
    return answer(form, "inspections/make.html", each=each, last=last, **WORDS)


@blueprint.get("/desk/inspections/<int:inspection_id>/photos/<int:document_id>")
@guards.requires(Permission.REPORT_VIOLATION)
def photo(inspection_id: int, document_id: int) -> ResponseReturnValue:
    """Show a picture of a visit; the register keeps who looked."""
    with acting() as work:
        case = queries.get(work.session, work.place, inspection_id).case
        found = documents.get(work.session, case, document_id)
        return document_shown(found, read(work, folder_of(installation().settings), case, found))


def _walked(form: WalkForm) -> bool:
    on: date = form.on.data or date.min
    with acting() as work:
        chosen, who = form.lease_ids.data, form.inspector.data or ""
        service.plan_many(work, chosen, on=on, inspector=who)
    return True


def _planned(form: PlanForm, lease_id: int) -> int:
    on: date = form.on.data or date.min
    with acting() as work:
        return service.plan(
            work,
            lease_id,
            on=on,
            purpose=Purpose(form.purpose.data),
            why=form.why.data or "",
            inspector=form.inspector.data or "",
            announced=bool(form.announced.data),
        ).id


def _made(form: MakeForm, inspection_id: int) -> bool:
    pictures = examined(form.photos.data)
    found = [
        Found(Finding(row["kind"]), row["detail"], NextStep(row["next_step"]))
        for row in form.findings.data
        if (row["detail"] or "").strip()
    ]
    with acting() as work:
        visit = service.make(
            work,
            inspection_id,
            answered=Answered(form.answered.data),
            findings=found,
            meters=form.readings(),
            note=form.note.data or "",
        )
        keep_all(work, visit.case, PHOTO, pictures)
    return True


DEEDS = (
    Deed(
        "move",
        Permission.REPORT_VIOLATION,
        MoveForm,
        lambda work, form, inspection_id: service.move(
            work, inspection_id, on=form.on.data, reason=form.reason.data
        ),
        _l("已改期。"),
        _l("改期"),
    ),
    Deed(
        "call_off",
        Permission.REPORT_VIOLATION,
        ReasonForm,
        lambda work, form, inspection_id: service.call_off(
            work, inspection_id, reason=form.reason.data
        ),
        _l("已取消走访。"),
        _l("取消走访"),
    ),
    Deed(
        "take_up",
        Permission.REPORT_VIOLATION,
        TakenForm,
        lambda work, form, inspection_id, finding_id: service.take_up(
            work, finding_id, form.case.data.strip()
        ),
        _l("已记录后续办理。"),
        _l("记录后续办理"),
        within="findings/<int:finding_id>/",
    ),
)


def _page(filled: FlaskForm | None, inspection_id: int) -> ResponseReturnValue:
    with reading() as session:
        each = whole(session, queries.get(session, signed_in_actor().place, inspection_id))
    acts = {each.name: each for each in DEEDS}
    facts = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    page = render_template("inspections/show.html", each=each, **facts, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/inspections/<int:inspection_id>", DEEDS, _page, "show")

"""Officers' pages of handovers: the lists, beginning one, inspection, settlement, keys."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.documents.sent import examined, keep_all
from housing.handovers import queries, service
from housing.handovers.forms import (
    AnswerForm,
    BeginForm,
    CallOffForm,
    CloseForm,
    ObjectForm,
    SettleForm,
)
from housing.handovers.page_words import LISTS, STATES
from housing.handovers.rules import Deduction
from housing.handovers.shown import listed, whole
from housing.leases import queries as leases
from housing.leases.forms import ConditionForm
from housing.leases.page_words import ENDINGS
from housing.leases.pages_keys import found_of
from housing.leases.papers import PHOTO
from housing.leases.shown import whole as whole_lease
from housing.leases.words import Ending
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged

blueprint = Blueprint("handovers", __name__, template_folder="templates")
WORDS = {"states": STATES, "endings": ENDINGS}


@blueprint.get("/desk/handovers")
@guards.requires(Permission.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List flats that come back: to inspect, to settle, keys to take, objections, back."""
    only, place = request.args.get("only", "begun"), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, only), ROWS)
        found = listed(session, queries.page_of(session, place, only, paging.offset, ROWS))
    facts = {"paging": paging, "only": only, "lists": LISTS, **WORDS}
    return render_template("handovers/listing.html", found=found, **facts)


@blueprint.route("/desk/leases/<int:lease_id>/handover", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def new(lease_id: int) -> ResponseReturnValue:
    """Begin the return of a flat whose tenant moves out, or lead to the one that runs."""
    form, day = BeginForm(), installation().clock.today()
    if form.validate_on_submit():
        handover_id = attempt(form, _begun, lease_id)
        if handover_id:
            flash(_("已开始腾退，通知书已发出。"))
            return redirect(url_for("handovers.show", handover_id=handover_id))
    with reading() as session:
        running = queries.of_lease(session, lease_id)
        lease = leases.get(session, signed_in_actor().place, lease_id)
        each = whole_lease(session, lease, day)
    if running is not None and request.method == "GET":
        return redirect(url_for("handovers.show", handover_id=running.id))
    return answer(form, "handovers/new.html", each=each)


@blueprint.get("/desk/handovers/<int:handover_id>")
@guards.requires(Permission.SEE_LEASES)
def show(handover_id: int) -> ResponseReturnValue:
    """Show one handover and what may be done."""
    return _page(None, handover_id)


@blueprint.route("/desk/handovers/<int:handover_id>/inspect", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_UPKEEP)
def inspect(handover_id: int) -> ResponseReturnValue:
    """Write down how the flat is, beside how it was."""
    form = ConditionForm()
    if form.validate_on_submit() and attempt(form, _inspected, handover_id):
        flash(_("已记录验房情况。"))
        return redirect(url_for("handovers.show", handover_id=handover_id))
    return _form(form, "handovers/inspect.html", handover_id)


@blueprint.route("/desk/handovers/<int:handover_id>/settle", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_RENT)
def settle(handover_id: int) -> ResponseReturnValue:
    """Settle deposit, rent and damages."""
    form = SettleForm()
    if form.validate_on_submit() and attempt(form, _settled, handover_id):
        flash(_("已结算，结算单已发给承租人。"))
        return redirect(url_for("handovers.show", handover_id=handover_id))
    return _form(form, "handovers/settle.html", handover_id)


def _begun(form: BeginForm, lease_id: int) -> int:
    with acting() as work:
        ending, paper = Ending(form.ending.data), form.document.data or ""
        return service.begin(work, lease_id, ending, reason=form.reason.data, document=paper).id


def _inspected(form: ConditionForm, handover_id: int) -> bool:
    photos = examined(form.photos.data)
    with acting() as work:
        held = queries.get(work.session, work.place, handover_id)
        lease = leases.get(work.session, work.place, held.lease_id)
        found = found_of(form, keep_all(work, lease.case, PHOTO, photos))
        service.inspect(work, handover_id, found)
    return True


def _settled(form: SettleForm, handover_id: int) -> bool:
    damages = [
        Deduction(row["item"] or "", row["fen"] or 0, (row["reason"] or "").strip())
        for row in form.damages.data
        if row["fen"] or row["reason"]
    ]
    last_day: date = form.last_day.data or date.min
    with acting() as work:
        service.settle(work, handover_id, last_day=last_day, deductions=damages)
    return True


def _form(form: FlaskForm, template: str, handover_id: int) -> ResponseReturnValue:
    day = installation().clock.today()
    with reading() as session:
        held = queries.get(session, signed_in_actor().place, handover_id)
        each = whole(session, held, day)
    if isinstance(form, ConditionForm) and not form.fittings.entries and each.entered:
        for row in each.entered.items:
            form.fittings.append_entry({"item": row["item"], "state": "", "note": ""})
    if isinstance(form, ConditionForm):
        form.offer_rows()
    if isinstance(form, SettleForm) and not form.damages.entries:
        for thing in each.changed:
            form.damages.append_entry({"item": thing.item, "fen": None, "reason": ""})
    return answer(form, template, each=each, today=day, **WORDS)


DEEDS = (
    Deed(
        "object_to",
        Permission.KEEP_LEASES,
        ObjectForm,
        lambda work, form, handover_id: service.object_to(work, handover_id, form.statement.data),
        _l("已记录异议。"),
        _l("登记承租人的异议"),
    ),
    Deed(
        "answer",
        Permission.DECIDE_TENANCY,
        AnswerForm,
        lambda work, form, handover_id: service.answer(
            work,
            handover_id,
            upheld=form.outcome.data == "upheld",
            reasons=form.reasons.data,
        ),
        _l("已答复异议，答复书已发出。"),
        _l("答复异议"),
        _l("办理结算的人员不能答复。异议成立的，由办理人员重新结算，不得比原结算对承租人更不利。"),
    ),
    Deed(
        "close",
        Permission.KEEP_LEASES,
        CloseForm,
        lambda work, form, handover_id: service.close(
            work,
            handover_id,
            keys_on=form.keys_on.data,
            keys_note=form.keys_note.data,
            needs_repair=form.needs_repair.data,
        ),
        _l("钥匙已收回，租赁终止，已告知社区。"),
        _l("收回钥匙"),
        _l("钥匙收回的当日就是结算到的那一天；合同随之终止，房源转为维修或者空置。"),
    ),
    Deed(
        "call_off",
        Permission.KEEP_LEASES,
        CallOffForm,
        lambda work, form, handover_id: service.call_off(
            work, handover_id, reason=form.reason.data, document=form.document.data
        ),
        _l("已撤销腾退，继续租赁。"),
        _l("撤销腾退"),
        _l("承租人撤回退房申请，或者退出、违规的决定被撤销时使用。"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, handover_id: int) -> ResponseReturnValue:
    day = installation().clock.today()
    with reading() as session:
        held = queries.get(session, signed_in_actor().place, handover_id)
        each = whole(session, held, day)
    acts = {each.name: each for each in DEEDS}
    facts = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled, "today": day}
    page = render_template("handovers/show.html", each=each, **facts, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/handovers/<int:handover_id>", DEEDS, _page, "show")

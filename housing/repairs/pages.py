"""Officers' pages of repairs: the lists, a request, one repair with its acts, the costs."""

from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.documents import queries as documents
from housing.documents.answer import shown as document_shown
from housing.documents.folder import folder_of
from housing.documents.sent import examined, keep_all
from housing.documents.service import read
from housing.leases import queries as leases
from housing.repairs import queries, service
from housing.repairs.forms import (
    AssignForm,
    FinishForm,
    NoteForm,
    PhotosForm,
    RequestForm,
)
from housing.repairs.page_words import LISTS, TROUBLES, WORDS
from housing.repairs.shown import PHOTO, listed, whole
from housing.repairs.words import Payer, Trouble
from housing.units import queries as units
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("repairs", __name__, template_folder="templates")
COLUMNS = ("房源", "维修件数", "费用（元）")


@blueprint.get("/desk/repairs")
@guards.requires(Permission.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List repairs by the last day of the answer."""
    only, place = request.args.get("only", "requested"), signed_in_actor().place
    day = installation().clock.today()
    with reading() as session:
        paging = paged(queries.count(session, place, only, day), ROWS)
        found = listed(session, queries.page_of(session, place, only, day, paging.offset, ROWS))
    facts = {"paging": paging, "only": only, "lists": LISTS, "today": day, **WORDS}
    return render_template("repairs/listing.html", found=found, **facts)


@blueprint.route("/desk/units/<int:unit_id>/repairs/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_UPKEEP)
def new(unit_id: int) -> ResponseReturnValue:
    """Note a repair that a tenant asked for at the counter, or of an empty flat."""
    form = RequestForm()
    if form.validate_on_submit():
        repair_id = attempt(form, _requested, unit_id)
        if repair_id:
            flash(_("已登记报修。"))
            return redirect(url_for("repairs.show", repair_id=repair_id))
    with reading() as session:
        unit = units.by_id(session, signed_in_actor().place, unit_id)
        past = queries.of_unit(session, unit_id)
    return answer(form, "repairs/new.html", unit=unit, past=past, **WORDS)


@blueprint.get("/desk/repairs/<int:repair_id>")
@guards.requires(Permission.SEE_LEASES)
def show(repair_id: int) -> ResponseReturnValue:
    """Show one repair and what may be done."""
    return _page(None, repair_id)


@blueprint.post("/desk/repairs/<int:repair_id>/photos")
@guards.requires(Permission.KEEP_UPKEEP)
def photos(repair_id: int) -> ResponseReturnValue:
    """Keep pictures of what was broken or mended."""
    form = PhotosForm(prefix="photos")
    if form.validate_on_submit() and attempt(form, _pictured, repair_id):
        flash(_("已保存照片。"))
        return redirect(url_for("repairs.show", repair_id=repair_id))
    return _page(form, repair_id)


@blueprint.get("/desk/repairs/<int:repair_id>/photos/<int:document_id>")
@guards.requires(Permission.SEE_LEASES)
def photo(repair_id: int, document_id: int) -> ResponseReturnValue:
    """Show a picture of a repair; the register keeps who looked."""
    with acting() as work:
        case = queries.get(work.session, work.place, repair_id).case
        found = documents.get(work.session, case, document_id)
        return document_shown(found, read(work, folder_of(installation().settings), case, found))


@blueprint.get("/desk/repairs/costs")
@guards.requires(Permission.SEE_LEASES)
def costs() -> ResponseReturnValue:
    """Show what repairs cost by unit in a year."""
    year = _year()
    with reading() as session:
        found = queries.costs(session, signed_in_actor().place, year)
    total = sum(each.fen for each in found)
    return render_template("repairs/costs.html", found=found, year=year, total=total)


@blueprint.get("/desk/repairs/costs.xlsx")
@guards.requires(Permission.SEE_LEASES)
def costs_sheet() -> Response:
    """Give the costs of a year as a sheet."""
    year = _year()
    with reading() as session:
        found = queries.costs(session, signed_in_actor().place, year)
    cells = [(each.unit_code, str(each.repairs), yuan(Fen(each.fen))) for each in found]
    return download(workbook("维修费用", COLUMNS, cells), f"repairs-{year}.xlsx")


def _year() -> int:
    today: date = installation().clock.today()
    told = request.args.get("year", "")
    return int(told) if told.isdecimal() and 2000 <= int(told[:4]) <= today.year else today.year


def _requested(form: RequestForm, unit_id: int) -> int:
    pictures = examined(form.photos.data)
    with acting() as work:
        lease = leases.active_of_unit(work.session, unit_id)
        made = service.request(
            work,
            trouble=Trouble(form.trouble.data),
            description=form.description.data or "",
            urgent=bool(form.urgent.data),
            lease_id=lease.id if lease and lease.place == work.place else None,
            unit_id=unit_id,
        )
        keep_all(work, made.case, PHOTO, pictures)
        return made.id


def _pictured(form: PhotosForm, repair_id: int) -> bool:
    pictures = examined(form.photos.data)
    with acting() as work:
        keep_all(work, queries.get(work.session, work.place, repair_id).case, PHOTO, pictures)
    return True


DEEDS = (
    Deed(
        "assign",
        Permission.KEEP_UPKEEP,
        AssignForm,
        lambda work, form, repair_id: service.assign(
            work,
            repair_id,
            assigned_to=form.assigned_to.data,
            visit_on=form.visit_on.data,
        ),
        _l("已派工，已告知承租人。"),
        _l("派工"),
        _l("派工就是答复：答复期限到此为止。"),
    ),
    Deed(
        "finish",
        Permission.KEEP_UPKEEP,
        FinishForm,
        lambda work, form, repair_id: service.finish(
            work,
            repair_id,
            outcome=form.outcome.data,
            cost_fen=form.cost.data,
            payer=Payer(form.payer.data),
            document=form.document.data or "",
        ),
        _l("已登记修好，费用已入账。"),
        _l("登记修好"),
        _l("人为损坏由承租人承担的，须有承租人签字的确认文件。"),
    ),
    Deed(
        "confirm",
        Permission.KEEP_UPKEEP,
        NoteForm,
        lambda work, form, repair_id: service.confirm(work, repair_id, note=form.note.data),
        _l("已确认修好。"),
        _l("代承租人确认修好"),
        _l("写明承租人怎样确认，例如电话、当面。"),
    ),
    Deed(
        "reopen",
        Permission.KEEP_UPKEEP,
        NoteForm,
        lambda work, form, repair_id: service.reopen(work, repair_id, note=form.note.data),
        _l("已重新打开，答复期限重新计算。"),
        _l("没有修好，重新办理"),
    ),
    Deed(
        "decline",
        Permission.KEEP_UPKEEP,
        NoteForm,
        lambda work, form, repair_id: service.decline(work, repair_id, reason=form.note.data),
        _l("已答复承租人。"),
        _l("不属维修范围"),
        is_grave=True,
    ),
    Deed(
        "withdraw",
        Permission.KEEP_UPKEEP,
        NoteForm,
        lambda work, form, repair_id: service.withdraw(work, repair_id, reason=form.note.data),
        _l("已撤回报修。"),
        _l("撤回"),
    ),
)


def _page(filled: FlaskForm | None, repair_id: int) -> ResponseReturnValue:
    actor, day = signed_in_actor(), installation().clock.today()
    with reading() as session:
        each = whole(session, queries.get(session, actor.place, repair_id))
    acts = {each.name: each for each in DEEDS}
    is_photos = isinstance(filled, PhotosForm)
    facts = {
        "forms": forms_of(DEEDS, filled),
        "photos": filled if is_photos else PhotosForm(formdata=None, prefix="photos"),
        "acts": acts,
        "refused": filled,
        "today": day,
        "trouble": TROUBLES[each.repair.trouble],
    }
    return render_template("repairs/show.html", each=each, **facts, **WORDS), status_of(filled)


add_deeds(blueprint, "/desk/repairs/<int:repair_id>", DEEDS, _page, "show")

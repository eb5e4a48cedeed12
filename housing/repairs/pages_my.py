"""A tenant's own pages of repairs: ask, follow, confirm or say that it is still broken."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.documents import queries as documents
from housing.documents.answer import shown as document_shown
from housing.documents.folder import folder_of
from housing.documents.sent import examined, keep_all
from housing.documents.service import read
from housing.leases import whose
from housing.repairs import queries, service
from housing.repairs.forms import NoteForm, RequestForm, TokenForm
from housing.repairs.page_words import WORDS
from housing.repairs.shown import PHOTO, whole
from housing.repairs.words import Trouble
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation

blueprint = Blueprint("my_repairs", __name__, template_folder="templates")


@blueprint.route("/my/leases/<int:lease_id>/repairs", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def listing(lease_id: int) -> ResponseReturnValue:
    """Show the repairs of one's flat, and take a new request."""
    form = RequestForm()
    if form.validate_on_submit():
        repair_id = attempt(form, _requested, lease_id)
        if repair_id:
            flash(_("已收到报修，我们会在期限内答复。"))
            return redirect(url_for("my_repairs.show", repair_id=repair_id))
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        found = queries.of_leases(session, [lease_id])
    return answer(form, "repairs/mine.html", lease=lease, found=found, **WORDS)


@blueprint.get("/my/repairs/<int:repair_id>")
@guards.requires(Permission.APPLY)
def show(repair_id: int) -> ResponseReturnValue:
    """Show one's own repair and what may be said."""
    return _page(None, repair_id)


@blueprint.get("/my/repairs/<int:repair_id>/photos/<int:document_id>")
@guards.requires(Permission.APPLY)
def photo(repair_id: int, document_id: int) -> ResponseReturnValue:
    """Show a picture of one's own repair."""
    with acting() as work:
        case = queries.own(work.session, work.actor, repair_id).case
        found = documents.get(work.session, case, document_id)
        return document_shown(found, read(work, folder_of(installation().settings), case, found))


def _requested(form: RequestForm, lease_id: int) -> int:
    pictures = examined(form.photos.data)
    with acting() as work:
        made = service.request(
            work,
            trouble=Trouble(form.trouble.data),
            description=form.description.data or "",
            urgent=bool(form.urgent.data),
            lease_id=lease_id,
        )
        keep_all(work, made.case, PHOTO, pictures)
        return made.id


DEEDS = (
    Deed(
        "confirm",
        Permission.APPLY,
        TokenForm,
        lambda work, _form, repair_id: service.confirm(work, repair_id),
        _l("谢谢您的确认。"),
        _l("已经修好"),
    ),
    Deed(
        "reopen",
        Permission.APPLY,
        NoteForm,
        lambda work, form, repair_id: service.reopen(work, repair_id, note=form.note.data),
        _l("已告诉维修人员，请等候答复。"),
        _l("还没有修好"),
    ),
    Deed(
        "withdraw",
        Permission.APPLY,
        NoteForm,
        lambda work, form, repair_id: service.withdraw(work, repair_id, reason=form.note.data),
        _l("已撤回报修。"),
        _l("撤回报修"),
    ),
)


def _page(filled: FlaskForm | None, repair_id: int) -> ResponseReturnValue:
    with reading() as session:
        each = whole(session, queries.own(session, signed_in_actor(), repair_id))
    acts = {each.name: each for each in DEEDS}
    facts = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    page = render_template("repairs/my_repair.html", each=each, **facts, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/my/repairs/<int:repair_id>", DEEDS, _page, "show")

"""Pages of objections: filing and looking up for everybody, the list and decision for officers."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.errors import HousingError
from housing.documents import queries as documents
from housing.documents import service as keeping
from housing.documents.answer import page_shown, shown
from housing.documents.folder import folder_of
from housing.documents.models import Document
from housing.households.masking import masked_name
from housing.notices import queries as notices
from housing.objections import queries, service
from housing.objections.deciding import decider_of
from housing.objections.forms import DecisionForm, LookUpForm, ObjectionForm
from housing.objections.page_words import STATE_WORDS
from housing.objections.taking import FILING, Sent, take, take_back
from housing.web import errors, guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.paging import paged

blueprint = Blueprint("objections", __name__, template_folder="templates")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {"state_words": STATE_WORDS}


@blueprint.after_request
def keep_off(answer: Response) -> Response:
    """Tell search engines to keep nothing of these pages."""
    answer.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return answer


@blueprint.route("/notices/<key>/objection", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(FILING, methods=["POST"])
def file(key: str) -> ResponseReturnValue:
    """Take an objection to a notice that runs; the receipt code is shown once."""
    form, here = ObjectionForm(), installation()
    with reading() as session:
        notice = notices.by_key(session, key, here.clock.today())
    if form.validate_on_submit():
        try:
            filed = _taken(key, form)
            return render_template("objections/filed.html", filed=filed, notice=notice)
        except HousingError as error:
            return _refused(form, error, "objections/file.html", notice=notice)
    return _form(form, "objections/file.html", notice=notice)


@blueprint.route("/objections", methods=["GET", "POST"])
@guards.public
@limits.limiter.limit(limits.LOOK_UP, methods=["POST"], deduct_when=limits.is_wrong)
def look_up() -> ResponseReturnValue:
    """Show what became of an objection to whoever knows receipt code and contact."""
    form, here = LookUpForm(), installation()
    if not form.validate_on_submit():
        return _form(form, "objections/look_up.html")
    try:
        with reading() as session:
            code, tail = form.code.data, form.contact_tail.data
            found = queries.by_receipt(session, here.keyring, code, tail)
            notice = notices.get(session, found.notice_id)
    except HousingError as error:
        return _refused(form, error, "objections/look_up.html")
    return render_template("objections/status.html", objection=found, notice=notice, form=form)


@blueprint.post("/objections/withdraw")
@guards.public
@limits.limiter.limit(limits.LOOK_UP, deduct_when=limits.is_wrong)
def withdraw() -> ResponseReturnValue:
    """Take an objection back, by whoever filed it."""
    form = LookUpForm()
    if not form.validate_on_submit():
        return _form(form, "objections/look_up.html")
    try:
        take_back(form.code.data, form.contact_tail.data)
    except HousingError as error:
        return _refused(form, error, "objections/look_up.html")
    flash(_("异议已撤回。"))
    return redirect(url_for("objections.look_up"))


@blueprint.get("/desk/objections")
@guards.requires(Permission.DECIDE_OBJECTION)
def listing() -> ResponseReturnValue:
    """Show the objections that wait, the nearest last day first; or those decided."""
    place, is_open = signed_in_actor().place, request.args.get("only") != "decided"
    with reading() as session:
        paging = paged(queries.count(session, place, is_open=is_open))
        rows = queries.listed(
            session, place, is_open=is_open, offset=paging.offset, limit=paging.rows
        )
    facts = {"rows": rows, "paging": paging, "is_open": is_open}
    return render_template("objections/listing.html", day=installation().clock.today(), **facts)


@blueprint.get("/desk/objections/<int:objection_id>")
@guards.requires(Permission.DECIDE_OBJECTION)
def show(objection_id: int) -> ResponseReturnValue:
    """Show an objection beside the notice it is about."""
    return _page(objection_id, DecisionForm())


@blueprint.post("/desk/objections/<int:objection_id>/contact")
@guards.requires(Permission.SEE_PERSONAL_DATA)
def reveal(objection_id: int) -> ResponseReturnValue:
    """Show who objects, once; the register keeps who looked."""
    with acting() as work:
        told = service.reveal(work, objection_id)
    return _page(objection_id, DecisionForm(formdata=None), told=told)


@blueprint.post("/desk/objections/<int:objection_id>/decision")
@guards.requires(Permission.DECIDE_OBJECTION)
def decide(objection_id: int) -> ResponseReturnValue:
    """Decide an objection; the case moves with it."""
    form = DecisionForm()
    if not form.validate_on_submit():
        return _page(objection_id, form), 400
    try:
        with acting() as work:
            found = queries.get(work.session, work.place, objection_id)
            upheld = form.outcome.data == "upheld"
            decider_of(found.case_kind)(work, objection_id, upheld, form.reason.data)
    except HousingError as error:
        form.form_errors.append(explained(error))
        return _page(objection_id, form), errors.status_of(error)
    flash(_("异议已处理，结果已通知异议人。"))
    return redirect(url_for("objections.listing"))


@blueprint.get("/desk/objections/<int:objection_id>/documents/<int:document_id>")
@guards.requires(Permission.DECIDE_OBJECTION)
def document(objection_id: int, document_id: int) -> ResponseReturnValue:
    """Show a document that was sent with an objection; the register keeps who looked."""
    return shown(*_document(objection_id, document_id))


@blueprint.get("/desk/objections/<int:objection_id>/documents/<int:document_id>/pages/<int:number>")
@guards.requires(Permission.DECIDE_OBJECTION)
def document_page(objection_id: int, document_id: int, number: int) -> ResponseReturnValue:
    """Show a page of a PDF that was sent with an objection; the register keeps who looked."""
    return page_shown(*_document(objection_id, document_id, is_page=True), number)


def _document(objection_id: int, document_id: int, is_page: bool = False) -> tuple[Document, bytes]:
    with acting() as work:
        case = queries.get(work.session, work.place, objection_id).own_case
        found = documents.get(work.session, case, document_id)
        folder = folder_of(installation().settings)
        return found, keeping.read(work, folder, case, found, is_page=is_page)


def _taken(key: str, form: ObjectionForm) -> service.Filed:
    sent = [
        Sent(each.filename or "", each.stream) for each in form.files.data or () if each.filename
    ]
    return take(
        key,
        name=form.name.data,
        contact=form.contact.data,
        text=form.text.data,
        files=sent,
    )


def _form(form: FlaskForm, template: str, **facts: object) -> ResponseReturnValue:
    return render_template(template, form=form, **facts), 400 if form.errors else 200


def _refused(
    form: FlaskForm, error: HousingError, template: str, **facts: object
) -> ResponseReturnValue:
    form.form_errors.append(explained(error))
    return render_template(template, form=form, **facts), errors.status_of(error)


def _page(objection_id: int, form: DecisionForm, **facts: object) -> str:
    keyring = installation().keyring
    with reading() as session:
        found = queries.get(session, signed_in_actor().place, objection_id)
        notice = notices.get(session, found.notice_id)
        files = documents.of_case(session, found.own_case)
    facts |= {
        "text": keyring.unseal(found.text_sealed),
        "masked": masked_name(keyring.unseal(found.name_sealed)),
    }
    return render_template(
        "objections/show.html", objection=found, notice=notice, files=files, form=form, **facts
    )

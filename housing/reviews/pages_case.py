"""One screen a case, and the acts that its officer may do now."""

from collections.abc import Callable, Sequence
from functools import wraps

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.applications import service as applications
from housing.applications.models import Application
from housing.applications.page_words import CONSENTS, RELATIONS
from housing.applications.words import DuplicateDecision
from housing.checks import page_words as check_words
from housing.checks import typed
from housing.checks.faults import AnswerRefused
from housing.checks.layout import LAYOUTS
from housing.checks.shown import form_of
from housing.clocks.kinds import KINDS
from housing.clocks.page_words import KIND_WORDS
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import HousingError, NotFound
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents import service as papers
from housing.documents.answer import page_shown
from housing.documents.answer import shown as shown_document
from housing.documents.folder import folder_of
from housing.documents.models import Document
from housing.households.masking import masked_identity
from housing.households.page_words import GROUPS
from housing.letters.page_words import KINDS as LETTERS
from housing.reviews import asking, paper
from housing.reviews.cases import seen
from housing.reviews.deeds import DEEDS, Deed, fitting
from housing.reviews.doing import do, looking, refuse
from housing.reviews.forms import PaperForm
from housing.reviews.view import case_view
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.errors import status_of
from housing.web.installation import installation
from housing.web.tag_words import TAG_WORDS

blueprint = Blueprint("cases", __name__, template_folder="templates")


Small = Callable[..., ResponseReturnValue]


def _told_on_case(view: Small) -> Small:
    """Show a refusal on the page of the case, with what was typed, not on a page of its own."""

    @wraps(view)
    def shown(application_id: int, **others: int) -> ResponseReturnValue:
        try:
            return view(application_id, **others)
        except HousingError as refused:
            return _page(application_id, wrong=explained(refused)), status_of(refused)

    return shown


@blueprint.get("/desk/cases/<int:application_id>")
@guards.requires(Permission.SEE_CASES)
def show(application_id: int) -> ResponseReturnValue:
    """Show a case: who, facts side by side, findings, papers, past, and what can be done now."""
    return _page(application_id)


@blueprint.post("/desk/cases/<int:application_id>/numbers")
@guards.requires(Permission.SEE_PERSONAL_DATA)
@_told_on_case
def numbers(application_id: int) -> ResponseReturnValue:
    """Show the family's numbers once; the register keeps who looked and why."""
    with acting() as work:
        people = applications.reveal(work, application_id, _sent("reason"))
    return _page(application_id, people=people)


@blueprint.get("/desk/cases/<int:application_id>/documents/<int:document_id>")
@guards.requires(Permission.SEE_CASES)
def document(application_id: int, document_id: int) -> ResponseReturnValue:
    """Show one paper of a case; the register keeps who looked."""
    return shown_document(*_paper(application_id, document_id))


@blueprint.get("/desk/cases/<int:application_id>/documents/<int:document_id>/pages/<int:number>")
@guards.requires(Permission.SEE_CASES)
def document_page(application_id: int, document_id: int, number: int) -> ResponseReturnValue:
    """Show one page of a PDF as a picture; the register keeps who looked, once a look."""
    return page_shown(*_paper(application_id, document_id, is_page=True), number)


def _paper(application_id: int, document_id: int, is_page: bool = False) -> tuple[Document, bytes]:
    with acting() as work:
        case = seen(work.session, work.actor, application_id).case
        found = documents.get(work.session, case, document_id)
        folder = folder_of(installation().settings)
        return found, papers.read(work, folder, case, found, is_page=is_page)


@blueprint.post("/desk/cases/<int:application_id>/community")
@guards.requires(Permission.REVIEW_AT_STREET)
@_told_on_case
def community(application_id: int) -> ResponseReturnValue:
    """Say which community surveys the case."""
    office = _sent("office")
    with acting() as work:
        seen(work.session, work.actor, application_id)
        chosen = int(office) if office.isdecimal() and len(office) < 10 else 0
        applications.assign_community(work, application_id, chosen)
    flash(_("已指定社区。"))
    return redirect(url_for("cases.show", application_id=application_id))


@blueprint.post("/desk/cases/<int:application_id>/duplicates/<int:finding_id>")
@guards.requires(Permission.RESOLVE_DUPLICATE)
@_told_on_case
def duplicate(application_id: int, finding_id: int) -> ResponseReturnValue:
    """Say once whether two overlapping applications are the same family's."""
    same = _sent("decision") == DuplicateDecision.SAME.value
    decision = DuplicateDecision.SAME if same else DuplicateDecision.DIFFERENT
    with acting() as work:
        seen(work.session, work.actor, application_id)
        applications.resolve_duplicate(work, finding_id, decision, _sent("note"))
    flash(_("已记录，以后不再提示这两家。"))
    return redirect(url_for("cases.show", application_id=application_id))


@blueprint.post("/desk/cases/<int:application_id>/checks/<int:request_id>")
@guards.requires(Permission.SEE_CASES)
@_told_on_case
def ask_again(application_id: int, request_id: int) -> ResponseReturnValue:
    """Ask a department once more, where its answer was mistaken or it could not be reached."""
    with acting() as work:
        asking.ask_again(work, application_id, request_id, _sent("reason"))
    flash(_("已重新发出核查。"))
    return redirect(url_for("cases.show", application_id=application_id))


@blueprint.route("/desk/cases/<int:application_id>/paper/<department>", methods=["GET", "POST"])
@guards.requires(Permission.SEE_CASES)
def paper_answer(application_id: int, department: str) -> ResponseReturnValue:
    """Enter the answer that a department gave in a letter, in the department's own form."""
    kind = _department(department)
    with reading() as session:
        application = seen(session, signed_in_actor(), application_id)
        names = [member.name for member in application.members]
    form = PaperForm()
    texts = typed.blank_rows(LAYOUTS[kind], names)
    faults: dict[str, str] = {}
    if request.method == "POST":
        texts = typed.compacted(kind, request.form)
    if "add" not in request.form and form.validate_on_submit():
        try:
            with acting() as work:
                values = typed.read(kind, texts)
                paper.record_answer(work, application_id, kind, values, form.paper.data, form.seen)
            flash(_("已录入书面回函。"))
            return redirect(url_for("cases.show", application_id=application_id))
        except AnswerRefused as refused:
            faults = refused.fields
        except HousingError as refused:
            refuse(form, refused)
    answer = form_of(kind, names, texts, faults, request.form.get("add", ""))
    if request.method == "GET":
        form.version.data = application.version
    return render_template(
        "reviews/paper.html",
        application=application,
        department=kind,
        form=form,
        answer=answer,
        words=check_words.EVERYTHING,
    ), 400 if faults or form.errors else 200


def act_view(deed: Deed) -> Callable[[int], ResponseReturnValue]:
    """Return the page of one act: what it asks, then the act itself."""

    def view(application_id: int) -> ResponseReturnValue:
        with reading() as session:
            application = seen(session, signed_in_actor(), application_id)
            form = deed.form(looking(session), application)(prefix=f"{deed.name}-")
        if form.validate_on_submit() and do(deed, application, form):
            flash(_("已办理：%(act)s", act=deed.words))
            return redirect(url_for("cases.show", application_id=application_id))
        return _act_page(deed, application_id, form)

    return guards.requires(deed.right)(view)


for _deed in DEEDS.values():
    blueprint.add_url_rule(
        f"/desk/cases/<int:application_id>/{_deed.name}",
        endpoint=str(_deed.name),
        view_func=act_view(_deed),
        methods=["GET", "POST"],
    )


def _act_page(deed: Deed, application_id: int, form: FlaskForm) -> ResponseReturnValue:
    """Show the form again; what was typed stays, and the case is shown as it is now."""
    with reading() as session:
        application = seen(session, signed_in_actor(), application_id)
    changes: Sequence[object] = getattr(form, "changes", ())
    if not form.is_submitted() or changes:
        form.version.data = application.version
    status = getattr(form, "refused_with", 400) if form.errors else 200
    return render_template(
        "reviews/act.html",
        application=application,
        deed=deed,
        form=form,
        changes=changes,
    ), status


def _page(application_id: int, **facts: object) -> str:
    actor, here = signed_in_actor(), installation()
    with reading() as session:
        work = looking(session)
        application = seen(session, actor, application_id)
        view = case_view(work, actor, application)
        forms = {deed.name: _form(deed, work, application) for deed in fitting(application, actor)}
    return render_template(
        "reviews/show.html",
        view=view,
        application=application,
        forms=forms,
        today=here.clock.today(),
        unseal=here.keyring.unseal,
        masked_identity=masked_identity,
        groups=GROUPS,
        relations=RELATIONS,
        consents=CONSENTS,
        kinds=KINDS,
        clock_words=KIND_WORDS,
        letter_kinds=LETTERS,
        tag_words=TAG_WORDS,
        checks_words=check_words.EVERYTHING,
        **facts,
    )


def _form(deed: Deed, work: Work, application: Application) -> FlaskForm:
    form = deed.form(work, application)(formdata=None, prefix=f"{deed.name}-")
    form.version.data = application.version
    return form


def _department(word: str) -> OfficeKind:
    if word not in LAYOUTS:
        raise NotFound(f"没有核查部门“{word}” / there is no checking department {word}")
    return OfficeKind(word)


def _sent(name: str) -> str:
    return request.form.get(name, "").replace("\0", "").strip()

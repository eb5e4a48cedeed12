"""The papers and consents of an application, the check before sending, and sending it."""

from typing import BinaryIO, cast

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import FileStorage

from housing.accounts import queries as accounts
from housing.applications import forms, service
from housing.applications.asking import read, show
from housing.applications.consent_words import STATEMENT, TRUTHFUL
from housing.applications.consents import may_sign_for
from housing.applications.door import blueprint
from housing.applications.drafts import Draft, case_page, looking, own
from housing.applications.models import Application, Member
from housing.applications.page_words import NEXT
from housing.applications.pages_sign_up import ask_again
from housing.applications.pages_steps import QUESTIONS
from housing.applications.paper_acts import CHANGEABLE, add_paper
from housing.applications.paper_acts import drop_paper as take_back
from housing.applications.papers import missing_words, needs_of
from housing.applications.refusals import EditConflict, FieldRefusal
from housing.applications.self_assessment import self_assessment
from housing.applications.shown import sections_of, unfinished_words
from housing.applications.states import ApplicationState
from housing.applications.steps import following
from housing.applications.words import Capacity
from housing.core.access.permissions import Permission, Role
from housing.core.errors import BadInput, BrokenRule, MissingPolicyValue, NotFound
from housing.core.work import Work
from housing.documents import service as documents
from housing.documents.answer import page_shown
from housing.documents.answer import shown as answered
from housing.documents.examine import Examined, examine
from housing.documents.folder import folder_of
from housing.documents.models import Document
from housing.documents.queries import get as paper_of
from housing.eligibility.assess import Assessment
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation

CONSENT = "consent"


@blueprint.route("/apply/<int:application_id>/<step>", methods=["GET", "POST"])
@guards.requires(Permission.FILL_IN, signed_out=ask_again)
def step(application_id: int, step: str) -> ResponseReturnValue:
    """Ask one question of an application and keep the answer."""
    draft = read(application_id)
    if step not in PAGES or step not in [each.name for each in draft.steps]:
        raise NotFound("没有这一步 / there is no such step")
    if draft.application.state is not ApplicationState.DRAFT and step not in (
        "documents",
        "consent",
    ):
        return redirect(case_page(application_id))
    return PAGES[step](draft)


@blueprint.get("/apply/<int:application_id>/papers/<int:document_id>")
@guards.requires(Permission.FILL_IN)
def paper(application_id: int, document_id: int) -> ResponseReturnValue:
    """Show a paper of one's own application."""
    return answered(*_own_paper(application_id, document_id))


@blueprint.get("/apply/<int:application_id>/papers/<int:document_id>/pages/<int:number>")
@guards.requires(Permission.FILL_IN)
def paper_page(application_id: int, document_id: int, number: int) -> ResponseReturnValue:
    """Show a page of an own PDF as a picture."""
    return page_shown(*_own_paper(application_id, document_id), number)


@blueprint.post("/apply/<int:application_id>/papers/<int:document_id>/drop")
@guards.requires(Permission.FILL_IN)
def drop_paper(application_id: int, document_id: int) -> ResponseReturnValue:
    """Take a paper out again, while the application may still change."""
    with acting() as work:
        take_back(work, application_id, document_id)
    return redirect(url_for("applications.step", application_id=application_id, step="documents"))


@blueprint.get("/apply/<int:application_id>/consent-paper")
@guards.requires(Permission.FILL_IN)
def consent_paper(application_id: int) -> ResponseReturnValue:
    """Show the consent to be printed and signed."""
    with reading() as session:
        application = own(session, signed_in_actor(), application_id)
    return render_template(
        "apply/consent_paper.html",
        application=application,
        people=application.members,
        statement=STATEMENT,
        truthful=TRUTHFUL,
    )


def papers(draft: Draft) -> ResponseReturnValue:
    """Show the county's list of papers and take in one at a time. Basis: HN 14 (HN-14-1)."""
    form, refused = forms.EmptyForm(), None
    if request.method == "POST":
        try:
            _keep_paper(draft.application)
            return redirect(request.url)
        except BadInput as fault:
            member = request.form.get("member_id", "")
            refused = {
                "kind": request.form.get("kind"),
                "member_id": int(member) if member.isdecimal() else None,
                "words": explained(fault),
            }
            form.form_errors.append(refused["words"])
    with looking() as work:
        needs = needs_of(work, own(work.session, work.actor, draft.application.id))
    return show(
        draft,
        "documents",
        form,
        needs=needs,
        refused=refused,
        may_change=draft.application.state in CHANGEABLE,
        following=_following(draft, "documents"),
    )


def consent(draft: Draft) -> ResponseReturnValue:
    """Ask everybody's consent, by own sign-in or on paper. Basis: HN 14 (HN-14-3)."""
    form, refused = forms.EmptyForm(), None
    member_id = _whole(request.form.get("member_id", ""))
    if request.method == "POST":
        try:
            _consent(draft.application, member_id)
            return redirect(request.url)
        except (BadInput, BrokenRule) as fault:
            refused = {"member_id": member_id, "words": explained(fault)}
            form.form_errors.append(refused["words"])
    mine = _own_index()
    return show(
        draft,
        "consent",
        form,
        people=[
            {
                "id": member.id,
                "name": member.name,
                "consent": member.consent,
                "consented_at": member.consented_at,
                "is_mine": mine is not None and _may_sign(draft.application, member, mine),
            }
            for member in draft.application.members
        ],
        refused=refused,
        statement=STATEMENT,
        following=_following(draft, "consent"),
    )


def check(draft: Draft) -> ResponseReturnValue:
    """Show everything once more, with the county's lines beside it, and send it."""
    form = forms.SubmitForm()
    form.offer(is_counter=signed_in_actor().role is not Role.APPLICANT)
    if request.method == "POST" and form.validate():
        answer = _sent(draft, form)
        if answer is not None:
            return answer
    here = installation()
    with looking() as work:
        application = own(work.session, work.actor, draft.application.id)
        missing = missing_words(work, application)
        assessment = _assessed(work, application)
    return show(
        draft,
        "check",
        form,
        sections=sections_of(here.keyring, draft.application),
        missing=missing,
        assessment=assessment,
    )


def _assessed(work: Work, application: Application) -> Assessment | None:
    """Return what the lines say; nothing while a county has not set them all."""
    try:
        return self_assessment(work, application)
    except MissingPolicyValue:
        return None


def _sent(draft: Draft, form: forms.SubmitForm) -> ResponseReturnValue | None:
    """Submit; on a refusal say where the answer is that has to be mended."""
    here, version = installation(), _whole(request.form.get("version", ""))
    try:
        with acting() as work:
            application = service.submit(
                work, draft.application.id, version, truthful=bool(form.truthful.data)
            )
    except FieldRefusal as refusal:
        form.form_errors += unfinished_words(refusal)
        return None
    except (BadInput, BrokenRule, EditConflict) as refusal:
        form.form_errors.append(explained(refusal))
        return None
    return render_template(
        "apply/receipt.html",
        application=application,
        secret=service.receipt_code(here.keyring, application),
        onward=case_page(application.id),
        next=NEXT[application.state],
    )


def _keep_paper(application: Application) -> None:
    """Keep what was uploaded; the file is opened before the act begins."""
    file, folder = _examined(), folder_of(installation().settings)
    member, kind = request.form.get("member_id", ""), request.form.get("kind", "")
    with acting() as work:
        add_paper(work, folder, application.id, kind, file, _whole(member) or None)


def _consent(application: Application, member_id: int) -> None:
    """Record the consent of one member: by button of their own account, or on paper."""
    if request.form.get("agree"):
        with acting() as work:
            service.consent(work, application.id, member_id)
        return
    file = _examined()
    with acting() as work:
        held = own(work.session, work.actor, application.id)
        folder = folder_of(installation().settings)
        document = documents.keep_examined(work, folder, held.case, CONSENT, file, member_id)
        service.consent(work, held.id, member_id, document_id=document.id)


def _own_paper(application_id: int, document_id: int) -> tuple[Document, bytes]:
    with acting() as work:
        case = own(work.session, work.actor, application_id).case
        document = paper_of(work.session, case, document_id)
        folder = folder_of(installation().settings)
        return document, documents.read(work, folder, case, document, is_page=True)


def _examined() -> Examined:
    """Return the uploaded file, opened and found harmless.

    Raises:
        BadInput: no file was chosen, or it is not fit to be kept.
    """
    file: FileStorage | None = request.files.get("file")
    if file is None or not file.filename:
        raise BadInput("请先选择照片或文件 / choose a photo or a file first")
    return examine(file.filename, cast(BinaryIO, file.stream), folder_of(installation().settings))


def _own_index() -> str | None:
    actor = signed_in_actor()
    if actor.role is not Role.APPLICANT:
        return None  # At the counter everybody signs on paper.
    with reading() as session:
        account = accounts.by_name(session, actor.name)
    return account.identity_index if account else None


def _may_sign(application: Application, member: Member, index: str) -> bool:
    """Whether the holder of the account may agree for this member: oneself, or one's ward."""
    if member.capacity is Capacity.FULL:
        return index == member.identity_index
    return index in may_sign_for(application)


def _following(draft: Draft, name: str) -> str:
    if draft.application.state is not ApplicationState.DRAFT:
        return case_page(draft.application.id)
    to = following(draft.steps, name)
    return url_for("applications.step", application_id=draft.application.id, step=to)


def _whole(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 10 else 0


PAGES = {**QUESTIONS, "documents": papers, "consent": consent, "check": check}

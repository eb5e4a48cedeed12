"""The papers of a lease: the contract as PDF and Word, the proof of residence, the Word form."""

import io
from pathlib import Path

from flask import Blueprint, Response, flash, redirect, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.documents import queries as documents
from housing.documents.folder import Folder, folder_of
from housing.documents.service import read
from housing.leases import papers, proof, queries, word
from housing.leases.forms import WordFormForm
from housing.leases.models import Lease
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation

blueprint = Blueprint("lease_papers", __name__, template_folder="templates")
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
PDF = "application/pdf"


@blueprint.get("/desk/leases/<int:lease_id>/contract.pdf")
@guards.requires(Permission.KEEP_LEASES)
def contract_pdf(lease_id: int) -> Response:
    """Give the contract: as it was signed, else as it is drafted."""
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id)
        content = papers.contract_pdf(work, lease, _folder(), _fonts())
    return given(content, f"{lease.number}.pdf", PDF)


@blueprint.get("/desk/leases/<int:lease_id>/contract.docx")
@guards.requires(Permission.KEEP_LEASES)
def contract_docx(lease_id: int) -> Response:
    """Give the contract as a Word file in the county's own form."""
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id)
        content = papers.contract_docx(work, lease)
    return given(content, f"{lease.number}.docx", DOCX)


@blueprint.post("/desk/leases/<int:lease_id>/residence-proof")
@guards.requires(Permission.KEEP_LEASES)
def residence(lease_id: int) -> Response:
    """Give a tenant at the counter the proof of residence."""
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id)
        content = proof.give(work, lease, _fonts())
    return given(content, f"residence-{lease.number}.pdf", PDF)


@blueprint.get("/desk/leases/<int:lease_id>/documents/<int:document_id>")
@guards.requires(Permission.SEE_LEASES)
def document(lease_id: int, document_id: int) -> Response:
    """Show a photo or paper of a lease; noted in the register."""
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id)
        return _document(work, lease, document_id)


@blueprint.route("/desk/leases/word-form", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def word_form() -> ResponseReturnValue:
    """Show the county's Word form, and take the next version of it."""
    form = WordFormForm()
    if form.validate_on_submit() and attempt(form, _kept):
        flash(_("已采用新的 Word 文本。"))
        return redirect(url_for("lease_papers.word_form"))
    with reading() as session:
        held = word.form_of(session, signed_in_actor().place)
    return answer(form, "leases/word_form.html", held=held)


@blueprint.get("/desk/leases/word-form.docx")
@guards.requires(Permission.KEEP_LEASES)
def word_form_file() -> Response:
    """Give the form in use, or the one to begin with, to be edited in Word."""
    with reading() as session:
        held = word.form_of(session, signed_in_actor().place)
    content = held.content if held else word.blank_form()
    version = held.version if held else 0
    return given(content, f"lease-form-{version}.docx", DOCX)


def given(content: bytes, name: str, media_type: str) -> Response:
    """Return an answer that saves a paper, never kept by a cache."""
    made = send_file(io.BytesIO(content), media_type, as_attachment=True, download_name=name)
    made.headers["Cache-Control"] = "no-store"
    return made


def _document(work: Work, lease: Lease, document_id: int) -> Response:
    held = documents.get(work.session, lease.case, document_id)
    content = read(work, _folder(), lease.case, held)
    return given(content, held.name, held.media_type)


def _kept(form: FlaskForm) -> bool:
    with acting() as work:
        word.keep_form(work, form.file.data.filename or "", form.file.data.read())
    return True


def _folder() -> Folder:
    return folder_of(installation().settings)


def _fonts() -> Path:
    return installation().settings.home / "fonts"

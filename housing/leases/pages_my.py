"""A tenant's own pages: the leases, one of them with contract, deposit and keys, signing it."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.documents.folder import folder_of
from housing.leases import contract, papers, proof, service, whose
from housing.leases.forms import OnlineForm, TokenForm
from housing.leases.models import Lease
from housing.leases.pages import WORDS
from housing.leases.pages_papers import DOCX, PDF, given
from housing.leases.queries import signature
from housing.leases.shown import whole
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation

blueprint = Blueprint("my_leases", __name__, template_folder="templates")


@blueprint.get("/my/leases")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family its leases."""
    day = installation().clock.today()
    with reading() as session:
        found = [whole(session, each, day) for each in whose.leases_of(session, signed_in_actor())]
    return render_template("leases/mine.html", found=found, **WORDS)


@blueprint.get("/my/leases/<int:lease_id>")
@guards.requires(Permission.APPLY)
def show(lease_id: int) -> ResponseReturnValue:
    """Show a family one of its leases: contract, deposit, rent, keys, and what may be asked."""
    return _page(TokenForm(), lease_id)


@blueprint.get("/my/leases/<int:lease_id>/contract.pdf")
@guards.requires(Permission.APPLY)
def contract_pdf(lease_id: int) -> Response:
    """Give a tenant the own contract."""
    here = installation()
    with acting() as work:
        lease = whose.own(work.session, work.actor, lease_id)
        fonts = here.settings.home / "fonts"
        content = papers.contract_pdf(work, lease, folder_of(here.settings), fonts)
    return given(content, f"{lease.number}.pdf", PDF)


@blueprint.get("/my/leases/<int:lease_id>/contract.docx")
@guards.requires(Permission.APPLY)
def contract_docx(lease_id: int) -> Response:
    """Give a tenant the own contract as a Word file."""
    with acting() as work:
        lease = whose.own(work.session, work.actor, lease_id)
        content = papers.contract_docx(work, lease)
    return given(content, f"{lease.number}.docx", DOCX)


@blueprint.post("/my/leases/<int:lease_id>/residence-proof")
@guards.requires(Permission.APPLY)
def residence(lease_id: int) -> ResponseReturnValue:
    """Give a tenant the proof of residence."""
    form = TokenForm()
    made = attempt(form, _proved, lease_id) if form.validate_on_submit() else None
    if made is None:
        return _page(form, lease_id)
    return given(made, f"residence-{lease_id}.pdf", PDF)


@blueprint.route("/my/leases/<int:lease_id>/sign", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def sign(lease_id: int) -> ResponseReturnValue:
    """Read the whole contract, and sign exactly that."""
    form = OnlineForm()
    if form.validate_on_submit() and attempt(form, _signed, lease_id):
        flash(_("已在网上签字，请等待出租人签章。"))
        return redirect(url_for("my_leases.show", lease_id=lease_id))
    here = installation()
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        made = contract.of_lease(session, here.keyring, lease)
        form.sha256.data = _fingerprint(session, lease)
    return answer(form, "leases/sign.html", lease=lease, contract=made, **WORDS)


def _page(form: FlaskForm, lease_id: int) -> ResponseReturnValue:
    here = installation()
    day = here.clock.today()
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        each = whole(session, lease, day)
        is_signed = each.can_sign and _has_signed(session, lease)
        proves = proof.can_give(session, lease)
    facts = {"each": each, "is_signed": is_signed, "proves": proves, "today": day}
    return answer(form, "leases/my_lease.html", **facts, **WORDS)


def _fingerprint(session: Session, lease: Lease) -> str:
    """Return the hash of the contract as it would be printed now."""
    here = installation()
    fonts = here.settings.home / "fonts"
    return contract.sha256(contract.pdf(session, here.keyring, lease, fonts))


def _has_signed(session: Session, lease: Lease) -> bool:
    return signature(session, lease, _fingerprint(session, lease)) is not None


def _signed(form: OnlineForm, lease_id: int) -> bool:
    fonts = installation().settings.home / "fonts"
    with acting() as work:
        service.sign_online(work, lease_id, sha256=form.sha256.data, fonts=fonts)
    return True


def _proved(_form: FlaskForm, lease_id: int) -> bytes:
    fonts = installation().settings.home / "fonts"
    with acting() as work:
        return proof.give(work, whose.own(work.session, work.actor, lease_id), fonts)

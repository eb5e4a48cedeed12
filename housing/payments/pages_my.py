"""A tenant's own pages: what was paid, how to pay, and the certificate for the provident fund."""

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.households import queries as households
from housing.leases import whose
from housing.leases.states import LeaseState
from housing.payments import fund_queries, queries, service
from housing.payments.forms import TokenForm
from housing.payments.page_words import CERTIFICATES, CHANNELS, ORDER_OF_PAYMENT, PARTS
from housing.payments.pages_lease import as_pdf
from housing.payments.tills import tills
from housing.payments.words import CertificateKind, MarkKind
from housing.web import guards
from housing.web.acting import acting, signed_in_actor
from housing.web.deeds import answer, attempt
from housing.web.installation import installation

blueprint = Blueprint("my_payments", __name__, template_folder="templates")


@blueprint.get("/my/leases/<int:lease_id>/payments")
@guards.requires(Permission.APPLY)
def mine(lease_id: int) -> ResponseReturnValue:
    """Show a tenant the receipts of a lease, how to pay, and the certificates."""
    return _page(TokenForm(formdata=None), lease_id)


@blueprint.post("/my/leases/<int:lease_id>/payments/certificate")
@guards.requires(Permission.APPLY)
def certify(lease_id: int) -> ResponseReturnValue:
    """Give a tenant the certificate for the provident fund."""
    form = TokenForm()
    if form.validate_on_submit() and (made := attempt(form, _certified, lease_id)):
        return redirect(url_for("my_payments.certificate", lease_id=lease_id, certificate_id=made))
    return _page(form, lease_id)


@blueprint.get("/my/leases/<int:lease_id>/payments/certificates/<int:certificate_id>.pdf")
@guards.requires(Permission.APPLY)
def certificate(lease_id: int, certificate_id: int) -> Response:
    """Give a tenant an own certificate as PDF."""
    with acting() as work:
        lease = whose.own(work.session, work.actor, lease_id)
        made = fund_queries.certificate(work.session, lease.place, certificate_id, lease.id)
        raw = service.certificate_pdf(work, made, installation().settings.home / "fonts")
    return as_pdf(raw, made.number)


@blueprint.get("/my/leases/<int:lease_id>/payments/receipts/<int:receipt_id>.pdf")
@guards.requires(Permission.APPLY)
def receipt(lease_id: int, receipt_id: int) -> Response:
    """Give a tenant an own receipt as PDF."""
    with acting() as work:
        lease = whose.own(work.session, work.actor, lease_id)
        found = queries.receipt(work.session, lease.place, receipt_id, lease.id)
        home = households.get(work.session, lease.place, lease.household_id)
        fonts = installation().settings.home / "fonts"
        raw = service.receipt_pdf(work.session, found, found.payer or home.name, fonts)
    return as_pdf(raw, found.number)


def _certified(_form: FlaskForm, lease_id: int) -> int:
    with acting() as work:
        lease = whose.own(work.session, work.actor, lease_id)
        return service.certify(work, lease, CertificateKind.RENT).id


def _page(form: FlaskForm, lease_id: int) -> ResponseReturnValue:
    with acting() as work:
        lease = whose.own(work.session, signed_in_actor(), lease_id)
        owner = tills(work, [lease.id])[lease.id].owner
        accounts = queries.bank_accounts(work.session, lease.place)
        facts = {
            "lease": lease,
            "receipts": queries.of_lease(work.session, lease.id),
            "certificates": fund_queries.certificates(work.session, lease.id),
            "accounts": [
                (each.bank, each.holder, work.keyring.unseal(each.number_sealed))
                for each in accounts
                if each.owner == owner
            ],
            "own_account": any(
                mark.kind is MarkKind.VIRTUAL_ACCOUNT
                for mark in queries.marks_of(work.session, lease.id)
            ),
        }
    words = {"channels": CHANNELS, "parts": PARTS, "certificate_words": CERTIFICATES}
    more = {"order": ORDER_OF_PAYMENT, "runs": lease.state is LeaseState.ACTIVE}
    return answer(form, "payments/mine.html", **facts, **words, **more)

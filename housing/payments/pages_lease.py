"""Officers' page of the payments of one lease: receive, receipts, refunds, the provident fund."""

from flask import Blueprint, Response, render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.leases import queries as leases
from housing.ledger import queries as ledger
from housing.payments import fund_queries, queries, service
from housing.payments.forms import (
    DEPOSIT,
    AgreeForm,
    CertifyForm,
    EndForm,
    ReceiveForm,
    RefundForm,
    ReverseForm,
    VirtualForm,
)
from housing.payments.page_words import (
    CERTIFICATES,
    CHANNELS,
    ORDER_OF_PAYMENT,
    PARTS,
    REFUND_STATES,
    SOURCES,
)
from housing.payments.words import CertificateKind, Channel, MarkKind, RefundSource
from housing.subsidies.forms import month_day
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation

blueprint = Blueprint("lease_payments", __name__, template_folder="templates")
PDF = "application/pdf"


@blueprint.get("/desk/leases/<int:lease_id>/payments")
@guards.requires(Permission.SEE_LEDGER)
def show(lease_id: int) -> ResponseReturnValue:
    """Show what was paid for a lease and what may be done."""
    return _page(None, lease_id)


@blueprint.get("/desk/payments/receipts/<int:receipt_id>.pdf")
@guards.requires(Permission.KEEP_RENT)
def receipt(receipt_id: int) -> Response:
    """Give a receipt to print, with the payer's whole name."""
    with reading() as session:
        found = queries.receipt(session, signed_in_actor().place, receipt_id)
        lease = leases.get(session, found.place, found.lease_id)
        payer = found.payer or households.get(session, found.place, lease.household_id).name
        fonts = installation().settings.home / "fonts"
        return as_pdf(service.receipt_pdf(session, found, payer, fonts), found.number)


@blueprint.get("/desk/payments/certificates/<int:certificate_id>.pdf")
@guards.requires(Permission.KEEP_RENT)
def certificate(certificate_id: int) -> Response:
    """Give a certificate for the provident fund."""
    with acting() as work:
        made = fund_queries.certificate(work.session, work.place, certificate_id)
        raw = service.certificate_pdf(work, made, installation().settings.home / "fonts")
    return as_pdf(raw, made.number)


def as_pdf(raw: bytes, name: str) -> Response:
    """Return a PDF to be kept by nobody but who asked."""
    answer = Response(raw, content_type=PDF)
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _receive(work: Work, form: FlaskForm, lease_id: int) -> object:
    return service.receive(
        work,
        lease_id,
        form.amount.data,
        on=form.on.data,
        channel=Channel(form.channel.data),
        reference=form.reference.data,
        payer=form.payer.data or "",
        deposit=form.purpose.data == DEPOSIT,
    )


def _refund(work: Work, form: FlaskForm, lease_id: int) -> object:
    to = service.PayTo(form.payee.data, form.bank.data, form.account.data)
    source, fen = RefundSource(form.source.data), form.amount.data
    given = {"reason": form.reason.data, "document": form.document.data}
    return service.refund(work, lease_id, source, fen, to=to, **given)


def _certify(work: Work, form: FlaskForm, lease_id: int) -> object:
    lease = leases.get(work.session, work.place, lease_id)
    number = form.platform_number.data or ""
    return service.certify(work, lease, CertificateKind(form.kind.data), platform_number=number)


def _agree(work: Work, form: FlaskForm, lease_id: int) -> object:
    return service.agree_fund(
        work,
        lease_id,
        holder=form.holder.data,
        account=form.account.data,
        most_fen=form.most.data,
        from_month=month_day(form.from_month.data),
        document=form.document.data,
    )


def _reverse(work: Work, form: FlaskForm, lease_id: int) -> object:
    lease = leases.get(work.session, work.place, lease_id)
    found = queries.receipt_numbered(work.session, lease.id, form.receipt.data.strip())
    given = {"reason": form.reason.data, "document": form.document.data or ""}
    return service.reverse(work, found.id, **given)


KEEP = Permission.KEEP_RENT
DEEDS = (
    Deed(
        "receive",
        KEEP,
        ReceiveForm,
        _receive,
        _l("已收款，收据已生成。"),
        _l("柜台收款"),
        ORDER_OF_PAYMENT,
    ),
    Deed(
        "virtual",
        KEEP,
        VirtualForm,
        lambda w, f, lease_id: service.set_virtual_account(w, lease_id, f.number.data),
        _l("专属账号已登记。"),
        _l("登记专属账号"),
        _l("银行为该租约单独编的收款账号，流水中有此账号的自动入账。"),
    ),
    Deed("refund", KEEP, RefundForm, _refund, _l("已提出退款，由另一人审定。"), _l("提出退款")),
    Deed("certify", KEEP, CertifyForm, _certify, _l("证明已出具。"), _l("出具公积金证明")),
    Deed(
        "agree_fund",
        KEEP,
        AgreeForm,
        _agree,
        _l("已登记按月转账授权。"),
        _l("登记公积金按月转账授权"),
    ),
    Deed(
        "end_fund",
        KEEP,
        EndForm,
        lambda w, f, lease_id: service.end_fund(w, lease_id, reason=f.reason.data),
        _l("授权已终止。"),
        _l("终止公积金按月转账"),
    ),
    Deed(
        "reverse",
        KEEP,
        ReverseForm,
        _reverse,
        _l("收款已冲正。"),
        _l("冲正收款"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, lease_id: int) -> ResponseReturnValue:
    place = signed_in_actor().place
    with reading() as session:
        lease = leases.get(session, place, lease_id)
        facts = {
            "lease": lease,
            "name": masked_name(households.get(session, place, lease.household_id).name),
            "balances": ledger.lease_balances(session, place, lease_id),
            "receipts": queries.of_lease(session, lease_id),
            "refunds": queries.refunds_of_lease(session, lease_id),
            "marks": queries.marks_of(session, lease_id),
            "agreement": fund_queries.running(session, lease_id),
            "certificates": fund_queries.certificates(session, lease_id),
        }
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    words = {"channels": CHANNELS, "parts": PARTS, "sources": SOURCES, "states": REFUND_STATES}
    more = {"certificate_words": CERTIFICATES, "virtual": MarkKind.VIRTUAL_ACCOUNT}
    page = render_template("payments/lease.html", refused=filled, **facts, **forms, **words, **more)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/leases/<int:lease_id>/payments", DEEDS, _page, "show")

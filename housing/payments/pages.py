"""Officers' pages of sheets of banks: take one, the queue of lines, one line with its acts."""

from collections.abc import Sequence

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.work import Work
from housing.households.masking import masked_name
from housing.leases import queries as leases
from housing.payments import queries, service
from housing.payments.forms import (
    DEPOSIT,
    AccountForm,
    ClearForm,
    MatchForm,
    PayToForm,
    ReasonForm,
    SheetForm,
)
from housing.payments.models import BankAccount
from housing.payments.page_words import CHANNELS, FATES, FOUND, LINES, ORDER_OF_PAYMENT
from housing.payments.words import Channel, LineFate
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    attempt,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)
from housing.web.paging import ROWS, paged

blueprint = Blueprint("payments", __name__, template_folder="templates")


@blueprint.route("/desk/payments", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_RENT)
def overview() -> ResponseReturnValue:
    """Take a sheet of a bank; show accounts, the last sheets, and what waits."""
    form, place = SheetForm(), signed_in_actor().place
    with reading() as session:
        form.account.choices = _named(queries.bank_accounts(session, place))
    if form.validate_on_submit() and attempt(form, _take):
        return redirect(url_for("payments.overview"))
    with reading() as session:
        facts = {
            "accounts": queries.bank_accounts(session, place),
            "sheets": queries.sheets(session, place),
            "waiting": queries.waiting(session, place),
        }
    return answer(form, "payments/overview.html", order=ORDER_OF_PAYMENT, **facts)


@blueprint.route("/desk/payments/accounts", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_RENT)
def accounts() -> ResponseReturnValue:
    """Keep an account that rent is paid into."""
    form = AccountForm()
    if perform(form, lambda work: _open(work, form)):
        flash(_("收款账户已登记。"))
        return redirect(url_for("payments.overview"))
    return answer(form, "payments/account.html")


@blueprint.get("/desk/payments/lines")
@guards.requires(Permission.KEEP_RENT)
def lines() -> ResponseReturnValue:
    """List lines of sheets; first those that wait for a person."""
    only = request.args.get("only", "waiting")
    fate = LineFate(only) if only in set(LineFate) else LineFate.WAITING
    place = signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count_lines(session, place, fate), ROWS)
        found = queries.lines(session, place, fate, paging.offset, ROWS)
        held = leases.of_ids(session, [each.lease_id for each in found if each.lease_id])
    facts = {"found": found, "paging": paging, "only": fate, "held": held, "masked": masked_name}
    return render_template("payments/lines.html", lists=LINES, fates=FATES, words=FOUND, **facts)


@blueprint.get("/desk/payments/lines/<int:line_id>")
@guards.requires(Permission.KEEP_RENT)
def line(line_id: int) -> ResponseReturnValue:
    """Show one line as the bank wrote it, suggestions, and what may be done."""
    return _page(None, line_id)


def _named(accounts: Sequence[BankAccount]) -> list[tuple[int, str]]:
    return [(each.id, f"{each.bank} {each.holder} …{each.number_end}") for each in accounts]


def _take(form: FlaskForm) -> bool:
    upload = form.file.data
    with acting() as work:
        taken = service.take_sheet(work, form.account.data, upload.filename or "", upload.read())
    if taken.already:
        flash(_("这张流水此前已经导入，没有改变任何账目。"))
        return True
    counts = {"added": taken.added, "matched": taken.matched, "waiting": taken.waiting}
    flash(
        _("已导入 %(added)s 笔，自动入账 %(matched)s 笔，待认领 %(waiting)s 笔", **counts)
        + _("；另有 %(known)s 笔此前已导入。", known=taken.known)
    )
    return True


def _open(work: Work, form: FlaskForm) -> BankAccount:
    return service.open_bank_account(
        work,
        bank=form.bank.data,
        holder=form.holder.data,
        number=form.number.data,
        layout_name=form.layout.data,
        owner=form.owner.data or "",
    )


def _match(work: Work, form: FlaskForm, line_id: int) -> object:
    given = {"deposit": form.purpose.data == DEPOSIT, "note": form.note.data or ""}
    return service.match(work, line_id, form.number.data, **given)


def _refund(work: Work, form: FlaskForm, line_id: int) -> object:
    to = service.PayTo(form.payee.data, form.bank.data, form.account.data)
    given = {"reason": form.reason.data, "document": form.document.data}
    return service.refund_line(work, line_id, to=to, **given)


def _unmatch(work: Work, form: FlaskForm, line_id: int) -> object:
    given = {"reason": form.reason.data, "document": form.document.data or ""}
    return service.unmatch(work, line_id, **given)


DEEDS = (
    Deed(
        "match",
        Permission.KEEP_RENT,
        MatchForm,
        _match,
        _l("已入账，收据已生成。"),
        _l("认领到租约"),
        ORDER_OF_PAYMENT,
    ),
    Deed(
        "set_off",
        Permission.KEEP_RENT,
        ClearForm,
        lambda w, f, line_id: service.clear(w, line_id, Channel(f.channel.data), note=f.note.data),
        _l("已核销在途资金。"),
        _l("是柜台收款的到账"),
        _l("现金缴存、刷卡清算、公积金划转到账时使用，不再重复计入任何租约。"),
    ),
    Deed(
        "refund_line",
        Permission.KEEP_RENT,
        PayToForm,
        _refund,
        _l("已提出退款，由另一人审定。"),
        _l("退回付款人"),
        is_grave=True,
    ),
    Deed(
        "unmatch",
        Permission.KEEP_RENT,
        ReasonForm,
        _unmatch,
        _l("已冲正，该笔款回到待认领。"),
        _l("入错租约，冲正"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, line_id: int) -> ResponseReturnValue:
    """The remark and the payer may name a person, so that the look is written down."""
    with acting() as work:
        found = queries.line(work.session, work.place, line_id)
        waits = found.fate is LineFate.WAITING
        facts = {
            "line": found,
            "remark": work.keyring.unseal(found.remark_sealed),
            "account": queries.bank_account(work.session, work.place, found.bank_account_id),
            "suggestions": service.suggestions(work, found) if waits else [],
            "lease": leases.of_ids(work.session, [found.lease_id or 0]).get(found.lease_id or 0),
            "refund": queries.refund_of_line(work.session, found.id),
        }
        if filled is None:
            told = Entry(Tag.PERSONAL_DATA_SHOWN, found.subject, reason="银行流水")
            work.record(told)
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    words = {"fates": FATES, "words": FOUND, "channels": CHANNELS, "masked": masked_name}
    page = render_template("payments/line.html", refused=filled, **facts, **forms, **words)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/payments/lines/<int:line_id>", DEEDS, _page, "line")
OPEN = Deed("open", Permission.KEEP_RENT, AccountForm, _open, _l("收款账户已登记。"))
offer_deeds(blueprint, "/desk/payments/accounts", [OPEN])

"""Officers' pages of subsidies: the lists, reckoning one, and one with its acts; a family's own."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.households import queries as households
from housing.households.masking import masked_name
from housing.subsidies import queries, service
from housing.subsidies.forms import (
    ChangeForm,
    DecideForm,
    PayeeForm,
    ProposeForm,
    RepayForm,
    StopForm,
    month_day,
)
from housing.subsidies.housed import leases_of
from housing.subsidies.page_words import LIST_STATES, LISTS, STATES
from housing.subsidies.rules import month_words
from housing.subsidies.states import LIVE
from housing.waitlist import queries as waitlist
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, offer_deeds, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("subsidies", __name__, template_folder="templates")
COLUMNS = ("登记编号", "家庭", "状态", "起发月份", "止发月份", "每月（元）", "账号尾号")


@blueprint.get("/desk/subsidies")
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List what is to be reckoned, to be decided, paid, stopped."""
    only, place = _only(), signed_in_actor().place
    with reading() as session:
        entries = queries.without(session, place) if only == "to_reckon" else []
        names = households.names(session, [entry.household_id for entry in entries])
        total = 0 if only == "to_reckon" else queries.count(session, place, only)
        paging = paged(total, ROWS)
        rows = queries.page_of(session, place, only, paging.offset, ROWS) if total else []
    facts = {"entries": entries, "names": names, "rows": rows, "paging": paging, "only": only}
    return render_template(
        "subsidies/listing.html", lists=LISTS, states=STATES, masked=masked_name, **facts
    )


@blueprint.get("/desk/subsidies.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def export() -> Response:
    """Give a list of subsidies as a sheet, masked."""
    only, place = _only(), signed_in_actor().place
    with reading() as session:
        rows = queries.page_of(session, place, "" if only == "to_reckon" else only, limit=None)
    cells = [
        (
            held.entry_number,
            masked_name(home.name),
            str(STATES[held.state]),
            f"{held.from_month:%Y-%m}",
            f"{held.until_month:%Y-%m}" if held.until_month else "",
            yuan(Fen(held.amounts[-1].monthly_fen)),
            held.account_end,
        )
        for held, home in rows
    ]
    return download(workbook("租赁补贴", COLUMNS, cells), f"subsidies-{only or 'all'}.xlsx")


@blueprint.route("/desk/subsidies/entries/<int:entry_id>", methods=["GET", "POST"])
@guards.requires(Permission.PAY_SUBSIDY)
def propose(entry_id: int) -> ResponseReturnValue:
    """Reckon the subsidy of an entry and propose it."""
    form = ProposeForm()
    if form.validate_on_submit() and (made := attempt(form, _proposed, entry_id)):
        flash(_("已测算并提出，由另一人核定。"))
        return redirect(url_for("subsidies.show", entitlement_id=made))
    with reading() as session:
        entry = waitlist.get(session, signed_in_actor().place, entry_id)
        name = households.names(session, [entry.household_id])[entry.household_id]
    return answer(form, "subsidies/propose.html", entry=entry, name=name)


@blueprint.get("/desk/subsidies/<int:entitlement_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(entitlement_id: int) -> ResponseReturnValue:
    """Show one entitlement, what was paid, and what may be done."""
    return _page(None, entitlement_id)


@blueprint.get("/my/subsidy")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show a family its subsidy: how it was reckoned, and what was paid."""
    with reading() as session:
        found = [
            (held, queries.payments(session, held.id), queries.still_due(session, held))
            for held in queries.of_account(session, signed_in_actor())
        ]
    words = {"states": STATES, "list_states": LIST_STATES, "month_words": month_words}
    return render_template("subsidies/mine.html", found=found, **words)


def _only() -> str:
    asked = request.args.get("only", "to_reckon")
    return asked if asked in {key for key, _words in LISTS} else "to_reckon"


def _propose(work: Work, form: FlaskForm, entry_id: int) -> int:
    return service.propose(
        work,
        entry_id,
        from_month=month_day(form.from_month.data),
        own_area=form.own_area.data,
        payee=_payee(form),
        document=form.document.data,
    ).id


def _proposed(form: FlaskForm, entry_id: int) -> int:
    with acting() as work:
        return _propose(work, form, entry_id)


def _payee(form: FlaskForm) -> service.Payee:
    return service.Payee(form.payee.data, form.bank.data, form.account.data)


def _change(work: Work, form: FlaskForm, entitlement_id: int) -> object:
    return service.propose_change(
        work,
        entitlement_id,
        from_month=month_day(form.from_month.data),
        size=form.size.data,
        own_area=form.own_area.data,
        reason=form.reason.data,
        document=form.document.data,
    )


def _stop(work: Work, form: FlaskForm, entitlement_id: int) -> object:
    held = queries.get(work.session, work.place, entitlement_id)
    given = {"reason": form.reason.data, "document": form.document.data}
    return service.stop(work, held.household_id, month_day(form.from_month.data), **given)


def _repay(work: Work, form: FlaskForm, entitlement_id: int) -> object:
    given = {"on": form.on.data, "document": form.document.data}
    return service.repay(work, entitlement_id, form.amount.data, **given)


DEEDS = (
    Deed(
        "grant",
        Permission.DECIDE_CASE,
        DecideForm,
        lambda w, f, entitlement_id: service.decide(
            w, entitlement_id, granted=True, reason=f.reason.data
        ),
        _l("已核定，核定通知书已发出。"),
        _l("核定补贴"),
    ),
    Deed(
        "refuse",
        Permission.DECIDE_CASE,
        DecideForm,
        lambda w, f, entitlement_id: service.decide(
            w, entitlement_id, granted=False, reason=f.reason.data
        ),
        _l("已记录不予核定。"),
        _l("不予核定"),
        is_grave=True,
    ),
    Deed(
        "change",
        Permission.PAY_SUBSIDY,
        ChangeForm,
        _change,
        _l("已测算并提出变更，由另一人决定。"),
        _l("变更补贴"),
        _l("按今天的标准重新测算；变更可以从已发放的月份起，多发的从以后扣回，少发的随下次补发。"),
    ),
    Deed(
        "approve_change",
        Permission.DECIDE_CASE,
        DecideForm,
        lambda w, f, entitlement_id: service.decide_change(
            w, entitlement_id, approved=True, reason=f.reason.data
        ),
        _l("变更已生效，变更通知书已发出。"),
        _l("同意变更"),
    ),
    Deed(
        "refuse_change",
        Permission.DECIDE_CASE,
        DecideForm,
        lambda w, f, entitlement_id: service.decide_change(
            w, entitlement_id, approved=False, reason=f.reason.data
        ),
        _l("已记录不同意变更。"),
        _l("不同意变更"),
    ),
    Deed(
        "payee",
        Permission.PAY_SUBSIDY,
        PayeeForm,
        lambda w, f, entitlement_id: service.set_payee(
            w, entitlement_id, _payee(f), document=f.document.data
        ),
        _l("收款账户已更改，从下次发放起使用。"),
        _l("更改收款账户"),
    ),
    Deed(
        "stop",
        Permission.DECIDE_TENANCY,
        StopForm,
        _stop,
        _l("已停发，停发通知书已发出。"),
        _l("停发补贴"),
        _l("一般从作出决定的次月起停发；从更早的月份起停发的，多发的部分应当退回。"),
        is_grave=True,
    ),
    Deed(
        "repay",
        Permission.PAY_SUBSIDY,
        RepayForm,
        _repay,
        _l("已登记退回。"),
        _l("登记退回多发的补贴"),
    ),
)


def _page(filled: FlaskForm | None, entitlement_id: int) -> ResponseReturnValue:
    with reading() as session:
        held = queries.get(session, signed_in_actor().place, entitlement_id)
        home = households.get(session, held.place, held.household_id)
        facts = {
            "held": held,
            "name": masked_name(home.name),
            "home": home,
            "payments": queries.payments(session, held.id),
            "overpaid": queries.overpayments(session, held.id),
            "due": queries.still_due(session, held),
            "lease": leases_of(session, [home.id]).get(home.id) if held.state in LIVE else None,
        }
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    words = {"states": STATES, "list_states": LIST_STATES, "refused": filled}
    today = installation().clock.today()
    page = render_template("subsidies/show.html", today=today, **facts, **forms, **words)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/subsidies/<int:entitlement_id>", DEEDS, _page, "show")
PROPOSE = Deed(
    "propose",
    Permission.PAY_SUBSIDY,
    ProposeForm,
    _propose,
    _l("已测算并提出，由另一人核定。"),
)
offer_deeds(blueprint, "/desk/subsidies/entries/<int:entry_id>", [PROPOSE])

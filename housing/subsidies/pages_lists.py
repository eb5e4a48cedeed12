"""Officers' pages of lists of payments: prepare, approve, the file for the bank, paid, returned."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.subsidies import queries, service
from housing.subsidies.forms import (
    DecideForm,
    PayForm,
    PrepareForm,
    ReturnForm,
    TokenForm,
    month_day,
)
from housing.subsidies.models import SubsidyList
from housing.subsidies.page_words import LIST_STATES
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, offer_deeds, status_of
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("subsidy_lists", __name__, template_folder="templates")
COLUMNS = ("行号", "登记编号", "收款人", "开户银行", "收款账号", "金额（元）", "用途")


@blueprint.route("/desk/subsidies/lists", methods=["GET", "POST"])
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List the lists of payments, and prepare the next one."""
    form = PrepareForm()
    if form.validate_on_submit() and (made := attempt(form, _prepared)):
        flash(_("清单已编制，由另一人审定。"))
        return redirect(url_for("subsidy_lists.show", list_id=made))
    place = signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count_lists(session, place), ROWS)
        found = queries.lists(session, place, paging.offset, ROWS)
    facts = {"found": found, "paging": paging, "states": LIST_STATES}
    return answer(form, "subsidies/lists.html", **facts)


@blueprint.get("/desk/subsidies/lists/<int:list_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(list_id: int) -> ResponseReturnValue:
    """Show one list with its lines and what may be done."""
    return _page(None, list_id)


@blueprint.post("/desk/subsidies/lists/<int:list_id>/file.xlsx")
@guards.requires(Permission.PAY_SUBSIDY)
def file(list_id: int) -> Response:
    """Give the file for the bank, with whole account numbers; it is written down who took it."""
    with acting() as work:
        made = queries.get_list(work.session, work.place, list_id)
        raw = workbook(f"补贴 {made.number}", COLUMNS, _cells(work, made))
        service.fetch_file(work, list_id, raw)
    return download(raw, f"{made.number}.xlsx")


def _prepare(work: Work, form: FlaskForm) -> int:
    return service.prepare(work, month_day(form.month.data)).id


def _prepared(form: FlaskForm) -> int:
    with acting() as work:
        return _prepare(work, form)


def _cells(work: Work, made: SubsidyList) -> list[tuple[str, ...]]:
    return [
        (
            str(line.id),
            held.entry_number,
            line.payee,
            line.bank,
            work.keyring.unseal(line.account_sealed),
            yuan(Fen(line.fen - line.withheld_fen)),
            f"{made.month:%Y-%m} 租赁补贴",
        )
        for line, held in queries.lines(work.session, made.id)
        if line.fen > line.withheld_fen and line.returned_on is None
    ]


def _return(work: Work, form: FlaskForm, list_id: int) -> object:
    given = {"on": form.on.data, "reason": form.reason.data}
    return service.returned(work, list_id, form.line.data, **given)


DEEDS = (
    Deed(
        "approve",
        Permission.APPROVE_PRICE,
        TokenForm,
        lambda w, _f, list_id: service.approve(w, list_id),
        _l("清单已审定。"),
        _l("审定清单"),
    ),
    Deed(
        "drop",
        Permission.SEE_LEDGER,
        DecideForm,
        lambda w, f, list_id: service.drop(w, list_id, reason=f.reason.data),
        _l("清单已作废，各月补贴重新计入下一张清单。"),
        _l("作废清单"),
        is_grave=True,
    ),
    Deed(
        "pay",
        Permission.PAY_SUBSIDY,
        PayForm,
        lambda w, f, list_id: service.pay(w, list_id, on=f.on.data, document=f.document.data),
        _l("已登记拨付。"),
        _l("登记已拨付"),
    ),
    Deed(
        "return_line",
        Permission.PAY_SUBSIDY,
        ReturnForm,
        _return,
        _l("已登记退票，随下一张清单补发。"),
        _l("登记退票"),
    ),
)


def _page(filled: FlaskForm | None, list_id: int) -> ResponseReturnValue:
    with reading() as session:
        made = queries.get_list(session, signed_in_actor().place, list_id)
        paging = paged(made.lines_count, ROWS)
        rows = queries.lines(session, made.id, paging.offset, ROWS)
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    facts = {"made": made, "rows": rows, "paging": paging, "states": LIST_STATES}
    page = render_template(
        "subsidies/list.html", refused=filled, token=TokenForm(formdata=None), **facts, **forms
    )
    return page, status_of(filled)


add_deeds(blueprint, "/desk/subsidies/lists/<int:list_id>", DEEDS, _page, "show")
PREPARE = Deed(
    "prepare", Permission.PAY_SUBSIDY, PrepareForm, _prepare, _l("清单已编制，由另一人审定。")
)
offer_deeds(blueprint, "/desk/subsidies/lists", [PREPARE])

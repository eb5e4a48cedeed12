"""The page of the two lines of income and spending, year by year."""

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.rents import two_lines
from housing.rents.forms import FacilityForm, MoneyForm, SpendForm, fen
from housing.rents.page_words import USES
from housing.rents.two_lines import USE_NAMES, TwoLines
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, forms_of, status_of
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("rent_money", __name__, template_folder="templates")
COLUMNS = ("项目", "金额（元）")


@blueprint.get("/desk/rent-money")
@guards.requires(Permission.SEE_LEDGER)
def show() -> ResponseReturnValue:
    """Show income, use and shortfall of a year."""
    return _page(None)


@blueprint.get("/desk/rent-money.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def sheet() -> Response:
    """Give the report of a year as a sheet."""
    with reading() as session:
        held = two_lines.report(session, signed_in_actor().place, _year())
    rows = [
        ("应收租金", held.charged),
        ("已收租金（财政专户）", held.collected),
        *((f"支出：{USE_NAMES[use]}", amount) for use, amount in held.uses.items()),
        ("支出合计", held.used),
        ("不足", held.shortfall),
        ("财政预算安排", held.budget),
        ("财政核拨", held.released),
    ]
    cells = [(name, amount / 100) for name, amount in rows]
    return download(workbook(f"{held.year}年收支两条线", COLUMNS, cells), f"{held.year}.xlsx")


def _page(filled: FlaskForm | None) -> ResponseReturnValue:
    with reading() as session:
        held: TwoLines = two_lines.report(session, signed_in_actor().place, _year())
    forms = {"forms": forms_of(DEEDS, filled), "acts": {each.name: each for each in DEEDS}}
    return render_template("rents/money.html", held=held, uses=USES, **forms), status_of(filled)


def _year() -> int:
    this = installation().clock.today().year
    return min(max(request.args.get("year", this, type=int), 2000), this)


def _spend(work: Work, form: FlaskForm) -> object:
    return two_lines.spend(
        work,
        form.use.data,
        fen=fen(form.yuan),
        on=form.on.data,
        payee=form.payee.data,
        document=form.document.data,
    )


def _came(work: Work, form: FlaskForm) -> object:
    return two_lines.give_budget(
        work, fen=fen(form.yuan), on=form.on.data, document=form.document.data
    )


def _released(work: Work, form: FlaskForm) -> object:
    return two_lines.release(work, fen=fen(form.yuan), on=form.on.data, document=form.document.data)


def _facility(work: Work, form: FlaskForm) -> object:
    return two_lines.take_facility_rent(
        work,
        fen=fen(form.yuan),
        on=form.on.data,
        payer=form.payer.data,
        document=form.document.data,
    )


DEEDS = (
    Deed(
        "spend",
        Permission.KEEP_RENT,
        SpendForm,
        _spend,
        _l("支出已入账。"),
        _l("登记支出"),
        _l("租金收入只用于维护、管理和偿还贷款本息；支出从支出户列支，不从收入中抵扣。"),
    ),
    Deed(
        "facility_rent",
        Permission.KEEP_RENT,
        FacilityForm,
        _facility,
        _l("收入已入账。"),
        _l("登记配套设施租金"),
        _l("政府投资项目配套商业服务设施的租金，全额缴入财政专户。"),
    ),
    Deed(
        "released",
        Permission.KEEP_RENT,
        MoneyForm,
        _released,
        _l("核拨已入账。"),
        _l("登记财政核拨"),
    ),
    Deed(
        "budget",
        Permission.KEEP_RENT,
        MoneyForm,
        _came,
        _l("财政预算安排已入账。"),
        _l("登记财政预算安排"),
        _l("租金收入不足支出的部分，由同级财政预算安排。"),
    ),
)
add_deeds(blueprint, "/desk/rent-money", DEEDS, _page, "show")

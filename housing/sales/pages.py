"""Officers' pages of sales: the lists, one sale with its acts, and its papers."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.clocks.page_words import KIND_WORDS
from housing.core.access.permissions import Permission
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.errors import HousingError
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.households.masking import masked_name
from housing.policies.queries import book as values_in_force
from housing.sales import cap, contract, listings, misusing, page_words, queries, service, typed
from housing.sales.applying import Wanted
from housing.sales.deeds import DEEDS, OF_UNITS, WHEN
from housing.sales.forms import ApplyForm
from housing.sales.models import Sale
from housing.sales.moving import INSTRUMENT, must_see, note
from housing.sales.qualifying import conditions_of
from housing.sales.rules import level_of
from housing.sales.states import SaleState
from housing.sales.words import BuyerCategory
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, forms_of, offer_deeds, perform, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("sales", __name__, template_folder="templates")
COLUMNS = ("编号", "申购人", "房源", "坐落", "建筑面积", "状态", "价款", "合同日期", "限制期末日")


@blueprint.get("/desk/sales")
@guards.requires(Permission.SEE_LEDGER)
def listing() -> ResponseReturnValue:
    """List the sales of the place, and how much of its share is used."""
    place, only = signed_in_actor().place, request.args.get("only", "")
    with reading() as session:
        paging = paged(queries.count(session, [place], only), ROWS)
        found = queries.page_of(session, [place], only, paging.offset, ROWS)
        facts = {
            "share": queries.share(session, place),
            "areas": cap.areas(session, place),
            "open_complaints": len(queries.complaints(session, place)),
            "to_visit": queries.to_visit(session, place, installation().clock.today()),
            "is_closed": closed_because(place),
        }
    words = {"lists": page_words.LISTS, "states": page_words.STATES, "name_of": shown_name}
    return render_template(
        "sales/listing.html", found=found, paging=paging, only=only, **facts, **words
    )


@blueprint.get("/desk/sales.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def export() -> Response:
    """Give a list of sales as a sheet."""
    place, only = signed_in_actor().place, request.args.get("only", "")
    with reading() as session:
        found = queries.page_of(session, [place], only, 0, None)
    day = installation().clock.today()
    return download(
        workbook("出售", COLUMNS, [_cells(each) for each in found]), f"sales-{day}.xlsx"
    )


@blueprint.route("/desk/sales/new", methods=["GET", "POST"])
@guards.requires(Permission.SELL_UNITS)
def new() -> ResponseReturnValue:
    """Take an application at the counter."""
    form, made = ApplyForm(), []
    if request.method == "GET":
        form.unit_code.data = request.args.get("unit", "").replace("\0", "")[:64]
    if perform(form, lambda work: made.append(_applied(work, form).id)):
        flash(APPLY.told)
        return redirect(url_for("sales.show", sale_id=made[0]))
    with reading() as session:
        free = listings.for_sale(session, signed_in_actor().place)
        undertaking = undertaking_of(signed_in_actor().place)
    return answer(form, "sales/new.html", free=free, undertaking=undertaking)


@blueprint.get("/desk/sales/<int:sale_id>")
@guards.requires(Permission.SEE_LEDGER)
def show(sale_id: int) -> ResponseReturnValue:
    """Show one sale and what may be done."""
    return _page(None, sale_id)


@blueprint.get("/desk/sales/<int:sale_id>/contract.pdf")
@guards.requires(Permission.SELL_UNITS)
def contract_pdf(sale_id: int) -> Response:
    """Give the contract of a priced sale to print."""
    with reading() as session:
        sale = queries.get(session, signed_in_actor().place, sale_id)
        must_see(session, signed_in_actor(), sale)
        paper = contract.of_sale(session, sale)
    return _pdf(paper, f"{sale.number}-contract.pdf")


@blueprint.get("/desk/sales/<int:sale_id>/form.pdf")
@guards.requires(Permission.SELL_UNITS)
def form_pdf(sale_id: int) -> Response:
    """Give the application form of a purchase to print and sign; it shows whole numbers."""
    with acting() as work:
        sale = queries.get(work.session, work.place, sale_id)
        note(work, sale, TenancyTag.SALE_PEOPLE_SHOWN, {"paper": "form"})
        paper = contract.form_of(work.session, work.keyring, sale)
    return _pdf(paper, f"{sale.number}-form.pdf")


def closed_because(place: str) -> str:
    """Return why no new sale may be opened in a place today; empty where one may.

    Basis: HZS 4 (HZS-4-1), HZS 25 (HZS-25-2).
    """
    with reading() as session:
        try:
            today = installation().clock.today()
            values_in_force(session).check_case(INSTRUMENT, place, today)
        except HousingError as refusal:
            return str(refusal)
    return ""


def undertaking_of(place: str) -> str:
    """Return what buyers of a place undertake in writing; empty where it sells nothing.

    Basis: HZS 7 (HZS-7-1), HZS 14 (HZS-14-4).
    """
    try:
        return contract.text_of(place, installation().clock.today()).undertaking
    except HousingError:
        return ""


def _applied(work: Work, form: ApplyForm) -> Sale:
    wanted = Wanted(
        unit_code=form.unit_code.data,
        category=BuyerCategory(form.category.data),
        people=typed.people(form.people.data),
        form=form.form.data,
        undertaking=form.undertaking.data,
        employer=form.employer.data or "",
        phone=form.phone.data or "",
    )
    return service.apply(work, wanted)


def _page(filled: FlaskForm | None, sale_id: int) -> ResponseReturnValue:
    with reading() as session:
        sale = queries.get(session, signed_in_actor().place, sale_id)
        must_see(session, signed_in_actor(), sale)
        facts = {
            "payments": queries.payments(session, sale.id),
            "settlement": queries.settlement(session, sale.id),
            "misuses": queries.misuses(session, sale.id),
            "notes": queries.notes(session, sale.id),
            "clocks": queries.clocks(session, sale),
            "conditions": conditions_of(session, sale) if sale.state is SaleState.APPLIED else [],
            "lines_of": misusing.lines_of,
        }
    now = [
        each
        for each in DEEDS
        if sale.state in WHEN[each.name] and (sale.purchase_id or each.name not in OF_UNITS)
    ]
    words = {
        "states": page_words.STATES,
        "categories": page_words.CATEGORIES,
        "note_words": page_words.NOTES,
        "clock_words": KIND_WORDS,
        "misuse_words": page_words.MISUSES,
        "name_of": shown_name,
        "centre": page_words.CENTRES[level_of(sale.place)],
        "masked_name": masked_name,
        "step_words": {kind.value: said for kind, said in page_words.STEPS.items()},
    }
    page = render_template(
        "sales/show.html",
        sale=sale,
        acts=now,
        forms=forms_of(now, filled),
        refused=filled,
        **facts,
        **words,
    )
    return page, status_of(filled)


def shown_name(sale: Sale) -> str:
    """Return the buyer as pages show it: a unit by its name, a person masked."""
    return sale.buyer if sale.purchase_id else masked_name(sale.buyer)


def _pdf(paper: contract.Paper, name: str) -> Response:
    raw = contract.pdf(paper, installation().clock.today(), installation().settings.home / "fonts")
    answer = Response(raw, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}"'
    answer.headers["Cache-Control"] = "no-store"
    return answer


def _cells(sale: Sale) -> tuple[str, ...]:
    return (
        sale.number,
        shown_name(sale),
        sale.unit_code,
        f"{sale.location}{sale.room}",
        f"{sale.area / 100:.2f}",
        str(page_words.STATES[sale.state]),
        yuan(Fen(sale.price_fen)) if sale.price_fen else "",
        str(sale.contracted_on or ""),
        str(sale.lock_until or ""),
    )


APPLY = Deed(
    "apply",
    Permission.SELL_UNITS,
    ApplyForm,
    _applied,
    _l("已受理，请打印申请审核表。"),
    _l("受理购买申请"),
)
offer_deeds(blueprint, "/desk/sales", (APPLY,))
add_deeds(blueprint, "/desk/sales/<int:sale_id>", DEEDS, _page, "show")

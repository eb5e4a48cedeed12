"""Pages of ownership: what the records lack, one unit's owners, co-owned dwellings."""

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.households.masking import masked_name
from housing.ownership import forms, queries, service
from housing.ownership.page_words import WORDS
from housing.ownership.states import OPEN_STATES, TransferAct
from housing.ownership.words import percent
from housing.units import queries as units
from housing.units.words import Origin, Programme
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, forms_of, perform, status_of
from housing.web.paging import ROWS, paged

blueprint = Blueprint("ownership", __name__, template_folder="templates")
P = Permission


@blueprint.app_template_filter("percent")
def _percent(parts: int) -> str:
    return percent(parts)


@blueprint.get("/desk/ownership")
@guards.requires(P.SEE_STOCK)
def report() -> ResponseReturnValue:
    """Show how many units lack an owner, a registration or its notes, and which."""
    place, lack = signed_in_actor().place, request.args.get("lack", "title")
    lack = lack if lack in queries.LACKS else "title"
    with reading() as session:
        counts = queries.lacking(session, place)
        paging = paged(counts[lack], ROWS)
        found = queries.units_lacking(session, place, lack, paging.offset, ROWS)
    facts = {"counts": counts, "found": found, "paging": paging, "lack": lack}
    return render_template("ownership/report.html", **facts, **WORDS)


@blueprint.route("/desk/units/<int:unit_id>/ownership", methods=["GET", "POST"])
@guards.requires(P.SEE_STOCK)
def unit(unit_id: int) -> ResponseReturnValue:
    """Show whose a unit is, and record it."""
    form = forms.TitleForm()
    if perform(form, lambda work: service.keep_title(work, unit_id, form.facts())):
        flash(_("已登记产权。"))
        return redirect(url_for("ownership.unit", unit_id=unit_id))
    return _unit(None, unit_id, form)


@blueprint.get("/desk/co-owned")
@guards.requires(P.SEE_STOCK)
def dwellings() -> ResponseReturnValue:
    """List the co-owned low-rent dwellings."""
    place = signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count_co_owned(session, place), ROWS)
        found = queries.co_owned_of(session, place, paging.offset, ROWS)
    return render_template("ownership/dwellings.html", found=found, paging=paging, **WORDS)


@blueprint.route("/desk/co-owned/new", methods=["GET", "POST"])
@guards.requires(P.KEEP_STOCK)
def new() -> ResponseReturnValue:
    """Record a co-owned dwelling with its owners."""
    form = forms.DwellingForm()
    if perform(form, lambda work: service.keep_dwelling(work, form.facts(), form.people())):
        flash(_("已登记共有产权住房。"))
        return redirect(url_for("ownership.dwellings"))
    return answer(form, "ownership/new.html", **WORDS)


@blueprint.get("/desk/co-owned/<int:dwelling_id>")
@guards.requires(P.SEE_STOCK)
def dwelling(dwelling_id: int) -> ResponseReturnValue:
    """Show one co-owned dwelling and the wishes to transfer it."""
    return _dwelling(None, dwelling_id)


def _ended(act: TransferAct) -> Callable[..., object]:
    return lambda work, form, dwelling_id, transfer_id: service.end_transfer(
        work, transfer_id, act, document=form.document.data
    )


USE = Deed(
    "change_use",
    P.DECIDE_TENANCY,
    forms.UseForm,
    lambda work, form, unit_id: service.change_use(
        work,
        unit_id,
        origin=Origin(form.origin.data),
        programme=Programme(form.programme.data),
        legal_basis=form.legal_basis.data,
        document=form.document.data,
    ),
    _l("已登记改变性质、用途的决定。"),
    _l("批准改变性质、用途"),
    _l("产权单位和运营机构不能改变性质、用途；只有县级依法决定后才能登记。"),
    is_grave=True,
)
WITHIN = "transfers/<int:transfer_id>/"
DEEDS = (
    Deed(
        "annotate",
        P.KEEP_STOCK,
        forms.AnnotateForm,
        lambda work, form, dwelling_id: service.annotate(
            work,
            dwelling_id,
            registration_number=form.registration_number.data,
            document=form.document.data,
        ),
        _l("已登记注记。"),
        _l("登记簿和权证已注明“共有产权廉租住房”和产权比例"),
    ),
    Deed(
        "declare",
        P.KEEP_STOCK,
        forms.WishForm,
        lambda work, form, dwelling_id: service.declare(
            work, dwelling_id, reason=form.reason.data, document=form.document.data
        ),
        _l("已登记出让意愿，由政府先决定是否回购。"),
        _l("登记出让意愿"),
        _l("当地没有制定出让程序的，不能办理。"),
    ),
    Deed(
        "settle",
        P.DECIDE_SALE,
        forms.SettleForm,
        lambda work, form, dwelling_id, transfer_id: service.settle(
            work,
            transfer_id,
            buys_back=form.decision.data == "buy",
            price_fen=form.price_fen.data,
            reasons=form.reasons.data,
        ),
        _l("已登记决定。"),
        _l("决定是否优先回购"),
        within=WITHIN,
    ),
    Deed(
        "pay",
        P.KEEP_STOCK,
        forms.PaperForm,
        _ended(TransferAct.PAY),
        _l("已登记回购完成。"),
        _l("登记回购完成"),
        within=WITHIN,
    ),
    Deed(
        "certify",
        P.KEEP_STOCK,
        forms.PaperForm,
        _ended(TransferAct.CERTIFY),
        _l("已登记出具证明。"),
        _l("出具同意出让证明"),
        within=WITHIN,
    ),
    Deed(
        "give_up",
        P.KEEP_STOCK,
        forms.PaperForm,
        _ended(TransferAct.WITHDRAW),
        _l("已登记撤回。"),
        _l("登记撤回出让意愿"),
        is_grave=True,
        within=WITHIN,
    ),
)


def _unit(
    filled: FlaskForm | None, unit_id: int, form: forms.TitleForm | None = None
) -> ResponseReturnValue:
    with reading() as session:
        held = units.by_id(session, signed_in_actor().place, unit_id)
        title = queries.title(session, unit_id)
        facts = {
            "unit": held,
            "title": title,
            "changes": queries.use_changes(session, unit_id),
        }
    form = form or forms.TitleForm(formdata=None)
    words = {"forms": forms_of((USE,), filled), "use": USE, "refused": filled}
    status = max(status_of(filled), status_of(form if form.errors else None))
    page = render_template("ownership/unit.html", form=form, **facts, **words, **WORDS)
    return page, status


def _dwelling(filled: FlaskForm | None, dwelling_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.co_owned(session, signed_in_actor().place, dwelling_id)
        wishes = queries.transfers(session, dwelling_id)
    acts = {each.name: each for each in DEEDS}
    facts = {"each": found, "wishes": wishes, "open_states": OPEN_STATES, "acts": acts}
    facts["masked_name"] = masked_name
    words = {"forms": forms_of(DEEDS, filled), "refused": filled}
    page = render_template("ownership/dwelling.html", **facts, **words, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/units/<int:unit_id>/ownership", (USE,), _unit, "unit")
add_deeds(blueprint, "/desk/co-owned/<int:dwelling_id>", DEEDS, _dwelling, "dwelling")

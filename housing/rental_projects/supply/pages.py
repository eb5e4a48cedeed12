"""Pages of rental projects under the measures: the list, one project with its acts and money."""

from datetime import date

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.policies import queries as policies
from housing.rental_projects.supply import money, queries, rules, service
from housing.rental_projects.supply.forms import (
    ApproveForm,
    ConvertForm,
    DatedForm,
    FeeForm,
    LandForm,
    OfferForm,
    PaperForm,
    SupplyForm,
)
from housing.rental_projects.supply.page_words import DEPARTMENTS, WORDS
from housing.rental_projects.supply.service import Approval, Offered, Stated
from housing.rental_projects.supply.words import Area, Fee, Investor, Raising, UnitForm
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation

blueprint = Blueprint("supply", __name__, template_folder="../templates")


@blueprint.get("/desk/supply")
@guards.requires(Permission.SEE_STOCK)
def listing() -> ResponseReturnValue:
    """Show the projects, and what should have been paid by now."""
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        found = queries.all_of(session, place)
        late = queries.overdue(session, place, day)
        concerned = queries.concerns(policies.book(session), place)
    facts = {"found": found, "late": late, "concerned": concerned, "units": _units, **WORDS}
    return render_template("supply/listing.html", **facts)


@blueprint.route("/desk/supply/new", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_PROJECTS)
def new() -> ResponseReturnValue:
    """Declare a project; one that is not approved yet may be declared anew."""
    form = SupplyForm()
    if form.validate_on_submit() and attempt(form, _declared):
        flash(_("已登记。"))
        return redirect(url_for("supply.show", code=form.code.data.strip()))
    return answer(form, "supply/new.html")


@blueprint.get("/desk/supply/<string:code>")
@guards.requires(Permission.SEE_STOCK)
def show(code: str) -> ResponseReturnValue:
    """Show one project with its papers, its money and what may be done."""
    return _page(None, code)


def _units(kept: object) -> int:
    return rules.rental_units(queries.kinds_of(kept))  # type: ignore[arg-type]  # a row of the list


def _declared(form: SupplyForm) -> bool:
    stated = Stated(
        code=form.code.data.strip(),
        name=form.name.data,
        firm=form.firm.data,
        area=Area(form.area.data),
        raising=Raising(form.raising.data),
        investor=Investor(form.investor.data),
        unit_form=UnitForm(form.unit_form.data),
        kinds=form.stated_kinds(),
        serviced=bool(form.serviced.data),
        scenic_site=form.scenic_site.data or "",
        scenic_grade=form.scenic_grade.data or 0,
        land_allocated=bool(form.land_allocated.data),
    )
    with acting() as work:
        service.declare(work, stated)
    return True


def _approve(work: Work, form: ApproveForm, code: str) -> object:
    on: date = form.on.data or date.max
    approval = Approval(
        number=form.number.data,
        on=on,
        departments=frozenset(name for name in DEPARTMENTS if form[name].data),
        annotated=bool(form.annotated.data),
        star_rating=form.star_rating.data or 0,
        checklist={
            line.strip(): True for line in (form.checklist.data or "").splitlines() if line.strip()
        },
    )
    return service.approve(work, code, approval)


def _publish(work: Work, form: OfferForm, code: str) -> object:
    offered = {name: form[name].data for name in Offered.__dataclass_fields__}
    return service.publish(work, code, Offered(**offered))


DEEDS = (
    Deed(
        "approve",
        Permission.RECOGNISE_PROJECT,
        ApproveForm,
        _approve,
        _l("已登记批文。"),
        _l("登记项目批文"),
    ),
    Deed(
        "commission",
        Permission.RECOGNISE_PROJECT,
        PaperForm,
        lambda work, form, code: service.commission(work, code, document=form.document.data),
        _l("已登记委托。"),
        _l("委托住房保障中心建设、管理"),
    ),
    Deed(
        "convert",
        Permission.KEEP_PROJECTS,
        ConvertForm,
        lambda work, form, code: service.convert(
            work,
            code,
            conversion=form.conversion.data,
            fitness=form.fitness.data,
            fit_on=form.fit_on.data,
        ),
        _l("已登记改建文件。"),
        _l("登记改建审批和查验"),
    ),
    Deed(
        "accept",
        Permission.KEEP_PROJECTS,
        DatedForm,
        lambda work, form, code: money.accept(
            work, code, document=form.document.data, on=form.on.data
        ),
        _l("已登记主体验收。"),
        _l("登记主体竣工验收"),
        _l("酒店式公寓同时核算市、县区财政的补助，一个月内兑现。"),
    ),
    Deed(
        "fee",
        Permission.KEEP_PROJECTS,
        FeeForm,
        lambda work, form, code: money.reckon_fee(work, code, Fee(form.fee.data), form.base.data),
        _l("已核算。"),
        _l("核算规费减免"),
    ),
    Deed(
        "land",
        Permission.KEEP_PROJECTS,
        LandForm,
        lambda work, form, code: money.sell_land(
            work, code, price_fen=form.price.data, signed_on=form.signed_on.data
        ),
        _l("已登记土地出让合同。"),
        _l("登记土地出让合同"),
    ),
    Deed(
        "publish",
        Permission.KEEP_PROJECTS,
        OfferForm,
        _publish,
        _l("已发布。"),
        _l("发布房源信息"),
        _l("各项都要填写；只有已备案的企业可以发布。"),
    ),
    Deed(
        "pay",
        Permission.SEE_STOCK,
        DatedForm,
        lambda work, form, code, due_id: money.pay(
            work, due_id, on=form.on.data, document=form.document.data
        ),
        _l("已登记支付。"),
        _l("登记支付"),
        _l("由核算人以外的人员登记。"),
        within="dues/<int:due_id>/",
    ),
)


def _page(filled: FlaskForm | None, code: str) -> ResponseReturnValue:
    with reading() as session:
        kept = queries.get(session, signed_in_actor().place, code)
        facts = {
            "dues": queries.dues_of(session, kept.id),
            "reliefs": queries.reliefs_of(session, kept.id),
            "listings": queries.listings_of(session, kept.id),
        }
    acts = {each.name: each for each in DEEDS}
    shown = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled}
    day = installation().clock.today()
    page = render_template("supply/show.html", kept=kept, today=day, **facts, **shown, **WORDS)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/supply/<string:code>", DEEDS, _page, "show")

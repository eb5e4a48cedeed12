"""Officers' pages of leases: the lists, one lease with its acts, a new draft, its items."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.money import Fen, yuan
from housing.core.work import Work
from housing.documents.folder import folder_of
from housing.leases import page_words, queries, service
from housing.leases.forms import (
    ClausesForm,
    DraftForm,
    FilingForm,
    PaperForm,
    ReasonForm,
    SignForm,
)
from housing.leases.items import RECKONED, Item
from housing.leases.models import Lease
from housing.leases.proof import can_give
from housing.leases.shown import listed, whole
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind
from housing.offers import queries as offers
from housing.offers.shown import shown as offer_shown
from housing.units import queries as units
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("leases", __name__, template_folder="templates")
COLUMNS = (
    *("合同编号", "房源", "位置", "承租人", "状态", "起租日", "到期日", "月租金（元）"),
    *("履约保证金（元）", "签约日期", "备案编号", "备案期限"),
)
WORDS = {
    "states": page_words.STATES,
    "kinds": page_words.KINDS,
    "endings": page_words.ENDINGS,
    "bases": page_words.BASES,
    "purposes": page_words.PURPOSES,
    "items": page_words.ITEMS,
}


@blueprint.get("/desk/leases")
@guards.requires(Permission.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List leases: running, to sign, to file, late, ending soon, over."""
    only, place = request.args.get("only", "active"), signed_in_actor().place
    day = installation().clock.today()
    narrow = page_words.chosen(only, day, request.args)
    with reading() as session:
        paging = paged(queries.count(session, place, narrow), ROWS)
        found = listed(session, queries.page_of(session, place, narrow, paging.offset, ROWS), day)
        facts = {
            "projects": units.projects(session, place),
            "late": queries.late_by_owner(session, place, day) if only == "late" else [],
        }
    kept = {name: request.args.get(name, "") for name in ("project", "owner", "text")}
    words = {"paging": paging, "only": only, "lists": page_words.LISTS, "kept": kept, "today": day}
    return render_template("leases/listing.html", found=found, **facts, **words, **WORDS)


@blueprint.get("/desk/leases.xlsx")
@guards.requires(Permission.SEE_LEASES)
def export() -> Response:
    """Give a list of leases as a sheet, names masked."""
    only, place = request.args.get("only", ""), signed_in_actor().place
    day = installation().clock.today()
    narrow = page_words.chosen(only, day, request.args)
    with reading() as session:
        found = listed(session, queries.page_of(session, place, narrow, 0, None), day)
    cells = [
        (
            each.lease.number,
            each.unit.code,
            each.address,
            each.name,
            str(page_words.STATES[each.lease.state]),
            each.lease.starts_on.isoformat(),
            each.lease.ends_on.isoformat(),
            yuan(Fen(each.monthly_fen)) if each.monthly_fen is not None else "",
            yuan(Fen(each.lease.deposit_fen)),
            each.lease.signed_on.isoformat() if each.lease.signed_on else "",
            each.lease.filing_number,
            each.filing_due.isoformat() if each.filing_due else "",
        )
        for each in found
    ]
    return download(workbook("租赁合同", COLUMNS, cells), f"leases-{only or 'all'}-{day}.xlsx")


@blueprint.get("/desk/leases/<int:lease_id>")
@guards.requires(Permission.SEE_LEASES)
def show(lease_id: int) -> ResponseReturnValue:
    """Show one lease and what may be done."""
    return _page(None, lease_id)


@blueprint.get("/desk/offers/<int:offer_id>/lease")
@guards.requires(Permission.SEE_LEASES)
def of_offer(offer_id: int) -> ResponseReturnValue:
    """Lead to the lease of an offer, or to drafting it."""
    with reading() as session:
        offer = offers.get(session, signed_in_actor().place, offer_id)
        lease = queries.of_offer(session, offer.id)
    if lease is None:
        return redirect(url_for("leases.draft", offer_id=offer_id))
    return redirect(url_for("leases.show", lease_id=lease.id))


@blueprint.route("/desk/offers/<int:offer_id>/lease/draft", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def draft(offer_id: int) -> ResponseReturnValue:
    """Draft the lease of an accepted offer."""
    form = DraftForm()
    if form.validate_on_submit():
        lease_id = attempt(form, _drafted, offer_id)
        if lease_id:
            flash(_("已拟定租赁合同，请核对各项内容。"))
            return redirect(url_for("leases.show", lease_id=lease_id))
    with reading() as session:
        offer = offers.get(session, signed_in_actor().place, offer_id)
        (each,) = offer_shown(session, [offer])
    return answer(form, "leases/draft.html", each=each)


@blueprint.route("/desk/leases/<int:lease_id>/clauses", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def clauses(lease_id: int) -> ResponseReturnValue:
    """Fill in the items of a drafted contract."""
    with reading() as session:
        lease = queries.get(session, signed_in_actor().place, lease_id)
    form = ClausesForm(data=lease.clauses)
    if form.validate_on_submit() and attempt(form, _worded, lease_id):
        flash(_("已保存合同条款。"))
        return redirect(url_for("leases.show", lease_id=lease_id))
    fixed = [(page_words.ITEMS[item], lease.clauses.get(item, "")) for item in RECKONED]
    return answer(form, "leases/clauses.html", lease=lease, fixed=fixed, order=list(Item))


def _drafted(form: DraftForm, offer_id: int) -> int:
    with acting() as work:
        months, starts_on = form.months.data, form.starts_on.data
        return service.draft(work, offer_id, months=months, starts_on=starts_on).id


def _worded(form: FlaskForm, lease_id: int) -> bool:
    sent = {item.value: form[item.value].data or "" for item in Item if item not in RECKONED}
    with acting() as work:
        service.set_clauses(work, lease_id, sent)
    return True


def _signed(work: Work, form: FlaskForm, lease_id: int) -> Lease:
    here = installation()
    lease = queries.get(work.session, work.place, lease_id)
    signing = service.sign if lease.previous_id is None else service.sign_successor
    return signing(
        work,
        lease_id,
        document=form.document.data or "",
        folder=folder_of(here.settings),
        fonts=here.settings.home / "fonts",
    )


DEEDS = (
    Deed(
        "sign",
        Permission.KEEP_LEASES,
        SignForm,
        _signed,
        _l("已签约，备案期限开始计算。"),
        _l("双方已签订合同"),
        _l("承租人已在网上签字的，不需填写纸质合同编号。缺少条款的合同不能签订。"),
    ),
    Deed(
        "file",
        Permission.FILE_LEASE,
        FilingForm,
        lambda work, form, lease_id: service.file(work, lease_id, number=form.number.data),
        _l("已备案。"),
        _l("登记备案"),
    ),
    Deed(
        "fall_through",
        Permission.RUN_ROUND,
        PaperForm,
        lambda work, form, lease_id: service.fall_through(
            work, lease_id, reason=form.reason.data, document=form.document.data
        ),
        _l("已记录放弃入住，由负责人另行认定。"),
        _l("签约后放弃入住"),
        _l("交付钥匙之前使用；房源回到本轮，依次递补。"),
        is_grave=True,
    ),
    Deed(
        "void",
        Permission.KEEP_LEASES,
        ReasonForm,
        lambda work, form, lease_id: service.void(work, lease_id, reason=form.reason.data),
        _l("合同已作废。"),
        _l("作废合同"),
        _l("拟定有误或者不再签订时使用；作废后可以重新拟定。"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, lease_id: int) -> ResponseReturnValue:
    day = installation().clock.today()
    with reading() as session:
        lease = queries.get(session, signed_in_actor().place, lease_id)
        each = whole(session, lease, day)
        may = _possible(lease) | ({"proof"} if can_give(session, lease) else set())
    acts = {deed.name: deed for deed in DEEDS}
    facts = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled, "today": day}
    page = render_template("leases/show.html", each=each, may=may, **facts, **WORDS)
    return page, status_of(filled)


def _possible(lease: Lease) -> set[str]:
    """Return the acts that fit the state of a lease; the rights are looked at by the page."""
    fitting: dict[LeaseState, set[str]] = {
        LeaseState.DRAFTED: {"sign", "clauses", "void"},
        LeaseState.SIGNED: {"file"},
        LeaseState.ACTIVE: {"file"},
        LeaseState.ENDED: {"file"},
    }
    may = set(fitting.get(lease.state, set()))
    if lease.state is LeaseState.SIGNED:
        is_first = lease.kind is LeaseKind.FIRST
        may |= {"keys", "fall_through"} if is_first else {"void"}
    if lease.filed_on is not None:
        may.discard("file")
    return may


add_deeds(blueprint, "/desk/leases/<int:lease_id>", DEEDS, _page, "show")

"""Officers' pages of offers: the lists, one offer with its acts, and what is offered on."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.offers import freed, queries, reoffering, service
from housing.offers.forms import DeclineForm, ExtendForm, ReasonForm
from housing.offers.page_words import LISTS, STATES
from housing.offers.shown import shown
from housing.rounds.deeds import Deed as RoundDeed
from housing.rounds.forms import ConfirmForm, TokenForm
from housing.rounds.pages import add_act, own_round
from housing.rounds.states import RoundAct
from housing.units.class_names import class_names
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, status_of
from housing.web.installation import installation
from housing.web.language import language
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("offers", __name__, template_folder="templates")
COLUMNS = ("通知编号", "轮次", "申请编号", "申请人", "房源", "位置", "状态", "通知日期", "签约期限")

add_act(
    blueprint,
    RoundDeed(
        RoundAct.OPEN_SIGNING,
        ConfirmForm,
        lambda work, round_id, _form: service.make_all(work, round_id),
        (
            _l("给每个分到房的家庭发出配租通知，签约期限从今天起算。"),
            _l("逾期未签约的视同放弃，空出的房源按原次序递补，不再摇号。"),
        ),
    ),
)
add_act(
    blueprint,
    RoundDeed(
        RoundAct.CLOSE,
        ConfirmForm,
        lambda work, round_id, _form: service.close(work, round_id),
        (
            _l("所有配租通知都已办结、空出的房源都已递补、救助对象都已保障，才能结束。"),
            _l("仍在本轮中的家庭回到轮候。"),
        ),
        is_grave=True,
    ),
)


@blueprint.get("/desk/offers")
@guards.requires(Permission.SEE_STOCK)
def listing() -> ResponseReturnValue:
    """List offers: all, those to sign, due today, late, without keys, ended."""
    only = request.args.get("only", "pending")
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        paging = paged(queries.count(session, place, only, day), ROWS)
        rows = queries.page_of(session, place, only, day, None, paging.offset, ROWS)
        found = shown(session, [row.offer for row in rows])
    facts = {"paging": paging, "only": only, "lists": LISTS, "states": STATES, "today": day}
    return render_template("offers/listing.html", found=found, **facts)


@blueprint.get("/desk/offers.xlsx")
@guards.requires(Permission.SEE_STOCK)
def export() -> Response:
    """Give a list of offers as a sheet, masked."""
    only = request.args.get("only", "")
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        rows = queries.page_of(session, place, only, day, limit=None)
        found = shown(session, [row.offer for row in rows])
    cells = [
        (
            each.offer.number,
            each.offer.round_code,
            each.number,
            each.name,
            each.offer.unit_code,
            each.address,
            str(STATES[each.offer.state]),
            each.offer.made_on.isoformat(),
            each.offer.answer_by.isoformat(),
        )
        for each in found
    ]
    return download(workbook("配租通知", COLUMNS, cells), f"offers-{only or 'all'}-{day}.xlsx")


@blueprint.get("/desk/rounds/<int:round_id>/offers")
@guards.requires(Permission.SEE_ROUNDS)
def of_round(round_id: int) -> ResponseReturnValue:
    """Show the signing of one round: how it stands, and what is free."""
    only = request.args.get("only", "")
    with reading() as session:
        round_ = own_round(session, round_id)
        day = installation().clock.today()
        paging = paged(queries.count(session, round_.place, only, day, round_id), ROWS)
        rows = queries.page_of(session, round_.place, only, day, round_id, paging.offset, ROWS)
        facts = {
            "found": shown(session, [row.offer for row in rows]),
            "counts": queries.counts(session, round_id),
            "free": freed.free_units(session, round_),
            "problems": reoffering.problems(session, round_),
            "reoffers": queries.reoffers(session, round_id),
        }
    words = {"paging": paging, "only": only, "lists": LISTS, "states": STATES, "today": day}
    return render_template("offers/round.html", round=round_, **facts, **words)


@blueprint.route("/desk/rounds/<int:round_id>/reoffer", methods=["GET", "POST"])
@guards.requires(Permission.RUN_ROUND)
def reoffer(round_id: int) -> ResponseReturnValue:
    """Show who is next for what is free, then offer it."""
    form = ConfirmForm()
    if form.validate_on_submit() and attempt(form, _reoffered, round_id):
        flash(_("已依次递补，配租通知已发出。"))
        return redirect(url_for("offers.of_round", round_id=round_id))
    with reading() as session:
        round_ = own_round(session, round_id)
        coming = freed.next_for(session, round_)
        names = freed.names_of(session, round_, [row["household"] for row in coming.assignments])
        called = class_names(session, round_.place, language())
    facts = {"coming": coming, "names": names, "class_name": called}
    return answer(form, "offers/reoffer.html", round=round_, **facts)


@blueprint.get("/desk/offers/<int:offer_id>")
@guards.requires(Permission.SEE_STOCK)
def show(offer_id: int) -> ResponseReturnValue:
    """Show one offer and what may be done."""
    return _page(None, offer_id)


def _reoffered(_form: FlaskForm, round_id: int) -> bool:
    with acting() as work:
        service.reoffer(work, round_id)
    return True


def _paper(service_act: Callable[..., object]) -> Callable[..., object]:
    """An act that asks for a reason and a document."""
    return lambda work, form, offer_id: service_act(
        work, offer_id, reason=form.reason.data, document=form.document.data
    )


DEEDS = (
    Deed(
        "accept",
        Permission.KEEP_STOCK,
        TokenForm,
        lambda work, _form, offer_id: service.accept(work, offer_id),
        _l("已接受。"),
        _l("家庭接受"),
    ),
    Deed(
        "decline",
        Permission.KEEP_STOCK,
        DeclineForm,
        _paper(service.decline),
        _l("已记录放弃，由负责人另行认定。"),
        _l("家庭放弃"),
        _l("请先告诉家庭：视同放弃的，一定期间内不再配租。"),
        is_grave=True,
    ),
    Deed(
        "extend",
        Permission.DECIDE_CASE,
        ExtendForm,
        lambda work, form, offer_id: service.extend(
            work,
            offer_id,
            form.until.data,
            reason=form.reason.data,
            document=form.document.data,
        ),
        _l("签约期限已延长。"),
        _l("延长签约期限"),
    ),
    Deed(
        "expire",
        Permission.RUN_ROUND,
        TokenForm,
        lambda work, _form, offer_id: service.expire(work, offer_id),
        _l("已登记逾期。"),
        _l("登记逾期未签约"),
        is_grave=True,
    ),
    Deed(
        "withdraw",
        Permission.RUN_ROUND,
        ReasonForm,
        _paper(service.withdraw),
        _l("已撤回房源，该家庭优先递补。"),
        _l("撤回房源"),
        _l("房源损坏等不能出租时使用；不是家庭的放弃，该家庭优先递补。"),
        is_grave=True,
    ),
)


def _page(filled: FlaskForm | None, offer_id: int) -> ResponseReturnValue:
    with reading() as session:
        offer = queries.get(session, signed_in_actor().place, offer_id)
        (each,) = shown(session, [offer])
        name = class_names(session, offer.place, language())
    today = installation().clock.today()
    acts = {each.name: each for each in DEEDS}
    facts = {"forms": forms_of(DEEDS, filled), "acts": acts, "refused": filled, "today": today}
    page = render_template("offers/show.html", each=each, class_name=name, states=STATES, **facts)
    return page, status_of(filled)


add_deeds(blueprint, "/desk/offers/<int:offer_id>", DEEDS, _page, "show")

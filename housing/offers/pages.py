"""Officers' pages of offers: the lists, one offer with its acts, and what is offered on."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.offers import freed, queries, reoffering, service
from housing.offers.forms import DeclineForm, ExtendForm, ReasonForm, SignForm, TokenForm
from housing.offers.page_words import LISTS, STATES
from housing.offers.shown import shown
from housing.rounds.deeds import Deed
from housing.rounds.forms import ConfirmForm
from housing.rounds.pages import add_act, answer, attempt, own_round
from housing.rounds.states import RoundAct
from housing.units.class_names import class_names
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.installation import installation
from housing.web.language import language
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("offers", __name__, template_folder="templates")
FORMS: dict[str, type[FlaskForm]] = {
    "accept": TokenForm,
    "decline": DeclineForm,
    "sign": SignForm,
    "keys": TokenForm,
    "expire": TokenForm,
    "extend": ExtendForm,
    "withdraw": ReasonForm,
    "give_up": ReasonForm,
}
COLUMNS = ("通知编号", "轮次", "申请编号", "申请人", "房源", "位置", "状态", "通知日期", "签约期限")

add_act(
    blueprint,
    Deed(
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
    Deed(
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
    return _page(offer_id)


@blueprint.post("/desk/offers/<int:offer_id>/accept")
@guards.requires(Permission.KEEP_STOCK)
def accept(offer_id: int) -> ResponseReturnValue:
    """Note that the household accepts."""
    form = TokenForm(prefix="accept")
    return _act(offer_id, form, lambda work: service.accept(work, offer_id), _("已接受。"))


@blueprint.post("/desk/offers/<int:offer_id>/decline")
@guards.requires(Permission.KEEP_STOCK)
def decline(offer_id: int) -> ResponseReturnValue:
    """Note that the household gives up, on its signed statement."""
    form = DeclineForm(prefix="decline")
    return _act(
        offer_id,
        form,
        lambda work: service.decline(
            work, offer_id, reason=form.reason.data, document=form.document.data
        ),
        _("已记录放弃，由负责人另行认定。"),
    )


@blueprint.post("/desk/offers/<int:offer_id>/sign")
@guards.requires(Permission.KEEP_STOCK)
def sign(offer_id: int) -> ResponseReturnValue:
    """Note that the lease was signed."""
    form = SignForm(prefix="sign")
    return _act(
        offer_id,
        form,
        lambda work: service.sign(work, offer_id, document=form.document.data),
        _("已签约。"),
    )


@blueprint.post("/desk/offers/<int:offer_id>/keys")
@guards.requires(Permission.KEEP_STOCK)
def keys(offer_id: int) -> ResponseReturnValue:
    """Note that the keys were handed over."""
    form = TokenForm(prefix="keys")
    run = lambda work: service.hand_keys(work, offer_id)  # noqa: E731
    return _act(offer_id, form, run, _("已交付钥匙，轮候结束。"))


@blueprint.post("/desk/offers/<int:offer_id>/expire")
@guards.requires(Permission.RUN_ROUND)
def expire(offer_id: int) -> ResponseReturnValue:
    """Note that the last day to sign has passed."""
    form = TokenForm(prefix="expire")
    return _act(offer_id, form, lambda work: service.expire(work, offer_id), _("已登记逾期。"))


@blueprint.post("/desk/offers/<int:offer_id>/extend")
@guards.requires(Permission.DECIDE_CASE)
def extend(offer_id: int) -> ResponseReturnValue:
    """Give the household longer to sign."""
    form = ExtendForm(prefix="extend")
    return _act(
        offer_id,
        form,
        lambda work: service.extend(
            work,
            offer_id,
            form.until.data,
            reason=form.reason.data,
            document=form.document.data,
        ),
        _("签约期限已延长。"),
    )


@blueprint.post("/desk/offers/<int:offer_id>/withdraw")
@guards.requires(Permission.RUN_ROUND)
def withdraw(offer_id: int) -> ResponseReturnValue:
    """Take a flat back that cannot be let."""
    form = ReasonForm(prefix="withdraw")
    return _act(
        offer_id,
        form,
        lambda work: service.withdraw(
            work, offer_id, reason=form.reason.data, document=form.document.data
        ),
        _("已撤回房源，该家庭优先递补。"),
    )


@blueprint.post("/desk/offers/<int:offer_id>/give-up")
@guards.requires(Permission.RUN_ROUND)
def give_up(offer_id: int) -> ResponseReturnValue:
    """Note that the household gives up between lease and keys."""
    form = ReasonForm(prefix="give_up")
    return _act(
        offer_id,
        form,
        lambda work: service.give_up(
            work, offer_id, reason=form.reason.data, document=form.document.data
        ),
        _("已记录放弃入住，由负责人另行认定。"),
    )


def _reoffered(_form: FlaskForm, round_id: int) -> bool:
    with acting() as work:
        service.reoffer(work, round_id)
    return True


def _act(
    offer_id: int, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    """Run an act; a refusal stands above its form, with what was typed."""

    def do(_form: FlaskForm) -> bool:
        with acting() as work:
            run(work)
        return True

    if form.validate_on_submit() and attempt(form, do):
        flash(told)
        return redirect(url_for("offers.show", offer_id=offer_id))
    return _page(offer_id, form)


def _page(offer_id: int, filled: FlaskForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        offer = queries.get(session, signed_in_actor().place, offer_id)
        (each,) = shown(session, [offer])
        name = class_names(session, offer.place, language())
    forms = {
        prefix: filled
        if filled is not None and filled._prefix == f"{prefix}-"
        else kind(formdata=None, prefix=prefix)
        for prefix, kind in FORMS.items()
    }
    status = getattr(filled, "refused_with", 400) if filled is not None else 200
    today = installation().clock.today()
    facts = {"forms": forms, "refused": filled, "states": STATES, "today": today}
    return render_template("offers/show.html", each=each, class_name=name, **facts), status

"""Pages of picking in person: calling, the clerk's screen, the screen of the hall, one's own."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.picking import queries, service
from housing.picking.calling import time_words
from housing.picking.forms import (
    AbsentForm,
    CallForm,
    ConfirmedForm,
    GiveUpForm,
    PassForm,
    PickForm,
    ReasonForm,
)
from housing.picking.page_words import OUTCOMES
from housing.picking.shown import lines_of, screen_of
from housing.rounds.deeds import Deed as RoundDeed
from housing.rounds.forms import ConfirmForm
from housing.rounds.pages import ADDRESS, add_act, own_round
from housing.rounds.states import RoundAct
from housing.units.class_names import class_names
from housing.web import guards
from housing.web.acting import reading
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)
from housing.web.language import language
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("picking", __name__, template_folder="templates")
MOST_UNITS = 40
COLUMNS = ("序号", "排序位次", "时间", "阶段", "申请人", "申请编号", "结果", "房源")

add_act(
    blueprint,
    RoundDeed(
        RoundAct.OPEN_PICKING,
        ConfirmForm,
        lambda work, round_id, _form: service.open_hall(work, round_id),
        (_l("从现在起按公示的次序逐户选房，每次选房都记入登记簿。"),),
    ),
)
add_act(
    blueprint,
    RoundDeed(
        RoundAct.END_PICKING,
        ConfirmForm,
        lambda work, round_id, _form: service.end(work, round_id),
        (
            _l("所有家庭都选过之后才能结束。结果随即写定，由另一套程序复算。"),
            _l("未到场和当场放弃的家庭将被报告，由负责人另行认定。"),
        ),
        is_grave=True,
    ),
)


@blueprint.route("/desk/rounds/<int:round_id>/call", methods=["GET", "POST"])
@guards.requires(Permission.RUN_ROUND)
def call(round_id: int) -> ResponseReturnValue:
    """Tell every household when its turn is, and where."""
    with reading() as session:
        round_ = own_round(session, round_id)
    form = CallForm()
    if perform(form, lambda work: _call(work, form, round_id)):
        flash(_("选房通知书已发出。"))
        return redirect(url_for("picking.turns", round_id=round_id))
    return answer(form, "picking/call.html", round=round_)


@blueprint.get("/desk/rounds/<int:round_id>/turns")
@guards.requires(Permission.SEE_ROUNDS)
def turns(round_id: int) -> ResponseReturnValue:
    """List every turn: its time, its household, and what came of it."""
    with reading() as session:
        round_ = own_round(session, round_id)
        held = queries.needed(session, round_id)
        total, lines = lines_of(session, held, (asked_page() - 1) * ROWS, ROWS)
        name = class_names(session, round_.place, language())
    facts = {"round": round_, "held": held, "lines": lines, "paging": paged(total)}
    return render_template("picking/turns.html", outcomes=OUTCOMES, class_name=name, **facts)


@blueprint.get("/desk/rounds/<int:round_id>/turns.xlsx")
@guards.requires(Permission.SEE_ROUNDS)
def export(round_id: int) -> Response:
    """Give the turns as a sheet, masked, for the wall of the hall."""
    with reading() as session:
        round_ = own_round(session, round_id)
        held = queries.needed(session, round_id)
        _total, lines = lines_of(session, held, 0, 1_000_000)
    rows = [
        (
            line.turn,
            line.position,
            time_words(line.at),
            line.stage,
            line.name,
            line.number,
            str(OUTCOMES[line.pick.outcome]) if line.pick else "",
            (line.pick.unit_code or "") if line.pick else "",
        )
        for line in lines
    ]
    return download(workbook("选房", COLUMNS, rows), f"turns-{round_.code}.xlsx")


@blueprint.get("/desk/rounds/<int:round_id>/hall")
@guards.requires(Permission.RUN_ROUND)
def hall(round_id: int) -> ResponseReturnValue:
    """Show the clerk whose turn it is and what may be taken."""
    return _page(None, round_id)


def _turn(form: FlaskForm) -> int:
    text = form.turn.data or ""
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _call(work: Work, form: CallForm, round_id: int) -> None:
    service.call(work, round_id, hours=form.hours(), hall=form.hall.data)


def _picked(work: Work, form: FlaskForm, round_id: int) -> object:
    paper = form.document.data or ""
    return service.pick(work, round_id, _turn(form), form.unit.data, document=paper)


def _passed(work: Work, form: FlaskForm, round_id: int) -> object:
    return service.pass_by(work, round_id, _turn(form), document=form.document.data or "")


def _deed(
    name: str, form: type[FlaskForm], run: Callable[..., object], told: LazyString, within: str = ""
) -> Deed:
    return Deed(name, Permission.RUN_ROUND, form, run, told, within=within)


_OF_PICK = "<int:pick_id>/"
DEEDS = (
    _deed("pick", PickForm, _picked, _l("已选定。")),
    _deed("pass_by", PassForm, _passed, _l("已记录，该家庭退回轮候，名次不变。")),
    _deed(
        "pass_rest",
        ConfirmedForm,
        lambda work, _form, round_id: service.pass_all_without(work, round_id),
        _l("已记录，这些家庭退回轮候，名次不变。"),
    ),
    _deed(
        "absent",
        AbsentForm,
        lambda work, form, round_id: service.absent(
            work, round_id, _turn(form), document=form.document.data
        ),
        _l("已记录未到场。"),
    ),
    _deed(
        "give_up",
        GiveUpForm,
        lambda work, form, round_id, pick_id: service.give_up(
            work, round_id, pick_id, document=form.document.data
        ),
        _l("已记录放弃。"),
        _OF_PICK,
    ),
    _deed(
        "ask_undo",
        ReasonForm,
        lambda work, form, round_id, pick_id: service.ask_undo(
            work, round_id, pick_id, reason=form.reason.data
        ),
        _l("已提出，请另一位工作人员办理。"),
        _OF_PICK,
    ),
    _deed(
        "undo",
        ConfirmedForm,
        lambda work, _form, round_id, pick_id: service.undo(work, round_id, pick_id),
        _l("已撤销，请该家庭重新选房。"),
        _OF_PICK,
    ),
    _deed(
        "keep_pick",
        ReasonForm,
        lambda work, form, round_id, pick_id: service.drop_undo(
            work, round_id, pick_id, reason=form.reason.data
        ),
        _l("已维持上一次选房。"),
        _OF_PICK,
    ),
)


def _page(filled: FlaskForm | None, round_id: int) -> ResponseReturnValue:
    with reading() as session:
        round_ = own_round(session, round_id)
        found = screen_of(session, round_, queries.needed(session, round_id))
        name = class_names(session, round_.place, language())
    only = request.args.get("class", "")
    units = [unit for unit in found.now.units if only in ("", unit.unit_class)] if found.now else []
    facts = {"screen": found, "units": units[:MOST_UNITS], "more": len(units) - MOST_UNITS}
    shown = {"forms": forms_of(DEEDS, filled), "only": only, "outcomes": OUTCOMES, **facts}
    page = render_template(
        "picking/hall.html", round=round_, refused=filled, class_name=name, **shown
    )
    return page, status_of(filled)


add_deeds(blueprint, f"{ADDRESS}/hall", DEEDS, _page, "hall")
offer_deeds(
    blueprint,
    ADDRESS,
    (_deed("call", CallForm, _call, _l("选房通知书已发出。")),),
)

"""Pages of picking in person: calling, the clerk's screen, the screen of the hall, one's own."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
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
from housing.rounds.deeds import Deed
from housing.rounds.forms import ConfirmForm
from housing.rounds.pages import add_act, answer, attempt, own_round
from housing.rounds.states import RoundAct
from housing.units.class_names import class_names
from housing.web import guards
from housing.web.acting import acting, reading
from housing.web.language import language
from housing.web.paging import ROWS, asked_page, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("picking", __name__, template_folder="templates")
#: The forms of the clerk's screen, each with its own prefix.
FORMS: dict[str, type[FlaskForm]] = {
    "pick": PickForm,
    "pass": PassForm,
    "absent": AbsentForm,
    "rest": ConfirmedForm,
    "give_up": GiveUpForm,
    "ask": ReasonForm,
    "undo": ConfirmedForm,
    "drop": ReasonForm,
}
MOST_UNITS = 40
COLUMNS = ("序号", "排序位次", "时间", "阶段", "申请人", "申请编号", "结果", "房源")

add_act(
    blueprint,
    Deed(
        RoundAct.OPEN_PICKING,
        ConfirmForm,
        lambda work, round_id, _form: service.open_hall(work, round_id),
        (_l("从现在起按公示的次序逐户选房，每次选房都记入登记簿。"),),
    ),
)
add_act(
    blueprint,
    Deed(
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
    if form.validate_on_submit() and attempt(form, _called, round_id):
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
    return _page(round_id)


@blueprint.post("/desk/rounds/<int:round_id>/hall/pick")
@guards.requires(Permission.RUN_ROUND)
def pick(round_id: int) -> ResponseReturnValue:
    """Lock the flat that was chosen."""
    form = PickForm(prefix="pick")
    return _act(
        round_id,
        form,
        lambda work: service.pick(
            work, round_id, _turn(form), form.unit.data, document=form.document.data or ""
        ),
        _("已选定 %(unit)s。", unit=form.unit.data),
    )


@blueprint.post("/desk/rounds/<int:round_id>/hall/pass")
@guards.requires(Permission.RUN_ROUND)
def pass_by(round_id: int) -> ResponseReturnValue:
    """Note that the household takes no flat."""
    form = PassForm(prefix="pass")
    paper = form.document.data or ""
    return _act(
        round_id,
        form,
        lambda work: service.pass_by(work, round_id, _turn(form), document=paper),
        _("已记录，该家庭退回轮候，名次不变。"),
    )


@blueprint.post("/desk/rounds/<int:round_id>/hall/rest")
@guards.requires(Permission.RUN_ROUND)
def pass_rest(round_id: int) -> ResponseReturnValue:
    """Note for all to come that nothing is left for them."""
    form = ConfirmedForm(prefix="rest")
    run = lambda work: service.pass_all_without(work, round_id)  # noqa: E731
    return _act(round_id, form, run, _("已记录，这些家庭退回轮候，名次不变。"))


@blueprint.post("/desk/rounds/<int:round_id>/hall/absent")
@guards.requires(Permission.RUN_ROUND)
def absent(round_id: int) -> ResponseReturnValue:
    """Note that nobody came."""
    form = AbsentForm(prefix="absent")
    return _act(
        round_id,
        form,
        lambda work: service.absent(work, round_id, _turn(form), document=form.document.data),
        _("已记录未到场。"),
    )


@blueprint.post("/desk/rounds/<int:round_id>/hall/<int:pick_id>/give-up")
@guards.requires(Permission.RUN_ROUND)
def give_up(round_id: int, pick_id: int) -> ResponseReturnValue:
    """Note that a household gives up what it picked."""
    form = GiveUpForm(prefix="give_up")
    return _act(
        round_id,
        form,
        lambda work: service.give_up(work, round_id, pick_id, document=form.document.data),
        _("已记录放弃。"),
    )


@blueprint.post("/desk/rounds/<int:round_id>/hall/<int:pick_id>/ask-undo")
@guards.requires(Permission.RUN_ROUND)
def ask_undo(round_id: int, pick_id: int) -> ResponseReturnValue:
    """Ask another person to undo the last turn."""
    form = ReasonForm(prefix="ask")
    return _act(
        round_id,
        form,
        lambda work: service.ask_undo(work, round_id, pick_id, reason=form.reason.data),
        _("已提出，请另一位工作人员办理。"),
    )


@blueprint.post("/desk/rounds/<int:round_id>/hall/<int:pick_id>/undo")
@guards.requires(Permission.RUN_ROUND)
def undo(round_id: int, pick_id: int) -> ResponseReturnValue:
    """Undo the last turn that somebody else asked to undo."""
    form = ConfirmedForm(prefix="undo")
    run = lambda work: service.undo(work, round_id, pick_id)  # noqa: E731
    return _act(round_id, form, run, _("已撤销，请该家庭重新选房。"))


@blueprint.post("/desk/rounds/<int:round_id>/hall/<int:pick_id>/keep")
@guards.requires(Permission.RUN_ROUND)
def drop_undo(round_id: int, pick_id: int) -> ResponseReturnValue:
    """Let the last turn stand after all."""
    form = ReasonForm(prefix="drop")
    return _act(
        round_id,
        form,
        lambda work: service.drop_undo(work, round_id, pick_id, reason=form.reason.data),
        _("已维持上一次选房。"),
    )


def _turn(form: FlaskForm) -> int:
    text = form.turn.data or ""
    return int(text) if text.isdecimal() and len(text) < 8 else 0


def _called(form: CallForm, round_id: int) -> bool:
    with acting() as work:
        service.call(work, round_id, hours=form.hours(), hall=form.hall.data)
    return True


def _act(
    round_id: int, form: FlaskForm, run: Callable[[Work], object], told: str
) -> ResponseReturnValue:
    """Run an act of the clerk; a refusal stands above its form, with what was typed."""

    def do(_form: FlaskForm) -> bool:
        with acting() as work:
            run(work)
        return True

    if form.validate_on_submit() and attempt(form, do):
        flash(told)
        return redirect(url_for("picking.hall", round_id=round_id))
    return _page(round_id, form)


def _page(round_id: int, filled: FlaskForm | None = None) -> ResponseReturnValue:
    with reading() as session:
        round_ = own_round(session, round_id)
        found = screen_of(session, round_, queries.needed(session, round_id))
        name = class_names(session, round_.place, language())
    forms = {prefix: _form(prefix, kind, filled) for prefix, kind in FORMS.items()}
    only = request.args.get("class", "")
    units = [unit for unit in found.now.units if only in ("", unit.unit_class)] if found.now else []
    facts = {"screen": found, "units": units[:MOST_UNITS], "more": len(units) - MOST_UNITS}
    shown = {"forms": forms, "only": only, "outcomes": OUTCOMES, "class_name": name, **facts}
    status = getattr(filled, "refused_with", 400) if filled is not None else 200
    return render_template("picking/hall.html", round=round_, refused=filled, **shown), status


def _form(prefix: str, kind: type[FlaskForm], filled: FlaskForm | None) -> FlaskForm:
    """The form that was refused, with what was typed, or a new one."""
    is_it = filled is not None and filled._prefix == f"{prefix}-"
    return filled if is_it else kind(formdata=None, prefix=prefix)

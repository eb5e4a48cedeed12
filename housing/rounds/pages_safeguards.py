"""Officers' pages around a round: its plan, counts, clusters, what is held back, its successor."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.households.words import GROUP_WORDS, Group
from housing.plans import service as planning
from housing.plans.facts import RoundRef
from housing.plans.models import Plan
from housing.policies.queries import book as values_in_force
from housing.rounds import clearing, comparison, holding, mailing, reconciliation, successor
from housing.rounds.forms import ClearForm, CountForm, EndHoldForm, HoldForm, TokenForm
from housing.rounds.models import Round
from housing.rounds.pages import ADDRESS, own_round
from housing.rounds.taking import hindrances, taken
from housing.rounds.words import CLUSTER_MEANING, CLUSTER_WORDS
from housing.web import guards
from housing.web.acting import acting, reading
from housing.web.deeds import Deed, answer, attempt, offer_deeds, perform
from housing.web.installation import installation
from housing.web.language import in_language

blueprint = Blueprint("safeguards", __name__, template_folder="templates")
MOST_SHOWN = 200


@blueprint.post("/desk/rounds/<int:round_id>/plan")
@guards.requires(Permission.DRAFT_PLAN)
def draft_plan(round_id: int) -> ResponseReturnValue:
    """Begin the plan of a round, and go on writing it."""
    with acting() as work:
        planning.draft(work, _reference(own_round(work.session, round_id)))
    return redirect(url_for("plans.edit", round_id=round_id))


@blueprint.route("/desk/rounds/<int:round_id>/counts", methods=["GET", "POST"])
@guards.requires(Permission.SEE_ROUNDS)
def counts(round_id: int) -> ResponseReturnValue:
    """Show what stands against the freeze, and each count beside the roll's; take a count."""
    form = CountForm()
    groups = {each: in_language(GROUP_WORDS[each]) for each in Group}
    form.group.choices = [("", _("全部")), *((each.value, groups[each]) for each in Group)]
    if form.validate_on_submit() and attempt(form, _counted, round_id):
        flash(_("已录入。"))
        return redirect(url_for("safeguards.counts", round_id=round_id))
    day = installation().clock.today()
    with reading() as session:
        round_ = own_round(session, round_id)
        found = taken(session, round_, values_in_force(session), day)
        on_roll = list(found.on_roll())
        facts = {
            "hindrances": hindrances(session, round_, found),
            "lines": reconciliation.lines(session, round_id, on_roll),
            "streets": reconciliation.by_street(on_roll),
            "is_open": round_.state in reconciliation.OPEN,
        }
    return answer(form, "rounds/counts.html", round=round_, group_words=groups, **facts)


@blueprint.route("/desk/rounds/<int:round_id>/clusters", methods=["GET", "POST"])
@guards.requires(Permission.SEE_ROUNDS)
def clusters(round_id: int) -> ResponseReturnValue:
    """List the clusters among the housed, and take what was found about one."""
    form = ClearForm()
    if form.validate_on_submit() and attempt(form, _cleared, round_id):
        flash(_("已核实。"))
        return redirect(url_for("safeguards.clusters", round_id=round_id))
    with reading() as session:
        round_ = own_round(session, round_id)
        found = clearing.clusters(session, round_)
        numbers = clearing.numbers_of(session, round_id, [each for each, _row in found])
    facts = {"clusters": found[:MOST_SHOWN], "numbers": numbers}
    words = {"kind_words": CLUSTER_WORDS, "meaning": CLUSTER_MEANING}
    return answer(form, "rounds/clusters.html", round=round_, **facts, **words)


@blueprint.route("/desk/rounds/<int:round_id>/hold", methods=["GET", "POST"])
@guards.requires(Permission.HOLD_BACK)
def hold(round_id: int) -> ResponseReturnValue:
    """Hold back the part of a checked round that a fault can touch."""
    form = HoldForm()
    if perform(form, lambda work: _hold(work, form, round_id)):
        flash(_("已暂缓相关部分，其余可以公布。"))
        return redirect(url_for("rounds.show", round_id=round_id))
    with reading() as session:
        round_ = own_round(session, round_id)
    return answer(form, "rounds/hold.html", round=round_, title=_("暂缓公布部分结果"))


@blueprint.route("/desk/rounds/<int:round_id>/end-hold", methods=["GET", "POST"])
@guards.requires(Permission.HOLD_BACK)
def end_hold(round_id: int) -> ResponseReturnValue:
    """Decide about the part that was held back."""
    form = EndHoldForm()
    if perform(form, lambda work: _end_hold(work, form, round_id)):
        flash(_("暂缓的部分已处理。"))
        return redirect(url_for("rounds.show", round_id=round_id))
    with reading() as session:
        round_ = own_round(session, round_id)
    return answer(form, "rounds/hold.html", round=round_, title=_("处理暂缓的部分"))


@blueprint.get("/desk/rounds/<int:round_id>/comparison")
@guards.requires(Permission.SEE_ROUNDS)
def compared(round_id: int) -> ResponseReturnValue:
    """Show what either way of giving out the flats would do on the frozen roll."""
    with reading() as session:
        round_ = own_round(session, round_id)
        found = comparison.read_comparison(session, round_)
    return render_template("rounds/compared.html", round=round_, comparison=found)


@blueprint.post("/desk/rounds/<int:round_id>/successor")
@guards.requires(Permission.ANNUL_ROUND)
def follow(round_id: int) -> ResponseReturnValue:
    """Open the successor of an annulled round."""
    with acting() as work:
        new = successor.open_after(work, round_id)
    flash(_("已开后续轮次 %(code)s，请改正名册后继续。", code=new.code))
    return redirect(url_for("rounds.show", round_id=new.id))


@blueprint.post("/desk/rounds/<int:round_id>/receipts/send")
@guards.requires(Permission.FREEZE_ROLL)
def send(round_id: int) -> ResponseReturnValue:
    """Begin to send every household its receipt; the timetable goes on with it."""
    with acting() as work:
        mailing.send_receipts(work, own_round(work.session, round_id).id)
    flash(_("已开始寄送，其余由系统继续寄出。"))
    return redirect(url_for("rounds.show", round_id=round_id))


def _reference(round_: Round) -> RoundRef:
    return RoundRef(
        round_.id,
        round_.code,
        round_.place,
        round_.name,
        round_.mechanism,
        round_.approval_document,
        round_.audience,
    )


def _counted(form: FlaskForm, round_id: int) -> bool:
    with acting() as work:
        reconciliation.enter_count(
            work,
            round_id,
            source=form.source.data,
            street=form.street.data,
            group=Group(form.group.data) if form.group.data else None,
            counted=form.counted.data,
        )
    return True


def _cleared(form: FlaskForm, round_id: int) -> bool:
    with acting() as work:
        clearing.clear(work, round_id, form.key.data, reason=form.reason.data)
    return True


def _hold(work: Work, form: FlaskForm, round_id: int) -> object:
    touched = holding.roll_ids_of(work, round_id, form.touched.data.split())
    return holding.hold_back(
        work, round_id, touched, reason=form.reason.data, document=form.document.data
    )


def _end_hold(work: Work, form: FlaskForm, round_id: int) -> object:
    return holding.end_hold_back(
        work,
        round_id,
        upheld=form.upheld.data == "yes",
        reason=form.reason.data,
        document=form.document.data,
    )


def _draft(work: Work, _form: FlaskForm, round_id: int) -> Plan:
    return planning.draft(work, _reference(own_round(work.session, round_id)))


def _send(work: Work, _form: FlaskForm, round_id: int) -> None:
    mailing.send_receipts(work, own_round(work.session, round_id).id)


DEEDS = (
    Deed("hold", Permission.HOLD_BACK, HoldForm, _hold, _l("已暂缓相关部分，其余可以公布。")),
    Deed("end_hold", Permission.HOLD_BACK, EndHoldForm, _end_hold, _l("暂缓的部分已处理。")),
    Deed("plan", Permission.DRAFT_PLAN, TokenForm, _draft, _l("已起草分配方案。")),
    Deed(
        "send",
        Permission.FREEZE_ROLL,
        TokenForm,
        _send,
        _l("已开始寄送，其余由系统继续寄出。"),
        within="receipts/",
    ),
)
offer_deeds(blueprint, ADDRESS, DEEDS)

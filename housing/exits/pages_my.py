"""A tenant's own page of exits: what was decided and why, until when, and how to disagree."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.exits import service
from housing.exits.forms import OwnAskForm
from housing.exits.models import ExitCase
from housing.exits.page_words import STATES, TRIGGERS
from housing.exits.view import own_cases
from housing.web import guards
from housing.web.acting import reading, signed_in_actor
from housing.web.deeds import Deed, answer, offer_deeds, perform

blueprint = Blueprint("my_exits", __name__, template_folder="templates")
ASK = Deed(
    "reconsider",
    Permission.APPLY,
    OwnAskForm,
    lambda work, form, case_id: service.ask(work, case_id, form.reason.data),
    _l("已收到您的复核申请，结果会书面告知您。"),
)


@blueprint.get("/my/exits")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the own cases: why, what was decided, what follows, until when to disagree."""
    with reading() as session:
        found = own_cases(session, signed_in_actor())
        until = {each.id: _until(session, each) for each in found}
    words = {"states": STATES, "triggers": TRIGGERS}
    return render_template("exits/mine.html", cases=found, until=until, **words)


@blueprint.route("/my/exits/<int:case_id>/reconsider", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def ask(case_id: int) -> ResponseReturnValue:
    """Say what one disagrees with; other people look at it again."""
    form = OwnAskForm()
    with reading() as session:
        case = next(
            (each for each in own_cases(session, signed_in_actor()) if each.id == case_id), None
        )
        if case is None:
            raise NotFound(f"没有第 {case_id} 号退出案件 / there is no exit case {case_id}")
        until = _until(session, case)
    if perform(form, lambda work: ASK.run(work, form, case_id)):
        flash(ASK.told)
        return redirect(url_for("my_exits.mine"))
    return answer(form, "exits/ask.html", case=case, until=until)


def _until(session: Session, case: ExitCase) -> object:
    """Until when the household may ask for reconsideration; None when it may not."""
    window = clocks.open_clock(session, case.case, ClockKind.REVIEW_REQUEST)
    return window.due_on if window else None


offer_deeds(blueprint, "/my/exits/<int:case_id>", (ASK,))

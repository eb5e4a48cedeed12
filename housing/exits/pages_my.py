"""A tenant's own page of exits: what was decided and why, until when, and how to disagree."""

from flask import Blueprint, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Permission
from housing.core.errors import NotFound
from housing.exits import queries, service
from housing.exits.forms import OwnAskForm
from housing.exits.models import ExitCase
from housing.exits.page_words import STATES, TRIGGERS
from housing.leases.whose import leases_of
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import answer, attempt

blueprint = Blueprint("my_exits", __name__, template_folder="templates")


@blueprint.get("/my/exits")
@guards.requires(Permission.APPLY)
def mine() -> ResponseReturnValue:
    """Show the own cases: why, what was decided, what follows, until when to disagree."""
    with reading() as session:
        found = _own(session)
        until = {each.id: _until(session, each) for each in found}
    words = {"states": STATES, "triggers": TRIGGERS}
    return render_template("exits/mine.html", cases=found, until=until, **words)


@blueprint.route("/my/exits/<int:case_id>/reconsider", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def ask(case_id: int) -> ResponseReturnValue:
    """Say what one disagrees with; other people look at it again."""
    form = OwnAskForm()
    with reading() as session:
        case = next((each for each in _own(session) if each.id == case_id), None)
        if case is None:
            raise NotFound(f"没有第 {case_id} 号退出案件 / there is no exit case {case_id}")
        until = _until(session, case)
    if form.validate_on_submit() and attempt(form, _asked, case_id):
        flash(_("已收到您的复核申请，结果会书面告知您。"))
        return redirect(url_for("my_exits.mine"))
    return answer(form, "exits/ask.html", case=case, until=until)


def _asked(form: OwnAskForm, case_id: int) -> bool:
    with acting() as work:
        service.ask(work, case_id, form.reason.data)
    return True


def _own(session: Session) -> list[ExitCase]:
    held = leases_of(session, signed_in_actor())
    found = [case for lease in held for case in queries.of_lease(session, lease.id)]
    return sorted((each for each in found if each.state != "void"), key=lambda each: -each.id)


def _until(session: Session, case: ExitCase) -> object:
    """Until when the household may ask for reconsideration; None when it may not."""
    window = clocks.open_clock(session, case.case, ClockKind.REVIEW_REQUEST)
    return window.due_on if window else None

"""The rent of one lease: terms, statement, reductions; by officers and by the tenant."""

import io
from datetime import date

from flask import Blueprint, Response, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.documents.sent import examined, keep_all
from housing.leases import queries as leases
from housing.leases import terms, whose
from housing.leases.models import Lease
from housing.ledger.page_words import TRANSFERS
from housing.rent_standards.page_words import GROUPS
from housing.rents import changes, queries, reductions
from housing.rents.forms import GroupForm, ReductionForm, TokenForm
from housing.rents.page_words import ACCOUNTS, PAPER, STATES
from housing.rents.statement import COLUMNS, Statement, cells, pdf, statement, year_of
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import (
    Deed,
    add_deeds,
    answer,
    attempt,
    forms_of,
    offer_deeds,
    perform,
    status_of,
)
from housing.web.installation import installation
from housing.web.workbook import download, workbook

blueprint = Blueprint("lease_rent", __name__, template_folder="templates")
EARLIEST = date(2000, 1, 1)
WORDS = {"transfers": TRANSFERS, "accounts": ACCOUNTS, "states": STATES, "groups": GROUPS}


@blueprint.get("/desk/leases/<int:lease_id>/rent")
@guards.requires(Permission.SEE_LEDGER)
def show(lease_id: int) -> ResponseReturnValue:
    """Show an officer the rent of a lease."""
    return _page(None, lease_id)


@blueprint.get("/desk/leases/<int:lease_id>/statement.xlsx")
@guards.requires(Permission.SEE_LEDGER)
def sheet(lease_id: int) -> Response:
    """Give the statement of a lease as a sheet."""
    with reading() as session:
        held = _asked(session, leases.get(session, signed_in_actor().place, lease_id))
    return _sheet(held)


@blueprint.get("/desk/leases/<int:lease_id>/statement.pdf")
@guards.requires(Permission.SEE_LEDGER)
def paper(lease_id: int) -> Response:
    """Give the statement of a lease as PDF."""
    with reading() as session:
        held = _asked(session, leases.get(session, signed_in_actor().place, lease_id))
    return _paper(held)


@blueprint.get("/my/leases/<int:lease_id>/statement")
@guards.requires(Permission.APPLY)
def own(lease_id: int) -> ResponseReturnValue:
    """Show a tenant what was charged and paid, and what is open."""
    with reading() as session:
        held = _asked(session, whose.own(session, signed_in_actor(), lease_id))
        asked = queries.of_lease(session, lease_id)
    facts = {"held": held, "reductions": asked, "form": TokenForm()}
    return render_template("rents/mine.html", **facts, **WORDS)


@blueprint.get("/my/leases/<int:lease_id>/statement.xlsx")
@guards.requires(Permission.APPLY)
def own_sheet(lease_id: int) -> Response:
    """Give a tenant the statement as a sheet."""
    with reading() as session:
        held = _asked(session, whose.own(session, signed_in_actor(), lease_id))
    return _sheet(held)


@blueprint.get("/my/leases/<int:lease_id>/statement.pdf")
@guards.requires(Permission.APPLY)
def own_paper(lease_id: int) -> Response:
    """Give a tenant the statement as PDF."""
    with reading() as session:
        held = _asked(session, whose.own(session, signed_in_actor(), lease_id))
    return _paper(held)


@blueprint.route("/my/leases/<int:lease_id>/reduction", methods=["GET", "POST"])
@guards.requires(Permission.APPLY)
def ask(lease_id: int) -> ResponseReturnValue:
    """Let a tenant ask for less rent."""
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        grounds = reductions.grounds(session, lease.place, installation().clock.today())
    form = ReductionForm()
    form.ground.choices = grounds
    if form.validate_on_submit() and attempt(form, _asked_for, lease_id):
        flash(_("减免申请已提交。决定会以书面通知您。"))
        return redirect(url_for("lease_rent.own", lease_id=lease_id))
    return answer(form, "rents/ask.html", lease=lease)


@blueprint.post("/my/reductions/<int:reduction_id>/withdraw")
@guards.requires(Permission.APPLY)
def withdraw(reduction_id: int) -> ResponseReturnValue:
    """Let a tenant take an application back."""
    form = TokenForm()
    if perform(form, lambda work: WITHDRAW.run(work, form, reduction_id)):
        flash(WITHDRAW.told)
    else:
        flash("；".join(str(each) for each in form.form_errors), "error")
    return redirect(url_for("my_leases.mine"))


WITHDRAW = Deed(
    "withdraw",
    Permission.APPLY,
    TokenForm,
    lambda work, _form, reduction_id: reductions.withdraw(work, reduction_id),
    _l("申请已撤回。"),
    _l("承租人撤回申请"),
)
offer_deeds(blueprint, "/my/reductions/<int:reduction_id>", (WITHDRAW,))


def _asked_for(form: FlaskForm, lease_id: int) -> bool:
    papers = examined(form.papers.data)  # Takes seconds: before the act begins.
    with acting() as work:
        given = {"ground": form.ground.data, "statement": form.statement.data}
        made = reductions.apply(work, lease_id, **given)
        made.documents = list(keep_all(work, made.case, PAPER, papers))
    return True


def _applied(work: Work, form: FlaskForm, lease_id: int) -> object:
    return reductions.apply(work, lease_id, ground=form.ground.data, statement=form.statement.data)


def _page(filled: FlaskForm | None, lease_id: int) -> ResponseReturnValue:
    place, day = signed_in_actor().place, installation().clock.today()
    with reading() as session:
        lease = leases.get(session, place, lease_id)
        facts = {
            "held": _asked(session, lease),
            "terms": terms.of_leases(session, [lease_id]).get(lease_id, []),
            "reductions": queries.of_lease(session, lease_id),
        }
        grounds = reductions.grounds(session, place, day)
    forms = forms_of(DEEDS, filled)
    forms["apply"].ground.choices = grounds
    acts = {each.name: each for each in DEEDS}
    page = render_template("rents/lease.html", forms=forms, acts=acts, **facts, **WORDS)
    return page, status_of(filled)


def _set_group(work: Work, form: FlaskForm, lease_id: int) -> object:
    return changes.set_group(
        work,
        lease_id,
        rent_group=form.rent_group.data,
        from_on=form.from_on.data,
        reason=form.reason.data,
        document=form.document.data,
    )


class _OfficersForm(ReductionForm):
    """The same application, whose conditions are checked by the service."""

    def __init__(self, *args: object, **fields: object) -> None:
        super().__init__(*args, **fields)
        del self.papers
        self.ground.validate_choice = False
        self.ground.choices = []


DEEDS = (
    Deed(
        "set_group",
        Permission.KEEP_RENT,
        GroupForm,
        _set_group,
        _l("租金档次已调整，并已通知承租人。"),
        _l("调整租金档次"),
        _l("按租金标准重新计算；已计收的月份自动更正差额。"),
    ),
    Deed(
        "apply",
        Permission.KEEP_RENT,
        _OfficersForm,
        _applied,
        _l("减免申请已受理，等待决定。"),
        _l("代承租人申请减免"),
    ),
)
add_deeds(blueprint, "/desk/leases/<int:lease_id>/rent", DEEDS, _page, "show")


def _asked(session: Session, lease: Lease) -> Statement:
    """The statement of the days of the address; today is the last day unless it says otherwise."""
    day = installation().clock.today()
    since = request.args.get("since", year_of(lease, day), type=date.fromisoformat)
    until = request.args.get("until", day, type=date.fromisoformat)
    first = max(since, EARLIEST)
    return statement(session, lease, first, max(first, until))


def _sheet(held: Statement) -> Response:
    name = f"statement-{held.lease.number}-{held.until}.xlsx"
    return download(workbook("租金明细", COLUMNS, cells(held)), name)


def _paper(held: Statement) -> Response:
    here = installation()
    made = pdf(held, here.clock.today(), here.settings.home / "fonts")
    name = f"statement-{held.lease.number}-{held.until}.pdf"
    given = send_file(io.BytesIO(made), "application/pdf", as_attachment=True, download_name=name)
    given.headers["Cache-Control"] = "no-store"
    return given

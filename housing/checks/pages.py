"""Pages of the departments that are asked: work list, one request, answers by sheet."""

import re
from collections.abc import Mapping
from datetime import date

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.checks import queries, service, sheet, sheet_intake, typed
from housing.checks.faults import AnswerRefused
from housing.checks.forms import AnswerForm, SheetForm
from housing.checks.layout import LAYOUTS
from housing.checks.page_words import EVERYTHING
from housing.checks.queries import Mark
from housing.checks.service import Shown
from housing.checks.shown import form_of
from housing.checks.states import OPEN
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.language import language, said
from housing.web.workbook import download, workbook

blueprint = Blueprint("checks", __name__, template_folder="templates")
_ANSWERS = guards.requires(Permission.ANSWER_CHECKS)
_MARK = re.compile(r"(\d{4}-\d{2}-\d{2})\.(\d{1,12})\Z")
REPORT = ("行号", "列", "填写内容", "问题", "处理办法")
REPORT_EN = ("Row", "Column", "Value", "What is wrong", "Remedy")


@blueprint.get("/desk/checks")
@_ANSWERS
def listing() -> str:
    """List the open requests of the actor's office, the soonest due first."""
    return _listing(SheetForm())


@blueprint.get("/desk/checks/<int:number>")
@_ANSWERS
def show(number: int) -> str:
    """Show one request with its people and the form for the answer; the look is recorded."""
    with acting() as work:
        held = service.show(work, number)
    names = [each.name for each in held.people]
    blank = typed.blank_rows(LAYOUTS[held.request.department], names)
    return _page(held, blank, {})


@blueprint.post("/desk/checks/<int:number>")
@_ANSWERS
def answer(number: int) -> ResponseReturnValue:
    """Take the answer, or show the form again with what is wrong; nothing typed is lost."""
    with acting() as work:
        held = service.opened(work, number)
    texts = typed.compacted(held.request.department, request.form)
    if "add" in request.form:
        return _page(held, texts, {}, request.form["add"])
    try:
        with acting() as work:
            service.answer(work, number, typed.read(held.request.department, texts))
    except AnswerRefused as refused:
        return _page(held, texts, refused.fields), 400
    flash(_("已答复案件 %(number)s 的核查。", number=held.request.case_number))
    return redirect(url_for("checks.listing"))


@blueprint.post("/desk/checks/open.xlsx")
@_ANSWERS
def open_sheet() -> ResponseReturnValue:
    """Save the open requests as a sheet to fill in; the register keeps that numbers went out."""
    with acting() as work:
        department, held = sheet_intake.open_requests(work)
    raw = workbook(sheet.NAME, sheet.columns(department), sheet.rows(department, held))
    return download(raw, "checks.xlsx")


@blueprint.post("/desk/checks/sheets")
@_ANSWERS
def take_sheet() -> ResponseReturnValue:
    """Take a filled sheet, whole or not at all."""
    form = SheetForm()
    if not form.validate_on_submit():
        return _listing(form), 400
    upload = form.sheet.data
    try:
        with acting() as work:
            kept = sheet_intake.take_sheet(work, upload.filename or "", upload.read())
    except BadInput as wrong:
        form.form_errors.append(explained(wrong))
        return _listing(form), 400
    return redirect(url_for("checks.sheet_report", number=kept.id))


@blueprint.get("/desk/checks/sheets/<int:number>")
@_ANSWERS
def sheet_report(number: int) -> str:
    """Show what became of a sheet: taken, or everything that is wrong with it."""
    with reading() as session:
        kept = queries.sheet(session, signed_in_actor(), number)
    return render_template("checks/sheet.html", sheet=kept)


@blueprint.get("/desk/checks/sheets/<int:number>/report.xlsx")
@_ANSWERS
def sheet_report_file(number: int) -> ResponseReturnValue:
    """Save the findings of a sheet as a workbook."""
    with reading() as session:
        kept = queries.sheet(session, signed_in_actor(), number)
    rows = [
        (each["row"], each["column"], each["value"], said(each["what"]), said(each["remedy"]))
        for each in kept.findings
    ]
    header = REPORT if language() == "zh" else REPORT_EN
    return download(workbook("问题", header, rows), f"checks-{number}.xlsx")


def _listing(form: SheetForm) -> str:
    actor, today = signed_in_actor(), installation().clock.today()
    with reading() as session:
        office = actor.office or 0
        held = queries.open_of_office(session, office, _asked_mark())
        answered = queries.answered_by_office(session, office, rows=10)
        sheets = queries.sheets_of(session, office, rows=10)
    return render_template(
        "checks/listing.html",
        held=held,
        answered=answered,
        sheets=sheets,
        form=form,
        today=today,
        most=queries.MOST_COUNTED,
        **EVERYTHING,
    )


def _page(held: Shown, texts: Mapping[str, str], faults: Mapping[str, str], grown: str = "") -> str:
    names = [each.name for each in held.people]
    given = queries.answer_of(installation().keyring, held.request)
    if given is not None:
        texts = typed.written(held.request.department, given)
    return render_template(
        "checks/show.html",
        request_shown=held.request,
        people=held.people,
        answer=form_of(held.request.department, names, texts, faults, grown),
        form=AnswerForm(),
        is_open=held.request.state in OPEN,
        today=installation().clock.today(),
        **EVERYTHING,
    )


def _asked_mark() -> Mark | None:
    """Return where the asked page begins; whatever is no mark is the first page."""
    found = _MARK.fullmatch(request.args.get("after", ""))
    if found is None:
        return None
    try:
        return Mark(date.fromisoformat(found[1]), int(found[2]))
    except ValueError:
        return None

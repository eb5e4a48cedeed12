"""Pages of an employer: the empty sheet, filing it, its report, and each worker's application."""

import re
from collections.abc import Sequence
from typing import Any, BinaryIO, cast

from flask import flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.datastructures import FileStorage

from housing.applications import queries, staff_rows
from housing.applications.collective import StaffUpload, file_staff
from housing.applications.collective_papers import bring_for_staff, changeable
from housing.applications.door import blueprint
from housing.applications.drafts import looking
from housing.applications.forms_employer import StaffPaperForm, StaffSheetForm
from housing.applications.models import Application, Collective
from housing.applications.page_words import STATES
from housing.applications.paper_acts import CHANGEABLE
from housing.applications.papers import missing_words, needs_of
from housing.clocks import queries as clocks
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.errors import BadInput
from housing.core.work import Work
from housing.documents.examine import Examined, examine
from housing.documents.folder import folder_of
from housing.households.masking import masked_name
from housing.imports.faults import fault_from_json
from housing.imports.report_sheet import COLUMNS, finding_rows
from housing.offices import queries as offices
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.installation import installation
from housing.web.language import language
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

_ASIDE = re.compile(r"（[^）]*）")


@blueprint.route("/employer", methods=["GET", "POST"])
@guards.requires(Permission.FILE_COLLECTIVE)
def employer() -> ResponseReturnValue:
    """List what was sent, and take in a sheet. Basis: HN 13 (HN-13-2, HN-13-4)."""
    actor, form = signed_in_actor(), StaffSheetForm()
    with reading() as session:
        places = [
            (office.id, office.name)
            for kind in (OfficeKind.STREET, OfficeKind.PARK)
            for office in offices.of_kind(session, actor.place, kind)
        ]
        sheets = queries.collectives_of(session, actor.office or 0)
    form.offer(places)
    sent = _sent(form) if form.validate_on_submit() else None
    if sent is not None:
        return redirect(url_for("applications.staff_sheet", collective_id=sent))
    wrong = bool(form.errors or form.form_errors)
    return render_template("employer/desk.html", form=form, sheets=sheets), 400 if wrong else 200


@blueprint.get("/employer/blank.xlsx")
@guards.requires(Permission.FILE_COLLECTIVE)
def staff_template() -> ResponseReturnValue:
    """Save the empty sheet."""
    return download(staff_rows.staff_template(), "staff.xlsx")


@blueprint.get("/employer/sheets/<int:collective_id>")
@guards.requires(Permission.FILE_COLLECTIVE)
def staff_sheet(collective_id: int) -> ResponseReturnValue:
    """Show what became of a sheet: its faults, or an application for each worker."""
    return _sheet_page(collective_id, StaffPaperForm())


@blueprint.get("/employer/sheets/<int:collective_id>/report.xlsx")
@guards.requires(Permission.FILE_COLLECTIVE)
def staff_report(collective_id: int) -> ResponseReturnValue:
    """Save the findings of a refused sheet as a workbook."""
    with reading() as session:
        sheet = _own(session, signed_in_actor(), collective_id)
    findings = [fault_from_json(kept) for kept in sheet.findings]
    raw = workbook("申请表报告", COLUMNS[language()], finding_rows(findings, language()))
    return download(raw, f"staff-{collective_id}.xlsx")


@blueprint.post("/employer/sheets/<int:collective_id>/papers")
@guards.requires(Permission.FILE_COLLECTIVE)
def staff_paper(collective_id: int) -> ResponseReturnValue:
    """Keep a paper for one worker, or the same paper for all."""
    form = StaffPaperForm()
    _offer(form, collective_id)
    if form.validate_on_submit():
        try:
            count = _keep_paper(form, collective_id)
        except BadInput as fault:
            form.file.errors = [explained(fault)]
        else:
            flash(_("材料已存入 %(count)s 份申请。", count=count))
            return redirect(url_for("applications.staff_sheet", collective_id=collective_id))
    return _sheet_page(collective_id, form), 400


def _sent(form: StaffSheetForm) -> int | None:
    """Examine and file; return the sheet, None when the form must be shown again."""
    here = installation()
    try:
        upload = StaffUpload(
            name=form.sheet.data.filename or "staff",
            raw=form.sheet.data.read(),
            office_id=int(form.office.data),
            consents=_examined(form.consents.data),
        )
    except BadInput as fault:
        form.consents.errors = [explained(fault)]
        return None
    try:
        with acting() as work:
            return file_staff(work, folder_of(here.settings), upload).id
    except BadInput as fault:
        form.form_errors.append(explained(fault))
        return None


def _sheet_page(collective_id: int, form: StaffPaperForm) -> str:
    with looking() as work:
        sheet = _own(work.session, work.actor, collective_id)
        office = offices.get(work.session, sheet.office_id)
        filed = queries.of_collective(work.session, sheet.id) if sheet.filed_at else ()
        findings = [fault_from_json(kept) for kept in sheet.findings]
        paging = paged(len(filed) if sheet.filed_at else len(findings))
        shown = slice(paging.offset, paging.offset + paging.rows)
        lines = [_line(work, each) for each in filed[shown]]
    if sheet.filed_at and not form.is_submitted():
        _offer(form, collective_id)
    return render_template(
        "employer/sheet.html",
        sheet=sheet,
        office=office.name if office else "",
        form=form,
        lines=lines,
        faults=sum(not found.is_notice for found in findings),
        findings=findings[shown],
        paging=paging,
        states=STATES,
    )


def _line(work: Work, application: Application) -> dict[str, Any]:
    applicant = application.applicant
    due = [
        clock.due_on
        for clock in clocks.of_case(work.session, application.case)
        if clock.stopped_on is None
    ]
    open_file = application.state in CHANGEABLE
    return {
        "number": application.number,
        "name": masked_name(applicant.name) if applicant else "",
        "state": application.state,
        "due_on": min(due, default=None),
        "missing": _short(missing_words(work, application)) if open_file else "",
    }


def _short(names: Sequence[str]) -> str:
    """Return the names of papers without their explanations, which the list has no room for."""
    return "；".join(_ASIDE.sub("", name) for name in names)


def _offer(form: StaffPaperForm, collective_id: int) -> None:
    with looking() as work:
        sheet = _own(work.session, work.actor, collective_id)
        filed = changeable(queries.of_collective(work.session, sheet.id))
        # What one page of workers needs, the others of the sheet need too.
        kinds = {need.kind: need.name for each in filed[:ROWS] for need in needs_of(work, each)}
    people = [
        (each.id, f"{each.number} {masked_name(each.applicant.name) if each.applicant else ''}")
        for each in filed
    ]
    form.offer(people, list(kinds.items()))


def _keep_paper(form: StaffPaperForm, collective_id: int) -> int:
    file, folder = _examined(form.file.data), folder_of(installation().settings)
    one = int(form.person.data) or None
    with acting() as work:
        return bring_for_staff(work, folder, collective_id, form.kind.data, file, one)


def _own(session: Any, actor: Actor, collective_id: int) -> Collective:
    return queries.collective(session, actor.office or 0, collective_id)


def _examined(file: FileStorage) -> Examined:
    return examine(
        file.filename or "", cast(BinaryIO, file.stream), folder_of(installation().settings)
    )

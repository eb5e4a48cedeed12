"""Officers' pages of sheets: upload, report, rows set aside, taking."""

from collections.abc import Collection

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from housing.core.access.permissions import Permission
from housing.core.errors import BadInput, NotFound
from housing.imports import listing, queries, service
from housing.imports.blank_sheet import blank_sheet
from housing.imports.columns import CENTRE_SHEETS, SheetKind
from housing.imports.forms import SetAsideForm, UploadForm
from housing.imports.page_words import KINDS, STATES
from housing.imports.report_sheet import COLUMNS, report_rows
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.citing import explained
from housing.web.language import language
from housing.web.paging import paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("imports", __name__, template_folder="templates")


@blueprint.route("/desk/imports", methods=["GET", "POST"])
@guards.requires(Permission.IMPORT_SHEETS)
def upload() -> ResponseReturnValue:
    """List what was uploaded and taken, and take in one or both sheets."""
    form = UploadForm()
    report_id = _submitted(form) if form.validate_on_submit() else None
    if report_id is not None:
        return redirect(url_for("imports.report", report_id=report_id))
    with reading() as session:
        place = signed_in_actor().place
        reports = queries.reports(session, place)
        imports = queries.imports_of(session, place)
    return render_template(
        "imports/upload.html",
        form=form,
        reports=reports,
        imports=imports,
        kinds=KINDS,
        blanks=CENTRE_SHEETS,
        states=STATES,
    ), 200 if not form.errors else 400


@blueprint.get("/desk/imports/<int:report_id>")
@guards.requires(Permission.IMPORT_SHEETS)
def report(report_id: int) -> ResponseReturnValue:
    """Show what was found in an upload."""
    return _page(report_id, SetAsideForm())


@blueprint.get("/desk/imports/<int:report_id>/report.xlsx")
@guards.requires(Permission.IMPORT_SHEETS)
def report_sheet(report_id: int) -> ResponseReturnValue:
    """Save the findings as a workbook."""
    with reading() as session:
        found = queries.report(session, signed_in_actor().place, report_id)
        rows = report_rows(found, queries.findings(found), language())
    return download(workbook("导入报告", COLUMNS[language()], rows), f"import-{report_id}.xlsx")


@blueprint.get("/desk/imports/blank/<kind>.xlsx")
@guards.requires(Permission.IMPORT_SHEETS)
def blank(kind: str) -> ResponseReturnValue:
    """Save an empty sheet to fill in."""
    if kind not in CENTRE_SHEETS:
        raise NotFound(f"没有表“{kind}” / no sheet {kind}")
    return download(blank_sheet(SheetKind(kind)), f"{kind}.xlsx")


@blueprint.post("/desk/imports/<int:report_id>/set-aside")
@guards.requires(Permission.IMPORT_SHEETS)
def set_aside(report_id: int) -> ResponseReturnValue:
    """Leave the ticked rows out, or every faulty row, for a reason."""
    form = SetAsideForm()
    rows = _chosen(report_id)
    if not rows:
        form.form_errors.append(_("请先勾选要搁置的行。"))
    if not form.validate_on_submit() or not rows:
        return _page(report_id, form, rows), 400
    with acting() as work:
        for kind in sorted({kind for kind, _number in rows}):
            numbers = {number for of, number in rows if of is kind}
            service.set_aside(work, report_id, kind, numbers, form.reason.data)
    flash(_("已搁置 %(count)s 行，其余各行已重新检查。", count=len(rows)))
    return redirect(url_for("imports.report", report_id=report_id))


@blueprint.post("/desk/imports/<int:report_id>/take")
@guards.requires(Permission.IMPORT_SHEETS)
def take(report_id: int) -> ResponseReturnValue:
    """Take the sheets as a whole."""
    with acting() as work:
        taken = service.take(work, report_id)
    for sheet in taken:
        flash(
            _(
                "%(sheet)s已导入：新增 %(new)s，更新 %(changed)s，未变 %(unchanged)s。",
                sheet=KINDS[sheet.kind],
                new=sheet.new,
                changed=sheet.changed,
                unchanged=sheet.unchanged,
            )
        )
    return redirect(url_for("imports.upload"))


@blueprint.post("/desk/imports/<int:report_id>/discard")
@guards.requires(Permission.IMPORT_SHEETS)
def discard(report_id: int) -> ResponseReturnValue:
    """Close a report without taking anything."""
    with acting() as work:
        service.discard(work, report_id)
    flash(_("已放弃这次上传，没有导入任何内容。"))
    return redirect(url_for("imports.upload"))


def _submitted(form: UploadForm) -> int | None:
    """Examine the chosen files; return the report, None when the form must be shown again."""
    try:
        with acting() as work:
            files = form.files()
            known = service.already_taken(work, files)
            if known is not None:
                flash(_("这些文件已经导入过，内容没有变化，无需再导。"))
            return (known or service.submit(work, files)).id
    except BadInput as error:
        form.form_errors.append(explained(error))
        return None


def _chosen(report_id: int) -> set[tuple[SheetKind, int]]:
    if "all" not in request.form:
        return listing.chosen_rows(request.form.getlist("row"))
    with reading() as session:
        found = queries.report(session, signed_in_actor().place, report_id)
        return listing.faulty_rows(queries.findings(found))


def _page(
    report_id: int, form: SetAsideForm, ticked: Collection[tuple[SheetKind, int]] = ()
) -> str:
    with reading() as session:
        kept = queries.report(session, signed_in_actor().place, report_id)
    findings = queries.findings(kept)
    show = request.args.get("show", "faults" if kept.faults else "all")
    sort = request.args.get("sort", "row")
    chosen = listing.narrowed(findings, show, sort)
    paging = paged(len(chosen))
    return render_template(
        "imports/report.html",
        report=kept,
        form=form,
        lines=listing.lines(chosen[paging.offset : paging.offset + paging.rows]),
        ticked={f"{kind}:{number}" for kind, number in ticked},
        whole_file=listing.cannot_be_set_aside(kept, findings),
        paging=paging,
        show=show,
        sort=sort,
        kinds=KINDS,
        states=STATES,
    )

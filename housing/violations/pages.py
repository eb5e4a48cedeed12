"""Officers' pages of violations: the lists by due day, one case with its acts, the court file."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_wtf import FlaskForm

from housing.bans import queries as bans
from housing.core.access.permissions import Permission
from housing.court_files.answer import court_file as answered
from housing.documents import queries as documents
from housing.documents.answer import page_shown
from housing.documents.answer import shown as document_shown
from housing.letters import queries as letters
from housing.letters.page_words import KINDS as LETTERS
from housing.violations import queries
from housing.violations import queries_beside as beside
from housing.violations.acts import DEEDS, NEW, fitting, opened
from housing.violations.court import court_file
from housing.violations.forms import EvidenceForm, OpenForm
from housing.violations.page_words import KINDS, LISTS, STATES, WAYS
from housing.violations.papers import keep, read
from housing.violations.shown import Shown, keep_off_own, shown
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import add_deeds, answer, attempt, forms_of, offer_deeds, status_of
from housing.web.installation import installation
from housing.web.paging import ROWS, paged
from housing.web.workbook import download, workbook

blueprint = Blueprint("violations", __name__, template_folder="templates")
COLUMNS = ("案件编号", "合同编号", "承租人", "房屋", "违规行为", "状态", "立案日期", "期限届满")


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "violation_states": STATES,
        "violation_kinds": KINDS,
        "delivery_ways": WAYS,
        "letter_kinds": LETTERS,
    }


@blueprint.get("/desk/violations")
@guards.requires(Permission.SEE_LEASES)
def listing() -> ResponseReturnValue:
    """List cases by the day they wait for."""
    only, place = request.args.get("only", "open"), signed_in_actor().place
    with reading() as session:
        paging = paged(queries.count(session, place, only), ROWS)
        found = shown(session, queries.page_of(session, place, only, paging.offset, ROWS))
        waiting = beside.waiting(session, place)
    facts = {"found": found, "paging": paging, "only": only, "lists": LISTS, "waiting": waiting}
    today = installation().clock.today()
    return render_template("violations/listing.html", today=today, **facts)


@blueprint.get("/desk/violations.xlsx")
@guards.requires(Permission.SEE_LEASES)
def export() -> Response:
    """Give a list of cases as a sheet, masked."""
    only, place = request.args.get("only", ""), signed_in_actor().place
    with reading() as session:
        found = shown(session, queries.page_of(session, place, only))
    day = installation().clock.today()
    name = f"violations-{only or 'all'}-{day}.xlsx"
    return download(workbook("违规案件", COLUMNS, [_cells(each) for each in found]), name)


@blueprint.route("/desk/violations/new", methods=["GET", "POST"])
@guards.requires(Permission.REVIEW_TENANCY)
def new() -> ResponseReturnValue:
    """Open a case about a lease."""
    form = OpenForm()
    if request.method == "GET":
        form.lease_number.data = request.args.get("lease", "").replace("\0", "")
    made = attempt(form, _opened) if form.validate_on_submit() else None
    if made:
        flash(NEW.told)
        return redirect(url_for("violations.show", violation_id=made))
    return answer(form, "violations/new.html")


@blueprint.get("/desk/violations/<int:violation_id>")
@guards.requires(Permission.SEE_LEASES)
def show(violation_id: int) -> ResponseReturnValue:
    """Show one case: what happened, what runs, and what may be done."""
    return _page(None, violation_id)


@blueprint.post("/desk/violations/<int:violation_id>/evidence")
@guards.requires(Permission.REVIEW_TENANCY)
def evidence(violation_id: int) -> ResponseReturnValue:
    """Keep a photo or paper as evidence."""
    form = EvidenceForm(prefix="evidence")
    if form.validate_on_submit() and attempt(
        form, lambda _form: keep(violation_id, form.file.data)
    ):
        flash(_("已上传。"))
        return redirect(url_for("violations.show", violation_id=violation_id))
    return _page(form, violation_id)


@blueprint.get("/desk/violations/<int:violation_id>/documents/<int:document_id>")
@guards.requires(Permission.SEE_LEASES)
def document(violation_id: int, document_id: int) -> ResponseReturnValue:
    """Show a paper of a case; the register keeps who looked."""
    return document_shown(*read(violation_id, document_id))


@blueprint.get("/desk/violations/<int:violation_id>/documents/<int:document_id>/pages/<int:number>")
@guards.requires(Permission.SEE_LEASES)
def document_page(violation_id: int, document_id: int, number: int) -> ResponseReturnValue:
    """Show a page of a PDF of a case; the register keeps who looked."""
    return page_shown(*read(violation_id, document_id, is_page=True), number)


@blueprint.get("/desk/violations/<int:violation_id>/court-file")
@guards.requires(Permission.TAKE_COURT_FILE)
def file(violation_id: int) -> Response:
    """Give the court file of a case as one PDF; the register keeps who took it."""
    return answered(lambda work, folder: court_file(work, folder, violation_id))


def _opened(form: OpenForm) -> int:
    with acting() as work:
        return opened(work, form).id


def _page(filled: FlaskForm | None, violation_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.get(session, signed_in_actor().place, violation_id)
        keep_off_own(session, signed_in_actor(), found)
        (each,) = shown(session, [found])
        facts: dict[str, object] = {
            "papers": documents.of_case(session, found.case),
            "letters": letters.of_case(session, found.case),
            "bans": bans.of_case(session, found.case),
            "report": beside.report_of_case(session, found.id),
        }
    upload = EvidenceForm(formdata=None, prefix="evidence")
    if isinstance(filled, EvidenceForm):
        upload = filled
    forms = forms_of(DEEDS, filled)
    facts |= {"forms": forms, "deeds": fitting(found), "refused": filled, "upload": upload}
    today = installation().clock.today()
    page = render_template("violations/show.html", each=each, today=today, **facts)
    return page, status_of(filled)


def _cells(each: Shown) -> tuple[str, ...]:
    found = each.violation
    return (
        found.number,
        found.lease_number,
        each.name,
        each.address,
        str(KINDS[found.kind]),
        str(STATES[found.state]),
        found.opened_on.isoformat(),
        each.due_on.isoformat() if each.due_on else "",
    )


add_deeds(blueprint, "/desk/violations/<int:violation_id>", DEEDS, _page, "show")
offer_deeds(blueprint, "/desk/violations", (NEW,))

"""Officers' pages beside the cases: reports, consents to decorate, notices of absence."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.inspections import queries as inspections
from housing.leases import queries as leases
from housing.violations import absences, decorating, reporting
from housing.violations import queries_beside as queries
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.forms import (
    AbsenceAnswerForm,
    AsExitForm,
    ConsentAnswerForm,
    FromVisitForm,
    OfficerReportForm,
    OpenFromForm,
    ReasonsForm,
    ReferForm,
    TokenForm,
)
from housing.violations.models_beside import ViolationReport
from housing.violations.page_words import ABSENCES, CATEGORIES, CONSENTS, REPORTS, SOURCES
from housing.violations.words import Category, ViolationKind
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, attempt, forms_of, perform, status_of
from housing.web.paging import ROWS, paged

blueprint = Blueprint("violation_desk", __name__, template_folder="templates")
REPORT_DEEDS = (
    Deed(
        "open_from",
        Permission.REVIEW_TENANCY,
        OpenFromForm,
        lambda work, form, report_id: reporting.open_from(
            work,
            report_id,
            form.lease_number.data,
            ViolationKind(form.kind.data),
            facts=form.facts.data,
            reasons=form.reasons.data,
        ),
        _l("已立案。"),
        _l("立案"),
        _l("转卖的，事实符合转租或者改变用途时按该项立案；否则按违规使用办理退出。"),
    ),
    Deed(
        "as_exit",
        Permission.REVIEW_TENANCY,
        AsExitForm,
        lambda work, form, report_id: reporting.as_exit(
            work, report_id, form.lease_number.data, facts=form.facts.data
        ),
        _l("已按违规使用办理退出。"),
        _l("按违规使用办理退出"),
        _l("不属于责令整改的行为、但属于违规使用的，由部门联合审核决定是否退出。"),
    ),
    Deed(
        "refer",
        Permission.REVIEW_TENANCY,
        ReferForm,
        lambda work, form, report_id: reporting.refer(
            work, report_id, to=form.to.data, reasons=form.reasons.data
        ),
        _l("已移送。"),
        _l("移送主管部门"),
        _l("房地产经纪机构的线索移送其主管部门，移送函随之发出。"),
    ),
    Deed(
        "drop",
        Permission.REVIEW_TENANCY,
        ReasonsForm,
        lambda work, form, report_id: reporting.drop(work, report_id, reasons=form.reasons.data),
        _l("已登记不予立案。"),
        _l("不予立案"),
    ),
)


@blueprint.context_processor
def _words() -> dict[str, object]:
    return {
        "categories": CATEGORIES,
        "sources": SOURCES,
        "report_states": REPORTS,
        "consent_states": CONSENTS,
        "absence_states": ABSENCES,
    }


@blueprint.get("/desk/violation-reports")
@guards.requires(Permission.SEE_LEASES)
def reports() -> ResponseReturnValue:
    """List reports: those that wait, or all; and what visits found."""
    place = signed_in_actor().place
    only = ReportState.RECEIVED if request.args.get("only", "received") == "received" else None
    with reading() as session:
        paging = paged(queries.count_reports(session, place, only), ROWS)
        found = queries.reports(session, place, only, paging.offset, ROWS)
        seen = inspections.for_violation(session, place)
    facts = {"found": found, "paging": paging, "waiting": only is not None, "seen": seen}
    return render_template("violations/reports.html", form=FromVisitForm(), **facts)


@blueprint.route("/desk/violation-reports/new", methods=["GET", "POST"])
@guards.requires(Permission.REPORT_VIOLATION)
def new() -> ResponseReturnValue:
    """Report what an officer has seen or heard."""
    form = OfficerReportForm()
    if form.validate_on_submit() and attempt(form, _reported):
        flash(_("已报告，由县级住房保障部门处理。"))
        may_see = signed_in_actor().may(Permission.SEE_LEASES)
        return redirect(url_for("violation_desk.reports" if may_see else "violation_desk.new"))
    return answer(form, "violations/report_new.html")


@blueprint.get("/desk/violation-reports/<int:report_id>")
@guards.requires(Permission.SEE_LEASES)
def report(report_id: int) -> ResponseReturnValue:
    """Show one report and what may be done about it."""
    return _report_page(None, report_id)


@blueprint.post("/desk/violation-reports/<int:report_id>/reporter")
@guards.requires(Permission.SEE_PERSONAL_DATA)
def reveal(report_id: int) -> ResponseReturnValue:
    """Show who reported, once; the register keeps who looked."""
    with acting() as work:
        told = reporting.reveal(work, report_id)
    return _report_page(None, report_id, told=told)


@blueprint.post("/desk/violation-reports/of-visit/<int:finding_id>")
@guards.requires(Permission.REPORT_VIOLATION)
def of_visit(finding_id: int) -> ResponseReturnValue:
    """Make a report of what a visit found."""
    form = FromVisitForm()
    if form.validate_on_submit():
        with acting() as work:
            made = reporting.report_of_visit(work, finding_id, Category(form.category.data))
        flash(_("已转为举报 %(number)s。", number=made.number))
    return redirect(url_for("violation_desk.reports"))


@blueprint.get("/desk/decorations")
@guards.requires(Permission.SEE_LEASES)
def decorations() -> ResponseReturnValue:
    """List requests to decorate: those that wait, or all."""
    place = signed_in_actor().place
    only = ConsentState.ASKED if request.args.get("only", "asked") == "asked" else None
    with reading() as session:
        paging = paged(queries.count_consents(session, place, only), ROWS)
        found = queries.consents(session, place, only, paging.offset, ROWS)
    facts = {"found": found, "paging": paging, "waiting": only is not None}
    return render_template("violations/decorations.html", **facts)


@blueprint.route("/desk/decorations/<int:consent_id>", methods=["GET", "POST"])
@guards.requires(Permission.KEEP_LEASES)
def decoration(consent_id: int) -> ResponseReturnValue:
    """Answer a request to decorate."""
    form = ConsentAnswerForm()
    if perform(
        form,
        lambda work: decorating.decide(
            work,
            consent_id,
            is_granted=form.answer.data == "granted",
            reasons=form.reasons.data,
            restoration=form.restoration.data or "",
        ),
    ):
        flash(_("已答复，答复书已发出。"))
        return redirect(url_for("violation_desk.decorations"))
    with reading() as session:
        found = queries.consent(session, signed_in_actor().place, consent_id)
    return answer(form, "violations/decoration.html", found=found)


@blueprint.get("/desk/absences")
@guards.requires(Permission.SEE_LEASES)
def away() -> ResponseReturnValue:
    """List notices of absence: those that wait, or all."""
    place = signed_in_actor().place
    only = AbsenceState.TOLD if request.args.get("only", "told") == "told" else None
    with reading() as session:
        paging = paged(queries.count_absences(session, place, only), ROWS)
        found = queries.absences(session, place, only, paging.offset, ROWS)
    facts = {"found": found, "paging": paging, "waiting": only is not None}
    return render_template("violations/absences.html", **facts)


@blueprint.route("/desk/absences/<int:absence_id>", methods=["GET", "POST"])
@guards.requires(Permission.REVIEW_TENANCY)
def absence(absence_id: int) -> ResponseReturnValue:
    """Decide whether a reason for being away is a good one."""
    form = AbsenceAnswerForm()
    if perform(
        form,
        lambda work: absences.decide(
            work,
            absence_id,
            is_accepted=bool(form.accepted.data),
            decision=form.decision.data,
        ),
    ):
        flash(_("已认定，答复书已发出。"))
        return redirect(url_for("violation_desk.away"))
    with reading() as session:
        found = queries.absence(session, signed_in_actor().place, absence_id)
    return answer(form, "violations/absence.html", found=found)


def _reported(form: OfficerReportForm) -> bool:
    with acting() as work:
        reporting.report(
            work,
            Category(form.category.data),
            address=form.address.data,
            what=form.what.data,
            happened_on=form.happened_on.data,
            lease_number=form.lease_number.data or "",
        )
    return True


def _report_page(
    filled: FlaskForm | None, report_id: int, told: dict[str, str] | None = None
) -> ResponseReturnValue:
    with reading() as session:
        found = queries.report(session, signed_in_actor().place, report_id)
        lease = (
            leases.of_ids(session, [found.lease_id]).get(found.lease_id) if found.lease_id else None
        )
    forms = forms_of(REPORT_DEEDS, filled)
    _begin(forms, found, lease.number if lease else "")
    facts = {"forms": forms, "deeds": REPORT_DEEDS, "refused": filled, "told": told}
    page = render_template("violations/report.html", found=found, token=TokenForm(), **facts)
    return page, status_of(filled)


def _begin(forms: dict[str, FlaskForm], found: ViolationReport, lease: str) -> None:
    """Fill in what the report says already, in forms that nobody has typed into."""
    kinds = {kind.value for kind in ViolationKind}
    for name in ("open_from", "as_exit"):
        form = forms[name]
        form.lease_number.data = form.lease_number.data or lease
        if "kind" in form and not form.errors and found.category.value in kinds:
            form.kind.data = found.category.value


add_deeds(
    blueprint, "/desk/violation-reports/<int:report_id>", REPORT_DEEDS, _report_page, "report"
)

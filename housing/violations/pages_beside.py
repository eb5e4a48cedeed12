"""Officers' pages beside the cases: reports, consents to decorate, notices of absence."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from housing.core.access.permissions import Permission
from housing.inspections import queries as inspections
from housing.leases import queries as leases
from housing.violations import queries_beside as queries
from housing.violations import reporting
from housing.violations.acts_beside import ANSWER, DECIDE, NEW, OF_VISIT, REPORT_DEEDS
from housing.violations.beside_states import AbsenceState, ConsentState, ReportState
from housing.violations.forms import FromVisitForm, OfficerReportForm, TokenForm
from housing.violations.models_beside import ViolationReport
from housing.violations.page_words import ABSENCES, CATEGORIES, CONSENTS, REPORTS, SOURCES
from housing.violations.words import ViolationKind
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.deeds import Deed, add_deeds, answer, forms_of, offer_deeds, perform, status_of
from housing.web.paging import ROWS, paged

blueprint = Blueprint("violation_desk", __name__, template_folder="templates")


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
    if perform(form, lambda work: NEW.run(work, form)):
        flash(NEW.told)
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


@blueprint.post("/desk/inspection-findings/<int:finding_id>/report")
@guards.requires(Permission.REPORT_VIOLATION)
def of_visit(finding_id: int) -> ResponseReturnValue:
    """Make a report of what a visit found."""
    form = FromVisitForm()
    if perform(form, lambda work: OF_VISIT.run(work, form, finding_id)):
        flash(OF_VISIT.told)
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


@blueprint.get("/desk/decorations/<int:consent_id>")
@guards.requires(Permission.SEE_LEASES)
def decoration(consent_id: int) -> ResponseReturnValue:
    """Show a request to decorate, and answer it."""
    return _decoration(None, consent_id)


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


@blueprint.get("/desk/absences/<int:absence_id>")
@guards.requires(Permission.SEE_LEASES)
def absence(absence_id: int) -> ResponseReturnValue:
    """Show a notice of absence, and decide whether its reason is a good one."""
    return _absence(None, absence_id)


def _decoration(filled: FlaskForm | None, consent_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.consent(session, signed_in_actor().place, consent_id)
    return _answered("violations/decoration.html", ANSWER, filled, found)


def _absence(filled: FlaskForm | None, absence_id: int) -> ResponseReturnValue:
    with reading() as session:
        found = queries.absence(session, signed_in_actor().place, absence_id)
    return _answered("violations/absence.html", DECIDE, filled, found)


def _answered(
    template: str, act: Deed, filled: FlaskForm | None, found: object
) -> ResponseReturnValue:
    facts = {"act": act, "forms": forms_of((act,), filled), "refused": filled, "found": found}
    return render_template(template, **facts), status_of(filled)


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
add_deeds(blueprint, "/desk/decorations/<int:consent_id>", (ANSWER,), _decoration, "decoration")
add_deeds(blueprint, "/desk/absences/<int:absence_id>", (DECIDE,), _absence, "absence")
offer_deeds(blueprint, "/desk/violation-reports", (NEW,))
offer_deeds(blueprint, "/desk/inspection-findings/<int:finding_id>", (OF_VISIT,))

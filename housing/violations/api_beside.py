"""JSON interface beside the cases: reports, consents to decorate, notices of absence, addresses."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission
from housing.core.work import working
from housing.leases.whose import own
from housing.violations import queries_beside as beside
from housing.violations import reporting
from housing.violations import schemas as s
from housing.violations.models_beside import AbsenceNotice, DecorationConsent, ViolationReport
from housing.violations.pages_public import REPORTING
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("violation_desk", __name__, description="举报、装修、外出 / reports")


@guards.requires(Permission.SEE_LEASES)
@api.route("/violation-reports")
@api.arguments(s.ReportsArguments, location="query")
@api.response(200, page_of(s.ReportSchema))
def reports(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the reports, without who made them."""
    place, state = signed_in_actor().place, asked["state"]
    with reading() as session:
        paging = paging_of(asked, beside.count_reports(session, place, state))
        rows = beside.reports(session, place, state, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/violation-reports/<int:report_id>")
@api.response(200, s.ReportSchema)
def report(report_id: int) -> ViolationReport:
    """Return one report, without who made it."""
    with reading() as session:
        return beside.report(session, signed_in_actor().place, report_id)


@guards.requires(Permission.SEE_PERSONAL_DATA)
@api.route("/violation-reports/<int:report_id>/reporter", methods=["POST"])
@api.response(200, s.ReporterSchema)
def reveal(report_id: int) -> dict[str, str]:
    """Return who reported; the register keeps who looked."""
    with acting() as work:
        return reporting.reveal(work, report_id)


@guards.public
@api.route("/misuse-reports", methods=["POST"])
@limits.limiter.limit(REPORTING)
@api.arguments(s.PublicReportSchema)
@api.response(200, s.ReceiptSchema)
def report_misuse(sent: dict[str, Any]) -> ViolationReport:
    """Keep a report of anybody; only its number is told."""
    here = installation()
    actor = system_actor(here.settings.place)
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        return reporting.report(work, sent.pop("category"), **sent)


@guards.public
@api.route("/public-rental-addresses")
@limits.limiter.limit(limits.READING)
@api.response(200, s.AddressSchema(many=True))
def addresses() -> Sequence[beside.Address]:
    """Return every building with public rental housing, for brokers and listing platforms."""
    with reading() as session:
        return beside.addresses(session, installation().settings.place)


@guards.requires(Permission.SEE_LEASES)
@api.route("/decorations")
@api.arguments(s.DecorationsArguments, location="query")
@api.response(200, page_of(s.DecorationSchema))
def decorations(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the requests to decorate, the newest first."""
    place, state = signed_in_actor().place, asked["state"]
    with reading() as session:
        paging = paging_of(asked, beside.count_consents(session, place, state))
        rows = beside.consents(session, place, state, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/decorations/<int:consent_id>")
@api.response(200, s.DecorationSchema)
def decoration(consent_id: int) -> DecorationConsent:
    """Return one request to decorate."""
    with reading() as session:
        return beside.consent(session, signed_in_actor().place, consent_id)


@guards.requires(Permission.SEE_LEASES)
@api.route("/absences")
@api.arguments(s.AbsencesArguments, location="query")
@api.response(200, page_of(s.AbsenceSchema))
def absences(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of the notices of absence, the newest first."""
    place, state = signed_in_actor().place, asked["state"]
    with reading() as session:
        paging = paging_of(asked, beside.count_absences(session, place, state))
        rows = beside.absences(session, place, state, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/absences/<int:absence_id>")
@api.response(200, s.AbsenceSchema)
def absence(absence_id: int) -> AbsenceNotice:
    """Return one notice of absence."""
    with reading() as session:
        return beside.absence(session, signed_in_actor().place, absence_id)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/absences")
@api.response(200, s.AbsenceSchema(many=True))
def own_absences(lease_id: int) -> Sequence[AbsenceNotice]:
    """Return one's own notices of absence, and what was decided about each."""
    with reading() as session:
        return beside.absences_of(session, [own(session, signed_in_actor(), lease_id).id])


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/decorations")
@api.response(200, s.DecorationSchema(many=True))
def own_decorations(lease_id: int) -> Sequence[DecorationConsent]:
    """Return one's own requests to decorate, and the answers."""
    with reading() as session:
        return beside.consents_of(session, [own(session, signed_in_actor(), lease_id).id])

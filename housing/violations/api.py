"""JSON interface of violations: the lists, every act of the law, reports and a tenant's own."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission
from housing.core.work import working
from housing.leases.whose import leases_of
from housing.violations import absences, decorating, queries, reporting, service
from housing.violations import queries_beside as beside
from housing.violations import schemas as s
from housing.violations.models import Violation
from housing.violations.models_beside import AbsenceNotice, DecorationConsent, ViolationReport
from housing.violations.pages_public import REPORTING
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("violations", __name__, description="违规处理 / violations")


@guards.requires(Permission.SEE_LEASES)
@api.route("/violations")
@api.arguments(s.ViolationsArguments, location="query")
@api.response(200, page_of(s.ViolationSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of cases, by the day they wait for."""
    place, only = signed_in_actor().place, asked["which"]
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, only))
        rows = queries.page_of(session, place, only, paging.offset, paging.rows)
    return page_answer(rows, paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/violations/<int:violation_id>")
@api.response(200, s.ViolationSchema)
def show(violation_id: int) -> Violation:
    """Return one case."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, violation_id)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations", methods=["POST"])
@api.arguments(s.OpenSchema)
@api.response(200, s.ViolationSchema)
def open_case(sent: dict[str, Any]) -> Violation:
    """Open a case about a lease."""
    with acting() as work:
        return service.open_case(work, sent.pop("lease_id"), sent.pop("kind"), **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/notice", methods=["POST"])
@api.response(200, s.ViolationSchema)
def notify(violation_id: int) -> Violation:
    """Tell the tenant, who may then speak."""
    with acting() as work:
        return service.notify(work, violation_id)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/statement", methods=["POST"])
@api.arguments(s.StatementSchema)
@api.response(200, s.ViolationSchema)
def state(sent: dict[str, Any], violation_id: int) -> Violation:
    """Keep what the tenant told an officer."""
    with acting() as work:
        return service.state(work, violation_id, sent["statement"])


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/finding", methods=["POST"])
@api.arguments(s.FindSchema)
@api.response(200, s.ViolationSchema)
def find(sent: dict[str, Any], violation_id: int) -> Violation:
    """Find the violation."""
    with acting() as work:
        return service.find(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/dismissal", methods=["POST"])
@api.arguments(s.ReasonsSchema)
@api.response(200, s.ViolationSchema)
def dismiss(sent: dict[str, Any], violation_id: int) -> Violation:
    """Find that there was no violation, before one was found."""
    with acting() as work:
        return service.dismiss(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/setting-aside", methods=["POST"])
@api.arguments(s.ReasonsSchema)
@api.response(200, s.ViolationSchema)
def set_aside(sent: dict[str, Any], violation_id: int) -> Violation:
    """Set a finding aside."""
    with acting() as work:
        return service.dismiss(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/order", methods=["POST"])
@api.arguments(s.OrderSchema)
@api.response(200, s.ViolationSchema)
def order(sent: dict[str, Any], violation_id: int) -> Violation:
    """Order the tenant to put it right."""
    with acting() as work:
        return service.order(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/order/delivery", methods=["POST"])
@api.arguments(s.DeliverySchema)
@api.response(200, s.ViolationSchema)
def deliver_order(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note how the order reached the tenant."""
    with acting() as work:
        return service.deliver_order(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/visits", methods=["POST"])
@api.arguments(s.VisitSchema)
@api.response(200, s.ViolationSchema)
def visit(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note what a visit found."""
    with acting() as work:
        return service.visit(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/decision", methods=["POST"])
@api.arguments(s.ReasonsSchema)
@api.response(200, s.ViolationSchema)
def cancel(sent: dict[str, Any], violation_id: int) -> Violation:
    """Cancel the qualification, order the return and ban, in one decision."""
    with acting() as work:
        return service.cancel(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/decision/delivery", methods=["POST"])
@api.arguments(s.DeliverySchema)
@api.response(200, s.ViolationSchema)
def deliver_decision(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note how the decision reached the tenant."""
    with acting() as work:
        return service.deliver_decision(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/decision/revocation", methods=["POST"])
@api.arguments(s.RevokeSchema)
@api.response(200, s.ViolationSchema)
def revoke(sent: dict[str, Any], violation_id: int) -> Violation:
    """Revoke the decision; the ban falls with it."""
    with acting() as work:
        return service.revoke(work, violation_id, **sent)


@guards.requires(Permission.DECIDE_TENANCY)
@api.route("/violations/<int:violation_id>/enforcement", methods=["POST"])
@api.arguments(s.CourtSchema)
@api.response(200, s.ViolationSchema)
def apply(sent: dict[str, Any], violation_id: int) -> Violation:
    """Apply to the court."""
    with acting() as work:
        return service.apply(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/enforcement/ruling", methods=["POST"])
@api.arguments(s.RulingSchema)
@api.response(200, s.ViolationSchema)
def rule(sent: dict[str, Any], violation_id: int) -> Violation:
    """Note what the court ruled."""
    with acting() as work:
        return service.rule(work, violation_id, **sent)


@guards.requires(Permission.REVIEW_TENANCY)
@api.route("/violations/<int:violation_id>/return", methods=["POST"])
@api.response(200, s.ViolationSchema)
def vacate(violation_id: int) -> Violation:
    """Note that the dwelling was given back."""
    with acting() as work:
        return service.vacate(work, violation_id)


@guards.requires(Permission.SEE_LEASES)
@api.route("/violation-reports")
@api.response(200, s.ReportSchema(many=True))
def reports() -> Sequence[ViolationReport]:
    """Return the newest reports, without who made them."""
    with reading() as session:
        return beside.reports(session, signed_in_actor().place, None, 0, 200)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/violation-reports", methods=["POST"])
@api.arguments(s.NewReportSchema)
@api.response(200, s.ReportSchema)
def report(sent: dict[str, Any]) -> ViolationReport:
    """Keep a report of an officer."""
    with acting() as work:
        return reporting.report(work, sent.pop("category"), **sent)


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


@guards.requires(Permission.APPLY)
@api.route("/violations/mine")
@api.response(200, s.ViolationSchema(many=True))
def mine() -> Sequence[Violation]:
    """Return the cases about one's own leases, once they were told."""
    with reading() as session:
        leases = [lease.id for lease in leases_of(session, signed_in_actor())]
        found = queries.of_leases(session, leases)
        return [each for each in found if each.noticed_on is not None]


@guards.requires(Permission.APPLY)
@api.route("/violations/mine/<int:violation_id>/statement", methods=["POST"])
@api.arguments(s.StatementSchema)
@api.response(200, s.ViolationSchema)
def state_own(sent: dict[str, Any], violation_id: int) -> Violation:
    """Keep one's own words about a case."""
    with acting() as work:
        return service.state(work, violation_id, sent["statement"])


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/absences", methods=["POST"])
@api.arguments(s.OwnAbsenceSchema)
@api.response(200, s.AbsenceSchema)
def tell_absence(sent: dict[str, Any], lease_id: int) -> AbsenceNotice:
    """Say when nobody will live in one's flat, and why."""
    with acting() as work:
        return absences.tell(work, lease_id, **sent)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/decorations", methods=["POST"])
@api.arguments(s.OwnDecorationSchema)
@api.response(200, s.DecorationSchema)
def ask_to_decorate(sent: dict[str, Any], lease_id: int) -> DecorationConsent:
    """Ask for consent to decorate one's flat."""
    with acting() as work:
        return decorating.ask(work, lease_id, **sent)

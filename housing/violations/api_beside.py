"""JSON interface beside the cases: reports, public addresses, and what tenants send themselves."""

from collections.abc import Sequence
from typing import Any

from housing.core.access.actor import system_actor
from housing.core.access.permissions import Permission
from housing.core.work import working
from housing.leases.whose import leases_of
from housing.violations import absences, decorating, queries, reporting, service
from housing.violations import queries_beside as beside
from housing.violations.models import Violation
from housing.violations.models_beside import AbsenceNotice, DecorationConsent, ViolationReport
from housing.violations.pages_public import REPORTING
from housing.violations.schemas import (
    AbsenceSchema,
    AddressSchema,
    DecorationSchema,
    NewReportSchema,
    OwnAbsenceSchema,
    OwnDecorationSchema,
    PublicReportSchema,
    ReceiptSchema,
    ReportSchema,
    StatementSchema,
    ViolationSchema,
)
from housing.web import guards, limits
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint
from housing.web.installation import installation

api = ApiBlueprint("violations_beside", __name__, description="举报等 / reports and more")


@guards.requires(Permission.SEE_LEASES)
@api.route("/violation-reports")
@api.response(200, ReportSchema(many=True))
def reports() -> Sequence[ViolationReport]:
    """Return the newest reports, without who made them."""
    with reading() as session:
        return beside.reports(session, signed_in_actor().place, None, 0, 200)


@guards.requires(Permission.REPORT_VIOLATION)
@api.route("/violation-reports", methods=["POST"])
@api.arguments(NewReportSchema)
@api.response(200, ReportSchema)
def report(sent: dict[str, Any]) -> ViolationReport:
    """Keep a report of an officer."""
    with acting() as work:
        return reporting.report(work, sent.pop("category"), **sent)


@guards.public
@api.route("/misuse-reports", methods=["POST"])
@limits.limiter.limit(REPORTING)
@api.arguments(PublicReportSchema)
@api.response(200, ReceiptSchema)
def report_misuse(sent: dict[str, Any]) -> ViolationReport:
    """Keep a report of anybody; only its number is told."""
    here = installation()
    actor = system_actor(here.settings.place)
    with working(here.database.acts, actor, here.clock, here.keyring) as work:
        return reporting.report(work, sent.pop("category"), **sent)


@guards.public
@api.route("/public-rental-addresses")
@limits.limiter.limit(limits.READING)
@api.response(200, AddressSchema(many=True))
def addresses() -> Sequence[beside.Address]:
    """Return every building with public rental housing, for brokers and listing platforms."""
    with reading() as session:
        return beside.addresses(session, installation().settings.place)


@guards.requires(Permission.APPLY)
@api.route("/violations/mine")
@api.response(200, ViolationSchema(many=True))
def mine() -> Sequence[Violation]:
    """Return the cases about one's own leases, once they were told."""
    with reading() as session:
        leases = [lease.id for lease in leases_of(session, signed_in_actor())]
        found = queries.of_leases(session, leases)
        return [each for each in found if each.noticed_on is not None]


@guards.requires(Permission.APPLY)
@api.route("/violations/mine/<int:violation_id>/statement", methods=["POST"])
@api.arguments(StatementSchema)
@api.response(200, ViolationSchema)
def state_own(sent: dict[str, Any], violation_id: int) -> Violation:
    """Keep one's own words about a case."""
    with acting() as work:
        return service.state(work, violation_id, sent["statement"])


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/absences", methods=["POST"])
@api.arguments(OwnAbsenceSchema)
@api.response(200, AbsenceSchema)
def tell_absence(sent: dict[str, Any], lease_id: int) -> AbsenceNotice:
    """Say when nobody will live in one's flat, and why."""
    with acting() as work:
        return absences.tell(work, lease_id, **sent)


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/decorations", methods=["POST"])
@api.arguments(OwnDecorationSchema)
@api.response(200, DecorationSchema)
def ask_to_decorate(sent: dict[str, Any], lease_id: int) -> DecorationConsent:
    """Ask for consent to decorate one's flat."""
    with acting() as work:
        return decorating.ask(work, lease_id, **sent)

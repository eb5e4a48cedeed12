"""Projects of affordable rental housing over the interface."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.rental_projects import leases, queries, service
from housing.rental_projects.facts import CandidateStated, EnterpriseStated, ProjectStated
from housing.rental_projects.leases import LeaseStated
from housing.rental_projects.models import RentalLease, RentReport
from housing.rental_projects.schemas import (
    CandidateSchema,
    DemandSchema,
    FiledLeaseSchema,
    ListingStated,
    RecognitionStated,
    RentalAnswerSchema,
    RentalEnterpriseSchema,
    RentalLeaseSchema,
    RentalProjectSchema,
    RentReportSchema,
    RentReportsSchema,
    RentReportStated,
)
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint
from housing.web.guards import public, requires
from housing.web.installation import installation

api = ApiBlueprint(
    "rental_projects", __name__, description="保障性租赁住房项目 / affordable rental projects"
)
Answer = dict[str, Any]


@requires(Permission.KEEP_PROJECTS)
@api.route("/rental-projects", methods=["POST"])
@api.arguments(RentalProjectSchema)
@api.response(200, RentalAnswerSchema)
def keep_project(stated: ProjectStated) -> Answer:
    """Keep a project as declared, and answer how it stands to the standards (KM-N3-1 to -4)."""
    with acting() as work:
        kept = service.keep_project(work, stated)
        found = service.findings_of(work, kept)
    return {"subject": stated.code, "findings": [each.to_json() for each in found]}


@requires(Permission.RECOGNISE_PROJECT)
@api.route("/rental-projects/<code>/recognition", methods=["POST"])
@api.arguments(RecognitionStated)
@api.response(200, RentalAnswerSchema)
def recognise(stated: Answer, code: str) -> Answer:
    """Certify a project; an exception in principle needs a reason."""
    with acting() as work:
        made = service.recognise(work, code, stated["number"], stated["reason"])
        return {"subject": made.number, "findings": made.findings}


@requires(Permission.KEEP_PROJECTS)
@api.route("/rental-projects/<code>/listings", methods=["POST"])
@api.arguments(ListingStated)
@api.response(200, RentalAnswerSchema)
def publish_listing(stated: Answer, code: str) -> Answer:
    """Publish units of one layout (KM-N3-5, KM-N3-6, OD-4-3-2)."""
    with acting() as work:
        made = service.publish_listing(work, code, stated["layout"], stated["details"])
        return {"subject": made.layout, "findings": made.findings}


@requires(Permission.KEEP_PROJECTS)
@api.route("/rental-enterprises", methods=["POST"])
@api.arguments(RentalEnterpriseSchema)
@api.response(200, RentalAnswerSchema)
def keep_enterprise(stated: EnterpriseStated) -> Answer:
    """Keep what an enterprise declares, beside its scale (OD-4-3-3)."""
    with acting() as work:
        _kept, found = service.keep_enterprise(work, stated)
    return {"subject": stated.name, "findings": [each.to_json() for each in found]}


@requires(Permission.KEEP_PROJECTS)
@api.route("/acquisition-candidates", methods=["POST"])
@api.arguments(CandidateSchema)
@api.response(200, RentalAnswerSchema)
def weigh(stated: CandidateStated) -> Answer:
    """Weigh a project that might be bought against the demand (OD-4-1-1, OD-4-1-2)."""
    with acting() as work:
        made = service.weigh(work, stated)
        return {"subject": made.name, "findings": made.findings}


@requires(Permission.KEEP_PROJECTS)
@api.route("/housing-demand")
@api.response(200, DemandSchema)
def demand() -> Answer:
    """Return how many households of each size wait for a flat (OD-4-1-1)."""
    with reading() as session:
        rows = queries.demand(session, signed_in_actor().place)
    return {"items": [{"size": size, "households": count} for size, count in rows]}


@requires(Permission.KEEP_PROJECTS)
@api.route("/rental-leases", methods=["POST"])
@api.arguments(RentalLeaseSchema)
@api.response(200, FiledLeaseSchema)
def file_lease(stated: LeaseStated) -> RentalLease:
    """File a lease of two parties in their real names (OD-4-3-5)."""
    with acting() as work:
        return leases.file_lease(work, stated)


@requires(Permission.KEEP_PROJECTS)
@api.route("/rent-levels", methods=["POST"])
@api.arguments(RentReportStated)
@api.response(200, RentReportSchema)
def publish_levels(stated: Answer) -> RentReport:
    """Publish the rents of the leases that were signed since a day (OD-4-3-7)."""
    with acting() as work:
        return leases.publish_levels(work, stated["from_on"])


@public
@api.route("/rent-levels")
@api.response(200, RentReportsSchema)
def rent_levels() -> Answer:
    """Return the rent levels that were published (OD-4-3-7)."""
    with reading() as session:
        return {"items": list(leases.reports(session, installation().settings.place))}

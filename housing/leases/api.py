"""JSON interface of leases: the lists, one lease, its rents and reports, the acts, one's own."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from housing.core.access.permissions import Permission
from housing.leases import conditions, contract, queries, service, terms, whose
from housing.leases.conditions import Found, Item
from housing.leases.models import ConditionReport, Lease, RentTerm
from housing.leases.page_words import chosen
from housing.leases.schemas import (
    ClausesSchema,
    ConditionReportSchema,
    ConditionSchema,
    DraftSchema,
    FingerprintSchema,
    LeasesArguments,
    LeaseSchema,
    OnlineSchema,
    RentTermSchema,
)
from housing.leases.words import ConditionPurpose
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("leases", __name__, description="租赁合同 / leases")


@guards.requires(Permission.SEE_LEASES)
@api.route("/leases")
@api.arguments(LeasesArguments, location="query")
@api.response(200, page_of(LeaseSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return one page of a list of leases, by the last day agreed."""
    place = signed_in_actor().place
    narrow = chosen(asked["which"], installation().clock.today(), asked)
    with reading() as session:
        paging = paging_of(asked, queries.count(session, place, narrow))
        rows = queries.page_of(session, place, narrow, paging.offset, paging.rows)
    return page_answer([row.lease for row in rows], paging)


@guards.requires(Permission.SEE_LEASES)
@api.route("/leases/<int:lease_id>")
@api.response(200, LeaseSchema)
def show(lease_id: int) -> Lease:
    """Return one lease."""
    with reading() as session:
        return queries.get(session, signed_in_actor().place, lease_id)


@guards.requires(Permission.SEE_LEASES)
@api.route("/leases/<int:lease_id>/rents")
@api.response(200, RentTermSchema(many=True))
def rents(lease_id: int) -> Sequence[RentTerm]:
    """Return the rents of a lease, the first one first."""
    with reading() as session:
        lease = queries.get(session, signed_in_actor().place, lease_id)
        return terms.of_leases(session, [lease.id]).get(lease.id, [])


@guards.requires(Permission.SEE_LEASES)
@api.route("/leases/<int:lease_id>/conditions")
@api.response(200, ConditionReportSchema(many=True))
def reports(lease_id: int) -> Sequence[ConditionReport]:
    """Return the reports of the flat's state, the oldest first."""
    with reading() as session:
        lease = queries.get(session, signed_in_actor().place, lease_id)
        return queries.reports(session, lease.id)


@guards.requires(Permission.KEEP_LEASES)
@api.route("/offers/<int:offer_id>/leases", methods=["POST"])
@api.arguments(DraftSchema)
@api.response(201, LeaseSchema)
def draft(sent: dict[str, Any], offer_id: int) -> Lease:
    """Draft the lease of an accepted offer."""
    with acting() as work:
        return service.draft(work, offer_id, **sent)


@guards.requires(Permission.KEEP_LEASES)
@api.route("/leases/<int:lease_id>/clauses", methods=["POST"])
@api.arguments(ClausesSchema)
@api.response(200, LeaseSchema)
def clauses(sent: dict[str, Any], lease_id: int) -> Lease:
    """Fill in items of a drafted contract."""
    with acting() as work:
        return service.set_clauses(work, lease_id, sent["clauses"])


@guards.requires(Permission.KEEP_LEASES)
@api.route("/leases/<int:lease_id>/keys", methods=["POST"])
@api.arguments(ConditionSchema)
@api.response(200, LeaseSchema)
def keys(sent: dict[str, Any], lease_id: int) -> Lease:
    """Hand the keys over with a report of the flat's state."""
    with acting() as work:
        return service.hand_keys(work, lease_id, _found(sent))


@guards.requires(Permission.KEEP_UPKEEP)
@api.route("/leases/<int:lease_id>/conditions", methods=["POST"])
@api.arguments(ConditionSchema)
@api.response(201, ConditionReportSchema)
def condition(sent: dict[str, Any], lease_id: int) -> ConditionReport:
    """Write down the state of a flat between moving in and out."""
    with acting() as work:
        lease = queries.get(work.session, work.place, lease_id, lock=True)
        return conditions.record(work, lease, ConditionPurpose.VISIT, _found(sent))


@guards.requires(Permission.APPLY)
@api.route("/leases/mine")
@api.response(200, LeaseSchema(many=True))
def mine() -> Sequence[Lease]:
    """Return one's own leases, the newest first."""
    with reading() as session:
        return whose.leases_of(session, signed_in_actor())


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/contract")
@api.response(200, FingerprintSchema)
def fingerprint(lease_id: int) -> dict[str, str]:
    """Return the hash of one's own contract as it is printed now, which is what is signed."""
    here = installation()
    with reading() as session:
        lease = whose.own(session, signed_in_actor(), lease_id)
        made = contract.pdf(session, here.keyring, lease, _fonts())
    return {"sha256": lease.contract_sha256 or contract.sha256(made)}


@guards.requires(Permission.APPLY)
@api.route("/leases/mine/<int:lease_id>/signature", methods=["POST"])
@api.arguments(OnlineSchema)
@api.response(200, LeaseSchema)
def sign_own(sent: dict[str, Any], lease_id: int) -> Lease:
    """Sign one's own drafted contract online."""
    with acting() as work:
        return service.sign_online(work, lease_id, fonts=_fonts(), **sent)


def _found(sent: dict[str, Any]) -> Found:
    items = tuple(Item(**row) for row in sent["fittings"])
    return Found(items, meters=sent["meters"], note=sent["note"])


def _fonts() -> Path:
    return installation().settings.home / "fonts"

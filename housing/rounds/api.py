"""JSON interface of rounds: where each stands and what hinders it; its acts are deeds of pages."""

from typing import Any

from housing.core.access.permissions import Permission
from housing.policies.queries import book as values_in_force
from housing.rounds import clearing, queries, reconciliation, successor
from housing.rounds.filing import filings_of
from housing.rounds.models import Round
from housing.rounds.pages import own_round
from housing.rounds.schemas import (
    ClearSchema,
    ClusterSchema,
    CountSchema,
    FilingSchema,
    HindrancesSchema,
    RoundSchema,
)
from housing.rounds.taking import hindrances, taken
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("rounds", __name__, description="分配轮次 / rounds")


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/rounds")
@api.arguments(PageArguments, location="query")
@api.response(200, page_of(RoundSchema))
def listing(asked: dict[str, Any]) -> dict[str, object]:
    """Return the rounds of the county, newest first."""
    with reading() as session:
        found = queries.rounds_of(session, signed_in_actor().place)
    paging = paging_of(asked, len(found))
    return page_answer(found[paging.offset : paging.offset + paging.rows], paging)


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/rounds/<int:round_id>")
@api.response(200, RoundSchema)
def show(round_id: int) -> Round:
    """Return one round."""
    with reading() as session:
        return own_round(session, round_id)


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/rounds/<int:round_id>/hindrances")
@api.response(200, HindrancesSchema)
def hindrances_of(round_id: int) -> dict[str, object]:
    """Return what stands against the freeze of the roll today."""
    day = installation().clock.today()
    with reading() as session:
        round_ = own_round(session, round_id)
        found = taken(session, round_, values_in_force(session), day)
        return {"hindrances": hindrances(session, round_, found)}


@guards.requires(Permission.PREPARE_ROUND)
@api.route("/rounds/<int:round_id>/counts", methods=["POST"])
@api.arguments(CountSchema)
@api.response(201, CountSchema)
def count(sent: dict[str, Any], round_id: int) -> dict[str, Any]:
    """Keep how many households an office counted for a street."""
    with acting() as work:
        reconciliation.enter_count(work, round_id, **sent)
    return sent


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/rounds/<int:round_id>/clusters")
@api.response(200, ClusterSchema(many=True))
def clusters(round_id: int) -> list[dict[str, object]]:
    """Return the clusters among the housed, each with who cleared it."""
    with reading() as session:
        found = clearing.clusters(session, own_round(session, round_id))
    return [_cluster(cluster, row) for cluster, row in found]


@guards.requires(Permission.CLEAR_CLUSTER)
@api.route("/rounds/<int:round_id>/clusters", methods=["POST"])
@api.arguments(ClearSchema)
@api.response(204)
def clear(sent: dict[str, Any], round_id: int) -> None:
    """Sign a cluster off after looking into it."""
    with acting() as work:
        clearing.clear(work, round_id, sent["key"], reason=sent["reason"])


@guards.requires(Permission.SEE_ROUNDS)
@api.route("/rounds/<int:round_id>/filings")
@api.response(200, FilingSchema(many=True))
def filings(round_id: int) -> list[Any]:
    """Return what was filed with the county for an owner's round."""
    with reading() as session:
        return filings_of(session, own_round(session, round_id).id)


@guards.requires(Permission.ANNUL_ROUND)
@api.route("/rounds/<int:round_id>/successor", methods=["POST"])
@api.response(201, RoundSchema)
def follow(round_id: int) -> Round:
    """Open the successor of an annulled round."""
    with acting() as work:
        return successor.open_after(work, round_id)


def _cluster(cluster: Any, row: Any) -> dict[str, object]:
    return {
        "key": cluster.key,
        "kind": cluster.kind,
        "about": cluster.about,
        "households": len(cluster.roll_ids),
        "expected": cluster.expected,
        "cleared_by": row.cleared_by if row else None,
        "reason": row.reason if row else "",
    }

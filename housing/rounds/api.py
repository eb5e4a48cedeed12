"""JSON interface of rounds: where each stands, what hinders it, and the acts that take it on."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from housing.core.access.permissions import Permission
from housing.core.work import Work
from housing.policies.queries import book as values_in_force
from housing.rounds import clearing, queries, reconciliation, service, successor
from housing.rounds.filing import filings_of
from housing.rounds.models import Round
from housing.rounds.pages import own_round
from housing.rounds.rights import RIGHT_FOR
from housing.rounds.schemas import (
    AnnulSchema,
    ClearSchema,
    ClusterSchema,
    CountSchema,
    DocumentSchema,
    FilingSchema,
    HindrancesSchema,
    ReasonsSchema,
    RoundSchema,
)
from housing.rounds.states import RoundAct
from housing.rounds.taking import hindrances, taken
from housing.web import guards
from housing.web.acting import acting, reading, signed_in_actor
from housing.web.api import ApiBlueprint, PageArguments, page_answer, page_of, paging_of
from housing.web.installation import installation

api = ApiBlueprint("rounds", __name__, description="分配轮次 / rounds")
#: Acts that need nothing but the round.
PLAIN: Mapping[RoundAct, Callable[[Work, int], Round]] = MappingProxyType(
    {
        RoundAct.PUBLISH_PLAN: service.publish_plan,
        RoundAct.OPEN_REGISTRATION: service.open_registration,
        RoundAct.CLOSE_REGISTRATION: service.close_registration,
        RoundAct.FREEZE: service.freeze,
        RoundAct.MAKE_ORDER: service.make_order,
        RoundAct.PUBLISH_ORDER: service.publish_order,
        RoundAct.ALLOCATE: service.allocate,
        RoundAct.CHECK: service.check,
    }
)


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


@guards.requires(RIGHT_FOR[RoundAct.SEND_FOR_FILING])
@api.route("/rounds/<int:round_id>/filings", methods=["POST"])
@api.arguments(DocumentSchema)
@api.response(200, RoundSchema)
def send(sent: dict[str, Any], round_id: int) -> Round:
    """Send an owner's plan, proposed occupants and rents to the county."""
    with acting() as work:
        return service.send_for_filing(work, round_id, document=sent["document"])


@guards.requires(RIGHT_FOR[RoundAct.PASS_FILING])
@api.route("/rounds/<int:round_id>/filings/pass", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, RoundSchema)
def pass_filing(sent: dict[str, Any], round_id: int) -> Round:
    """Pass the papers of an owner's round."""
    with acting() as work:
        return service.pass_filing(work, round_id, reasons=sent["reasons"])


@guards.requires(RIGHT_FOR[RoundAct.RETURN_FILING])
@api.route("/rounds/<int:round_id>/filings/return", methods=["POST"])
@api.arguments(ReasonsSchema)
@api.response(200, RoundSchema)
def return_filing(sent: dict[str, Any], round_id: int) -> Round:
    """Return the papers of an owner's round with reasons."""
    with acting() as work:
        return service.return_filing(work, round_id, reasons=sent["reasons"])


@guards.requires(RIGHT_FOR[RoundAct.ANNUL])
@api.route("/rounds/<int:round_id>/annul", methods=["POST"])
@api.arguments(AnnulSchema)
@api.response(200, RoundSchema)
def annul(sent: dict[str, Any], round_id: int) -> Round:
    """Annul a round, for ever."""
    with acting() as work:
        return service.annul(work, round_id, **sent)


@guards.requires(Permission.ANNUL_ROUND)
@api.route("/rounds/<int:round_id>/successor", methods=["POST"])
@api.response(201, RoundSchema)
def follow(round_id: int) -> Round:
    """Open the successor of an annulled round."""
    with acting() as work:
        return successor.open_after(work, round_id)


def _plain(act: RoundAct, perform: Callable[[Work, int], Round]) -> None:
    """Give an act that needs nothing but the round its address."""

    def view(round_id: int) -> Round:
        with acting() as work:
            return perform(work, round_id)

    view.__name__ = str(act)
    view.__doc__ = perform.__doc__.partition("\n")[0] if perform.__doc__ else str(act)
    address = f"/rounds/<int:round_id>/{str(act).replace('_', '-')}"
    answered = api.response(200, RoundSchema)(view)
    guards.requires(RIGHT_FOR[act])(api.route(address, methods=["POST"])(answered))


for _act, _perform in PLAIN.items():
    _plain(_act, _perform)


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

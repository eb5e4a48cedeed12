"""Clearing clusters: a person looks into each and says why all is well, before publication."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.work import Work
from housing.households.models import Household
from housing.policies.queries import book as values_in_force
from housing.recusals import queries as recusals
from housing.rounds import files
from housing.rounds.clusters import Cluster, ClusterKind, Line, Person, clusters_of
from housing.rounds.models import COUNTY, Round, RoundAssignment, RoundHousehold
from housing.rounds.moves import required
from housing.rounds.safeguards import RoundClearance
from housing.rounds.stages import POOL
from housing.rounds.states import RoundState


def clusters(session: Session, a_round: Round) -> list[tuple[Cluster, RoundClearance | None]]:
    """Return the clusters among the housed of an allocated round, each with who cleared it.

    Raises:
        MissingPolicyValue: the county has not said from where on a share is looked into.
    """
    if a_round.allocation_sha256 is None or a_round.day is None:
        return []
    ties = {
        each.identity_index: each.account_name
        for each in recusals.of_place(session, a_round.place)
        if each.withdrawn_at is None
    }
    held = values_in_force(session).value("cluster_line", a_round.place, a_round.day).value
    found = clusters_of(_people(session, a_round), ties, Line(held["housed_least"], held["draws"]))
    cleared = {
        row.key: row
        for row in session.scalars(
            select(RoundClearance).where(RoundClearance.round_id == a_round.id)
        )
    }
    return [(cluster, cleared.get(cluster.key)) for cluster in found]


def numbers_of(
    session: Session, round_id: int, found: Sequence[Cluster], most: int = 50
) -> dict[str, str]:
    """Return the application number of the first households of each cluster, by roll id."""
    wanted = {roll_id for cluster in found for roll_id in cluster.roll_ids[:most]}
    rows = session.execute(
        select(RoundHousehold.roll_id, Household.application_number)
        .join(Household, Household.id == RoundHousehold.household_id)
        .where(RoundHousehold.round_id == round_id, RoundHousehold.roll_id.in_(wanted))
    )
    return dict(rows.all())


def clear(work: Work, round_id: int, key: str, *, reason: str) -> RoundClearance:
    """Sign a cluster off after looking into it.

    Basis: HN 21 (HN-21-5: scientific, open and fair).

    Raises:
        NotAllowed: no right to, froze the roll, or is the officer whose relation it is.
        NotFound: the round has no such cluster (any more).
        WrongState: the round is not allocated, is published already, or it is cleared.
        BadInput: no reason.
    """
    work.actor.must(Permission.CLEAR_CLUSTER)
    a_round = work.session.get(Round, round_id)
    if a_round is None or a_round.place != work.place:
        raise NotFound(f"没有编号为 {round_id} 的轮次 / no round {round_id} in {work.place}")
    if a_round.state not in (RoundState.ALLOCATING, RoundState.CHECKED):
        raise WrongState(
            "只有已分配、未公布的轮次需要核实集中情形"
            " / clusters are cleared after the allocation and before the publication"
        )
    found = {cluster.key: (cluster, row) for cluster, row in clusters(work.session, a_round)}
    cluster, known = found.get(key, (None, None))
    if cluster is None:
        raise NotFound("没有这项集中情形，请刷新后再看 / there is no such cluster; look again")
    if known is not None:
        raise WrongState(f"{known.cleared_by} 已核实 / {known.cleared_by} has cleared it already")
    _must_stand_apart(work, a_round, cluster)
    row = RoundClearance(
        round_id=round_id,
        key=key,
        kind=cluster.kind.value,
        households=len(cluster.roll_ids),
        reason=required(reason, "核实结论 / reason", "请写查明的情况 / say what was found", 2000),
        cleared_at=work.now,
        cleared_by=work.actor.name,
    )
    work.session.add(row)
    work.session.flush()
    after = {"kind": row.kind, "households": row.households, "key": key}
    work.record(
        Entry(Tag.ROUND_CLUSTER_CLEARED, a_round.case.subject, after=after, reason=row.reason)
    )
    return row


def must_be_cleared(session: Session, a_round: Round) -> None:
    """Refuse to publish while a cluster waits for somebody to look into it.

    Raises:
        BrokenRule: says how many.
    """
    waiting = [cluster for cluster, row in clusters(session, a_round) if row is None]
    if waiting:
        raise BrokenRule(
            f"得房家庭中有 {len(waiting)} 项集中情形未经核实，不能公布；请在“集中情形”中逐项查明"
            f" / {len(waiting)} clusters among the housed wait for somebody to look into them;"
            " clear each before publishing",
            rules=("HN-21-5",),
        )


def _must_stand_apart(work: Work, a_round: Round, cluster: Cluster) -> None:
    if work.actor.name == a_round.frozen_by:
        raise NotAllowed(
            f"{work.actor.name} 冻结了本轮名册，集中情形须由另一人核实"
            f" / {work.actor.name} froze this roll; another person must clear clusters"
        )
    if cluster.kind is ClusterKind.OFFICER and cluster.about == work.actor.name:
        raise NotAllowed(
            "涉及您申报的回避关系，须由另一人核实"
            " / this is about a relation you declared; another person must clear it"
        )


def _people(session: Session, a_round: Round) -> Sequence[Person]:
    stages = files.read(session, a_round, "stages.json").content["stages"]
    own = {row["number"] for row in stages if row["key"].startswith(POOL)}
    given = (RoundAssignment.round_id == RoundHousehold.round_id) & (
        RoundAssignment.roll_id == RoundHousehold.roll_id
    )
    rows = session.execute(
        select(
            RoundHousehold.roll_id,
            Household.phone_index,
            Household.employer,
            Household.street,
            Household.identity_index,
            RoundAssignment.stage,
        )
        .join(Household, Household.id == RoundHousehold.household_id)
        .outerjoin(RoundAssignment, given)
        .where(RoundHousehold.round_id == a_round.id, RoundHousehold.off_roll == "")
    )
    is_own_round = a_round.audience != COUNTY
    return [
        Person(*row[:5], housed=row[5] is not None, own=is_own_round or row[5] in own)
        for row in rows
    ]

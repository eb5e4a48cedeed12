"""Clusters that a person clears before publication, and a part of a round that is held back."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import select

from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.rounds import clearing, holding, queries, results, service
from housing.rounds.clusters import ClusterKind
from housing.rounds.models import Round, RoundHousehold
from housing.rounds.results import Status
from housing.units import queries as units
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.integration.small_county import (
    AFTER_PUBLICITY,
    CENTRE,
    HEAD,
    REVIEWER,
    TWO,
    County,
    usual,
)
from tests.refusing import breaks

LATER = AFTER_PUBLICITY + timedelta(days=1)


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring) -> County:
    return County(sqlite_database, keyring).fill(*usual(keyring))


def checked(county: County) -> Round:
    a_round = county.allocated()
    return county.act(CENTRE, AFTER_PUBLICITY, lambda work: service.check(work, a_round.id))


def publish(county: County, a_round: Round) -> Round:
    return county.act(
        HEAD,
        AFTER_PUBLICITY,
        lambda work: service.publish(work, a_round.id, package_sha256="ab" * 32),
    )


def hold(county: County, a_round: Round, number: int = 6) -> Round:
    """Hold back what is connected with one household, by its application number."""

    def act(work):  # type: ignore[no-untyped-def]
        ids = holding.roll_ids_of(work, a_round.id, [f"SQ2025{number:06d}"])
        return holding.hold_back(work, a_round.id, ids, reason="住房情况待查", document="缓1号")

    return county.act(HEAD, AFTER_PUBLICITY, act)


def states(county: County) -> dict[int, EntryState]:
    with county.database.reads() as session:
        standing = waitlist.standing_of(session, PLACE)
        rows = session.execute(select(Household.id, Household.application_number))
        return {int(number[-3:]): standing[key][0] for key, number in rows}


def test_two_of_the_housed_with_one_telephone_are_looked_into_first(county: County) -> None:
    """HN-21-5: nothing is published while a cluster waits for somebody to look into it."""
    with county.database.acts() as session, session.begin():
        for number in (1, 2):
            held = session.scalars(
                select(Household).where(Household.application_number == f"SQ2025{number:06d}")
            ).one()
            held.phone_sealed = county.keyring.seal("13900000000")
            held.phone_index = county.keyring.blind("13900000000")
    a_round = checked(county)
    with county.database.reads() as session:
        ((cluster, row),) = clearing.clusters(session, a_round)
    assert (cluster.kind, len(cluster.roll_ids), row) == (ClusterKind.PHONE, 2, None)
    with breaks("HN-21-5", match="1 项集中情形"):
        publish(county, a_round)
    for reason, error in ((" ", BadInput), ("代办人的号码，已逐户电话核实", None)):
        if error:
            with pytest.raises(error):
                clear(county, a_round, cluster.key, reason)
        else:
            clear(county, a_round, cluster.key, reason)
    with pytest.raises(WrongState, match="fuhe"):
        clear(county, a_round, cluster.key, "再次")
    with pytest.raises(NotFound):
        clear(county, a_round, "0" * 64, "不存在")
    publish(county, a_round)
    with county.database.reads() as session:
        assert verify(session, PLACE).faults == ()


def clear(county: County, a_round: Round, key: str, reason: str) -> object:
    return county.act(
        REVIEWER,
        AFTER_PUBLICITY,
        lambda work: clearing.clear(work, a_round.id, key, reason=reason),
    )


def test_whoever_froze_the_roll_clears_nothing(quick: County) -> None:
    a_round = checked(quick)
    with pytest.raises(NotAllowed):
        quick.act(
            CENTRE,
            AFTER_PUBLICITY,
            lambda work: clearing.clear(work, a_round.id, "0" * 64, reason="好"),
        )


def test_what_a_fault_can_touch_is_held_back_and_the_rest_published(county: County) -> None:
    """HN-21-7: only the connected part waits; it is in the package, which still verifies."""
    a_round = hold(county, checked(county))
    with county.database.reads() as session:
        kept = json.loads(queries.package_files(session, a_round.id)["held.json"])
        assert kept["classes"] == [TWO]
        assert len(kept["households"]) == 2
        assert len(kept["touched"]) == 1
    with pytest.raises(WrongState, match="once"):
        hold(county, a_round, 1)
    publish(county, a_round)
    found = states(county)
    assert {number: found[number] for number in range(1, 8)} == {
        **dict.fromkeys((1, 2, 4, 5), EntryState.ALLOTTEE),
        **dict.fromkeys((6, 7), EntryState.IN_ROUND),
        3: EntryState.WAITING,
    }
    with county.database.reads() as session:
        assert units.count_by_state(session, PLACE) == {
            UnitState.OFFERED: 4,
            UnitState.RESERVED: 1,
        }
        _, lines = results.masked_results(session, a_round.id)
        by_status = sorted(line.status for line in lines)
        assert by_status.count(Status.HELD) == 2
        assert all(line.flat is None for line in lines if line.status is Status.HELD)
        total, _ = results.masked_results(session, a_round.id, status="held")
        assert total == 2


@pytest.mark.parametrize("upheld", [False, True])
def test_the_part_that_was_held_back_counts_or_falls(county: County, upheld: bool) -> None:
    """HN-21-7: nobody is lost, whichever way it is decided."""
    a_round = publish(county, hold(county, checked(county)))
    county.act(
        HEAD,
        LATER,
        lambda work: holding.end_hold_back(
            work, a_round.id, upheld=upheld, reason="已查清", document="缓2号"
        ),
    )
    found = states(county)
    assert (found[6], found[7]) == (
        (EntryState.WAITING, EntryState.WAITING)
        if upheld
        else (EntryState.ALLOTTEE, EntryState.WAITING)
    )
    with county.database.reads() as session:
        held = units.count_by_state(session, PLACE)
        live = session.scalars(
            select(RoundHousehold).where(RoundHousehold.round_id == a_round.id, RoundHousehold.live)
        ).all()
        assert verify(session, PLACE).faults == ()
    assert held == (
        {UnitState.OFFERED: 4, UnitState.VACANT: 1} if upheld else {UnitState.OFFERED: 5}
    )
    assert len(live) == (4 if upheld else 5)
    with pytest.raises(WrongState, match="held back"):
        county.act(
            HEAD,
            LATER,
            lambda work: holding.end_hold_back(
                work, a_round.id, upheld=upheld, reason="再次", document="缓3号"
            ),
        )


def test_a_fault_of_nobody_or_of_a_stranger_is_told(quick: County) -> None:
    a_round = checked(quick)
    with pytest.raises(NotFound, match="SQ2025000099"):
        hold(quick, a_round, 99)
    with pytest.raises(BadInput, match="roll ids"):
        quick.act(
            HEAD,
            AFTER_PUBLICITY,
            lambda work: holding.hold_back(work, a_round.id, [], reason="因", document="号"),
        )
    with pytest.raises(NotAllowed):
        quick.act(
            REVIEWER,
            AFTER_PUBLICITY,
            lambda work: holding.hold_back(work, a_round.id, ["x"], reason="因", document="号"),
        )

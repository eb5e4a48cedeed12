"""A round of nine households and five flats, from the sheets to its publication, by hand."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.rounds import queries, service
from housing.rounds.allocate import allocation_json, staging_of
from housing.rounds.models import RoundHousehold
from housing.rounds.problem import solved
from housing.rounds.results import Status
from housing.rounds.states import RoundState
from housing.units import queries as units
from housing.units.states import UnitState
from tests.conftest import NOW, PLACE
from tests.integration.small_county import ACCESSIBLE, CENTRE, LOW, OWN, TWO, County, unit, usual


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


def files_of(county: County, round_id: int) -> dict[str, Any]:
    with county.database.reads() as session:
        bodies = queries.package_files(session, round_id)
    for name, body in bodies.items():
        assert canonical_bytes(json.loads(body)) == body, name
    return {name: json.loads(body) for name, body in bodies.items()}


def roll_ids(county: County, round_id: int) -> dict[int, str]:
    """Return the roll id of each household by the last three digits of its application."""
    with county.database.reads() as session:
        rows = session.execute(
            select(Household.application_number, RoundHousehold.roll_id)
            .join(RoundHousehold, RoundHousehold.household_id == Household.id)
            .where(RoundHousehold.round_id == round_id)
        )
        return {int(number[-3:]): roll_id for number, roll_id in rows}


def test_a_round_from_sheets_to_publication(county: County) -> None:
    """HN-17-2, HN-18-1, HN-18-2, HN-19-1, HN-21-5, HN-21-8: each household gets what it must."""
    a_round = county.published()
    assert a_round.code == "430199-2026-001"
    assert a_round.state is RoundState.PUBLISHED
    assert a_round.mechanism == "priority"
    names = roll_ids(county, a_round.id)
    content = files_of(county, a_round.id)
    by_id = {roll_id: number for number, roll_id in names.items()}
    flats = {
        by_id[row["household"]]: (row["class"], row["stage"])
        for row in content["allocation.json"]["assignments"]
    }
    assert flats == {5: (OWN, 1), 4: (ACCESSIBLE, 2), 6: (TWO, 3), 1: (LOW, 3), 2: (LOW, 3)}
    assert [by_id[name] for name in content["allocation.json"]["subsidy_due"]] == [7]
    assert content["roll.json"]["off_roll"] == {"asked_for_subsidy": 1, "registered_later": 1}
    order = [by_id[row["id"]] for row in content["order.json"]["households"]]
    assert order[:3] == [6, 7, 1]
    assert sorted(order) == [1, 2, 3, 4, 5, 6, 7]


def test_every_hash_is_that_of_the_bytes_before(county: County) -> None:
    a_round = county.published()
    with county.database.reads() as session:
        bodies = queries.package_files(session, a_round.id)
    digest = {name: sha256_hex(body) for name, body in bodies.items()}
    content = {name: json.loads(body) for name, body in bodies.items()}
    assert a_round.roll_sha256 == digest["roll.json"]
    assert content["seed.json"]["roll_sha256"] == digest["roll.json"]
    assert content["order.json"]["seed_sha256"] == digest["seed.json"]
    assert content["allocation.json"]["stages_sha256"] == digest["stages.json"]
    for row in content["stages.json"]["stages"]:
        assert row["problem_sha256"] == digest[row["problem"]]
        assert content[row["plan"]]["problem_sha256"] == digest[row["problem"]]
    for line in content["roll.json"]["households"]:
        assert sum(points for _, points, _ in line["points"]) == line["score"]


def test_units_are_reserved_then_offered_or_given_back(county: County) -> None:
    frozen = county.frozen()
    with county.database.reads() as session:
        assert units.count_by_state(session, PLACE) == {UnitState.RESERVED: 5}
    a_round = county.drawn(frozen)
    assert a_round.seed_bits == 64


def test_published_flats_are_offered(county: County) -> None:
    """HN-21-8."""
    a_round = county.published()
    with county.database.reads() as session:
        held = units.by_place(session, PLACE)
        assert {unit.state for unit in held} == {UnitState.OFFERED}
        assert {unit.round_code for unit in held} == {a_round.code}


def test_what_nobody_took_goes_back_to_the_stock(database: Database, keyring: Keyring) -> None:
    """HN-19-3: a flat that suits nobody stays with the county."""
    households, stock = usual(keyring)
    small = [household for household in households if household.size == 1][:2]
    county = County(database, keyring).fill(small, stock)
    county.published()
    with database.reads() as session:
        states = {unit.unit_class: unit.state for unit in units.by_place(session, PLACE)}
    assert states[TWO] is UnitState.VACANT


def test_the_steps_name_role_time_and_article(county: County) -> None:
    a_round = county.published()
    with county.database.reads() as session:
        steps = queries.steps(session, a_round.id)
        findings = verify(session, PLACE)
        tags = list(session.scalars(select(RegisterRow.tag).order_by(RegisterRow.number)))
    assert [(step.act, step.role) for step in steps] == [
        ("prepare", "centre"),
        ("adopt_roll", "centre"),
        ("freeze", "centre"),
        ("enter_seed", "county_reviewer"),
        ("make_order", "centre"),
        ("publish_order", "centre"),
        ("allocate", "centre"),
        ("check", "centre"),
        ("publish", "county_head"),
    ]
    assert all("HN" in step.basis for step in steps)
    assert steps[0].at == NOW
    assert steps[3].at == NOW + timedelta(hours=3)
    assert findings.faults == ()
    assert [tag for tag in tags if tag.startswith("rounds:")][-1] == "rounds:round:published"


def test_the_same_seed_and_roll_give_the_same_results(county: County) -> None:
    """HN-21-5: nothing but roll and seed decides; the files can be made again byte by byte."""
    a_round = county.published()
    content = files_of(county, a_round.id)

    def again(work: Any) -> Any:
        staging = staging_of(work, a_round)
        for row in content["stages.json"]["stages"]:
            problem, plan, decided = solved(staging.problem(row["key"]))
            assert sha256_hex(problem) == row["problem_sha256"]
            assert sha256_hex(plan) == row["plan_sha256"]
            staging.take(row["number"], decided["assignment"])
        return allocation_json(a_round, staging, a_round.stages_sha256 or "")

    assert county.act(CENTRE, NOW + timedelta(days=9), again) == content["allocation.json"]


def test_a_household_left_out_comes_back_with_credit(county: County) -> None:
    """HN-21-8, HN-18-1: the housed are off the next roll, the others carry points over."""
    county.published()
    with county.database.acts() as session, session.begin():
        session.add(unit(9))
    later = NOW + timedelta(days=10)
    second = county.act(
        CENTRE,
        later,
        lambda work: service.prepare(
            work, name="第二批", approval_document="批2号", seed_source="ssq"
        ),
    )
    assert second.code == "430199-2026-002"
    county.act(CENTRE, later, lambda work: service.adopt_roll(work, second.id, document="审2号"))
    county.act(CENTRE, later, lambda work: service.freeze(work, second.id))
    content = files_of(county, second.id)
    assert content["roll.json"]["off_roll"] == {
        "asked_for_subsidy": 1,
        "registered_later": 1,
        "housed_before": 5,
    }
    carried = [
        points
        for line in content["roll.json"]["households"]
        for factor, points, _ in line["points"]
        if factor == "carried_over"
    ]
    assert carried == [200, 200]


@pytest.mark.parametrize("mechanism", ["priority", "in_turn"])
def test_each_household_reads_its_own_outcome(county: County, mechanism: str) -> None:
    a_round = county.published(mechanism)
    names = roll_ids(county, a_round.id)
    with county.database.reads() as session:
        outcomes = {
            number: queries.outcome(session, county.keyring, a_round.id, roll_id, language)
            for number, roll_id in names.items()
            for language in ("en", "zh")
        }
    assert outcomes[8].status is Status.OFF_ROLL
    assert "租赁补贴" in outcomes[8].reasons[0]
    assert "晚于本轮名册冻结日" in outcomes[9].reasons[0]
    assert outcomes[7].status is Status.SUBSIDY_DUE
    assert any("应保尽保" in said for said in outcomes[7].reasons)
    assert outcomes[3].status is Status.LEFT_OUT
    assert any("一居室" in said and "两居室低层" in said for said in outcomes[3].notes)
    assert outcomes[5].flat is not None
    assert outcomes[5].flat.address == "医院公寓1栋1单元0005"
    assert [stage.number for stage in outcomes[5].stages] == [1]
    assert outcomes[6].position == 1
    assert outcomes[6].households == 7
    assert outcomes[1].name == "张*乙"
    assert sum(each.points for each in outcomes[1].points) == outcomes[1].score

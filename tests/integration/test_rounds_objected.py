"""Objections to the order of a round, and what follows: annulment and its successor."""

from datetime import timedelta
from pathlib import Path

import pytest

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.notices import queries as notices
from housing.notices.kinds import NoticeKind
from housing.objections import service as objecting_people
from housing.objections.models import Objection
from housing.objections.states import ObjectionState
from housing.registrations import queries as registered
from housing.registrations import rereview
from housing.registrations.states import RegistrationState
from housing.rounds import objecting, queries, service, successor
from housing.rounds.models import Round
from housing.rounds.states import RoundState
from housing.units import queries as units
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.planned_rounds import PlannedRounds
from tests.integration.small_county import LOW, household, unit
from tests.refusing import breaks

WISHES = {1: [[LOW]], 2: [[LOW]], 3: [[LOW]]}


@pytest.fixture
def county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    return _county(database, keyring, tmp_path)


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    return _county(sqlite_database, keyring, tmp_path)


def _county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    county = PlannedRounds(database, keyring, tmp_path)
    county.fill([household(keyring, number) for number in (1, 2, 3)], [unit(1), unit(2)])
    return county


def objected(county: PlannedRounds, a_round: Round) -> Objection:
    """Lodge an objection to the notice of the order, as anybody may."""
    with county.database.reads() as session:
        held = notices.of_case(session, a_round.case)
    (notice,) = [each for each in held if each.kind is NoticeKind.ROUND_ORDER]
    assert notice.key == a_round.order_notice
    return county.act(
        system_actor(PLACE),
        lambda work: objecting_people.file_objection(
            work, notice.id, name="李某", contact="13900001111", text="第一位家庭另有住房"
        ),
    ).objection


def test_an_open_objection_stops_the_allocation(quick: PlannedRounds) -> None:
    """HN-21-6, HN-21-7: allotted only when there is none, or it fails."""
    a_round = quick.ordered(quick.freeze(quick.re_reviewed(WISHES)))
    objection = objected(quick, a_round)
    quick.after_publicity(a_round)
    with breaks("HN-21-7", match="1 件异议未处理"):
        quick.act(quick.centre, lambda work: service.allocate(work, a_round.id))
    quick.act(quick.head, lambda work: objecting.decide(work, objection.id, False, "查无此事"))
    allocated = quick.act(quick.centre, lambda work: service.allocate(work, a_round.id))
    assert allocated.state is RoundState.ALLOCATING


def test_an_objection_that_is_upheld_annuls_the_round_and_opens_its_successor(
    county: PlannedRounds,
) -> None:
    """HN-21-6, HN-21-7: visible for ever, the same plan, the roll corrected, no redraw."""
    a_round = county.ordered(county.freeze(county.re_reviewed(WISHES)))
    objection = objected(county, a_round)
    decided = county.act(
        county.head, lambda work: objecting.decide(work, objection.id, True, "查实另有住房")
    )
    assert decided.state is ObjectionState.UPHELD
    annulled = county.now(a_round.id)
    assert annulled.state is RoundState.ANNULLED
    assert "查实另有住房" in (annulled.annul_reason or "")
    with county.database.reads() as session:
        new = successor.successor_of(session, a_round.id)
        assert new is not None
        assert (new.predecessor_id, new.state) == (a_round.id, RoundState.RE_REVIEWING)
        assert new.plan_sha256 is not None
        assert new.seed_sha256 is None
        assert {each.round_code for each in units.by_place(session, PLACE)} == {new.code}
        assert units.count_by_state(session, PLACE) == {UnitState.RESERVED: 2}
        carried = registered.of_round(session, new.id)
        assert {each.state for each in carried} == {RegistrationState.PASSED}
        assert [each.act for each in queries.steps(session, new.id)] == ["prepare", "carry_over"]
        assert annulled.code in [each.code for each in queries.public_rounds(session, PLACE)]
        (notice,) = [
            each
            for each in notices.of_case(session, annulled.case)
            if each.kind is NoticeKind.ROUND_ORDER
        ]
        assert notice.withdrawn_at is not None
    # The roll is corrected: whoever has a flat of its own is looked at again, and fails.
    wrong = carried[0]
    county.desk.pass_days(1)
    county.act(
        county.desk.person(Role.COUNTY_REVIEWER, "erfu"),
        lambda work: rereview.reopen(work, wrong.id, "异议查实另有住房"),
    )
    with pytest.raises(BrokenRule, match=wrong.full_number):
        county.freeze(new)
    flat = {"owner": "张小乙", "address": "某小区 1 栋 101", "area": 9000, "kind": "owned"}
    county.answer(wrong, property_registry={"dwellings": [flat]})
    county.decide(wrong, passed=False, reasons=["名下另有住房"])
    frozen = county.freeze(new)
    with county.database.reads() as session:
        assert queries.figures(session, frozen.id).households == 2
        assert verify(session, PLACE).faults == ()


def test_a_round_on_sheets_is_followed_by_one_that_begins_anew(quick: PlannedRounds) -> None:
    """HN-21-7."""
    a_round = quick.prepared()
    quick.act(quick.centre, lambda work: service.adopt_roll(work, a_round.id, document="审1号"))
    with pytest.raises(WrongState, match="annulled"):
        quick.act(quick.head, lambda work: successor.open_after(work, a_round.id))
    quick.act(
        quick.head, lambda work: service.annul(work, a_round.id, reason="错表", document="决1号")
    )
    with pytest.raises(NotAllowed):
        quick.act(quick.centre, lambda work: successor.open_after(work, a_round.id))
    new = quick.act(quick.head, lambda work: successor.open_after(work, a_round.id))
    assert (new.state, new.predecessor_id) == (RoundState.PREPARED, a_round.id)
    assert new.name == f"{a_round.name}（更正后）"
    with pytest.raises(WrongState, match=new.code):
        quick.act(quick.head, lambda work: successor.open_after(work, a_round.id))


def test_an_objection_to_an_annulled_round_is_still_answered(quick: PlannedRounds) -> None:
    """HN-15-10: its own period runs on, and nothing is annulled twice."""
    a_round = quick.ordered(quick.freeze(quick.re_reviewed(WISHES)))
    objection = objected(quick, a_round)
    quick.act(
        quick.head, lambda work: service.annul(work, a_round.id, reason="另案", document="决2号")
    )
    with quick.database.reads() as session:
        clock = running.open_clock(session, a_round.case, ClockKind.OBJECTION, objection.id)
        assert clock is not None
    decided = quick.act(quick.head, lambda work: objecting.decide(work, objection.id, True, "属实"))
    assert decided.state is ObjectionState.UPHELD


def test_nobody_is_lost_when_a_published_round_is_annulled(quick: PlannedRounds) -> None:
    """HN-21-7: the housed and the left out wait again, and being left out is not counted."""
    a_round = quick.ordered(quick.freeze(quick.re_reviewed(WISHES)))
    quick.after_publicity(a_round)
    quick.checked(a_round)
    quick.publish(a_round)
    quick.desk.counter.now += timedelta(days=1)
    quick.act(
        quick.head, lambda work: service.annul(work, a_round.id, reason="有误", document="决3号")
    )
    with quick.database.reads() as session:
        assert set(waitlist.standing_of(session, PLACE).values()) == {(EntryState.WAITING, 0)}

"""Picking in person: called, in order, safe, proved; absences and what follows."""

import json
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.abandonments import queries as abandonments
from housing.abandonments.words import AbandonmentCase
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, Conflict, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.picking import calling, jobs, queries, service
from housing.picking.hours import Hours
from housing.picking.models import Pick
from housing.picking.states import PickOutcome
from housing.rounds import queries as rounds
from housing.rounds import service as acts_on_rounds
from housing.rounds.states import RoundState
from housing.units import queries as units
from housing.units.states import UnitState
from housing.waitlist.states import WAITING, EntryState
from tests.conftest import NOW, PLACE
from tests.integration.halls import DAY, MORNING, Hall
from tests.integration.small_county import (
    ACCESSIBLE,
    AFTER_PUBLICITY,
    HEAD,
    LOW,
    OWN,
    REVIEWER,
    TWO,
    County,
    household,
    unit,
    usual,
)
from tests.refusing import breaks


@pytest.fixture
def county(database: Database, keyring: Keyring) -> County:
    return County(database, keyring).fill(*usual(keyring))


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring) -> County:
    """Return the usual county on SQLite, for what does not depend on the engine."""
    return County(sqlite_database, keyring).fill(*usual(keyring))


@pytest.mark.parametrize("mechanism", ["in_turn", "priority"])
def test_a_round_in_person_from_call_to_publication(county: County, mechanism: str) -> None:
    """HN-21-7: everybody picks in order, and the proofs of the engine hold for what was picked."""
    hall = Hall(county, mechanism).open()
    picked = hall.finish()
    flats = {number: pick.unit_class for number, pick in picked.items() if pick.unit_code}
    assert flats[5] == OWN
    assert flats[4] == ACCESSIBLE
    assert flats[6] == TWO
    assert hall.end().state is RoundState.ALLOCATING
    assert hall.published().state is RoundState.PUBLISHED
    with county.database.reads() as session:
        kept = json.loads(rounds.package_files(session, hall.id)["allocation.json"])
    names = hall.numbers()
    given = {names[row["household"]]: row["unit"] for row in kept["assignments"]}
    assert given == {number: p.unit_code for number, p in picked.items() if p.unit_code}
    after = hall.states()
    assert {after[number] for number in given} == {EntryState.ALLOTTEE}
    assert after[7] is EntryState.WAITING


def test_own_stock_and_accessible_flats_come_before_the_common_stage(quick: County) -> None:
    """HN-17-1, HN-19-1, HN-21-7: the turns of a stage come before those of the next."""
    hall = Hall(quick).open()
    seen = []
    while (now := hall.now()) is not None:
        seen.append((now.slot.stage, hall.who(), sorted({u.unit_class for u in now.units})))
        if now.units:
            hall.pick()
        else:
            hall.pass_by()
    assert seen[:3] == [
        ("pool:owner:县第一人民医院", 5, [OWN]),
        ("accessible", 4, [ACCESSIBLE]),
        ("common", 6, [TWO]),
    ]
    assert 5 not in [number for stage, number, _ in seen if stage == "common"]


def test_who_finds_nothing_goes_back_without_penalty(quick: County) -> None:
    """HN-21-7: with no fitting unit left, the allottee returns to the queue."""
    hall = Hall(quick).open()
    picked = hall.finish()
    assert picked[7].outcome is PickOutcome.NONE_LEFT
    hall.end()
    hall.published()
    assert hall.states()[7] is EntryState.WAITING
    with quick.database.reads() as session:
        assert abandonments.of_round(session, PLACE, hall.a_round.code) == []


def test_who_is_absent_is_reported_and_the_turn_goes_on(county: County) -> None:
    """HN-22-4: with a letter on file and its time over; another person decides about it later."""
    hall = Hall(county).open()
    hall.pick()
    first = hall.who()
    with pytest.raises(WrongState, match="还不能记为缺席"):
        hall.absent(MORNING)
    hall.absent()
    assert hall.who() != first
    hall.finish()
    hall.end()
    hall.published()
    with county.database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, hall.a_round.code)
        assert report.kind is AbandonmentCase.NOT_ATTENDED
        assert report.document.startswith(f"{PLACE}-2026-XF-")
        assert "签到〔2026〕3号" in report.reason
    assert hall.states()[first] is EntryState.ALLOTTEE


def test_who_gives_up_in_the_hall_is_reported_and_nobody_gets_the_flat_there(
    quick: County,
) -> None:
    """HN-22-5: taking part but giving up the dwelling chosen."""
    hall = Hall(quick).open()
    while hall.turn().slot.stage != "common":
        hall.pick()
    made = hall.pick()
    hall.act(lambda work: service.give_up(work, hall.id, made.id, document="声明〔2026〕1号"))
    with pytest.raises(WrongState, match="没有选定住房"):
        hall.act(lambda work: service.give_up(work, hall.id, made.id, document="声明"))
    hall.finish()
    hall.end()
    hall.published()
    with quick.database.reads() as session:
        (report,) = abandonments.of_round(session, PLACE, hall.a_round.code)
        assert report.kind is AbandonmentCase.GAVE_UP_CHOICE
        assert report.document == "声明〔2026〕1号"
        kept = json.loads(rounds.package_files(session, hall.id)["allocation.json"])
    assert made.unit_code not in {row["unit"] for row in kept["assignments"]}


def test_under_priority_nobody_may_take_the_only_flat_of_another(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """HN-21-7: a class is safe only while everybody the round can house keeps a flat."""
    flexible, bound = household(keyring, 1), household(keyring, 2, needs_accessible=True)
    stock = [unit(1), unit(2, ACCESSIBLE)]
    county = County(sqlite_database, keyring).fill([flexible, bound], stock)
    hall = Hall(county, "priority").open()
    offered = {}
    while (now := hall.now()) is not None:
        offered[hall.who()] = {each.unit_class for each in now.units}
        hall.pick()
    assert offered == {2: {ACCESSIBLE}, 1: {LOW}}
    assert hall.end().state is RoundState.ALLOCATING


def test_only_those_are_called_whom_the_order_can_house(
    sqlite_database: Database, keyring: Keyring
) -> None:
    people = [household(keyring, number) for number in range(1, 6)]
    county = County(sqlite_database, keyring).fill(people, [unit(1), unit(2)])
    hall = Hall(county, "priority")
    hall.call()
    with sqlite_database.reads() as session:
        assert len(queries.slots(session, queries.needed(session, hall.id))) == 2


def test_a_flat_that_is_gone_cannot_be_picked(quick: County) -> None:
    hall = Hall(quick).open()
    made = hall.pick()
    turn = hall.turn().slot.turn
    with breaks("HN-21-7"):
        hall.act(lambda work: service.pick(work, hall.id, turn, made.unit_code or ""))
    with pytest.raises(Conflict, match="现在轮到"):
        hall.act(lambda work: service.pick(work, hall.id, made.turn, made.unit_code or ""))


def test_only_the_last_turn_is_undone_and_by_two_people(quick: County) -> None:
    hall = Hall(quick).open()
    first, second = hall.pick(), hall.pick()
    with pytest.raises(WrongState, match="只能撤销上一次"):
        hall.act(lambda work: service.ask_undo(work, hall.id, first.id, reason="选错"))
    hall.act(lambda work: service.ask_undo(work, hall.id, second.id, reason="误点了另一套"))
    with pytest.raises(WrongState, match="申请撤销上一次选房"):
        hall.pick()
    with pytest.raises(NotAllowed, match="另一人"):
        hall.act(lambda work: service.undo(work, hall.id, second.id))
    hall.act(lambda work: service.undo(work, hall.id, second.id), who=REVIEWER)
    assert hall.turn().slot.turn == second.turn
    again = hall.pick()
    assert (again.turn, again.unit_code) == (second.turn, second.unit_code)


def test_an_undo_that_is_dropped_lets_the_turn_stand(quick: County) -> None:
    hall = Hall(quick).open()
    made = hall.pick()
    hall.act(lambda work: service.ask_undo(work, hall.id, made.id, reason="看错"))
    hall.act(
        lambda work: service.drop_undo(work, hall.id, made.id, reason="没有选错"), who=REVIEWER
    )
    assert hall.turn().slot.turn == made.turn + 1


def test_households_are_told_days_before_on_a_working_day(quick: County) -> None:
    """HN-22-4, HN-21-6."""
    hall = Hall(quick)
    with breaks("HN-21-6"):
        hall.call(at=NOW + timedelta(hours=5))
    hall.latest = AFTER_PUBLICITY
    early = Hours(DAY - timedelta(days=7), 540, 720, 30, 2)
    with pytest.raises(BadInput, match="提前 5 个工作日"):
        hall.call(early)
    with pytest.raises(BadInput, match="不是工作日"):
        hall.call(Hours(DAY + timedelta(days=2), 540, 720, 30, 2))
    held = hall.call()
    with quick.database.reads() as session:
        slots = queries.slots(session, held)
        assert [slot.at for slot in slots[:3]] == [
            MORNING,
            MORNING,
            MORNING + timedelta(minutes=30),
        ]
        assert all(slot.letter_id for slot in slots)


def test_a_large_round_is_told_in_several_acts(
    quick: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-22-4: who has not been told cannot be noted as absent."""
    monkeypatch.setattr(calling, "AT_ONCE", 3)
    hall = Hall(quick)
    hall.call()
    with quick.database.reads() as session:
        slots = queries.slots(session, queries.needed(session, hall.id))
        assert len({slot.household_id for slot in slots if slot.letter_id}) == 3
    clock = standing_clock(hall.latest)
    left = len({slot.household_id for slot in slots}) - 3
    assert jobs.tell(quick.database, quick.keyring, clock) == left
    assert jobs.tell(quick.database, quick.keyring, clock) == 0
    with quick.database.reads() as session:
        assert all(s.letter_id for s in queries.slots(session, queries.needed(session, hall.id)))


def test_a_hall_opens_on_its_day_and_may_be_called_anew_before(quick: County) -> None:
    hall = Hall(quick)
    held = hall.call()
    with pytest.raises(WrongState, match="还不能开始"):
        hall.act(lambda work: service.open_hall(work, hall.id), MORNING - timedelta(days=1))
    later = Hours(DAY + timedelta(days=5), 600, 660, 20, 1)
    again = hall.call(later)
    assert again.id == held.id
    with quick.database.reads() as session:
        slots = queries.slots(session, again)
        assert slots[0].at == MORNING + timedelta(days=5, hours=1)
        # Three fit into the hour of a day; the fourth comes on the next one.
        assert slots[3].at == slots[0].at + timedelta(days=1)


def test_nothing_is_picked_before_the_hall_opens_or_after_it_closed(quick: County) -> None:
    hall = Hall(quick)
    hall.call()
    with pytest.raises(WrongState):
        hall.act(lambda work: service.pick(work, hall.id, 1, "P01-0001"))
    hall.act(lambda work: service.open_hall(work, hall.id))
    with pytest.raises(WrongState, match="不能结束"):
        hall.end()
    hall.finish()
    hall.end()
    with pytest.raises(WrongState):
        hall.act(lambda work: service.pass_by(work, hall.id, 1))


def test_turns_without_any_flat_left_are_passed_together(quick: County) -> None:
    """HN-21-7."""
    hall = Hall(quick).open()
    while hall.turn().units:
        hall.pick()
    first = hall.turn().slot.turn
    passed = hall.act(lambda work: service.pass_all_without(work, hall.id))
    assert passed >= 1
    assert all(
        pick.outcome is PickOutcome.NONE_LEFT
        for pick in hall.picked().values()
        if pick.turn >= first and pick.unit_code is None
    )
    hall.finish()
    hall.end()


def test_everybody_reads_what_was_done_in_the_hall(quick: County) -> None:
    """HN-21-7, HN-22-4: the outcome says what happened at the turn, not what might have."""
    hall = Hall(quick, "priority").open()
    first = hall.pick()
    gone = hall.turn().slot.roll_id
    hall.absent()
    hall.finish()
    hall.end()
    with quick.database.reads() as session:
        told = {
            name: rounds.outcome(session, quick.keyring, hall.id, name).reasons
            for name in (first.roll_id, gone)
        }
        english = rounds.outcome(session, quick.keyring, hall.id, gone, "en").reasons
    assert any(f"您选定了{first.unit_code}" in said for said in told[first.roll_id])
    assert any("没有在通知的时间、地点到场" in said for said in told[gone])
    assert any("You did not come" in said for said in english)


def test_a_round_annulled_in_its_hall_frees_everybody(county: County) -> None:
    """HN-21-7: nobody is held by a hall that came to nothing, and no flat is."""
    hall = Hall(county).open()
    hall.pick()
    hall.absent()
    hall.act(
        lambda work: acts_on_rounds.annul(
            work, hall.id, reason="名册有误", document="废〔2026〕1号"
        ),
        who=HEAD,
    )
    assert set(hall.states().values()) <= set(WAITING)
    with county.database.reads() as session:
        assert units.count_by_state(session, PLACE) == {UnitState.VACANT: 5}
        assert abandonments.of_round(session, PLACE, hall.a_round.code) == []
    with pytest.raises(WrongState):
        hall.act(lambda work: service.pass_by(work, hall.id, 3))


def test_only_who_runs_rounds_acts_in_the_hall(quick: County) -> None:
    hall = Hall(quick).open()
    with pytest.raises(NotAllowed):
        hall.act(lambda work: service.pass_by(work, hall.id, 1), who=HEAD)


def test_the_database_refuses_a_flat_picked_twice(county: County) -> None:
    """HN-21-7: each choice locks the unit."""
    hall = Hall(county).open()
    made = hall.pick()
    with pytest.raises(IntegrityError), county.database.acts() as session, session.begin():
        session.add(copied(made, turn=made.turn + 1))
    with pytest.raises(DatabaseError), county.database.acts() as session, session.begin():
        session.execute(update(Pick).values(unit_code="P01-0002"))
    with pytest.raises(DatabaseError), county.database.acts() as session, session.begin():
        session.execute(delete(Pick))


def copied(made: Pick, **changes: Any) -> Pick:
    """Return another row with the same values."""
    names = [column.name for column in Pick.__table__.columns if column.name != "id"]
    return Pick(**({name: getattr(made, name) for name in names} | changes))

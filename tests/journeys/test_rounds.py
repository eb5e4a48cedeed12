"""Rounds from the register, whole: from registration to keys, and what goes wrong on the way."""

import shutil
import subprocess
import sys
from collections import Counter
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from sqlalchemy import func, select

from housing.abandonments import deciding
from housing.abandonments import queries as abandonments
from housing.core.access.actor import system_actor
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.households.words import Rescue
from housing.letters import service as letters
from housing.letters.kinds import LetterKind
from housing.letters.models import Letter
from housing.notices import queries as notices
from housing.objections import service as objections
from housing.offers import queries as offers
from housing.offers import service as offering
from housing.offers.models import Offer
from housing.offers.states import OfferState
from housing.own_stock import queries as own_stock
from housing.own_stock import transfer
from housing.own_stock.words import Outlet
from housing.packages import service as packages
from housing.picking import queries as picking
from housing.picking import service as hall
from housing.picking.hall import turn_now
from housing.picking.hours import Hours
from housing.rounds import objecting, queries, service, successor
from housing.rounds.models import Round, RoundAssignment, RoundHousehold
from housing.rounds.states import RoundState
from housing.units import queries as units
from housing.units.models import Unit
from housing.units.states import UnitState
from housing.waitlist import order
from housing.waitlist import queries as waitlist
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.planned_rounds import PlannedRounds
from tests.integration.small_county import HOSPITAL, LOW, OWN, household, own_unit, unit
from tests.journeys.thousands import Thousands

OWNER = f"owner:{HOSPITAL}"
SIZES = [(600, 124), pytest.param(3000, 620, marks=pytest.mark.long)]


def verified_alone(package: Path, folder: Path) -> None:
    """Let a bare interpreter recompute the package, with nothing of ours installed."""
    shutil.unpack_archive(package, folder, "zip")
    run = "import runpy, sys; sys.path.insert(0, '.'); sys.argv = ['verify.py', '.'];"
    run += "runpy.run_path('verify.py', run_name='__main__')"
    command = [sys.executable, "-I", "-S", "-c", run]
    done = subprocess.run(command, cwd=folder, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()


def states(county: PlannedRounds) -> dict[int, EntryState]:
    """Return the state of each entry by the last three digits of its application."""
    with county.database.reads() as session:
        found = waitlist.standing_of(session, PLACE)
        numbers = session.execute(select(Household.id, Household.application_number))
        return {int(number[-3:]): found[key][0] for key, number in numbers}


def register_holds(county: PlannedRounds) -> None:
    with county.database.reads() as session:
        assert verify(session, PLACE).faults == ()


@pytest.mark.parametrize(("households", "flats"), SIZES)
def test_a_whole_county_from_registration_to_keys(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path, households: int, flats: int
) -> None:
    """HN-20-1 to HN-21-8: plan, wishes, re-review, draw, allocation, offers, leases, close."""
    county = Thousands(sqlite_database, keyring, tmp_path)
    county.import_sheets(households, flats)
    county.act(county.centre, order.publish_order)
    a_round = county.open_round()
    registered = county.register_all(a_round)
    a_round = county.close(a_round)
    county.departments_answer()
    county.pass_everybody(a_round)
    a_round = county.ordered(county.freeze(a_round))
    county.after_publicity(a_round)
    county.checked(a_round)
    published = county.publish_package(a_round, tmp_path)
    assert published.verdict.holds
    verified_alone(published.path, tmp_path / "unpacked")
    county.offer_all(a_round)
    housed = county.keys_to_all(a_round)
    assert county.close_round(a_round).state is RoundState.CLOSED
    assert registered > households * 2 // 3
    assert housed > flats * 3 // 5
    _everybody_is_somewhere(county, a_round, households, registered, housed)


def _everybody_is_somewhere(
    county: Thousands, a_round: Round, households: int, registered: int, housed: int
) -> None:
    with county.database.reads() as session:
        on_roll = session.scalar(select(func.count()).where(RoundHousehold.round_id == a_round.id))
        assert on_roll == registered
        given = session.scalars(
            select(RoundAssignment.unit_code).where(RoundAssignment.round_id == a_round.id)
        ).all()
        assert len(set(given)) == len(given) == housed
        entries = Counter(session.scalars(select(WaitlistEntry.state)))
        assert sum(entries.values()) == households
        assert entries[EntryState.HOUSED] == housed
        assert set(entries) <= {EntryState.HOUSED, EntryState.WAITING, EntryState.REGISTERED}
        flats = units.count_by_state(session, PLACE)
        assert flats[UnitState.LET] == housed
        assert set(flats) <= {UnitState.LET, UnitState.VACANT}
        rescue = session.scalars(
            select(WaitlistEntry.state)
            .join(Household, Household.id == WaitlistEntry.household_id)
            .join(RoundHousehold, RoundHousehold.household_id == Household.id)
            .where(RoundHousehold.round_id == a_round.id, Household.rescue != Rescue.NONE)
        ).all()
        assert set(rescue) == {EntryState.HOUSED}, "HN-18-2: no round closes leaving one out"
        kinds = Counter(session.scalars(select(Letter.kind)))
        assert kinds[LetterKind.LEASE_OFFER] == housed
        assert verify(session, PLACE).faults == ()


@pytest.fixture
def county(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    """Three people of the hospital, four others; three flats of the hospital's, two common."""
    staff = [household(keyring, number, employer=HOSPITAL) for number in (1, 2, 3)]
    others = [household(keyring, number) for number in (4, 5, 6, 7)]
    flats = [own_unit(5), own_unit(6), own_unit(7), unit(1), unit(2)]
    county = PlannedRounds(sqlite_database, keyring, tmp_path)
    county.fill([*staff, *others], flats)
    return county


def test_an_enterprises_round_and_what_is_left_over_goes_to_the_county(
    county: PlannedRounds,
) -> None:
    """HN-19-1, HN-19-3, HN-19-4, HN-23-1 to HN-23-3: own people first, then everybody."""
    a_round = _own_round(county, 1, 2)
    assert {number for number, state in states(county).items() if state is EntryState.ALLOTTEE} == {
        1,
        2,
    }
    _let_all(county, a_round)
    with county.database.reads() as session:
        (stock,) = [each for each in own_stock.of_place(session, PLACE) if each.owner == HOSPITAL]
        (left,) = own_stock.left_over(session, stock)
        assert stock.surplus_due_on is not None
    county.go_to(stock.surplus_due_on + timedelta(days=1))
    county.act(
        county.head,
        lambda work: transfer.transfer(
            work, stock.id, [left.id], Outlet.COMMON, reason="无人申请", document="纪要1号"
        ),
    )
    common = county.units(Unit.state == UnitState.VACANT, Unit.reserved_for == "")
    assert left.id in common
    first = county.desk.day + timedelta(days=7)
    second = county.begun_round(
        registration_from=first, registration_until=first + timedelta(days=9)
    )
    county.act(county.reviewer, lambda work: service.publish_plan(work, second.id))
    county.go_to(first)
    county.act(county.centre, lambda work: service.open_registration(work, second.id))
    registrations = county.register_in(second, {4: [[OWN], [LOW]], 5: [[LOW]]})
    county.go_to(first + timedelta(days=10))
    county.act(county.centre, lambda work: service.close_registration(work, second.id))
    county.pass_all(registrations)
    second = county.ordered(county.freeze(second))
    county.after_publicity(second)
    county.checked(second)
    county.publish(second)
    with county.database.reads() as session:
        given = dict(
            session.execute(
                select(RoundAssignment.unit_class, func.count())
                .where(RoundAssignment.round_id == second.id)
                .group_by(RoundAssignment.unit_class)
            ).all()
        )
    assert given == {OWN: 1, LOW: 1}
    register_holds(county)


def test_what_comes_free_before_an_enterprises_round_closes_is_left_over_too(
    county: PlannedRounds,
) -> None:
    """HN-19-3: all was taken when it was published, one declined, and nobody came next."""
    a_round = _own_round(county, 1, 2, 3)
    with county.database.reads() as session:
        assert [each.surplus_since for each in own_stock.of_place(session, PLACE)] == [None]
    county.act(county.centre, lambda work: offering.make_all(work, a_round.id))
    with county.database.reads() as session:
        first, *others = [each.id for each in offers.of_round(session, a_round.id)]
    county.act(
        county.centre,
        lambda work: offering.decline(work, first, reason="另有住处", document="声明2号"),
    )
    county.act(county.centre, lambda work: offering.reoffer(work, a_round.id))
    for each in others:
        _let(county, each)
    county.desk.pass_days(30)
    with county.database.reads() as session:
        (reported,) = abandonments.of_round(session, PLACE, a_round.code)
    _confirm(county, reported.id)
    county.act(county.centre, lambda work: offering.close(work, a_round.id))
    with county.database.reads() as session:
        (stock,) = own_stock.of_place(session, PLACE)
        assert stock.surplus_since == county.desk.day
        assert len(own_stock.left_over(session, stock)) == 1
    register_holds(county)


def _own_round(county: PlannedRounds, *numbers: int) -> Round:
    """Return the hospital's round, filed with the county, passed and published."""
    a_round = county.re_reviewed({number: [[OWN]] for number in numbers}, OWNER)
    a_round = county.ordered(county.freeze(a_round))
    county.after_publicity(a_round)
    county.act(
        county.centre, lambda work: service.send_for_filing(work, a_round.id, document="院发1号")
    )
    county.act(county.reviewer, lambda work: service.pass_filing(work, a_round.id))
    county.checked(a_round)
    return county.publish(a_round)


def _let(county: PlannedRounds, offer_id: int) -> None:
    county.act(county.centre, partial(offering.accept, offer_id=offer_id))
    county.act(county.centre, partial(offering.sign, offer_id=offer_id, document="合1号"))
    county.act(county.centre, partial(offering.hand_keys, offer_id=offer_id))


def _let_all(county: PlannedRounds, a_round: Round) -> None:
    """Offer, accept, sign, hand over the keys, and close the round."""
    county.act(county.centre, lambda work: offering.make_all(work, a_round.id))
    with county.database.reads() as session:
        ids = [each.id for each in offers.of_round(session, a_round.id)]
    for each in ids:
        _let(county, each)
    county.act(county.centre, lambda work: offering.close(work, a_round.id))


def test_an_upheld_objection_annuls_the_round_and_its_successor_houses(
    county: PlannedRounds, tmp_path: Path
) -> None:
    """HN-21-6, HN-21-7: no redraw; the annulled round stays, the successor is drawn anew."""
    a_round = county.re_reviewed({4: [[LOW]], 5: [[LOW]], 6: [[LOW]]})
    a_round = county.ordered(county.freeze(a_round))
    with county.database.reads() as session:
        notice = next(
            each
            for each in notices.of_case(session, a_round.case)
            if each.key == a_round.order_notice
        )
    objection = county.act(
        system_actor(PLACE),
        lambda work: objections.file_objection(
            work, notice.id, name="李某", contact="13900001111", text="第一户计分有误"
        ),
    ).objection
    county.act(county.head, lambda work: objecting.decide(work, objection.id, True, "查证属实"))
    annulled = county.now(a_round.id)
    assert annulled.state is RoundState.ANNULLED
    assert set(states(county).values()) <= {EntryState.IN_ROUND, EntryState.WAITING}
    with county.database.reads() as session:
        following = successor.successor_of(session, a_round.id)
        assert following is not None
    county.desk.pass_days(1)
    following = county.ordered(county.freeze(following))
    county.after_publicity(following)
    county.checked(following)
    published = county.act(
        county.head,
        lambda work: packages.publish_round(work, following.id, tmp_path),
    )
    verified_alone(published.path, tmp_path / "unpacked")
    with county.database.reads() as session:
        codes = [each.code for each in queries.public_rounds(session, PLACE)]
    assert {annulled.code, following.code} <= set(codes)
    found = Counter(states(county).values())
    assert found == {EntryState.ALLOTTEE: 2, EntryState.WAITING: 5}
    register_holds(county)


def test_a_picking_day_with_absences_and_the_next_in_order(county: PlannedRounds) -> None:
    """HN-21-7, HN-22-1, HN-22-2, HN-22-4, HN-22-5: told, called, absent, given up, re-offered."""
    a_round = county.re_reviewed({number: [[LOW]] for number in (4, 5, 6, 7)})
    a_round = county.ordered(county.freeze(a_round))
    county.after_publicity(a_round)
    day = county.desk.day + timedelta(days=14)
    hours = Hours(day, 9 * 60, 12 * 60, 30, 2)
    act = partial(county.act, county.centre)
    act(lambda work: hall.call(work, a_round.id, hours=hours, hall="政务大厅"))
    county.go_to(day)
    act(lambda work: hall.open_hall(work, a_round.id))
    county.desk.counter.now += timedelta(hours=9)  # All slots of the day are over.
    absent = _turn_of(county, a_round)
    act(lambda work: hall.absent(work, a_round.id, absent[0], document="签到1号"))
    turn, _, free = _turn_of(county, a_round)
    act(lambda work: hall.pick(work, a_round.id, turn, free[0]))
    with county.database.reads() as session:  # Whom the round cannot house is not called.
        held = picking.needed(session, a_round.id)
        assert turn_now(session, county.now(a_round.id), held) is None
    act(lambda work: hall.end(work, a_round.id))
    act(lambda work: service.check(work, a_round.id))
    county.publish(a_round)
    _freeze_the_absent(county, a_round, absent[1])
    county.act(county.centre, lambda work: offering.make_all(work, a_round.id))
    _go_on_in_order(county, a_round)
    register_holds(county)


def _turn_of(county: PlannedRounds, a_round: Round) -> tuple[int, int, list[str]]:
    """Return the turn that it is, its household, and the flats it may take."""
    with county.database.reads() as session:
        now = turn_now(
            session, session.get_one(Round, a_round.id), picking.needed(session, a_round.id)
        )
        assert now is not None
        return now.slot.turn, now.slot.household_id, sorted(now.codes)


def _freeze_the_absent(county: PlannedRounds, a_round: Round, household_id: int) -> None:
    with county.database.reads() as session:
        (reported,) = abandonments.of_round(session, PLACE, a_round.code)
        assert reported.household_id == household_id
        letter = session.scalars(select(Letter).where(Letter.number == reported.document)).one()
        (delivery,) = letter.deliveries
    with pytest.raises(BrokenRule):  # The invitation was never handed over.
        _confirm(county, reported.id, days=30)
    county.act(
        county.centre, lambda work: letters.hand_over(work, delivery.id, "送达回证〔2026〕1号")
    )
    _confirm(county, reported.id)
    with county.database.reads() as session:
        entry = waitlist.live_of(session, household_id)
        assert entry is not None
        assert entry.state is EntryState.FROZEN
        index = session.get_one(Household, household_id).identity_index
        until = abandonments.frozen_until(session, {index}, county.desk.day)
        assert until == reported.happened_on.replace(year=reported.happened_on.year + 2)


def _confirm(county: PlannedRounds, abandonment_id: int, days: int = 0) -> None:
    county.desk.pass_days(days)
    county.act(
        county.head,
        lambda work: deciding.confirm(work, abandonment_id, reasons="已书面通知，未到场"),
    )


def _go_on_in_order(county: PlannedRounds, a_round: Round) -> None:
    """The flat of the absent goes to the next, who declines, then to the last; no new draw."""
    second = _reoffered(county, a_round)
    county.act(
        county.centre,
        lambda work: offering.decline(work, second.id, reason="另有打算", document="声明1号"),
    )
    third = _reoffered(county, a_round)
    assert third.unit_code == second.unit_code
    with county.database.reads() as session:
        first = next(each for each in offers.of_round(session, a_round.id) if not each.reoffer)
    assert len({each.household_id for each in (first, second, third)}) == 3
    assert first.state is OfferState.ACCEPTED  # What was picked in the hall is accepted.
    county.act(county.centre, lambda work: offering.accept(work, third.id))
    for each in (first.id, third.id):
        county.act(county.centre, partial(offering.sign, offer_id=each, document="合1号"))
        county.act(county.centre, partial(offering.hand_keys, offer_id=each))
    with county.database.reads() as session:
        ended = Counter(each.state for each in offers.of_round(session, a_round.id))
        assert units.count_by_state(session, PLACE)[UnitState.LET] == 2
    assert ended[OfferState.DECLINED] == 1
    assert Counter(states(county).values())[EntryState.HOUSED] == 2


def _reoffered(county: PlannedRounds, a_round: Round) -> Offer:
    """Offer what is free to the next in order, with its proof; return the offer made."""
    made = county.act(county.centre, lambda work: offering.reoffer(work, a_round.id))
    with county.database.reads() as session:
        assert offers.proofs(session, a_round.id, made.number)
        (found,) = [
            each
            for each in offers.of_round(session, a_round.id)
            if each.reoffer == made.number and each.state is OfferState.OPEN
        ]
        return found

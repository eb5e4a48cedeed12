"""A round from its plan to its publication, and what stands against its freeze."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.abandonments import queries as abandonments
from housing.core.access.actor import system_actor
from housing.core.audit.record import verify
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.models import Household
from housing.households.words import Assistance, Group, Rescue
from housing.letters import queries as letters
from housing.plans import service as planning
from housing.rounds import comparison, jobs, mailing, queries, reconciliation, service
from housing.rounds.models import Round, RoundHousehold
from housing.rounds.receipts import shown_code
from housing.rounds.roll import OffRoll
from housing.rounds.states import RoundAct, RoundState
from housing.units import queries as units
from housing.units.states import UnitState
from housing.waitlist import queries as waitlist
from housing.waitlist import service as entries
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.planned_rounds import PlannedRounds
from tests.factories.planning import ENDS, OPENS
from tests.integration.small_county import LOW, household, unit
from tests.refusing import breaks

HIGH = "P01-一居室-高-普通"
WISHES = {1: [[LOW]], 2: [[LOW]], 3: [[HIGH], [LOW]]}


@pytest.fixture
def county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    """Four households of one person, of whom three register, and three flats."""
    return _county(database, keyring, tmp_path)


@pytest.fixture
def quick(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    """The same, where the engine of the database does not matter."""
    return _county(sqlite_database, keyring, tmp_path)


def _county(database: Database, keyring: Keyring, tmp_path: Path) -> PlannedRounds:
    homes = [household(keyring, number) for number in (1, 2, 3, 4)]
    flats = [unit(1), unit(2), unit(3, HIGH)]
    return PlannedRounds(database, keyring, tmp_path).fill(homes, flats)  # type: ignore[return-value]


def states(county: PlannedRounds) -> dict[int, EntryState]:
    """Return the state of each household's entry by its number."""
    with county.database.reads() as session:
        found = waitlist.standing_of(session, PLACE)
        numbers = session.execute(select(Household.id, Household.application_number))
        return {int(number[-3:]): found[key][0] for key, number in numbers}


def roll_of(county: PlannedRounds, a_round: Round) -> dict[str, object]:
    with county.database.reads() as session:
        return dict(json.loads(queries.package_files(session, a_round.id)["roll.json"]))


def test_a_round_from_its_plan_to_its_publication(county: PlannedRounds) -> None:
    """HN-20-1, HN-21-1, HN-21-2, HN-21-5, HN-21-8: who registered and passed is on the roll."""
    a_round = county.re_reviewed(WISHES)
    assert (a_round.state, a_round.plan_sha256) == (
        RoundState.RE_REVIEWING,
        county.plan(a_round.id).sha256,
    )
    assert states(county) == {
        **dict.fromkeys((1, 2, 3), EntryState.IN_ROUND),
        4: EntryState.WAITING,
    }
    a_round = county.freeze(a_round)
    with county.database.reads() as session:
        roll = session.scalars(
            select(RoundHousehold).where(RoundHousehold.round_id == a_round.id)
        ).all()
        assert {row.off_roll for row in roll} == {""}
        assert len(roll) == 3  # Who did not register is not in this round, and that is no fault.
        assert units.count_by_state(session, PLACE) == {UnitState.RESERVED: 3}
    a_round = county.ordered(a_round)
    county.after_publicity(a_round)
    county.checked(a_round)
    a_round = county.publish(a_round)
    assert set(states(county).values()) == {EntryState.ALLOTTEE, EntryState.WAITING}
    with county.database.reads() as session:
        assert [step.act for step in queries.steps(session, a_round.id)][:5] == [
            "prepare",
            "publish_plan",
            "open_registration",
            "close_registration",
            "freeze",
        ]
        assert verify(session, PLACE).faults == ()


def test_the_wishes_are_those_registered_for_the_round(quick: PlannedRounds) -> None:
    """HN-21-1: not those of an earlier sheet."""
    a_round = quick.freeze(quick.re_reviewed({1: [[LOW]], 3: [[HIGH], [LOW]]}))
    lines = roll_of(quick, a_round)["households"]
    assert isinstance(lines, list)
    assert sorted(line["wishes"] for line in lines) == [[[LOW]], [[HIGH], [LOW]]]


def test_days_of_the_plan_are_kept(quick: PlannedRounds) -> None:
    """HN-21-1: registration opens and closes on the days that were published."""
    a_round = quick.public_round()
    with breaks("HN-21-1", match=str(OPENS)):
        quick.act(quick.centre, lambda work: service.open_registration(work, a_round.id))
    quick.go_to(OPENS)
    quick.act(quick.centre, lambda work: service.open_registration(work, a_round.id))
    quick.go_to(ENDS)
    with breaks("HN-21-1", match=str(ENDS)):
        quick.act(quick.centre, lambda work: service.close_registration(work, a_round.id))
    with pytest.raises(WrongState):
        quick.act(quick.centre, lambda work: service.freeze(work, a_round.id))


def test_a_round_without_a_plan_publishes_none(quick: PlannedRounds) -> None:
    """HN-20-1."""
    a_round = quick.prepared()
    with breaks("HN-20-1"):
        quick.act(quick.reviewer, lambda work: service.publish_plan(work, a_round.id))


def test_a_freeze_is_refused_with_everything_that_stands_against_it(
    quick: PlannedRounds,
) -> None:
    """HN-21-2, HN-21-5: open re-reviews, units that fell out, counts that do not add up."""
    a_round = quick.open_round()
    registrations = quick.register_in(a_round, WISHES)
    a_round = quick.close(a_round)
    quick.pass_all(registrations[:2])
    quick.act(
        quick.centre,
        lambda work: reconciliation.enter_count(
            work, a_round.id, source="民政局", street="东岸街道", group=None, counted=9
        ),
    )
    with quick.database.acts() as session, session.begin():
        held = units.get(session, PLACE, "P01-0003")
        held.state, held.round_code = UnitState.REPAIR, None
    with pytest.raises(BrokenRule) as refused:
        quick.freeze(a_round)
    words = str(refused.value)
    assert refused.value.rules == ("HN-21-2", "HN-21-5")
    assert registrations[2].full_number in words
    assert "P01-0003" in words
    assert "民政局 核对东岸街道 9 户，名册 2 户" in words
    assert quick.now(a_round.id).state is RoundState.RE_REVIEWING


def test_counts_that_add_up_let_the_roll_be_frozen(quick: PlannedRounds) -> None:
    """HN-21-2: a department's count per street and group is that of the roll."""
    a_round = quick.re_reviewed(WISHES)
    for group, counted in ((None, 3), (Group.LOWER_MIDDLE, 3), (Group.LOW_INCOME, 0)):
        quick.act(
            quick.centre,
            lambda work, group=group, counted=counted: reconciliation.enter_count(  # type: ignore[misc]
                work,
                a_round.id,
                source="东岸街道办事处",
                street="东岸街道",
                group=group,
                counted=counted,
            ),
        )
    assert quick.freeze(a_round).state is RoundState.FROZEN
    with pytest.raises(WrongState):
        quick.act(
            quick.centre,
            lambda work: reconciliation.enter_count(
                work, a_round.id, source="民政局", street="东岸街道", group=None, counted=3
            ),
        )


@pytest.mark.parametrize(
    ("changes", "words"),
    [({"source": " "}, "office"), ({"street": ""}, "street"), ({"counted": -1}, "below 0")],
)
def test_a_count_says_who_counted_whom(
    quick: PlannedRounds, changes: dict[str, object], words: str
) -> None:
    a_round = quick.prepared()
    given = {"source": "民政局", "street": "东岸街道", "group": None, "counted": 1} | changes
    with pytest.raises(BadInput, match=words):
        quick.act(
            quick.centre,
            lambda work: reconciliation.enter_count(work, a_round.id, **given),  # type: ignore[arg-type]
        )
    with pytest.raises(NotAllowed):
        quick.act(
            quick.head,
            lambda work: reconciliation.enter_count(
                work, a_round.id, source="民政局", street="东岸街道", group=None, counted=1
            ),
        )


def test_the_freeze_after_an_abandonment_follows_the_person(
    quick: PlannedRounds, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-22-2: whoever gave up a flat gets none for two years, under any application."""
    a_round = quick.re_reviewed(WISHES)
    with quick.database.reads() as session:
        frozen = session.get_one(Household, quick.household(2)).identity_index
    until = quick.desk.day + timedelta(days=300)
    monkeypatch.setattr(abandonments, "frozen", lambda *_: {frozen: until})
    a_round = quick.freeze(a_round)
    assert roll_of(quick, a_round)["off_roll"] == {OffRoll.FROZEN: 1}
    assert states(quick)[2] is EntryState.WAITING


def test_a_unit_taken_out_of_the_plan_before_the_freeze_is_not_in_the_round(
    quick: PlannedRounds,
) -> None:
    """HN-20-2: by rule, not by hand: with a new notice, before the roll is frozen."""
    a_round = quick.re_reviewed(WISHES)
    quick.act(
        quick.head,
        lambda work: planning.take_unit_out(work, a_round.id, "P01-0003", "漏水，须大修"),
    )
    a_round = quick.freeze(a_round)
    with quick.database.reads() as session:
        stock = json.loads(queries.package_files(session, a_round.id)["units.json"])
    assert [each["id"] for each in stock["units"]] == ["P01-0001", "P01-0002"]


def test_who_changed_to_the_subsidy_leaves_the_round_at_its_freeze(quick: PlannedRounds) -> None:
    """HN-17-2."""
    a_round = quick.re_reviewed(WISHES)
    with quick.database.acts() as session, session.begin():
        session.get_one(Household, quick.household(1)).assistance = Assistance.SUBSIDY
    a_round = quick.freeze(a_round)
    assert roll_of(quick, a_round)["off_roll"] == {OffRoll.ASKED_FOR_SUBSIDY: 1}
    assert states(quick)[1] is EntryState.WAITING


def test_two_rounds_at_once_share_neither_units_nor_households(quick: PlannedRounds) -> None:
    """HN-20-1, HN-21-1: a unit in one public plan is in no other, a household in one round."""
    first = quick.public_round()
    with quick.database.acts() as session, session.begin():
        session.add(unit(7))
    second = quick.public_round()
    with quick.database.reads() as session:
        held = {each.code: each.round_code for each in units.by_place(session, PLACE)}
    assert held["P01-0001"] == first.code
    assert held["P01-0007"] == second.code
    quick.go_to(OPENS)
    for each in (first, second):
        quick.act(quick.centre, lambda work, each=each: service.open_registration(work, each.id))  # type: ignore[misc]
    quick.register_in(first, {1: [[LOW]]})
    with pytest.raises((WrongState, BrokenRule), match=first.code):
        quick.register_in(second, {1: [[LOW]]})


def test_an_annulled_plan_gives_its_units_back(quick: PlannedRounds) -> None:
    """HN-20-1: a round annulled before its freeze holds nothing any more."""
    a_round = quick.re_reviewed(WISHES)
    quick.act(
        quick.head,
        lambda work: service.annul(work, a_round.id, reason="方案有误", document="决1号"),
    )
    assert set(states(quick).values()) == {EntryState.WAITING}
    with quick.database.reads() as session:
        assert units.count_by_state(session, PLACE) == {UnitState.VACANT: 3}


def test_a_rescue_household_is_of_layer_0(quick: PlannedRounds) -> None:
    """HN-18-2: it is first, whenever it registered."""

    def register(work: Work) -> None:
        held = household(work.keyring, 9, rescue=Rescue.MINIMUM_ALLOWANCE)
        work.session.add(held)
        work.session.flush()
        entries.register(work, held)

    quick.act(quick.centre, register)
    a_round = quick.freeze(quick.re_reviewed({1: [[LOW]], 9: [[LOW]]}))
    lines = roll_of(quick, a_round)["households"]
    assert isinstance(lines, list)
    assert sorted(line["tier"] for line in lines) == [0, 2]


def test_both_ways_are_compared_before_anything_is_decided(quick: PlannedRounds) -> None:
    """HN-21-5, HN-18-3: in counts, on the frozen roll, with the hashes of the plans."""
    a_round = quick.ordered(quick.freeze(quick.re_reviewed(WISHES)))
    with quick.database.reads() as session:
        compared = comparison.read_comparison(session, a_round)
    assert compared is not None
    assert compared["chosen"] == "priority"
    by_name = {each["mechanism"]: each for each in compared["mechanisms"]}
    assert {name: each["housed"] for name, each in by_name.items()} == {
        "priority": 3,
        "in_turn": 3,
    }
    assert by_name["priority"]["by_wish"] == [[1, 3]]
    assert compared["only"] == {"priority": 0, "in_turn": 0}
    quick.after_publicity(a_round)
    quick.checked(a_round)
    with quick.database.reads() as session:
        stages = json.loads(queries.package_files(session, a_round.id)["stages.json"])["stages"]
    assert by_name["priority"]["plans_sha256"] == [row["plan_sha256"] for row in stages]


def test_every_household_of_the_round_is_sent_its_receipt_once(quick: PlannedRounds) -> None:
    """HN-21-5: whoever is on the roll can find itself, and whoever is off it reads why."""
    a_round = quick.re_reviewed(WISHES)
    with pytest.raises(WrongState):
        quick.act(quick.centre, lambda work: mailing.send_receipts(work, a_round.id))
    with quick.database.acts() as session, session.begin():
        session.get_one(Household, quick.household(1)).assistance = Assistance.SUBSIDY
    a_round = quick.freeze(a_round)
    clock = Clock(lambda: quick.desk.counter.now)
    assert jobs.go_on_sending(quick.database, quick.keyring, clock) == []  # Nobody has begun.
    assert quick.act(quick.centre, lambda work: mailing.send_receipts(work, a_round.id, 1)) == 1
    sent = jobs.go_on_sending(quick.database, quick.keyring, clock)
    assert sent == [jobs.Sent(a_round.id, 2)]
    assert jobs.go_on_sending(quick.database, quick.keyring, clock) == []
    with quick.database.reads() as session:
        assert mailing.receipts_sent(session, a_round.id) == (3, 3)
        written = letters.of_case(session, a_round.case)
        texts = [letters.text(each, quick.keyring) for each in written]
        receipts = {
            shown_code(quick.keyring.unseal(row.receipt_sealed))
            for row in session.scalars(select(RoundHousehold))
        }
    assert len(texts) == len(receipts) == 3
    assert all(any(each in text for text in texts) for each in receipts)
    assert sum("您申请的是租赁补贴" in text for text in texts) == 1


def test_the_days_of_the_plan_are_kept_though_nobody_presses_a_button(
    county: PlannedRounds,
) -> None:
    """HN-21-1, HN-21-2: the window opens, closes, and the re-review begins, each on its day."""
    a_round = county.public_round()

    def follow() -> list[tuple[RoundAct, str]]:
        clock = Clock(lambda: county.desk.counter.now)
        done = jobs.follow_plans(county.database, county.keyring, clock)
        return [(each.act, each.refused) for each in done]

    county.go_to(OPENS - timedelta(days=1))
    assert follow() == []
    county.go_to(OPENS)
    assert follow() == [(RoundAct.OPEN_REGISTRATION, "")]
    county.register_in(a_round, {1: [[LOW]]})
    county.go_to(ENDS)
    assert follow() == []
    county.go_to(ENDS + timedelta(days=1))
    assert follow() == [(RoundAct.CLOSE_REGISTRATION, "")]
    assert follow() == []
    assert county.now(a_round.id).state is RoundState.RE_REVIEWING
    with county.database.reads() as session:
        assert [step.by for step in queries.steps(session, a_round.id)][-2:] == ["system"] * 2
        assert verify(session, PLACE).faults == ()


def test_only_what_a_plan_dates_is_done_without_an_officer(quick: PlannedRounds) -> None:
    """Freezing and all that follows need people."""
    a_round = quick.re_reviewed({1: [[LOW]]})
    with pytest.raises(NotAllowed):
        quick.act(system_actor(PLACE), lambda work: service.freeze(work, a_round.id))

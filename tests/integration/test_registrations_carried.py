"""Nobody twice: what an annulled round hands to its successor, and two counters at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest

from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.plans import service as planning_acts
from housing.plans.models import Plan
from housing.registrations import jobs, queries, rereview
from housing.registrations import service as registering
from housing.registrations.models import Registration
from housing.registrations.states import RegistrationState
from housing.rounds.models import Round
from housing.waitlist import service as waitlist
from housing.waitlist import taking_part
from tests.factories.planning import OPENS, Planning
from tests.integration.small_county import ACCESSIBLE, LOW, TWO, household, unit
from tests.integration.test_registrations import second_plan
from tests.integration.test_rereview import all_registered, failed_of_three, now

S = RegistrationState


@pytest.fixture
def planning(database: Database, keyring: Keyring, tmp_path: Path) -> Planning:
    """Three households, the third in need of an accessible flat."""
    homes = [household(keyring, 1), household(keyring, 2), household(keyring, 3)]
    homes[2].needs_accessible = True
    return Planning(database, keyring, tmp_path).fill(homes, [unit(1), unit(2), unit(3, TWO)])


def annul(planning: Planning, plan: Plan, in_round: list[Registration]) -> None:
    """Annul a round as rounds do: its entries wait again, its plan comes down."""
    with planning.desk.counter.work(planning.desk.person(Role.COUNTY_HEAD)) as work:
        ids = [each.household_id for each in in_round]
        taking_part.let_go(work, ids, plan.round_code, left_out=False)
        planning_acts.withdraw(work, plan.round_id, "异议成立")
        registering.end_round(work, plan.round_id)


def carry(planning: Planning, plan: Plan, successor: Round) -> int:
    """Hand plan and registrations to the successor; its entries join it."""
    with planning.desk.counter.work(planning.desk.person(Role.COUNTY_HEAD)) as work:
        planning_acts.carry_over(work, plan.round_id, successor.id, successor.code)
        return registering.carry_over(work, plan.round_id, successor.id, successor.code)


def test_a_successor_takes_only_who_still_waits_and_is_in_no_other_round(
    planning: Planning,
) -> None:
    """HN-21-1, HN-21-7: whoever was not re-reviewed yet will be."""
    plan = planning.opened()
    other, successor = second_plan(planning), planning.prepared()
    held = all_registered(planning, plan)
    with planning.desk.counter.work(planning.reviewer) as work:
        waitlist.open_review(work, held[1].entry_id, reason="有反映")
    annul(planning, plan, [])
    planning.go_to(OPENS + timedelta(days=8))
    planning.registered(other, 3, [[ACCESSIBLE]])
    assert carry(planning, plan, successor) == 3
    with planning.database.reads() as session:
        carried = queries.of_round(session, successor.id)
        assert [each.state for each in carried] == [S.IN_REVIEW, S.WITHDRAWN, S.WITHDRAWN]
        assert "资格复查中" in carried[1].withdrawn_reason
        assert "另一轮" in carried[2].withdrawn_reason
        (problem,) = rereview.problems(session, successor.id)
        assert problem.kind == "check"
    with planning.desk.counter.work(planning.centre) as work:
        taking_part.join(work, [held[0].household_id], successor.code)
    (done,) = jobs.follow(planning.database, planning.keyring, planning.clock())
    assert (done.round_code, done.asked) == (successor.code, 1)
    again = jobs.follow(planning.database, planning.keyring, planning.clock())
    assert again == []
    assert now(planning, held[0]).open is False


def test_an_annulled_round_hands_on_who_passed_and_who_failed(planning: Planning) -> None:
    """HN-21-7: corrected roll, same registrations, in one running round only."""
    plan, held = failed_of_three(planning)
    successor = planning.prepared()
    annul(planning, plan, [held[0], held[2]])
    assert carry(planning, plan, successor) == 3
    with planning.database.reads() as session:
        carried = queries.of_round(session, successor.id)
        assert [(each.number, each.state, each.open) for each in carried] == [
            (1, S.PASSED, True),
            (2, S.FAILED, True),
            (3, S.PASSED, True),
        ]
        assert not any(each.open for each in queries.of_round(session, plan.round_id))
        assert rereview.accepted(session, successor.id) == {
            held[0].household_id: [[LOW]],
            held[2].household_id: [[LOW]],
        }
        assert running.open_clock(session, plan.case, ClockKind.REREVIEW) is None
    with planning.desk.counter.work(planning.reviewer) as work:
        assert len(rereview.finish(work, successor.id)) == 2


def test_only_who_may_annul_hands_anything_on(planning: Planning) -> None:
    plan, successor = planning.opened(), planning.prepared()
    for act in (
        lambda work: planning_acts.carry_over(work, plan.round_id, successor.id, successor.code),
        lambda work: registering.carry_over(work, plan.round_id, successor.id, successor.code),
        lambda work: registering.end_round(work, plan.round_id),
    ):
        with pytest.raises(NotAllowed), planning.desk.counter.work(planning.centre) as work:
            act(work)


def test_of_two_counters_at_once_only_one_registers_a_household(planning: Planning) -> None:
    """HN-21-1: in one running round only, also when two act at the same moment."""
    plan = planning.opened()
    other = second_plan(planning)
    planning.go_to(OPENS + timedelta(days=8))
    household_id, now_at = planning.household(3), planning.desk.counter.now
    actor, gate = planning.desk.person(Role.STREET), Barrier(2)

    def register(round_id: int, wish: str) -> str:
        gate.wait(timeout=60)
        clock = standing_clock(now_at)
        try:
            with working(planning.database.acts, actor, clock, planning.keyring) as work:
                registering.register(work, round_id, household_id, [[wish]])
        except WrongState as refusal:
            return str(refusal)
        return ""

    with ThreadPoolExecutor(2) as counters:
        wanted = [(plan.round_id, LOW), (other.round_id, ACCESSIBLE)]
        answers = list(counters.map(lambda each: register(*each), wanted))
    assert sorted(map(bool, answers)) == [False, True], answers
    with planning.database.reads() as session:
        assert queries.running_of(session, household_id) is not None

"""Renewals: reminded, asked for in time or late, reviewed, granted, refused, run out."""

from datetime import date
from pathlib import Path

import pytest

from housing.accounts import service as accounts
from housing.accounts.queries import actor_of
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.exits import jobs as leaving_jobs
from housing.exits import queries as exits
from housing.exits import service as leaving
from housing.exits.states import ExitState, Trigger
from housing.leases import queries as leases
from housing.leases import service as leasing
from housing.leases.models import Lease
from housing.leases.states import LeaseState
from housing.leases.words import LeaseKind
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.renewals import batches, jobs, queries, service, story
from housing.renewals.models import Renewal
from housing.renewals.states import RenewalState, RowOutcome
from tests.conftest import PLACE
from tests.factories.tenants import RICH, Tenants

S = RenewalState
#: A lease that ends on 30 November 2026; the last day to ask is 31 August.
BEGINS = date(2025, 12, 1)


@pytest.fixture
def tenants(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    return Tenants(sqlite_database, keyring, tmp_path)


def ending(tenants: Tenants, number: int = 1, starts_on: date = BEGINS) -> Lease:
    return tenants.lease(number, starts_on=starts_on, months=12)


def applied(tenants: Tenants, lease: Lease, who: Actor | None = None) -> Renewal:
    with tenants.act(who or Role.OPERATOR) as work:
        paper = "" if who else "申请1号"
        return service.apply(work, lease.id, months=24, words="继续居住", document=paper)


def now(tenants: Tenants, renewal: Renewal) -> Renewal:
    with tenants.database.reads() as session:
        return queries.get(session, PLACE, renewal.id)


def forwarded(tenants: Tenants, **changes: object) -> Renewal:
    """An application in time that the departments have answered."""
    lease = ending(tenants, starts_on=date(2026, 1, 1))
    renewal = applied(tenants, lease)
    jobs.forward(tenants.database, tenants.keyring, tenants.clock)
    tenants.answered(lease, **changes)
    return now(tenants, renewal)


def sweep(tenants: Tenants) -> jobs.Done:
    (done,) = jobs.sweep(tenants.database, tenants.keyring, tenants.clock)
    return done


def test_tenants_are_reminded_six_four_and_three_months_before(tenants: Tenants) -> None:
    """HN-24-5: three letters, each once, also when nights were missed."""
    lease = ending(tenants, starts_on=date(2026, 3, 1))
    for day, sent in (
        (date(2026, 9, 1), 1),
        (date(2026, 9, 2), 0),
        (date(2026, 11, 1), 1),
        (date(2026, 12, 20), 1),
        (date(2027, 1, 10), 0),
    ):
        tenants.pass_to(day)
        assert sweep(tenants).reminded == sent
    with tenants.database.reads() as session:
        letters = letters_of(session, lease.case)
    assert [each.kind for each in letters] == [LetterKind.RENEWAL_REMINDER] * 3


def test_who_asks_in_time_is_reviewed_and_granted_another_term(tenants: Tenants) -> None:
    """HN-24-6: the departments review against current standards; the new lease follows the old."""
    renewal = forwarded(tenants)
    assert (renewal.state, renewal.late_days) == (S.REVIEWING, 0)
    with tenants.act() as work, pytest.raises(NotAllowed):
        service.grant(work, renewal.id, reasons=["均符合"])
    with tenants.head() as work:
        done = service.grant(work, renewal.id, reasons=["各部门均无不利意见"])
        successor = leases.of_ids(work.session, [done.successor_id or 0])[done.successor_id or 0]
        assert letters_of(work.session, done.case)[-1].kind is LetterKind.RENEWAL_GRANTED
        titles = [each.title for each in story.chapters(work.session, renewal.lease_id)]
    assert (successor.kind, successor.state) == (LeaseKind.RENEWAL, LeaseState.DRAFTED)
    assert (successor.starts_on, successor.ends_on) == (date(2027, 1, 1), date(2028, 12, 31))
    assert successor.previous_id == renewal.lease_id
    assert titles == ["申请续租", "准予续租"]
    with tenants.database.reads() as session:
        assert verify(session, PLACE).faults == ()


def test_a_late_application_is_taken_and_its_lateness_kept(tenants: Tenants) -> None:
    """HN-24-5: one day late; the county takes it, or turns it away."""
    lease = ending(tenants)
    renewal = applied(tenants, lease)
    assert (renewal.deadline, renewal.late_days) == (date(2026, 8, 30), 2)
    assert jobs.forward(tenants.database, tenants.keyring, tenants.clock)[0].forwarded == 0
    with tenants.act() as work:
        service.forward(work, renewal.id, reason="住院未能按期申请")
    assert now(tenants, renewal).state is S.REVIEWING
    other = ending(tenants, 2)
    late = applied(tenants, other)
    with tenants.head() as work:
        away = service.turn_away(work, late.id, reasons=["没有正当理由"])
        assert away.state is S.TURNED_AWAY
    in_time = applied(tenants, ending(tenants, 3, date(2026, 1, 1)))
    with tenants.head() as work, pytest.raises(WrongState, match="应当审核"):
        service.turn_away(work, in_time.id, reasons=["没有正当理由"])


def test_a_review_that_is_late_leaves_the_old_terms_until_the_decision(tenants: Tenants) -> None:
    """HN-24-6: no exit while the review runs; the new lease begins the day after the decision."""
    renewal = forwarded(tenants)
    tenants.pass_to(date(2027, 1, 20))
    assert sweep(tenants).ended == 0
    with tenants.database.reads() as session:
        held = leases.get(session, PLACE, renewal.lease_id)
        assert held.state is LeaseState.ACTIVE
    with tenants.head() as work:
        done = service.grant(work, renewal.id, reasons=["均符合"])
        successor = leases.of_ids(work.session, [done.successor_id or 0])[done.successor_id or 0]
    assert successor.starts_on == date(2027, 1, 21)


def test_a_refusal_needs_an_adverse_opinion_and_opens_an_exit(tenants: Tenants) -> None:
    """HN-24-6: refused with written reasons, and an exit case for another person to decide."""
    renewal = forwarded(tenants, **RICH)
    with tenants.head() as work, pytest.raises(BrokenRule, match="有不利意见"):
        service.grant(work, renewal.id, reasons=["均符合"])
    with tenants.act() as work:
        done = service.refuse(work, renewal.id, reasons=["收入高于标准"])
    assert done.state is S.REFUSED
    with tenants.database.reads() as session:
        case = exits.get(session, PLACE, done.exit_id or 0)
    assert (case.state, case.trigger) == (ExitState.REVIEWING, Trigger.INCOME)
    with tenants.head() as work:
        leaving.cancel(work, case.id, reasons=["收入高于标准"])
    with tenants.act(Role.OPERATOR) as work, pytest.raises(WrongState, match="正在办理退出"):
        service.apply(work, renewal.lease_id, months=12, document="申请2号")
    good = tenants.lease(5, starts_on=date(2026, 1, 1), months=12)
    asked = applied(tenants, good)
    jobs.forward(tenants.database, tenants.keyring, tenants.clock)
    tenants.answered(good)
    with tenants.act() as work, pytest.raises(BrokenRule, match="没有任何部门"):
        service.refuse(work, asked.id, reasons=["不想续"])


def test_an_application_made_during_an_exit_review_waits_for_it(tenants: Tenants) -> None:
    """HN-24-6, HN-33-4: who is kept is reviewed for the renewal; who is not has lost it."""
    made = [tenants.lease(n, starts_on=date(2026, 1, 1), months=12) for n in (1, 2)]
    cases = []
    for lease in made:
        with tenants.act() as work:
            cases.append(leaving.open(work, lease.id, Trigger.INCOME, reason="收入变化"))
    leaving_jobs.follow(tenants.database, tenants.keyring, tenants.clock)
    kept, lost = (applied(tenants, lease) for lease in made)
    assert jobs.forward(tenants.database, tenants.keyring, tenants.clock)[0].forwarded == 0
    tenants.answered(made[0])
    tenants.answered(made[1], **RICH)
    with tenants.head() as work:
        leaving.keep(work, cases[0].id, reasons=["均符合"])
        leaving.cancel(work, cases[1].id, reasons=["收入高于标准"])
    assert jobs.forward(tenants.database, tenants.keyring, tenants.clock)[0].forwarded == 1
    assert now(tenants, kept).state is S.REVIEWING
    done = now(tenants, lost)
    assert (done.state, done.exit_id) == (S.REFUSED, cases[1].id)


def test_when_nobody_acts_the_term_ends_in_an_exit(tenants: Tenants) -> None:
    """HN-24-5: no application by the end date means exit; told in writing, served, three months."""
    lease = ending(tenants)
    tenants.pass_to(date(2026, 11, 30))
    assert sweep(tenants).ended == 0
    with tenants.act(Role.OPERATOR) as work:
        late = service.apply(work, lease.id, months=12, document="申请1号")
        service.withdraw(work, late.id, reason="另有住处")
    tenants.desk.pass_days(1)
    with (
        tenants.act(Role.OPERATOR) as work,
        pytest.raises(BrokenRule, match="已于 2026-11-30"),
    ):
        service.apply(work, lease.id, months=12, document="申请1号")
    assert (sweep(tenants).ended, sweep(tenants).ended) == (1, 0)
    with tenants.database.reads() as session:
        case = exits.running_of(session, lease.household_id)
        assert case is not None
        assert (case.trigger, case.state) == (Trigger.TERM_ENDED, ExitState.OPENED)
        assert letters_of(session, case.case)[-1].kind is LetterKind.TERM_ENDED
        assert exits.waiting(session, PLACE, tenants.day)["to_serve"] == 1


def test_a_renewal_that_nobody_signs_is_chased_and_runs_out(tenants: Tenants) -> None:
    """HN-24-1, HN-24-5: told once when the time to sign is over; the end of the term is the end."""
    renewal = forwarded(tenants)
    with tenants.head() as work:
        renewal = service.grant(work, renewal.id, reasons=["均符合"])
    successor = renewal.successor_id or 0
    with tenants.database.reads() as session:
        due_on = leases.sign_by(session, [successor])[successor]
    tenants.pass_to(due_on)
    assert sweep(tenants).unsigned == 0
    tenants.desk.pass_days(1)
    assert (sweep(tenants).unsigned, sweep(tenants).unsigned) == (1, 0)
    with tenants.database.reads() as session:
        assert letters_of(session, renewal.case)[-1].kind is LetterKind.RENEWAL_UNSIGNED
    tenants.pass_to(date(2026, 12, 31))
    assert sweep(tenants).ended == 0
    tenants.desk.pass_days(1)
    assert (sweep(tenants).ended, sweep(tenants).ended) == (1, 0)
    with tenants.act(Role.CENTRE) as work:  # Whoever signs late all the same, stays.
        case = exits.running_of(work.session, renewal.household_id)
        assert case is not None
        assert "没有在规定期限内签订" in case.reason
        leasing.set_clauses(work, successor, {"facilities_condition": "完好"})
        signed = leasing.sign_successor(work, successor, document="续1号")
        assert signed.state is LeaseState.ACTIVE
        assert leases.sign_by(work.session, [successor]) == {}
    leaving_jobs.follow(tenants.database, tenants.keyring, tenants.clock)
    with tenants.database.reads() as session:
        assert exits.running_of(session, renewal.household_id) is None


def test_a_tenant_asks_for_the_own_lease_only(tenants: Tenants) -> None:
    lease, other = ending(tenants, 1), ending(tenants, 2)
    who = tenants.tenant(1)
    with tenants.act(who) as work, pytest.raises(NotFound):
        service.apply(work, other.id, months=12)
    renewal = applied(tenants, lease, who)
    assert renewal.applied_by == who.name
    with tenants.act(who) as work, pytest.raises(WrongState, match="已申请续租"):
        service.apply(work, lease.id, months=12)
    with tenants.act(who) as work:
        assert service.withdraw(work, renewal.id, reason="不再需要").state is S.WITHDRAWN


def test_terms_that_the_law_does_not_know_are_refused(tenants: Tenants) -> None:
    lease = ending(tenants)
    with tenants.act(Role.OPERATOR) as work, pytest.raises(BrokenRule) as refused:
        service.apply(work, lease.id, months=61, document="申请1号")
    assert refused.value.rules == ("HN-24-4",)
    with tenants.act(Role.OPERATOR) as work, pytest.raises(BadInput, match="书面申请"):
        service.apply(work, lease.id, months=12)
    early = tenants.lease(2)
    with tenants.act(Role.OPERATOR) as work, pytest.raises(BadInput, match="为时过早"):
        service.apply(work, early.id, months=12, document="申请1号")


def test_many_are_granted_together_and_what_refuses_one_stops_no_other(tenants: Tenants) -> None:
    """HN-24-6: preview, then each in an act of its own, with its outcome kept."""
    made = [ending(tenants, number, date(2026, 1, 1)) for number in (1, 2, 3)]
    renewals = [applied(tenants, lease) for lease in made]
    jobs.forward(tenants.database, tenants.keyring, tenants.clock)
    tenants.answer(tenants.reviews(made[0])[-1])
    tenants.answer(tenants.reviews(made[1])[-1])
    tenants.answer(tenants.reviews(made[2])[-1], **RICH)
    tenants.collect()
    ids = [each.id for each in renewals]
    with tenants.database.reads() as session:
        found = batches.preview(session, PLACE, ids)
    assert [bool(each.why) for each in found] == [False, False, True]
    with tenants.head() as work, pytest.raises(BadInput, match=made[2].number):
        service.make_batch(work, ids, reason="均符合")
    head = _head_with_account(tenants)
    with tenants.act(head) as work:
        batch = service.make_batch(work, ids[:2], reason="均符合")
    with tenants.act(Role.OPERATOR) as work:
        service.withdraw(work, ids[1], reason="不续了")
    assert batches.work_off(tenants.database, tenants.keyring, tenants.clock) == 2
    assert batches.work_off(tenants.database, tenants.keyring, tenants.clock) == 0
    with tenants.database.reads() as session:
        rows = queries.rows_of(session, batch.id)
        assert queries.batch(session, PLACE, batch.id).done_at is not None
    assert [row.outcome for row, _renewal in rows] == [RowOutcome.GRANTED, RowOutcome.REFUSED]
    assert "已撤回" in rows[1][0].why
    assert now(tenants, renewals[0]).decided_by == head.name


def _head_with_account(tenants: Tenants) -> Actor:
    office = tenants.desk.counter.offices[OfficeKind.HOUSING_DEPARTMENT]
    with tenants.act(system_actor(PLACE)) as work:
        opened = accounts.open_account(
            work, "juzhang", Role.COUNTY_HEAD, PLACE, "a sentence for tests only", office
        )
        return actor_of(opened)

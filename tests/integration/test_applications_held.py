"""What the database and the machine hold whatever anybody does, on SQLite and PostgreSQL."""

import threading
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError

from housing.applications import service
from housing.applications.checks import APPLICATION_CHECKS, MEMBER_CHECKS
from housing.applications.models import Application, Member
from housing.applications.refusals import FieldRefusal
from housing.applications.states import APPLICATION, ApplicationAct, ApplicationState
from housing.applications.words import Channel
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import HousingError
from housing.core.keyring import Keyring
from housing.households.words import Group
from tests.conftest import PLACE
from tests.factories.applications import HOME, STRANGER, Counter, member, open_counter, people
from tests.migrated import migrated_sqlite

A, S = ApplicationAct, ApplicationState

#: One way to break each named CHECK of a submitted application.
BROKEN: dict[str, str] = {
    "state_known": "state = 'lost'",
    "channel_known": "channel = 'window'",
    "applies_as_known": "applies_as = 'friend'",
    "number_once_submitted": "submitted_at = NULL",
    "facts_once_submitted": "income_fen = NULL",
    "version_positive": "version = 0",
    "money_not_negative": "assets_fen = -1",
    "areas_not_negative": "present_area = -1",
    "guardian_whole": "guardian_name = '某人'",
    "phone_whole": "phone_sealed = NULL",
    "registered_if_dated": "registered_on = '2026-09-01'",
    "closed_if_dated": "closed_on = '2026-09-01', state = 'draft', number = NULL,"
    " submitted_at = NULL",
    "collective_from_employer": "collective_id = 1",
}
BROKEN_MEMBER: dict[str, str] = {
    "position_positive": "position = 0",
    "relation_known": "relation = 'friend'",
    "capacity_known": "capacity = 'some'",
    "consent_known": "consent = 'perhaps', consented_at = '2026-09-01 01:00:00+00:00'",
    "consent_dated": "consent = 'signed_in'",
    "consent_paper": "consent = 'uploaded', consented_at = '2026-09-01 01:00:00+00:00'",
    "money_not_negative": "income_fen = -1",
    "phone_whole": "phone_index = 'x'",
}


@pytest.fixture
def counter(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    return open_counter(database, keyring, tmp_path / "documents")


def test_the_database_refuses_nonsense_by_name(counter: Counter) -> None:
    assert set(BROKEN) == set(APPLICATION_CHECKS)
    assert set(BROKEN_MEMBER) == set(MEMBER_CHECKS)
    counter.submitted()
    with counter.database.acts.begin() as session:
        if session.bind is not None and session.bind.dialect.name == "postgresql":
            session.execute(text("DROP TRIGGER applications_immutable_update ON applications"))
            session.execute(text("DROP TRIGGER applications_version_update ON applications"))
        else:
            session.execute(text("DROP TRIGGER applications_immutable_update"))
            session.execute(text("DROP TRIGGER applications_version_update"))
    for table, broken in (("applications", BROKEN), ("application_members", BROKEN_MEMBER)):
        for name, change in broken.items():
            with (
                pytest.raises(IntegrityError, match=f"ck_{table}_{name}"),
                counter.database.acts.begin() as session,
            ):
                session.execute(text(f"UPDATE {table} SET {change}"))


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ("UPDATE applications SET number = 'SQ2026999999'", "keeps its number"),
        ("UPDATE applications SET version = 1", "never goes back"),
        ("DELETE FROM applications", "stays"),
    ],
)
def test_a_number_a_version_and_a_case_stay(counter: Counter, change: str, words: str) -> None:
    counter.submitted()
    with pytest.raises(Exception, match=words), counter.database.acts.begin() as session:
        session.execute(text(change))


def test_two_submissions_of_one_person_at_once_give_one(counter: Counter) -> None:
    stranger = counter.actor(name=STRANGER)
    drafts = [(None, counter.draft()), (stranger, counter.draft(who=stranger))]
    gate, outcomes = threading.Barrier(2), []

    def hand_in(who: Any, draft: Application) -> None:
        gate.wait()
        try:
            with counter.work(who or counter.actor()) as work:
                outcomes.append(service.submit(work, draft.id, draft.version, truthful=True).number)
        except HousingError as refused:
            outcomes.append(type(refused).__name__)

    threads = [threading.Thread(target=hand_in, args=each) for each in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(map(str, outcomes)) == ["BrokenRule", "SQ2026000001"]
    with counter.database.reads() as session:
        assert session.scalar(select(func.count()).where(Member.live)) == 1
        assert verify(session, PLACE).faults == ()


def test_two_writers_at_once_never_overwrite_each_other(counter: Counter) -> None:
    draft = counter.draft()
    gate, outcomes = threading.Barrier(2), []

    def save(area: int) -> None:
        gate.wait()
        try:
            with counter.work() as work:
                service.save_step(work, draft.id, "home", {"present_area": area}, draft.version)
                outcomes.append("saved")
        except HousingError as refused:
            outcomes.append(type(refused).__name__)

    threads = [threading.Thread(target=save, args=(area,)) for area in (3000, 4000)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(outcomes) == ["EditConflict", "saved"]


def test_a_start_sent_twice_at_once_is_one_draft(counter: Counter) -> None:
    gate, outcomes = threading.Barrier(2), []

    def start() -> None:
        gate.wait()
        with counter.work() as work:
            draft = service.start_draft(
                work, group=Group.LOW_INCOME, channel=Channel.HOUSEHOLD_STREET, key="one"
            )
            outcomes.append(draft.id)

    threads = [threading.Thread(target=start) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(outcomes) == 2
    assert len(set(outcomes)) == 1


#: Who may do each act, so that a walk gets further than its first refusal.
DOERS = {
    A.SUBMIT: Role.APPLICANT,
    A.COMPLETE: Role.APPLICANT,
    A.WITHDRAW: Role.APPLICANT,
    A.ASK_RECONSIDERATION: Role.APPLICANT,
    A.INVESTIGATE: Role.COMMUNITY,
    A.ACCEPT: Role.STREET,
    A.ASK_FOR_MISSING: Role.STREET,
    A.PUBLISH_AT_STREET: Role.STREET,
    A.FORWARD: Role.STREET,
    A.RECEIVE: Role.COUNTY_REVIEWER,
    A.RECHECK: Role.COUNTY_REVIEWER,
    A.REGISTER: Role.COUNTY_REVIEWER,
    A.LET_STAND: Role.APPLICANT,
}


class AnySequence(RuleBasedStateMachine):
    """Whatever anybody does in whatever order, what must hold holds."""

    counter: Counter
    ways = st.sampled_from(sorted(ApplicationAct))

    @initialize(target_start=st.integers(0, 2))
    def begin(self, target_start: int) -> None:
        self.seen: dict[int, int] = {}
        self.ids = [
            self.counter.draft(who=self.counter.actor(name=f"sq{at}")).id for at in range(2)
        ]
        if target_start:
            self._try(0, A.SUBMIT)
        if target_start > 1:
            self._try(0, A.ACCEPT)

    @rule(which=st.integers(0, 1), act=ways)
    def act(self, which: int, act: ApplicationAct) -> None:
        self._try(which, act)

    @rule(which=st.integers(0, 1), how_far=st.integers(1, 9))
    def go_on(self, which: int, how_far: int) -> None:
        for _ in range(how_far):
            fitting = APPLICATION.acts_from(self._state(which))
            forward = [each for each in fitting if each is not A.WITHDRAW]
            if forward:
                self._try(which, forward[-1])

    @rule(which=st.integers(0, 1), area=st.integers(0, 5000))
    def save(self, which: int, area: int) -> None:
        try:
            with self.counter.work(self.counter.actor(name=f"sq{which}")) as work:
                held = service.open_case(work, self.ids[which])
                values = {**HOME, "present_area": area}
                service.save_step(work, held.id, "home", values, held.version)
        except HousingError:
            return

    def _state(self, which: int) -> ApplicationState:
        with self.counter.database.reads() as session:
            return session.get_one(Application, self.ids[which]).state

    def _try(self, which: int, act: ApplicationAct) -> None:
        role = DOERS.get(act, Role.PARK if "park" in act else Role.COUNTY_HEAD)
        name = f"sq{which}" if role is Role.APPLICANT else ""
        application_id = self.ids[which]
        try:
            if act is A.ACCEPT:
                self.counter.bring_all(application_id, self.counter.actor(name=f"sq{which}"))
            with self.counter.work(self.counter.actor(role, name)) as work:
                self._do(work, service.open_case(work, application_id), act)
        except HousingError:
            return

    def _do(self, work: Any, held: Application, act: ApplicationAct) -> None:
        if act is A.SUBMIT:
            service.submit(work, held.id, held.version, truthful=True)
        elif act is A.ACCEPT:
            service.accept(work, held.id, held.version)
        elif act is A.COMPLETE:
            service.complete(work, held.id, held.version, truthful=True)
        else:
            held.refusal_reasons = [{"rule": "HN-12-1", "text": "住房"}]
            service.advance(work, held, act)

    @invariant()
    def what_must_hold(self) -> None:
        if not hasattr(self, "ids"):
            return
        with self.counter.database.reads() as session:
            assert verify(session, PLACE).faults == ()
            cases = session.scalars(select(Application)).all()
            live = [one.identity_index for case in cases for one in case.members if one.live]
            assert len(live) == len(set(live))
            for case in cases:
                has_number = case.number is not None
                assert has_number or case.state in (S.DRAFT, S.WITHDRAWN)
                if case.state in (S.WITHDRAWN, S.REFUSED_FINAL, S.DRAFT):
                    assert not any(one.live for one in case.members)
                else:
                    assert all(one.live for one in case.members)
                assert self.seen.get(case.id, 0) <= case.version
                self.seen[case.id] = case.version


def test_any_sequence_of_acts_keeps_what_must_hold(
    tmp_path_factory: pytest.TempPathFactory, keyring: Keyring
) -> None:
    class Here(AnySequence):
        def __init__(self) -> None:
            super().__init__()
            folder = tmp_path_factory.mktemp("any")
            database = migrated_sqlite(folder / "housing.db")
            self.counter = open_counter(database, keyring, folder)

        def teardown(self) -> None:
            self.counter.database.engine.dispose()

    run_state_machine_as_test(
        Here,
        settings=settings(
            max_examples=8,
            stateful_step_count=12,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


def test_a_field_that_contradicts_another_changes_nothing(counter: Counter) -> None:
    draft = counter.draft()
    twice = people(member(marital="married"), member("甲", "spouse", serial=2, marital="married"))
    twice["members"].append(member("乙", "spouse", serial=3, marital="married"))
    with counter.work() as work, pytest.raises(FieldRefusal) as refused:
        service.save_step(work, draft.id, "people", twice, draft.version)
    assert "members-2-relation" in refused.value.fields
    with counter.database.reads() as session:
        kept = session.get_one(Application, draft.id)
        assert [one.name for one in kept.members] == ["李安春"]
        assert kept.version == draft.version

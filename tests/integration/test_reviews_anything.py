"""Any sequence of acts: no case without holder and clock, an unbroken register, same findings."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from housing.applications import service as applications
from housing.applications.holders import HOLDERS
from housing.applications.states import ENDED
from housing.applications.states import ApplicationState as S
from housing.clocks import queries as clocks
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import standing_clock
from housing.core.db.migrate import upgrade
from housing.core.db.session import open_database
from housing.core.errors import HousingError
from housing.core.keyring import open_keyring
from housing.core.work import Work
from housing.eligibility.assess import replay
from housing.notices import queries as notices
from housing.objections import queries as objections
from housing.objections import service as objecting_to
from housing.policies import queries as policies
from housing.reviews import (
    county,
    filing,
    jobs,
    objecting,
    queries,
    reconsidering,
    registering,
    street,
)
from housing.reviews.words import Outcome
from tests.conftest import PLACE
from tests.factories.applications import FAMILY, open_counter
from tests.factories.reviews import HEAD, SECOND_HEAD, Desk

OUTCOMES = st.sampled_from(list(Outcome))
HEADS = st.sampled_from([HEAD, SECOND_HEAD])
_TEMPLATE: dict[str, Path] = {}


@pytest.fixture(scope="module", autouse=True)
def template(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Migrate once; each example starts from a copy."""
    path = tmp_path_factory.mktemp("template") / "housing.db"
    database = open_database(f"sqlite:///{path}")
    upgrade(database.engine)
    database.engine.dispose()
    _TEMPLATE["path"] = path
    yield
    _TEMPLATE.clear()


class Review(RuleBasedStateMachine):
    """Officers, the applicant, neighbours and jobs do what they like with one case."""

    @initialize(steps=st.integers(0, 11), outcome=OUTCOMES)
    def open(self, steps: int, outcome: Outcome) -> None:
        self.folder = TemporaryDirectory()
        home = Path(self.folder.name)
        shutil.copy(_TEMPLATE["path"], home / "housing.db")
        database = open_database(f"sqlite:///{home / 'housing.db'}")
        self.desk = Desk(open_counter(database, open_keyring(home / "keys"), home))
        self.case = self.desk.counter.submitted().id
        self.desk.counter.bring_all(self.case)
        for _ in range(steps):
            self.go_on(outcome, HEAD)

    def teardown(self) -> None:
        if hasattr(self, "desk"):
            self.desk.counter.database.engine.dispose()
            self.folder.cleanup()

    def attempt(self, role: Role, act: Callable[[Work], object], name: str = "") -> None:
        """Do an act; a refusal in words is as good."""
        with suppress(HousingError), self.desk.act(role, name) as work:
            act(work)

    @rule(outcome=OUTCOMES, head=HEADS)
    def go_on(self, outcome: Outcome, head: str) -> None:
        """Do what the state of the case waits for."""
        state = self.desk.case(self.case).state
        if state in (S.SUBMITTED, S.INCOMPLETE, S.ACCEPTED):
            self.accept_and_survey()
        elif state is S.INVESTIGATED:
            self.publish(outcome)
        elif state in (S.STREET_PUBLIC, S.COUNTY_PUBLIC):
            self.file_and_register()
            self.days_pass(30)
        elif state is S.FORWARDED:
            self.forward_and_receive()
        elif state is S.COUNTY_RECEIVED:
            self.recheck(outcome)
        elif state in (S.RECHECKED, S.RECONSIDERING):
            self.departments_answer(outcome is Outcome.UNQUALIFIED)
            self.decide(outcome, head)
        elif state is S.REFUSED:
            self.ask_for_reconsideration()

    @rule()
    def accept_and_survey(self) -> None:
        self.attempt(Role.STREET, lambda work: street.accept(work, self.case))
        survey = self.desk.survey(self.desk.case(self.case))
        self.attempt(Role.COMMUNITY, lambda work: street.investigate(work, self.case, survey))

    @rule(outcome=OUTCOMES)
    def publish(self, outcome: Outcome) -> None:
        self.attempt(
            Role.STREET, lambda work: street.publish_at_street(work, self.case, outcome, "意见")
        )

    @rule()
    def forward_and_receive(self) -> None:
        self.attempt(Role.STREET, lambda work: street.forward(work, self.case))
        self.attempt(Role.COUNTY_REVIEWER, lambda work: county.receive(work, self.case))

    @rule(outcome=OUTCOMES)
    def recheck(self, outcome: Outcome) -> None:
        self.attempt(
            Role.COUNTY_REVIEWER, lambda work: county.recheck(work, self.case, outcome, "意见")
        )

    @rule(rich=st.booleans())
    def departments_answer(self, rich: bool) -> None:
        changes = {"civil_affairs": {"income_fen": 900000, "income_band": "above"}} if rich else {}
        with suppress(HousingError):
            self.desk.answer_all(self.case, (), **changes)

    @rule(outcome=OUTCOMES, head=HEADS)
    def decide(self, outcome: Outcome, head: str) -> None:
        def act(work: Work) -> object:
            if self.desk.case(self.case).state is S.RECONSIDERING:
                return reconsidering.reconsider(work, self.case, outcome, "决定")
            return county.decide(work, self.case, outcome, "决定")

        self.attempt(Role.COUNTY_HEAD, act, head)

    @rule()
    def somebody_objects(self) -> None:
        with self.desk.counter.database.reads() as session:
            held = notices.of_case(session, self.desk.case(self.case).case)
        with (
            suppress(HousingError, IndexError),
            self.desk.counter.work(system_actor(PLACE)) as work,
        ):
            objecting_to.file_objection(
                work, held[-1].id, name="钱邻居", contact="13900003333", text="情况不实，请核实"
            )

    @rule(upheld=st.booleans(), head=HEADS)
    def objection_is_decided(self, upheld: bool, head: str) -> None:
        with self.desk.counter.database.reads() as session:
            waiting = objections.open_of_case(session, self.desk.case(self.case).case)
        for each in waiting:
            decide = partial(objecting.decide, objection_id=each.id, upheld=upheld, reason="已核实")
            self.attempt(Role.COUNTY_HEAD, decide, head)

    @rule()
    def file_and_register(self) -> None:
        self.attempt(
            Role.COUNTY_REVIEWER, lambda work: filing.file_with_prefecture(work, [self.case])
        )
        self.attempt(Role.CENTRE, lambda work: registering.register(work, self.case))

    @rule()
    def ask_for_reconsideration(self) -> None:
        self.attempt(
            Role.APPLICANT, lambda work: reconsidering.ask(work, self.case, "不服"), FAMILY
        )

    @rule()
    def withdraw(self) -> None:
        if self.desk.case(self.case).state in (S.COUNTY_RECEIVED, S.RECONSIDERING):
            self.attempt(
                Role.APPLICANT,
                lambda work: applications.withdraw(work, self.case, "已购房"),
                FAMILY,
            )

    @rule(days=st.sampled_from([1, 8, 30]))
    def days_pass(self, days: int) -> None:
        counter = self.desk.counter
        counter.now += timedelta(days=days)
        jobs.after_publicity(counter.database, counter.keyring, standing_clock(counter.now))
        jobs.tie_up(counter.database, counter.keyring, standing_clock(counter.now))

    @invariant()
    def everything_holds(self) -> None:
        if not hasattr(self, "desk"):
            return
        case = self.desk.case(self.case)
        with self.desk.counter.database.reads() as session:
            held = [each for each in clocks.of_case(session, case.case) if each.stopped_on is None]
            kinds = {each.kind for each in held}
            if case.state not in ENDED:
                wanted = HOLDERS[case.state]
                assert wanted, f"{case.state} has no clock"
                assert kinds & {each.kind for each in wanted}, f"{case.state} rests without a clock"
                assert all(each.office_id for each in held)
            if case.state is S.WITHDRAWN:
                assert not kinds
            assert verify(session, PLACE).faults == ()
            for decision in queries.decisions(session, case.id):
                kept = decision.assessment["assessment"]
                assert replay(kept, policies.book(session)).to_json() == kept


TestReview = Review.TestCase
TestReview.settings = settings(
    max_examples=10,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
)

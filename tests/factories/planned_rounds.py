"""A round walked from its plan to its publication, act by act, each by its officer."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, TypeVar

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.work import Work
from housing.plans import service as planning
from housing.plans.models import COUNTY
from housing.rechecks import service as rechecks
from housing.registrations import rereview
from housing.registrations.models import Registration
from housing.rounds import queries, service
from housing.rounds.models import Round
from housing.units.models import Unit
from housing.units.states import UnitState
from tests.factories.planning import ENDS, OPENS, Planning, facts, ref
from tests.factories.reviews import Desk
from tests.integration.small_county import DICE

Result = TypeVar("Result")
Wishes = Sequence[Sequence[str]]


class PlannedRounds(Planning):
    """The officers of a county who run rounds from the register."""

    @classmethod
    def at_desk(cls, desk: Desk) -> "PlannedRounds":
        """Return the officers of a county whose offices are there already."""
        county = cls.__new__(cls)
        county.desk, county.rounds = desk, 0
        county.database, county.keyring = desk.counter.database, desk.counter.keyring
        return county

    @property
    def head(self) -> Actor:
        """Who publishes, annuls and decides objections."""
        return self.desk.person(Role.COUNTY_HEAD, "fabu")

    def act(self, who: Actor, do: Callable[[Work], Result]) -> Result:
        """Do one act of one person now."""
        with self.desk.counter.work(who) as work:
            return do(work)

    def now(self, round_id: int) -> Round:
        """Return the round as it is now."""
        with self.database.reads() as session:
            return queries.get(session, round_id)

    def begun_round(self, audience: str = COUNTY, **changes: Any) -> Round:
        """Return a round with a draft of its plan, all vacant flats of its audience in it."""
        self.rounds += 1
        a_round = self.act(
            self.centre,
            lambda work: service.prepare(
                work,
                name=f"第{self.rounds}批",
                approval_document="批〔2026〕1号",
                seed_source="dice",
                audience=audience,
            ),
        )
        plan = self.act(self.centre, lambda work: planning.draft(work, ref(a_round, audience)))
        whose = Unit.owner == plan.owner if plan.owner else Unit.reserved_for == ""
        ids = self.units(whose, Unit.state == UnitState.VACANT)
        self.act(
            self.centre,
            lambda work: planning.change(work, a_round.id, facts(**changes), ids, plan.version),
        )
        return a_round

    def public_round(self, audience: str = COUNTY) -> Round:
        """Return a round whose plan is public."""
        a_round = self.begun_round(audience)
        return self.act(self.reviewer, lambda work: service.publish_plan(work, a_round.id))

    def open_round(self, audience: str = COUNTY) -> Round:
        """Return a round in which households may register."""
        a_round = self.public_round(audience)
        self.go_to(OPENS)
        return self.act(self.centre, lambda work: service.open_registration(work, a_round.id))

    def register_in(self, a_round: Round, wishes: Mapping[int, Wishes]) -> list[Registration]:
        """Register households, by number, at the counter."""
        plan = self.plan(a_round.id)
        return [self.registered(plan, number, asked) for number, asked in wishes.items()]

    def close(self, a_round: Round) -> Round:
        """End the registration on the day after its last one."""
        self.go_to(ENDS + timedelta(days=1))
        return self.act(self.centre, lambda work: service.close_registration(work, a_round.id))

    def pass_all(self, registrations: Sequence[Registration]) -> None:
        """Let the departments answer well, and the head find that all still qualify."""
        for each in registrations:
            self.answer(each)
            self.decide(each, passed=True)
        if registrations:
            self.act(self.centre, lambda work: rereview.settle(work, registrations[0].round_id))

    def decide(self, registration: Registration, *, passed: bool, **options: Any) -> None:
        """Decide the re-review of one household."""
        with self.database.reads() as session:
            recheck_id = session.get_one(Registration, registration.id).recheck_id
        assert recheck_id is not None
        reasons = options.pop("reasons", ["依据部门核定情况"])
        self.act(
            self.head,
            lambda work: rechecks.decide(
                work, recheck_id, passed=passed, reasons=reasons, **options
            ),
        )

    def re_reviewed(self, wishes: Mapping[int, Wishes], audience: str = COUNTY) -> Round:
        """Return a round whose households have all passed the re-review."""
        a_round = self.open_round(audience)
        registrations = self.register_in(a_round, wishes)
        a_round = self.close(a_round)
        self.pass_all(registrations)
        return a_round

    def freeze(self, a_round: Round) -> Round:
        """Freeze the roll."""
        return self.act(self.centre, lambda work: service.freeze(work, a_round.id))

    def ordered(self, a_round: Round) -> Round:
        """Draw after the freeze, make the order and show it."""
        drawn_at = self.desk.counter.now + timedelta(hours=1)
        self.desk.counter.now += timedelta(hours=2)
        self.act(
            self.reviewer,
            lambda work: service.enter_seed(
                work, a_round.id, text=DICE, drawn_at=drawn_at, witnesses="县公证处"
            ),
        )
        self.act(self.centre, lambda work: service.make_order(work, a_round.id))
        return self.act(self.centre, lambda work: service.publish_order(work, a_round.id))

    def after_publicity(self, a_round: Round) -> None:
        """Let the days of the order's publicity go by."""
        until = self.now(a_round.id).publicity_until
        assert until is not None
        self.go_to(until + timedelta(days=1))

    def checked(self, a_round: Round) -> Round:
        """Allocate and check."""
        self.act(self.centre, lambda work: service.allocate(work, a_round.id))
        return self.act(self.centre, lambda work: service.check(work, a_round.id))

    def publish(self, a_round: Round) -> Round:
        """Publish the results."""
        return self.act(
            self.head, lambda work: service.publish(work, a_round.id, package_sha256="ab" * 32)
        )

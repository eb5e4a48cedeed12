"""A county that plans a round: offices, households, flats, and the plan on its way."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import ColumnElement, select

from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.plans import queries as plans
from housing.plans import service as planning
from housing.plans.facts import PlanFacts, RoundRef
from housing.plans.models import COUNTY, Plan
from housing.rechecks.models import Recheck
from housing.registrations import queries, rereview
from housing.registrations import service as registering
from housing.registrations.models import Registration
from housing.rounds import service as rounds
from housing.rounds.models import Round
from housing.units.models import Unit
from housing.waitlist import order
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.reviews import GOOD, Desk
from tests.integration.small_county import projects

#: The day of the test county is 2026-09-01; a plan must be public for 7 days, open for 10.
OPENS, ENDS = date(2026, 9, 8), date(2026, 9, 17)
LEAD = timedelta(days=7)


def facts(**changes: Any) -> PlanFacts:
    """Return a draft in which everything is said."""
    plain: dict[str, Any] = {
        "method": "按轮候顺序分层，同分者公开摇号",
        "rent": "按户型 4.80 元每平方米每月",
        "range_served": "本县登记在册的轮候家庭",
        "registration_from": OPENS,
        "registration_until": ENDS,
        "registration_place": "各街道办事处",
        "registration_how": "本系统网上登记，或者到街道登记",
        "session_time_place": "另行书面通知，县住房保障中心大厅",
        "signing_days": 15,
    }
    return PlanFacts(**(plain | changes))


class Planning:
    """Officers who plan a round and take registrations."""

    def __init__(self, database: Database, keyring: Keyring, folder: Path) -> None:
        self.desk = Desk(open_counter(database, keyring, folder))
        self.database, self.keyring, self.rounds = database, keyring, 0

    @property
    def centre(self) -> Actor:
        """Who writes plans."""
        return self.desk.person(Role.CENTRE)

    @property
    def reviewer(self) -> Actor:
        """Who publishes plans and decides the re-review."""
        return self.desk.person(Role.COUNTY_REVIEWER)

    def fill(self, households: Sequence[Household], units: Sequence[Unit]) -> "Planning":
        """Write households and flats down; every household gets its entry."""
        with self.desk.counter.work(self.centre) as work:
            work.session.add_all(projects())
            work.session.flush()
            work.session.add_all([*households, *units])
            work.session.flush()
            order.publish_order(work)
        return self

    def prepared(self) -> Round:
        """Return a round that has been begun."""
        self.rounds += 1
        name = f"第{self.rounds}批"
        with self.desk.counter.work(self.centre) as work:
            return rounds.prepare(work, name=name, approval_document="批1号", seed_source="dice")

    def drafted(self, audience: str = COUNTY) -> Plan:
        """Return an empty draft of a new round."""
        a_round = self.prepared()
        with self.desk.counter.work(self.centre) as work:
            return planning.draft(work, ref(a_round, audience))

    def written(self, audience: str = COUNTY, **changes: Any) -> Plan:
        """Return a draft with everything in it and all vacant flats of its audience.

        Registration opens as soon as the county's lead allows.
        """
        if self.desk.day > OPENS - LEAD:
            first = self.desk.day + LEAD
            last = first + (ENDS - OPENS)
            changes = {"registration_from": first, "registration_until": last} | changes
        plan = self.drafted(audience)
        ids = self.units(Unit.owner == plan.owner if plan.owner else Unit.reserved_for == "")
        with self.desk.counter.work(self.centre) as work:
            return planning.change(work, plan.round_id, facts(**changes), ids, plan.version)

    def published(self, audience: str = COUNTY) -> Plan:
        """Return a public plan."""
        plan = self.written(audience)
        with self.desk.counter.work(self.reviewer) as work:
            return planning.publish(work, plan.round_id)

    def go_to(self, day: date) -> None:
        """Let days go by until `day`."""
        self.desk.pass_days((day - self.desk.day).days)

    def opened(self, audience: str = COUNTY) -> Plan:
        """Return a public plan on the first day of registration."""
        plan = self.published(audience)
        assert plan.registration_from is not None
        self.go_to(plan.registration_from)
        return plan

    def clock(self) -> Clock:
        """Return the clock as it stands, for a job."""
        return standing_clock(self.desk.counter.now)

    def units(self, *conditions: ColumnElement[bool]) -> list[int]:
        """Return the ids of the flats that fit, by code."""
        with self.database.reads() as session:
            wanted = select(Unit.id).where(*conditions).order_by(Unit.code)
            return list(session.scalars(wanted))

    def household(self, number: int) -> int:
        """Return the id of the household with this number of the small county."""
        with self.database.reads() as session:
            wanted = Household.application_number == f"SQ2025{number:06d}"
            return int(session.scalars(select(Household.id).where(wanted)).one())

    def registered(
        self, plan: Plan, number: int, wishes: Sequence[Sequence[str]], who: Actor | None = None
    ) -> Registration:
        """Register the wishes of a household at the counter."""
        with self.desk.counter.work(who or self.desk.person(Role.STREET)) as work:
            return registering.register(work, plan.round_id, self.household(number), wishes)

    def begun(self, plan: Plan) -> rereview.Begun:
        """Close the window and begin the re-review."""
        assert plan.registration_until is not None
        self.go_to(plan.registration_until + timedelta(days=1))
        with self.desk.counter.work(self.centre) as work:
            return rereview.begin(work, plan.round_id)

    def answer(self, registration: Registration, **changes: Mapping[str, Any]) -> None:
        """Let every department that is asked about a household answer well, but for `changes`."""
        with self.database.reads() as session:
            held = queries.get(session, PLACE, registration.id)
            recheck = session.get_one(Recheck, held.recheck_id)
            asked = [each for each in checks.of_case(session, recheck.case) if each.state in OPEN]
            name = session.get_one(Household, held.household_id).name
        for request in asked:
            given = dict(changes.get(request.department.value, {}))
            with self.desk.counter.work(self.desk.department(request.department)) as work:
                values = good_answer(request.department, name, self.desk.day)
                checking.answer(work, request.id, values | given)

    def plan(self, round_id: int) -> Plan:
        """Return the plan as it is now."""
        with self.database.reads() as session:
            return plans.get(session, PLACE, round_id)


def ref(a_round: Round, audience: str = COUNTY) -> RoundRef:
    """Return a round as plans know it."""
    return RoundRef(
        a_round.id,
        a_round.code,
        a_round.place,
        a_round.name,
        a_round.mechanism,
        a_round.approval_document,
        audience,
    )


def good_answer(kind: OfficeKind, name: str, day: date) -> dict[str, Any]:
    """Return what a department says of a household of one that stands in nobody's way."""
    values = dict(GOOD[kind]) | {"as_of": day.isoformat(), "document": "函"}
    if kind is OfficeKind.CIVIL_AFFAIRS:
        row = {"person": name, "status": "single", "spouse_in_application": False}
        values["marriages"] = [row]
    if kind is OfficeKind.PUBLIC_SECURITY:
        row = {"person": name, "registered_here": True, "relation": "户主"}
        values |= {"people": [row], "household_size": 1}
    if kind is OfficeKind.SOCIAL_SECURITY:
        values["months"] = []
    return values

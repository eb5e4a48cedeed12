"""Cases on their way through the review: departments that answer, officers of each desk."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select

from housing.accounts.models import Account
from housing.applications import queries as applications
from housing.applications import service as applying
from housing.applications.models import Application, Collective
from housing.applications.states import ApplicationState
from housing.applications.words import Channel
from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.work import Work
from housing.households.words import Group
from housing.notices import queries as notices
from housing.reviews import county, filing, parks, registering, street
from housing.reviews.words import Agreement, Condition, Outcome
from tests.conftest import PLACE
from tests.factories.applications import HOME, INCOME, WORK, Counter, member, people

GOOD: Mapping[OfficeKind, Mapping[str, Any]] = {
    OfficeKind.PROPERTY_REGISTRY: {"dwellings": [], "disposals": [], "policy_housing": []},
    OfficeKind.CIVIL_AFFAIRS: {
        "income_fen": 120000,
        "income_band": "low",
        "assets_fen": 2000000,
        "vehicles": [],
        "rescue": "none",
    },
    OfficeKind.PUBLIC_SECURITY: {"unknown_people": []},
    OfficeKind.SOCIAL_SECURITY: {"employer": "清溪早点铺", "insured_here": True},
}
HEAD, SECOND_HEAD = "fabu", "fuzhu"
#: A second family, which is nobody of the first.
SECOND: Mapping[str, Any] = {
    "members": (member("赵大河", serial=403),),
    "phone": "13800002222",
    "residence_address": "清溪街道安居路 2 号 1 栋 101",
    "address": "清溪街道安居路 2 号",
}


class Desk:
    """The officers of one county at work on cases."""

    def __init__(self, counter: Counter) -> None:
        self.counter = counter

    def person(self, role: Role, name: str = "") -> Actor:
        """Return an officer of that role; departments by the name of their kind."""
        return self.counter.actor(role, name or role.value)

    def department(self, kind: OfficeKind) -> Actor:
        """Return an officer of a checking department."""
        return Actor(f"dept-{kind.value}", Role.DEPARTMENT, PLACE, self.counter.offices[kind], kind)

    @contextmanager
    def act(self, role: Role, name: str = "") -> Iterator[Work]:
        """Run one act of an officer."""
        with self.counter.work(self.person(role, name)) as work:
            yield work

    def case(self, application_id: int) -> Application:
        """Return the case as it is now."""
        with self.counter.database.reads() as session:
            return applications.get(session, application_id)

    def pass_days(self, days: int) -> None:
        """Let days go by."""
        self.counter.now += timedelta(days=days)

    @property
    def day(self) -> date:
        """Today."""
        return day_of(self.counter.now)

    def accepted(self, **options: Any) -> Application:
        """Return a case that the street has accepted, its departments asked.

        `community`: the street has several, and names one.
        """
        names_community = options.pop("community", False)
        handed_in = self.counter.submitted(*options.pop("members", ()), **options)
        self.counter.bring_all(handed_in.id, options.get("who", Role.APPLICANT))
        with self.act(Role.STREET) as work:
            if names_community:
                community = self.counter.offices[OfficeKind.COMMUNITY]
                applying.assign_community(work, handed_in.id, community)
            return street.accept(work, handed_in.id)

    def applicant_of(self, database: Database) -> Actor:
        """Return the applicant who has an account in the office of the browser tests."""
        with database.reads() as session:
            found = select(Account.name).where(Account.role == Role.APPLICANT.value)
            return self.counter.actor(Role.APPLICANT, session.scalars(found).one())

    def answer_all(
        self, application_id: int, only: tuple[str, ...] = (), **changes: Mapping[str, Any]
    ) -> None:
        """Let every department that is asked answer, or `only` some; `changes` by department."""
        application = self.case(application_id)
        with self.counter.database.reads() as session:
            waiting = [r for r in checks.of_case(session, application.case) if r.state in OPEN]
        for request in waiting:
            if only and request.department.value not in only:
                continue
            given = changes.get(request.department.value, {})
            with self.counter.work(self.department(request.department)) as work:
                values = self.answer(application, request.department) | dict(given)
                checking.answer(work, request.id, values)

    def answer(self, application: Application, kind: OfficeKind) -> dict[str, Any]:
        """Return an answer that stands in nobody's way."""
        names = [member.name for member in application.members]
        values = dict(GOOD[kind]) | {"as_of": self.day.isoformat(), "document": "函〔2026〕1 号"}
        if kind is OfficeKind.CIVIL_AFFAIRS:
            values["marriages"] = [
                {"person": name, "status": "single", "spouse_in_application": False}
                for name in names
            ]
        if kind is OfficeKind.PUBLIC_SECURITY:
            values["household_size"] = len(names)
            values["people"] = [
                {"person": name, "registered_here": True, "relation": "户主"} for name in names
            ]
        if kind is OfficeKind.SOCIAL_SECURITY:
            values["months"] = list(application.insurance_months)
        return values

    def survey(self, application: Application) -> street.Survey:
        """Return a survey that agrees with what was declared."""
        found = dict.fromkeys(Condition, (Agreement.YES, ""))
        return street.Survey(self.day, "王社区、李社区", found)

    def surveyed(self, **options: Any) -> Application:
        """Return a case that the community has surveyed."""
        case = self.accepted(**options)
        with self.act(Role.COMMUNITY) as work:
            street.investigate(work, case.id, self.survey(case))
        return self.case(case.id)

    def at_street(self, outcome: Outcome = Outcome.QUALIFIED, **options: Any) -> Application:
        """Return a case whose opinion is on public display at the street."""
        case = self.surveyed(**options)
        with self.act(Role.STREET) as work:
            street.publish_at_street(work, case.id, outcome, "与申报一致")
        return self.case(case.id)

    def until_notice_ends(self, case: Application) -> None:
        """Let the days of the notice that is up go by."""
        with self.counter.database.reads() as session:
            held = notices.of_case(session, case.case)
        last = max(each.ends_on for each in held if each.ends_on and not each.withdrawn_at)
        self.pass_days((last - self.day).days + 1)

    def received(self, street_as: Outcome = Outcome.QUALIFIED, **options: Any) -> Application:
        """Return a case that the county has received."""
        case = self.at_street(street_as, **options)
        self.until_notice_ends(case)
        with self.act(Role.STREET) as work:
            street.forward(work, case.id)
        with self.act(Role.COUNTY_REVIEWER) as work:
            return county.receive(work, case.id)

    def rechecked(self, rechecked_as: Outcome = Outcome.QUALIFIED, **options: Any) -> Application:
        """Return a case that the county's reviewer has rechecked."""
        case = self.received(**options)
        with self.act(Role.COUNTY_REVIEWER) as work:
            county.recheck(work, case.id, rechecked_as, "材料齐全")
        return self.case(case.id)

    def decided(
        self, outcome: Outcome = Outcome.QUALIFIED, answers: Any = None, **options: Any
    ) -> Application:
        """Return a case that the head has decided."""
        case = self.rechecked(**options)
        self.answer_all(case.id, **(answers or {}))
        with self.act(Role.COUNTY_HEAD, HEAD) as work:
            county.decide(work, case.id, outcome, "依据部门核定情况")
        return self.case(case.id)

    def filed(self, case: Application) -> None:
        """File a case with the prefecture."""
        with self.act(Role.COUNTY_REVIEWER) as work:
            filing.file_with_prefecture(work, [case.id])

    def registered(self, **options: Any) -> Application:
        """Return a case that has its place in the queue."""
        case = self.decided(**options)
        self.filed(case)
        self.until_notice_ends(case)
        with self.act(Role.COUNTY_REVIEWER) as work:
            registering.register(work, case.id)
        case = self.case(case.id)
        assert case.state is ApplicationState.REGISTERED
        return case

    def in_park(self, *members: Mapping[str, Any]) -> Application:
        """Return a worker's case that an employer filed and the park has taken up."""
        employer = self.person(Role.EMPLOYER)
        with self.counter.work(employer) as work:
            draft = applying.start_draft(
                work,
                group=Group.MIGRANT_WORKER,
                channel=Channel.PARK,
                collective=self._sheet(work),
            )
            steps = {"people": people(*members), "home": HOME, "income": INCOME, "work": WORK}
            for step, values in steps.items():
                draft = applying.save_step(work, draft.id, step, values, draft.version)
            applying.consent(work, draft.id, draft.members[0].id, paper="同意-0001")
            applying.submit(work, draft.id, draft.version, truthful=True)
        self.counter.bring_all(draft.id, employer)
        with self.act(Role.PARK) as work:
            return parks.start(work, draft.id)

    def _sheet(self, work: Work) -> Collective:
        """Return a sheet of an employer that goes to the park."""
        sheet = Collective(
            place=PLACE,
            employer_office_id=self.counter.offices[OfficeKind.EMPLOYER],
            office_id=self.counter.offices[OfficeKind.PARK],
            park=True,
            name="职工.xlsx",
            sha256="0" * 64,
            rows=1,
            findings=[],
            sent_by=work.actor.name,
            sent_at=work.now,
            filed_at=work.now,
        )
        work.session.add(sheet)
        work.session.flush()
        return sheet

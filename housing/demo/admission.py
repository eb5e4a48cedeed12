"""Admission on the sample county: some families, day by day, since the round was published.

Each working day a case takes its next step, as its officers would take it; publicities run their
course and departments answer over HTTP. What was done stands in the database, so that a
demonstration that was cut short goes on, and a finished one changes nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.applications import queries as applications
from housing.applications.models import Application, Member
from housing.applications.states import ApplicationState as S
from housing.calendar.book import load_calendar
from housing.core.clock import day_of
from housing.core.work import Work
from housing.demo import admission_acts as acts
from housing.demo.families import FAMILIES, STAFF, Family
from housing.demo.officers import EMPLOYER, FAMILY_PHONE, PREFECTURE, REVIEWER, STREET
from housing.demo.staff_sheet import file_sheet
from housing.demo.stage import Stage
from housing.demo.story_days import on
from housing.documents.examine import Examined
from housing.notices import queries as notices
from housing.objections import queries as objections
from housing.objections.service import file_objection
from housing.reviews import filing
from housing.reviews import queries as reviews
from housing.reviews.words import FilingKind

#: Put right by civil affairs from this state of the case on.
CORRECTED = frozenset({S.RECONSIDERING, S.COUNTY_PUBLIC, S.REGISTERED})
NEIGHBOUR, NEIGHBOUR_PHONE = "示例邻居", "13900430199"
OBJECTION = "该户在外地另有住房，请核实（演示用，并非真实情况）"


@dataclass(slots=True)
class Admission:
    """One run of the story on `stage`: from the day after the round to the day before `day`.

    `beside` is what else happens on a working day, in the afternoon.
    """

    stage: Stage
    published_on: date
    day: date
    beside: Callable[[date], None]
    _paper: Examined | None = None

    def run(self) -> None:
        """Do whatever is left to do.

        Raises:
            HousingError: a step was refused; what was done before it is kept.
        """
        try:
            for day in self._days():
                self.stage.turn_to(on(day, 0, 15))
                self.stage.open_accounts()
                self._one_day(day)
        finally:
            self.stage.departments.stop_all()
        self.stage.close_connectors()

    def states(self) -> Counter[S]:
        """Return how many cases of the story are in each state."""
        with self.stage.reading() as session:
            return Counter(case.state for case in self._cases(session).values())

    def _days(self) -> Iterator[date]:
        """Yield the working days that are left; the last one that was begun is gone over again."""
        begun = self.stage.last_day()
        for day in self._working_days():
            if begun is None or day >= begun:
                yield day

    def _working_days(self) -> list[date]:
        calendar = load_calendar()
        first = self.published_on + timedelta(days=1)
        every = (first + timedelta(days=ahead) for ahead in range((self.day - first).days))
        return [day for day in every if calendar.is_working_day(day)]

    def _one_day(self, day: date) -> None:
        stage = self.stage
        stage.turn_to(on(day, 0, 30))
        stage.after_publicity()
        stage.turn_to(on(day, 9))
        with stage.reading() as session:
            cases = self._cases(session)
            waits = {family for family, case in cases.items() if not _has_moved(session, case, day)}
        for family in FAMILIES:
            if family not in cases and day >= self._begins(family):
                self._hand_in(family)
        if not cases.keys() & set(STAFF) and day >= self._begins(STAFF[0]):
            stage.act(EMPLOYER, lambda work: file_sheet(work, stage.folder, self._sheet()))
        for family, case in cases.items():
            if family in waits:
                self._next_step(family, case, day)
        self._receive_lists()
        self._ask_departments(day)
        stage.turn_to(on(day, 16))
        self.beside(day)
        stage.turn_to(on(day, 19))
        stage.send_letters()

    def _begins(self, family: Family) -> date:
        days = self._working_days()
        return days[max(len(days) - family.working_days, 0)]

    def _cases(self, session: Session) -> dict[Family, Application]:
        """Return the case of each family that has applied."""
        blind = self.stage.where.keyring.blind
        families = {blind(family.applicant.number): family for family in (*FAMILIES, *STAFF)}
        found = session.execute(
            select(Member.identity_index, Application)
            .join(Application)
            .where(Member.identity_index.in_(families))
            .order_by(Application.id)
        )
        return {families[index]: case for index, case in found}

    def _next_step(self, family: Family, case: Application, day: date) -> None:
        stage = self.stage
        with stage.reading() as session:
            is_told = reviews.is_filed(session, case.id, FilingKind.PREFECTURE)
            is_doubted = bool(objections.of_case(session, case.case))
        deed = acts.next_deed(family, case, is_told)
        if deed is not None:
            if deed.asks:
                stage.serve(day)
            who = FAMILY_PHONE if deed.who == acts.APPLICANT else deed.who
            stage.act(who, lambda work: deed.act(work, applications.get(work.session, case.id)))
        if family.is_objected_to and case.state is S.STREET_PUBLIC and not is_doubted:
            self._object(case)

    def _hand_in(self, family: Family) -> None:
        stage = self.stage
        who = FAMILY_PHONE if family.has_account else STREET
        stage.act(who, lambda work: acts.handed_in(work, family, stage.folder, self._sheet()))

    def _object(self, case: Application) -> None:
        def told(work: Work) -> None:
            shown = notices.of_case(work.session, case.case)[-1]
            told = {"name": NEIGHBOUR, "contact": NEIGHBOUR_PHONE, "text": OBJECTION}
            file_objection(work, shown.id, **told)

        self.stage.act("", told)

    def _receive_lists(self) -> None:
        """Let prefecture and county note the lists that were filed with them."""
        for name in (PREFECTURE, REVIEWER):
            with self.stage.reading() as session:
                actor = self.stage.actor(session, name)
                filed = [each for each in reviews.filings(session, actor) if not each.received_at]
            for each in filed:
                if each.to_office_id == actor.office:
                    receive = partial(self._receive, filing_id=each.id)
                    self.stage.act(name, receive)

    def _receive(self, work: Work, filing_id: int) -> None:
        filing.receive(work, filing_id, f"收（示例）{filing_id} 号")

    def _ask_departments(self, day: date) -> None:
        """Carry what waits; one department falls silent when a certain family is accepted."""
        stage = self.stage
        if not stage.has_open_requests():
            return
        with stage.reading() as session:
            cases = self._cases(session)
        corrected = [each for each, case in cases.items() if case.state in CORRECTED]
        is_silent = any(
            family.office_is_down and case.state is not S.SUBMITTED
            for family, case in cases.items()
        )
        stage.turn_to(on(day, 15))
        stage.exchange(day, corrected, is_silent)

    def _sheet(self) -> Examined:
        if self._paper is None:
            self._paper = acts.paper(self.stage.folder)
        return self._paper


def _has_moved(session: Session, case: Application, day: date) -> bool:
    """Return whether something was done in the case that day already."""
    done = applications.acts_of(session, case)
    return any(day_of(each.at) == day for each in done)

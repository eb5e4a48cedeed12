"""What the story of admission is played on: the clock, the people who act, departments, letters."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.accounts.service import open_applicant
from housing.checks.connector import open_client
from housing.checks.jobs import exchange
from housing.checks.models import CheckRequest
from housing.checks.states import CheckState
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterHead, RegisterRow
from housing.core.clock import Clock, day_of
from housing.core.files import PRIVATE
from housing.core.work import Work, working
from housing.demo.departments import Departments, connected, disconnect
from housing.demo.families import FAMILIES, Family
from housing.demo.job import Place
from housing.demo.officers import FAMILY_PHONE, SEATS, open_accounts, passwords_in
from housing.demo.story_days import clock_at
from housing.documents.folder import Folder
from housing.letters.models import Channel
from housing.letters.outbox import deliver
from housing.letters.transports import Console
from housing.reviews import jobs

#: After so many tries a department counts as not available.
MOST_EXCHANGES = 8
_ON_THE_WIRE = (CheckState.REQUESTED, CheckState.SENT)


@dataclass(slots=True)
class Stage:
    """The sample county during admission; `has_changed` once anything was done."""

    where: Place
    has_changed: bool = False
    now: datetime = field(default=datetime(1970, 1, 1, tzinfo=UTC))
    has_accounts: bool = False
    departments: Departments = field(init=False)

    def __post_init__(self) -> None:
        self.departments = Departments(self.where.home / "departments", self.clock)

    @property
    def clock(self) -> Clock:
        """The clock of everybody on stage."""
        return Clock(lambda: self.now)

    @property
    def folder(self) -> Folder:
        """Where documents are kept."""
        return Folder(self.where.home / "documents")

    def reading(self) -> Session:
        """Return a session that only reads."""
        return self.where.database.reads()

    def last_day(self) -> date | None:
        """Return the day of the register's last row."""
        with self.reading() as session:
            head = session.get(RegisterHead, self.where.place)
            number = head.number if head else 0
            last = session.get(RegisterRow, (self.where.place, number))
        return day_of(last.at) if last else None

    def turn_to(self, instant: datetime) -> None:
        """Turn the clock to an instant, or just after the register's last row if that is later."""
        with self.reading() as session:
            self.now = clock_at(session, self.where.place, max(instant, self.now)).now()

    def actor(self, session: Session, name: str) -> Actor:
        """Return who acts: an officer, the family with an account by its number, or the system."""
        if not name:
            return system_actor(self.where.place)
        account = accounts.by_sign_in(session, self.where.keyring, name)
        if account is None:
            raise LookupError(name)
        return accounts.actor_of(account)

    def act(self, name: str, do: Callable[[Work], object]) -> None:
        """Let somebody act; five minutes pass with every act."""
        where = self.where
        with self.reading() as session:
            actor = self.actor(session, name)
        self.turn_to(self.now + timedelta(minutes=5))
        with working(where.database.acts, actor, self.clock, where.keyring) as work:
            do(work)
        self.has_changed = True

    def open_accounts(self) -> None:
        """Open the accounts of admission that do not exist yet, once in a run."""
        if self.has_accounts:
            return
        where, path = self.where, self.where.home / "accounts.txt"
        one = (where.database, where.keyring, self.clock, where.place, path)
        self.has_changed |= open_accounts(*one, names=tuple(SEATS))
        with self.reading() as session:
            family = accounts.by_phone(session, where.keyring, FAMILY_PHONE)
        if family is None:
            password = passwords_in(path, {FAMILY_PHONE: Role.APPLICANT})[FAMILY_PHONE]
            person = next(each for each in FAMILIES if each.has_account).applicant
            about = (FAMILY_PHONE, password, where.place, person.name, person.number)
            self.act("", lambda work: open_applicant(work, *about))
        self.has_accounts = True

    def after_publicity(self) -> None:
        """Run the nightly job that forwards and registers."""
        where = self.where
        done = jobs.after_publicity(where.database, where.keyring, self.clock)
        self.has_changed |= bool(done.done)

    def serve(self, day: date) -> None:
        """Let the departments listen, before the first of them is asked."""
        if not self.departments.is_up:
            self.act("", lambda work: self.departments.start(work, day))

    def has_open_requests(self) -> bool:
        """Return whether a department is still to be asked or to answer."""
        with self.reading() as session:
            return self._next_try(session) is not None

    def exchange(self, day: date, corrected: Sequence[Family], is_silent: bool) -> None:
        """Carry requests and answers until nothing waits, or a silent department is given up."""
        where = self.where
        self.serve(day)
        self.departments.write(day, corrected)
        if is_silent:
            self.departments.stop(OfficeKind.CIVIL_AFFAIRS)
        with open_client() as client:
            for _ in range(MOST_EXCHANGES):
                with self.reading() as session:
                    due = self._next_try(session)
                if due is None or day_of(due) > day:
                    break
                self.turn_to(due)
                exchange(where.database, where.keyring, self.clock, client)
        self.has_changed = True

    def close_connectors(self) -> None:
        """From now on the departments answer on their page: nobody listens any more."""
        with self.reading() as session:
            is_open = any(connected(session, self.where.place))
        if is_open:
            self.act("", disconnect)

    def send_letters(self) -> None:
        """Send what is due by mail and message: into a file, since nothing leaves the machine."""
        path = self.where.home / "letters.txt"
        path.touch(PRIVATE)
        with path.open("a", encoding="utf-8") as file:
            console = Console(lambda words: print(words, file=file))
            transports = {Channel.MAIL: console, Channel.SMS: console}
            deliver(self.where.database, self.where.keyring, transports, self.clock)

    def _next_try(self, session: Session) -> datetime | None:
        return session.scalar(
            select(CheckRequest.next_try_at)
            .where(
                CheckRequest.place == self.where.place,
                CheckRequest.state.in_(_ON_THE_WIRE),
                CheckRequest.next_try_at.is_not(None),
            )
            .order_by(CheckRequest.next_try_at)
            .limit(1)
        )

"""A county that asks its departments over HTTP, with a clock that can be moved."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta

import httpx

from housing.checks import queries, service
from housing.checks.answers import Answer, NotAnswered
from housing.checks.connector import open_client
from housing.checks.jobs import Exchanged, exchange
from housing.checks.models import CheckRequest
from housing.checks.words import Purpose
from housing.core.access.offices import OfficeKind
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.households.words import Group
from tests.conftest import NOW, PLACE
from tests.factories.departments import APPLIED, CASE, PEOPLE, REVIEWER, open_departments


@dataclass
class County:
    """A county whose clock can be moved, and its connector."""

    database: Database
    keyring: Keyring
    now: datetime = NOW
    client: httpx.Client = field(default_factory=open_client)

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now)

    def ask(self, addresses: dict[OfficeKind, str]) -> dict[OfficeKind, int]:
        with self.database.acts() as session, session.begin():
            self.offices = open_departments(session, self.keyring, addresses)
        with working(self.database.acts, REVIEWER, self.clock, self.keyring) as work:
            made = service.request_all(
                work,
                CASE,
                PEOPLE,
                Purpose.ADMISSION,
                applied_on=APPLIED,
                group=Group.MIGRANT_WORKER,
            )
            return {each.department: each.id for each in made}

    def round(self, **later: float) -> Exchanged:
        self.now += timedelta(**later)
        return exchange(self.database, self.keyring, self.clock, self.client)

    def request(self, number: int) -> CheckRequest:
        with self.database.reads() as session:
            return queries.get(session, PLACE, number)

    def told(self) -> dict[OfficeKind, Answer | NotAnswered]:
        with self.database.reads() as session:
            return queries.answers(session, self.keyring, CASE)

    def rows(self, tag: Tag) -> list[RegisterRow]:
        with self.database.reads() as session:
            assert verify(session, PLACE).faults == ()
            return list(session.query(RegisterRow).filter_by(tag=tag.value))

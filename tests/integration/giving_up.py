"""A round that has given flats to two households, and the people around an abandonment."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from housing.abandonments import service
from housing.abandonments.models import Abandonment
from housing.abandonments.words import AbandonmentCase
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.policies.queries import book
from housing.waitlist import order, queries, taking_part
from housing.waitlist.models import WaitlistEntry
from tests.conftest import NOW, PLACE, actor
from tests.factories.stock import household_facts, keep_households

ROUND = "430199-2026-001"
CENTRE = actor(Role.CENTRE, "zhongxin")
REVIEWER = actor(Role.COUNTY_REVIEWER, "fuhe")
HEAD = actor(Role.COUNTY_HEAD, "fabu")
CASE = AbandonmentCase


@dataclass
class GivingUp:
    """The county of the test; `now` is moved on by the test."""

    database: Database
    keyring: Keyring
    now: datetime = NOW

    @contextmanager
    def act(self, who: Actor) -> Iterator[Work]:
        """Run one act of somebody."""
        clock = standing_clock(self.now)
        with working(self.database.acts, who, clock, self.keyring) as work:
            yield work

    def later(self, days: int) -> None:
        """Let days go by."""
        self.now += timedelta(days=days)

    def allotted(self, *numbers: int, **changes: Any) -> list[int]:
        """Return the entries of new households that a round has given flats to."""
        with self.act(CENTRE) as work:
            facts = [household_facts(number, **changes) for number in numbers]
            wanted = {each.application_number for each in facts}
            kept = keep_households(work, *facts)
            order.enter_those_of_sheets(work, book(work.session))
            ids = [each.id for each in kept if each.application_number in wanted]
            taking_part.join(work, ids, ROUND)
        with self.act(HEAD) as work:
            taking_part.allot(work, ids, ROUND)
        with self.database.reads() as session:
            found = [queries.live_of(session, each) for each in ids]
            return [entry.id for entry in found if entry is not None]

    def entry(self, entry_id: int) -> WaitlistEntry:
        """Return an entry as it is now."""
        with self.database.reads() as session:
            return queries.get(session, PLACE, entry_id)

    def reported(
        self,
        entry_id: int,
        kind: AbandonmentCase = CASE.GAVE_UP_CHOICE,
        on: date | None = None,
        *,
        who: Actor = CENTRE,
        **given: Any,
    ) -> Abandonment:
        """Return a report that somebody made."""
        told = {"reason": "家庭书面表示放弃", "document": "放弃声明〔2026〕1号"} | given
        with self.act(who) as work:
            entry = queries.get(work.session, PLACE, entry_id)
            return service.report(work, entry, kind, on or work.day, **told)

    def confirmed(self, entry_id: int, **given: Any) -> Abandonment:
        """Return a report that was confirmed once the household had had its time."""
        made = self.reported(entry_id, **given)
        self.later(30)
        with self.act(HEAD) as work:
            return service.confirm(work, made.id, reasons="有家庭签字的放弃声明")

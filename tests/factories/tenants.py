"""Tenants who are looked at again: running leases, and departments that answer about them."""

from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from copy import deepcopy
from datetime import date
from pathlib import Path
from typing import Any

from housing.checks import queries as checks
from housing.checks import service as checking
from housing.checks.states import OPEN
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households import queries as households
from housing.joint_reviews import jobs
from housing.joint_reviews import queries as reviews
from housing.joint_reviews.models import JointReview
from housing.leases import queries as leases
from housing.leases.models import Lease
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.leases import active_lease, tenant_account
from tests.factories.reviews import GOOD, HEAD, SECOND_HEAD, Desk

#: What departments answer about a family that no longer meets the conditions.
RICH: Mapping[str, Any] = {"civil_affairs": {"income_fen": 9_000_000, "income_band": "above"}}
OWNS: Mapping[str, Any] = {
    "property_registry": {
        "dwellings": [
            {"owner": "", "address": "清溪街道新城路 9 号", "area": 9000, "kind": "purchase"}
        ]
    }
}


class Tenants:
    """A county with leases and everybody who acts on them."""

    def __init__(self, database: Database, keyring: Keyring, folder: Path) -> None:
        self.database, self.keyring = database, keyring
        self.desk = Desk(open_counter(database, keyring, folder))

    @property
    def day(self) -> date:
        """Today."""
        return self.desk.day

    @property
    def clock(self) -> Clock:
        """A clock that stands at now."""
        return standing_clock(self.desk.counter.now)

    def pass_to(self, day: date) -> None:
        """Let days go by until `day`."""
        self.desk.pass_days((day - self.day).days)

    @contextmanager
    def act(self, who: Role | Actor = Role.COUNTY_REVIEWER, name: str = "") -> Iterator[Work]:
        """Run one act of an officer or of a tenant."""
        actor = who if isinstance(who, Actor) else self.desk.person(who, name)
        with self.desk.counter.work(actor) as work:
            yield work

    @contextmanager
    def head(self) -> Iterator[Work]:
        """Run one act of the head who decides."""
        with self.act(Role.COUNTY_HEAD, HEAD) as work:
            yield work

    @contextmanager
    def second_head(self) -> Iterator[Work]:
        """Run one act of another head."""
        with self.act(Role.COUNTY_HEAD, SECOND_HEAD) as work:
            yield work

    def lease(self, number: int = 1, **changes: Any) -> Lease:
        """Keep a lease that runs."""
        with self.act(system_actor(PLACE)) as work:
            return active_lease(work, number, **changes)

    def tenant(self, number: int = 1) -> Actor:
        """Open the account of the tenant of a lease."""
        with self.act(system_actor(PLACE)) as work:
            return tenant_account(work, number)

    def now(self, lease: Lease) -> Lease:
        """Return a lease as it is now."""
        with self.database.reads() as session:
            return leases.get(session, PLACE, lease.id)

    def answer(
        self, review: JointReview, only: Collection[OfficeKind] = tuple(OfficeKind), **changes: Any
    ) -> None:
        """Let every department that is asked answer well, but for `changes` by department."""
        with self.database.reads() as session:
            asked = [each for each in checks.of_case(session, review.case) if each.state in OPEN]
            name = households.get(session, review.place, review.household_id).name
        for request in (each for each in asked if each.department in only):
            values = dict(GOOD[request.department])
            values |= {"as_of": self.day.isoformat(), "document": "函〔2026〕8 号"}
            if request.department is OfficeKind.CIVIL_AFFAIRS:
                row = {"person": name, "status": "single", "spouse_in_application": False}
                values["marriages"] = [row]
            if request.department is OfficeKind.PUBLIC_SECURITY:
                row = {"person": name, "registered_here": True, "relation": "户主"}
                values |= {"people": [row], "household_size": 1}
            if request.department is OfficeKind.SOCIAL_SECURITY:
                values["months"] = []
            values |= deepcopy(dict(changes.get(request.department.value, {})))
            for each in values.get("dwellings", ()):
                each["owner"] = name
            with self.act(self.desk.department(request.department)) as work:
                checking.answer(work, request.id, values)

    def collect(self) -> int:
        """Let the job take the answers in."""
        return jobs.collect(self.database, self.keyring, self.clock)

    def answered(self, lease: Lease, **changes: Any) -> JointReview:
        """Let the departments answer about the last review of a lease, and take it in."""
        review = self.reviews(lease)[-1]
        self.answer(review, **changes)
        self.collect()
        return self.reviews(lease)[-1]

    def reviews(self, lease: Lease) -> list[JointReview]:
        """Return the reviews of a lease, the oldest first."""
        with self.database.reads() as session:
            return list(reviews.of_lease(session, lease.id))

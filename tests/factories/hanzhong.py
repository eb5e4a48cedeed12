"""A county of Hanzhong: its counter, its officers and the legal basis that it enters."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.documents.folder import Folder
from housing.policies import service as values
from tests.conftest import NOW
from tests.factories.applications import Counter
from tests.factories.offices import office_of_kind
from tests.factories.reviews import Desk

HANTAI = "610702"
ORDER, DOCUMENT = "《公共租赁住房管理办法》（住房和城乡建设部令第11号）", "汉区政发〔2026〕3号"
KINDS = (
    OfficeKind.STREET,
    OfficeKind.COMMUNITY,
    OfficeKind.HOUSING_DEPARTMENT,
    OfficeKind.HOUSING_CENTRE,
    *CHECKING,
)


class HanzhongCounter(Counter):
    """The counter of a county of Hanzhong."""

    def actor(self, role: Role = Role.APPLICANT, name: str = "") -> Actor:
        """Return somebody of that role in this county."""
        there = super().actor(role, name)
        return Actor(there.name, role, HANTAI, there.office, there.office_kind)


class HanzhongDesk(Desk):
    """Its officers."""

    def department(self, kind: OfficeKind) -> Actor:
        """Return an officer of a checking department."""
        office = self.counter.offices[kind]
        return Actor(f"dept-{kind.value}", Role.DEPARTMENT, HANTAI, office, kind)


@contextmanager
def acting_in_hanzhong(counter: Counter, actor: Actor) -> Iterator[Work]:
    """Run one act in the county."""
    clock = standing_clock(counter.now)
    with working(counter.database.acts, actor, clock, counter.keyring) as work:
        yield work


def open_hanzhong(database: Database, keyring: Keyring, folder: Path) -> "HanzhongDesk":
    """Return the desk of a county with its offices and nothing decided yet."""
    counter = HanzhongCounter(database, keyring, Folder(folder))
    with acting_in_hanzhong(counter, system_actor(HANTAI)) as work:
        counter.offices = {kind: office_of_kind(work, kind).id for kind in KINDS}
    return HanzhongDesk(counter)


def enter_basis(desk: Desk) -> None:
    """Put the county's own legal basis on file and wait for its first day."""
    first = day_of(NOW) + timedelta(days=1)
    with acting_in_hanzhong(desk.counter, Actor("zhongxin", Role.CENTRE, HANTAI)) as work:
        text = f'{{"order": "{ORDER}", "document": "{DOCUMENT}"}}'
        number = values.propose(work, "legal_basis", text, first, document=DOCUMENT).id
    with acting_in_hanzhong(desk.counter, Actor("fabu", Role.COUNTY_HEAD, HANTAI)) as work:
        values.approve(work, number)
    desk.pass_days(1)

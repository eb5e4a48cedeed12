"""A county of Hanzhong runs admission on its own values and basis, and never cites Hunan's."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.applications import queries as applications
from housing.applications.states import ApplicationState
from housing.core.access.actor import Actor, system_actor
from housing.core.access.offices import CHECKING, OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import day_of, standing_clock
from housing.core.db.session import Database
from housing.core.errors import MissingPolicyValue
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from housing.documents.folder import Folder
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.notices.models import Notice
from housing.policies import service as values
from housing.reviews import county, registering
from housing.reviews.models import Decision
from housing.reviews.words import Outcome
from housing.waitlist import queries as waitlist
from tests.conftest import NOW
from tests.factories.applications import Counter
from tests.factories.offices import office_of_kind
from tests.factories.reviews import HEAD, Desk

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
def _acting(counter: Counter, actor: Actor) -> Iterator[Work]:
    clock = standing_clock(counter.now)
    with working(counter.database.acts, actor, clock, counter.keyring) as work:
        yield work


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """A county with its offices and nothing decided yet."""
    counter = HanzhongCounter(database, keyring, Folder(tmp_path))
    with _acting(counter, system_actor(HANTAI)) as work:
        counter.offices = {kind: office_of_kind(work, kind).id for kind in KINDS}
    return HanzhongDesk(counter)


def _enter_basis(desk: Desk) -> None:
    first = day_of(NOW) + timedelta(days=1)
    with _acting(desk.counter, Actor("zhongxin", Role.CENTRE, HANTAI)) as work:
        text = f'{{"order": "{ORDER}", "document": "{DOCUMENT}"}}'
        number = values.propose(work, "legal_basis", text, first, document=DOCUMENT).id
    with _acting(desk.counter, Actor("fabu", Role.COUNTY_HEAD, HANTAI)) as work:
        values.approve(work, number)
    desk.pass_days(1)


def test_without_a_legal_basis_nothing_is_decided(desk: Desk) -> None:
    """Basis: legal_basis; no basis on file, no decision."""
    with pytest.raises(MissingPolicyValue, match="legal_basis"):
        desk.accepted()


def test_a_family_is_registered_on_the_countys_own_basis(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    _enter_basis(desk)
    case = desk.decided()
    desk.until_notice_ends(case)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        registering.register(work, case.id)
    with database.reads() as session:
        assert applications.get(session, case.id).state is ApplicationState.REGISTERED
        decision = session.scalars(select(Decision)).one()
        assert set(decision.cites) == {ORDER, DOCUMENT}
        for letter in session.scalars(select(Letter)):
            assert "湖南" not in letters.text(letter, keyring)
            assert set(letter.cites) <= {ORDER, DOCUMENT}
        for notice in session.scalars(select(Notice)):
            assert set(notice.rules) <= {ORDER, DOCUMENT}
        entry = waitlist.of_application(session, case.id)
        assert entry is not None
        assert entry.cap_on.year - entry.registered_on.year <= 5
        assert verify(session, HANTAI).faults == ()


def test_a_refusal_names_the_countys_own_documents(desk: Desk, database: Database) -> None:
    _enter_basis(desk)
    case = desk.rechecked(Outcome.UNQUALIFIED)
    desk.answer_all(case.id, civil_affairs={"income_fen": 9_000_000, "income_band": "above"})
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.UNQUALIFIED, "收入超过当地标准")
    with database.reads() as session:
        assert applications.get(session, case.id).state is ApplicationState.REFUSED
        assert not any(
            cite.startswith("HN-")
            for each in session.scalars(select(Decision))
            for cite in each.cites
        )

"""A county of Hanzhong runs admission on its own values and basis, and never cites Hunan's."""

from pathlib import Path

import pytest
from sqlalchemy import select

from housing.applications import queries as applications
from housing.applications.states import ApplicationState
from housing.clocks.models import CaseClock
from housing.confirmations import service as confirmations
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import MissingPolicyValue
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.letters.models import Letter
from housing.notices.models import Notice
from housing.rechecks import service as rechecks
from housing.rechecks.states import Purpose
from housing.reviews import county, registering
from housing.reviews.models import Decision
from housing.reviews.words import Outcome
from housing.waitlist import queries as waitlist
from tests.factories.hanzhong import DOCUMENT, HANTAI, ORDER, enter_basis, open_hanzhong
from tests.factories.rechecks import RICH, answer
from tests.factories.reviews import HEAD, Desk


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """A county with its offices and nothing decided yet."""
    return open_hanzhong(database, keyring, tmp_path)


def test_without_a_legal_basis_nothing_is_decided(desk: Desk) -> None:
    """Basis: legal_basis; no basis on file, no decision."""
    with pytest.raises(MissingPolicyValue, match="legal_basis"):
        desk.accepted()


def test_a_family_is_registered_on_the_countys_own_basis(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    enter_basis(desk)
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
    enter_basis(desk)
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


def test_who_waits_is_rechecked_and_asked_on_the_countys_own_basis(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    enter_basis(desk)
    case = desk.decided()
    desk.until_notice_ends(case)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        registering.register(work, case.id)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        entry = waitlist.of_application(work.session, case.id)
        assert entry is not None
        recheck = rechecks.begin(work, entry, Purpose.CHANGE, reason="收入有变化")
    answer(desk, recheck, civil_affairs=RICH)
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        decided = rechecks.decide(work, recheck.id, passed=False, reasons=["收入超过当地标准"])
        confirmations.ask(work, waitlist.get(work.session, HANTAI, entry.id), "https://example.cn")
    assert set(decided.cites) <= {ORDER, DOCUMENT}
    assert decided.cites
    with database.reads() as session:
        for letter in session.scalars(select(Letter)):
            assert "湖南" not in letters.text(letter, keyring)
            assert set(letter.cites) <= {ORDER, DOCUMENT}
        for clock in session.scalars(select(CaseClock)):
            assert set(clock.rules) <= {ORDER, DOCUMENT}
        assert verify(session, HANTAI).faults == ()

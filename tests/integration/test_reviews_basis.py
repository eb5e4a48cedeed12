"""Hanzhong decides by the same procedure on its own legal basis, and never cites Hunan's."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from housing.applications.states import ApplicationState as S
from housing.clocks import queries as clocks
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.letters import queries as letters
from housing.notices import queries as notices
from housing.policies import service as policies
from housing.reviews import queries, registering
from tests.factories import applications as families
from tests.factories import reviews
from tests.factories.applications import open_counter
from tests.factories.reviews import Desk

HANZHONG = "610700"
BASIS = {"order": "《公共租赁住房管理办法》（住建部令第11号）", "document": "汉政发〔2026〕1号"}


@pytest.fixture
def desk(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Desk:
    """The officers of Hanzhong, with a legal basis on file."""
    monkeypatch.setattr(families, "PLACE", HANZHONG)
    monkeypatch.setattr(reviews, "PLACE", HANZHONG)
    desk = Desk(open_counter(sqlite_database, keyring, tmp_path))
    first = desk.day + timedelta(days=1)
    with desk.act(Role.CENTRE) as work:
        proposed = policies.propose(
            work, "legal_basis", json.dumps(BASIS), first_day=first, document="汉政发〔2026〕1号"
        )
    with desk.act(Role.COUNTY_HEAD) as work:
        policies.approve(work, proposed.id)
    desk.pass_days(1)
    return desk


def test_hanzhong_decides_on_its_own_basis(desk: Desk) -> None:
    """Design §2.6: without Hunan's articles; a prefecture has none above it to file with."""
    case = desk.decided()
    desk.until_notice_ends(case)
    with desk.act(Role.CENTRE) as work:
        registering.register(work, case.id)
    assert desk.case(case.id).state is S.REGISTERED
    with desk.counter.database.reads() as session:
        (decision,) = queries.decisions(session, case.id)
        cited = [decision.cites]
        cited += [each.cites for each in letters.of_case(session, case.case)]
        cited += [each.rules for each in notices.of_case(session, case.case)]
        cited += [each.rules for each in clocks.of_case(session, case.case)]
    assert decision.cites == [BASIS["order"], BASIS["document"]]
    assert not [cite for cites in cited for cite in cites if cite.startswith("HN")]

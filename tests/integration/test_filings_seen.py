"""Who sees a filed list: its two offices and those who watch over the county, nobody else."""

from pathlib import Path

import pytest

from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.reviews import filing, queries
from tests.factories.applications import open_counter
from tests.factories.reviews import Desk


def sees(database: Database, actor: Actor, filing_id: int) -> bool:
    with database.reads() as session:
        listed = filing_id in {each.id for each in queries.filings(session, actor)}
        try:
            queries.filing(session, actor, filing_id)
        except NotFound:
            assert not listed, actor.role
            return False
        assert listed, actor.role
        return True


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county, on both databases."""
    return Desk(open_counter(database, keyring, tmp_path))


def test_a_list_filed_with_the_prefecture_is_seen_by_its_two_offices_and_the_county(
    desk: Desk, database: Database
) -> None:
    case = desk.rechecked()
    with desk.act(Role.COUNTY_REVIEWER) as work:
        made = filing.file_with_prefecture(work, [case.id]).id
    kind = OfficeKind.PREFECTURE_DEPARTMENT
    prefecture = Actor("shizhou", Role.PREFECTURE, "430100", desk.counter.offices[kind], kind)
    for actor in (
        desk.person(Role.COUNTY_REVIEWER),
        desk.person(Role.COUNTY_HEAD),
        desk.person(Role.AUDITOR),
        prefecture,
    ):
        assert sees(database, actor, made), actor.role
    for role in (Role.APPLICANT, Role.EMPLOYER, Role.PARK, Role.STREET, Role.COMMUNITY):
        assert not sees(database, desk.person(role), made), role
    assert not sees(database, desk.department(OfficeKind.CIVIL_AFFAIRS), made)

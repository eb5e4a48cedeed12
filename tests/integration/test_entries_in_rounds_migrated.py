"""A register that held rounds before entries knew of them keeps everybody's place."""

import pytest
from sqlalchemy import select, text

from housing.core.db import migrate
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.households.models import Household
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.integration.small_county import County, usual

BEFORE = "0021"


def _entries(county: County) -> dict[str, tuple[EntryState, str | None, int]]:
    with county.database.reads() as session:
        rows = session.execute(
            select(
                Household.application_number,
                WaitlistEntry.state,
                WaitlistEntry.round_code,
                WaitlistEntry.rounds_left_out,
            ).join(WaitlistEntry, WaitlistEntry.household_id == Household.id)
        )
        return {number: (state, code, count) for number, state, code, count in rows}


@pytest.mark.parametrize("state", ["frozen", "published"])
def test_entries_are_made_for_households_of_earlier_rounds(
    database: Database, keyring: Keyring, state: str
) -> None:
    """HN-21-1: who is on the roll of a running round, or has a flat by one, is in that round."""
    county = County(database, keyring).fill(*usual(keyring))
    code = {"frozen": county.frozen, "published": county.published}[state]().code
    known = _entries(county)
    migrate.downgrade(database.engine, BEFORE)
    with database.acts() as session, session.begin():
        session.execute(text("DELETE FROM waitlist_entries"))
    migrate.upgrade(database.engine)
    made = _entries(county)
    assert made.keys() == known.keys()
    for number, (was, held, count) in known.items():
        now, held_now, count_now = made[number]
        assert (held_now, count_now) == (held, count)
        # The list of waiting families is not drawn up by a migration.
        assert now is (was if held else EntryState.REGISTERED)
    assert {held for _, held, _ in made.values()} == {None, code}
    with database.reads() as session:
        caps = select(WaitlistEntry.cap_on, WaitlistEntry.registered_on, WaitlistEntry.place)
        for cap_on, registered_on, place in session.execute(caps):
            assert (cap_on, place) == (registered_on.replace(year=registered_on.year + 3), PLACE)

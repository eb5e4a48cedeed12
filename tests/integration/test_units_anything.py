"""Whatever is done to units in whatever order: their history is without a gap and never lies."""

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from housing.core.access.permissions import Role
from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.errors import WrongState
from housing.core.keyring import Keyring
from housing.units import queries, service, vacancy
from housing.units.states import UNIT, UnitAct
from tests.conftest import NOW, PLACE, work_in
from tests.factories.stock import keep_units, unit_facts
from tests.migrated import migrated_sqlite

ROUNDS = ("430199-2026-001", "430199-2026-002")
TODAY = day_of(NOW)
ROLES = {
    UnitAct.RELEASE: Role.COUNTY_HEAD,
    UnitAct.OFFER: Role.COUNTY_HEAD,
}
STEPS = st.lists(
    st.tuples(
        st.integers(0, 2),  # which unit
        st.sampled_from(UnitAct),
        st.sampled_from(ROUNDS),
        st.integers(0, 40),  # days since the step before
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the databases of the examples."""
    return tmp_path_factory.mktemp("units")


@settings(max_examples=40, suppress_health_check=list(HealthCheck))
@given(steps=STEPS)
def test_history_has_no_gap_and_ends_in_the_present_state(
    template: Path, keyring: Keyring, steps: list[tuple[int, UnitAct, str, int]]
) -> None:
    """HN-21-8, HN-22-7, HN-24-1: no unit in two rounds; every day in exactly one state."""
    path = template / "housing.db"
    path.unlink(missing_ok=True)
    database = migrated_sqlite(path)
    try:
        _walk(database, keyring, steps)
    finally:
        database.engine.dispose()


def _walk(database: Database, keyring: Keyring, steps: list[tuple[int, UnitAct, str, int]]) -> None:
    work = work_in(database, keyring, Role.CENTRE)
    ids = [unit.id for unit in keep_units(work, *(unit_facts(n) for n in (1, 2, 3)))]
    work.session.commit()
    work.session.close()
    day = TODAY
    for place, act, code, days in steps:
        day += timedelta(days=days)
        now = datetime.combine(day, time(1), UTC)
        work = work_in(database, keyring, ROLES.get(act, Role.CENTRE), now)
        before = queries.by_id(work.session, PLACE, ids[place])
        fits = act in UNIT.acts_from(before.state)
        fits &= before.round_code in (None, code)
        try:
            service.move_units(work, [ids[place]], act, round_code=code, reason="试")
            work.session.commit()
            assert fits
        except WrongState:
            work.session.rollback()
            assert not fits
        work.session.close()
    with database.reads() as session:
        for unit_id in ids:
            unit = queries.by_id(session, PLACE, unit_id)
            spells = list(vacancy.spells_of(session, unit_id))[::-1]
            assert (spells[0].from_on, spells[-1].to_on) == (TODAY, None)
            assert (spells[-1].state, spells[-1].round_code) == (unit.state, unit.round_code)
            for one, following in pairwise(spells):
                assert one.to_on == following.from_on
                assert any(
                    move.source is one.state and move.target is following.state
                    for move in UNIT.moves
                )
        empty = {each.unit.id: each for each in vacancy.empty_days(session, PLACE, TODAY, day)}
        for unit_id in ids:
            assert 0 <= empty[unit_id].total <= (day - TODAY).days + 1

"""Units: held by one round at a time, and never in a state that makes no sense."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.db.session import Database
from housing.core.errors import NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.units import queries, service
from housing.units.models import Unit
from housing.units.queries import UnitFilter
from housing.units.states import UnitState
from tests.conftest import PLACE, work_in
from tests.factories.stock import keep_units, unit_facts

ROUND, OTHER = "430199-2026-001", "430199-2026-002"


def _stock(
    database: Database, keyring: Keyring, role: Role = Role.CENTRE
) -> tuple[Work, list[int]]:
    work = work_in(database, keyring, Role.CENTRE)
    ids = [unit.id for unit in keep_units(work, *(unit_facts(n) for n in range(1, 5)))]
    work.session.commit()
    work.session.close()
    return work_in(database, keyring, role), ids


def _states(work: Work) -> list[tuple[UnitState, str | None]]:
    work.session.expire_all()
    return [(unit.state, unit.round_code) for unit in queries.by_place(work.session, PLACE)]


def test_a_round_reserves_releases_and_offers(database: Database, keyring: Keyring) -> None:
    work, ids = _stock(database, keyring)
    service.reserve(work, ids[:3], ROUND)
    assert _states(work) == [(UnitState.RESERVED, ROUND)] * 3 + [(UnitState.VACANT, None)]
    assert [unit.id for unit in queries.vacant(work.session, PLACE)] == ids[3:]
    work.session.commit()
    work.session.close()
    head = work_in(database, keyring, Role.COUNTY_HEAD)
    service.offer(head, ids[:2], ROUND)
    service.release(head, ids[2:3], ROUND)
    assert _states(head) == [(UnitState.OFFERED, ROUND)] * 2 + [(UnitState.VACANT, None)] * 2
    row = head.session.get(RegisterRow, (PLACE, 2))
    assert row is not None
    assert (row.tag, row.subject) == (Tag.UNITS_OFFERED, f"round:{ROUND}")
    assert row.after == {"units": ["P01-000001", "P01-000002"]}
    head.session.close()


def test_a_unit_is_never_in_two_rounds(database: Database, keyring: Keyring) -> None:
    work, ids = _stock(database, keyring)
    service.reserve(work, ids[:1], ROUND)
    with pytest.raises(WrongState, match=f"held by {ROUND}"):
        service.reserve(work, ids[:2], OTHER)
    work.session.close()


def test_another_round_cannot_release_what_it_does_not_hold(
    sqlite_database: Database, keyring: Keyring
) -> None:
    work, ids = _stock(sqlite_database, keyring)
    service.reserve(work, ids, ROUND)
    work.session.commit()
    work.session.close()
    head = work_in(sqlite_database, keyring, Role.COUNTY_HEAD)
    with pytest.raises(WrongState, match="P01-000001"):
        service.release(head, ids, OTHER)
    with pytest.raises(NotFound, match="999"):
        service.release(head, [999], ROUND)
    head.session.close()


def test_rights(sqlite_database: Database, keyring: Keyring) -> None:
    work, ids = _stock(sqlite_database, keyring, Role.AUDITOR)
    for act in (service.reserve, service.release, service.offer):
        with pytest.raises(NotAllowed):
            act(work, ids, ROUND)
    work.session.close()


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE units SET state = 'reserved'", "round_if_reserved"),
        ("UPDATE units SET round_code = 'x'", "round_if_reserved"),
        ("UPDATE units SET state = 'gone'", "state_known"),
        ("UPDATE units SET floor = 28", "floor_within_building"),
        ("UPDATE units SET area = 0", "area_positive"),
        ("UPDATE units SET rent_fen = -1", "rent_not_negative"),
    ],
)
def test_the_database_refuses_nonsense(
    database: Database, keyring: Keyring, statement: str, constraint: str
) -> None:
    work, _ids = _stock(database, keyring)
    with pytest.raises(IntegrityError, match=constraint):
        work.session.execute(text(statement))
    work.session.close()


def test_lists_are_narrowed_sorted_and_paged(database: Database, keyring: Keyring) -> None:
    work = work_in(database, keyring, Role.CENTRE)
    keep_units(
        work,
        unit_facts(1, area=5000, layout="两居室", unit_class="P01-两居室-中-普通"),
        unit_facts(2, area=3000),
        unit_facts(3, area=4000, project_code="P02", project_name="乙", code="P02-%"),
        unit_facts(4, state=UnitState.REPAIR),
    )

    def codes(narrow: UnitFilter, sort: str = "code", offset: int = 0, limit: int | None = 50):  # type: ignore[no-untyped-def]
        total, found = queries.listed(work.session, PLACE, narrow, sort, offset, limit)
        return total, [unit.code for unit in found]

    assert codes(UnitFilter(), "-area", 1, 2) == (4, ["P02-%", "P01-000004"])
    assert codes(UnitFilter(project="P02")) == (1, ["P02-%"])
    assert codes(UnitFilter(unit_class="P01-两居室-中-普通")) == (1, ["P01-000001"])
    assert codes(UnitFilter(state="repair")) == (1, ["P01-000004"])
    assert codes(UnitFilter(words="%")) == (1, ["P02-%"])
    assert codes(UnitFilter(), limit=None)[0] == 4
    assert queries.count_by_state(work.session, PLACE) == {
        UnitState.REPAIR: 1,
        UnitState.VACANT: 3,
    }
    assert queries.classes(work.session, PLACE)["P01-一居室-中-普通"] == 3
    assert list(queries.projects(work.session, PLACE)) == ["P01", "P02"]
    with pytest.raises(NotFound, match="P09-1"):
        queries.get(work.session, PLACE, "P09-1")
    assert isinstance(queries.get(work.session, PLACE, "P01-000001"), Unit)
    work.session.close()

"""A co-owned low-rent dwelling counts as owned housing in admission."""

from dataclasses import replace
from datetime import date

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, Dwelling, Known, NotKnown
from housing.ownership import coowned
from housing.ownership.coowned import DwellingFacts, Owner
from housing.reviews.co_owned import with_co_owned
from tests.conftest import work_in
from tests.factories.sheets import identity

DAY = date(2026, 9, 1)
BUYER = identity("19700101", "001")
DWELLING = DwellingFacts(
    number="GY1",
    address="廉租小区2栋101",
    area=4_800,
    government_parts=6_000,
    buyer_parts=4_000,
    bought_on=date(2012, 5, 1),
    document="共有产权合同1号",
)


def test_it_is_added_once_and_never_twice(sqlite_database: Database, keyring: Keyring) -> None:
    """HN-40-2, HN-12-1: added to what is known, unless it is among it already."""
    work = work_in(sqlite_database, keyring, Role.CENTRE)
    with work.session as session:
        coowned.keep_dwelling(work, DWELLING, [Owner("王五", BUYER, "本人", True)])
        people = [keyring.blind(BUYER)]
        nothing = facts_declared({"group": "low_income", "owned_area": 0, "dwellings": []}, DAY)
        assert _area(with_co_owned(session, nothing, people, DAY)) == 4_800
        assert with_co_owned(session, nothing, [keyring.blind("x")], DAY) is nothing
        other = replace(nothing, **_owning(3_000))
        assert _area(with_co_owned(session, other, people, DAY)) == 7_800
        same = replace(nothing, **_owning(4_800))
        assert with_co_owned(session, same, people, DAY) is same
        unknown = replace(nothing, dwellings=NotKnown("未查"), local_area=NotKnown("未查"))
        assert _area(with_co_owned(session, unknown, people, DAY)) == 4_800


def _owning(area: int) -> dict[str, Known[object]]:
    held = Known((Dwelling(area),), "登记 / register", DAY)
    return {"dwellings": held, "local_area": Known(area, "登记 / register", DAY)}  # type: ignore[dict-item]


def _area(facts: CaseFacts) -> int:
    assert isinstance(facts.local_area, Known)
    return facts.local_area.value

"""A co-owned low-rent dwelling counts as owned housing in admission."""

from dataclasses import replace
from datetime import date
from pathlib import Path

from housing.applications import service as applying
from housing.applications.co_owned import SOURCE, with_co_owned
from housing.applications.self_assessment import self_assessment
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.eligibility.declared import facts_declared
from housing.eligibility.facts import CaseFacts, Dwelling, Known, NotKnown
from housing.eligibility.findings import Outcome
from housing.ownership import coowned
from housing.ownership.coowned import DwellingFacts, Owner
from housing.rechecks import evidence
from housing.rechecks.people import family_of
from tests.conftest import work_in
from tests.factories.applications import number, open_counter
from tests.factories.rechecks import begun, by_sheet
from tests.factories.reviews import Desk
from tests.factories.sheets import identity
from tests.integration.small_county import household

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
        in_sum = facts_declared({"group": "low_income", "owned_area": 4_800}, DAY)
        assert _area(with_co_owned(session, in_sum, people, DAY)) == 4_800
        unknown = replace(nothing, dwellings=NotKnown("未查"), local_area=NotKnown("未查"))
        assert _area(with_co_owned(session, unknown, people, DAY)) == 4_800


def test_it_counts_in_the_self_check_and_when_a_family_is_looked_at_again(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    """HN-40-2: whoever asks first, the applicant or the county, hears the same."""
    counter = open_counter(sqlite_database, keyring, tmp_path)
    draft = counter.draft()
    entry = by_sheet(Desk(counter), 1)
    sheet = household(keyring, 1).identity_index
    with counter.work(Role.CENTRE) as work:
        coowned.keep_dwelling(work, DWELLING, [Owner("李安春", number(), "本人", True)])
        other = coowned.keep_dwelling(
            work, replace(DWELLING, number="GY2"), [Owner("王五", BUYER, "本人", True)]
        )
        other.people[0].identity_index = sheet
    with counter.work() as work:
        found = self_assessment(work, applying.open_case(work, draft.id)).finding("area")
        assert found is not None
        assert (found.outcome, found.facts[0].source) == (Outcome.FAILED, SOURCE)
    recheck = begun(Desk(counter), entry)
    with sqlite_database.reads() as session:
        held = evidence.gathered(session, keyring, recheck, family_of(session, entry))
    assert _area(held.facts) == 4_800


def _owning(area: int) -> dict[str, Known[object]]:
    held = Known((Dwelling(area),), "登记 / register", DAY)
    return {"dwellings": held, "local_area": Known(area, "登记 / register", DAY)}  # type: ignore[dict-item]


def _area(facts: CaseFacts) -> int:
    assert isinstance(facts.local_area, Known)
    return facts.local_area.value

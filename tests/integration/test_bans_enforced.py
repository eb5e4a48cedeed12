"""Whoever is banned is refused everywhere at once, and nowhere a day longer: HN-34-2."""

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from housing.applications import service as applying
from housing.applications.self_assessment import self_assessment
from housing.bans import service as bans
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.db.session import Database
from housing.core.errors import BrokenRule
from housing.core.keyring import Keyring
from housing.eligibility.findings import Outcome
from housing.rechecks import evidence
from housing.waitlist import service as waitlist
from tests.conftest import PLACE
from tests.factories.applications import Counter, open_counter
from tests.factories.planning import Planning
from tests.factories.rechecks import begun, by_sheet
from tests.factories.reviews import Desk
from tests.integration.small_county import LOW, household, unit

CASE = CaseRef("violation", 7, PLACE, "430199-WG-2026-00007")
GROUND = "转租所承租的公共租赁住房"


@pytest.fixture
def counter(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    return open_counter(sqlite_database, keyring, tmp_path)


def banned(counter: Counter, index: str) -> None:
    with counter.work(Role.COUNTY_HEAD) as work:
        bans.impose(work, CASE, {index}, ground=GROUND)


def test_an_application_is_refused_with_its_day_until_the_day_has_passed(counter: Counter) -> None:
    draft = counter.draft()
    banned(counter, draft.members[0].identity_index)
    with counter.work() as work:
        held = applying.open_case(work, draft.id)
        finding = self_assessment(work, held).finding("ban")
        assert finding is not None
        assert (finding.outcome, "2031-09-01" in finding.says_zh) == (Outcome.FAILED, True)
        with pytest.raises(BrokenRule, match=r"李安春.*2031-09-01") as refused:
            applying.submit(work, draft.id, draft.version, truthful=True)
        assert refused.value.rules == ("HN-34-2",)
    with counter.work(Role.COUNTY_HEAD) as work:
        bans.returned(work, CASE, date(2026, 9, 1))
    counter.now = datetime(2031, 9, 2, 1, tzinfo=UTC)
    with counter.work() as work:
        held = applying.open_case(work, draft.id)
        finding = self_assessment(work, held).finding("ban")
        assert finding is not None
        assert finding.outcome is Outcome.PASSED


def test_a_household_that_waits_joins_no_round(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    planning = Planning(sqlite_database, keyring, tmp_path)
    here = planning.fill([household(keyring, 1)], [unit(1), unit(2)])
    plan = here.opened()
    index = household(keyring, 1).identity_index
    banned(here.desk.counter, index)
    with pytest.raises(BrokenRule, match="不得再次申请"):
        here.registered(plan, 1, [[LOW]])


def test_a_recheck_finds_the_ban_and_no_subsidy_is_granted(counter: Counter) -> None:
    desk = Desk(counter)
    entry = by_sheet(desk, 1)
    banned(counter, household(counter.keyring, 1).identity_index)
    recheck = begun(desk, entry)
    with counter.database.reads() as session:
        found = evidence.assessment_of(session, counter.keyring, recheck).finding("ban")
    assert found is not None
    assert found.outcome is Outcome.FAILED
    assert found.facts[0].source.startswith("禁止再次申请记录")
    with (
        counter.work(Role.COUNTY_HEAD) as work,
        pytest.raises(BrokenRule, match="不得再次申请"),
    ):
        waitlist.subsidise(work, entry.id, "批1号")

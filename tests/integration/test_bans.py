"""Who may not apply again, and where that is refused: HN-34-2."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, update
from sqlalchemy.exc import DatabaseError, IntegrityError

from housing.bans import queries, service
from housing.bans.models import Ban
from housing.bans.rules import Term, latest
from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule
from housing.core.keyring import Keyring
from housing.core.work import Work, working
from tests.conftest import PLACE, actor

CASE = CaseRef("violation", 7, PLACE, "430199-WG-2026-00007")
TENANT, SPOUSE, OTHER = "a" * 64, "b" * 64, "c" * 64
DECIDED, BACK = date(2026, 9, 1), date(2027, 2, 28)


def on(day: date, database: Database, keyring: Keyring):  # type: ignore[no-untyped-def]
    at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
    return working(database.acts, actor(Role.COUNTY_HEAD), standing_clock(at), keyring)


def imposed(work: Work) -> list[Ban]:
    return service.impose(work, CASE, {TENANT, SPOUSE}, ground="转租所承租的公共租赁住房")


def test_a_ban_is_provisional_from_the_decision_and_counted_from_the_return(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with on(DECIDED, sqlite_database, keyring) as work:
        made = imposed(work)
        assert [ban.cites for ban in made] == [["HN-34-2"], ["HN-34-2"]]
        assert queries.banned_until(work.session, {SPOUSE}, DECIDED) == date(2031, 9, 1)
        assert queries.banned_until(work.session, {OTHER}, DECIDED) is None
        # Who never gives the dwelling back stays banned: the five years have not begun.
        late = date(2040, 1, 1)
        assert queries.banned_until(work.session, {TENANT}, late) == late
    with on(BACK, sqlite_database, keyring) as work:
        service.returned(work, CASE, BACK)
        last = date(2032, 2, 28)
        assert queries.banned_until(work.session, {TENANT}, BACK) == last
        assert queries.banned_until(work.session, {TENANT}, last) == last
        assert queries.banned_until(work.session, {TENANT}, last + timedelta(days=1)) is None
        assert queries.banned(work.session, PLACE, BACK) == {TENANT: last, SPOUSE: last}
        assert service.returned(work, CASE, BACK + timedelta(days=9)) == []


def test_a_ban_that_was_lifted_never_held_and_its_case_may_ban_again(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with on(DECIDED, sqlite_database, keyring) as work:
        imposed(work)
        service.lift(work, CASE, reason="复议撤销", document="复1号")
        assert queries.banned_until(work.session, {TENANT}, DECIDED) is None
        imposed(work)
        assert queries.count(work.session, PLACE, DECIDED) == 2
        with pytest.raises(BadInput, match="理由"):
            service.lift(work, CASE, reason="", document="复1号")


def test_the_refusal_names_the_person_and_the_day(
    sqlite_database: Database, keyring: Keyring
) -> None:
    with on(DECIDED, sqlite_database, keyring) as work:
        imposed(work)
        service.must_not_be_banned(work, {OTHER: "王五"})
        with pytest.raises(BrokenRule, match=r"李明.*至少到 2031-09-01") as refused:
            service.must_not_be_banned(work, {OTHER: "王五", TENANT: "李明"})
        assert refused.value.rules == ("HN-34-2",)


@pytest.mark.parametrize(
    ("terms", "until"),
    [
        ([], None),
        ([Term(date(2031, 9, 1), None)], date(2031, 9, 1)),
        ([Term(date(2031, 9, 1), date(2032, 2, 28))], date(2032, 2, 28)),
        ([Term(date(2020, 1, 1), date(2021, 1, 1))], None),
        ([Term(date(2020, 1, 1), None)], DECIDED),
        (
            [Term(date(2031, 9, 1), None), Term(date(2030, 1, 1), date(2033, 1, 1))],
            date(2033, 1, 1),
        ),
    ],
)
def test_the_latest_day_of_several_bans_holds(terms: list[Term], until: date | None) -> None:
    assert latest(terms, DECIDED) == until


def test_the_database_keeps_bans_whole(database: Database, keyring: Keyring) -> None:
    with on(DECIDED, database, keyring) as work:
        key = imposed(work)[0].id
    refused = {
        "ck_bans_counted_from_return": {"returned_on": BACK},
        "ck_bans_lifted_with_reason": {"lifted_on": BACK},
        "never change": {"identity_index": OTHER},
    }
    for words, values in refused.items():
        with database.acts() as session, pytest.raises(DatabaseError, match=words):
            session.execute(update(Ban).where(Ban.id == key).values(**values))
    with database.acts() as session, pytest.raises(DatabaseError, match="never removed"):
        session.execute(delete(Ban))
    with (
        pytest.raises(IntegrityError, match=r"uq_bans_person_in_case|bans\.case_kind"),
        on(DECIDED, database, keyring) as work,
    ):
        imposed(work)

"""What both databases refuse about leases, and the sentences in which it is told: HN-24."""

import threading
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, Conflict
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.leases.models import Lease, RentTerm
from housing.leases.refusals import keeping
from housing.leases.states import LeaseState
from housing.leases.words import Ending, LeaseKind, RentBasis
from tests.conftest import NOW, work_in
from tests.factories.leases import active_lease, let_unit, tenant_household
from tests.refusing import breaks

NEXT = {"starts_on": date(2028, 10, 1), "months": 12}


@pytest.fixture
def work(database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of the centre."""
    work = work_in(database, keyring, Role.CENTRE)
    with work.session:
        yield work


def _add(work: Work, key: int, **changes: Any) -> Lease:
    """Keep a lease the way services do; `key` tells its number, household and unit."""
    plain = {
        "place": work.place,
        "number": f"ZL-{key}",
        "kind": LeaseKind.CARRIED,
        "state": LeaseState.SIGNED,
        "starts_on": date(2028, 10, 1),
        "ends_on": date(2029, 9, 30),
        "deposit_fen": 0,
        "signed_on": date(2026, 9, 1),
        "contract_document": "租1号",
        "drafted_by": "a",
        "drafted_on": date(2026, 9, 1),
    }
    home = changes.pop("home", None) or tenant_household(work, key)
    flat = changes.pop("flat", None) or let_unit(work, key).id
    more = {"household_id": home.id if hasattr(home, "id") else home, "unit_id": flat}
    lease = Lease(**{**plain, **more, "tenant_group": "lower_middle", **changes})
    with keeping(work.session, lease):
        work.session.add(lease)
    return lease


def test_two_leases_of_a_unit_or_household_share_no_day(work: Work) -> None:
    """A date that would make two leases overlap is refused with a clear sentence."""
    lease = active_lease(work, 1)
    day_too_early = {"starts_on": lease.ends_on, "ends_on": date(2029, 9, 30)}
    with breaks("HN-24-1", match=f"这套房源已有租赁合同 {lease.number}"):
        _add(work, 2, flat=lease.unit_id, **day_too_early)
    with breaks("HN-24-1", match=f"这个家庭已有租赁合同 {lease.number}"):
        _add(work, 3, home=lease.household_id, **day_too_early)
    after = _add(work, 4, flat=lease.unit_id, home=lease.household_id)
    assert after.starts_on == lease.ends_on + timedelta(days=1)
    unsigned = {"signed_on": None, "contract_document": "", "state": LeaseState.DRAFTED}
    draft = _add(work, 5, flat=lease.unit_id, **unsigned)
    with breaks("HN-24-1", match="请改起止日期"), keeping(work.session, draft):
        draft.signed_on, draft.contract_document = date(2026, 9, 1), "租5号"
        draft.state = LeaseState.SIGNED


def test_drafts_and_what_fell_through_bind_nobody(work: Work) -> None:
    lease = active_lease(work, 1)
    days = {"starts_on": lease.starts_on, "ends_on": lease.ends_on}
    ended = {"ended_on": date(2026, 1, 1), "end_reason": "放弃"}
    _add(work, 2, flat=lease.unit_id, state=LeaseState.DRAFTED, **days)
    _add(work, 3, flat=lease.unit_id, state=LeaseState.FALLEN_THROUGH, **days, **ended)
    _add(work, 4, flat=lease.unit_id, state=LeaseState.VOID, **days, **ended)


def test_a_lease_that_ended_early_frees_its_days(work: Work) -> None:
    lease = active_lease(work, 1)
    lease.state, lease.ended_on = LeaseState.ENDED, date(2026, 8, 31)
    lease.ending, lease.end_reason = Ending.MOVED_OUT, "搬走"
    work.session.flush()
    with breaks("HN-24-1"):
        _add(work, 2, flat=lease.unit_id, starts_on=date(2026, 8, 31))
    _add(work, 3, flat=lease.unit_id, starts_on=date(2026, 9, 1), ends_on=date(2027, 8, 31))


def test_one_lease_runs_in_a_unit_though_its_days_have_passed(work: Work) -> None:
    late = active_lease(work, 1, starts_on=date(2023, 8, 1), months=36)
    with breaks("HN-24-1", match="这套房源"):
        _add(
            work,
            2,
            flat=late.unit_id,
            state=LeaseState.ACTIVE,
            starts_on=date(2026, 8, 1),
            ends_on=date(2027, 7, 31),
        )


WRONG: dict[str, dict[str, Any]] = {
    "state_known": {"state": "thrown_away"},
    "days_in_order": {"ends_on": date(2028, 9, 30)},
    "deposit_not_negative": {"deposit_fen": -1},
    "successor_of_one": {"kind": "renewal", "contract_sha256": "0" * 64},
    "signed_with_contract": {"contract_document": ""},
    "ended_with_reason": {"state": "ended", "ended_on": date(2028, 11, 1), "ending": "exit"},
    "ended_after_start": {
        "state": "ended",
        "ended_on": date(2026, 1, 1),
        "ending": "exit",
        "end_reason": "x",
    },
    "keys_after_signing": {"keys_on": date(2026, 9, 2)},
    "begun_with_keys": {"kind": "first", "state": "active", "contract_sha256": "0" * 64},
    "filed_whole": {"filed_on": date(2026, 9, 2)},
}


def test_a_lease_that_is_not_whole_is_refused(work: Work) -> None:
    """Each check of the table by its name, on rows that break only that one."""
    whole = {**_row(work), "state": "signed"}
    columns, names = ", ".join(whole), ", ".join(f":{column}" for column in whole)
    adding = text(f"INSERT INTO leases ({columns}) VALUES ({names})")
    for name, wrong in WRONG.items():
        with pytest.raises(IntegrityError, match=name), work.session.begin_nested():
            work.session.execute(adding, whole | wrong)
    work.session.execute(adding, whole)


def _row(work: Work) -> dict[str, Any]:
    kept = _add(work, 9)
    row = {
        column.name: getattr(kept, column.key)
        for column in Lease.__table__.columns
        if column.name not in ("id", "clauses")
    }
    work.session.expunge(kept)
    home, flat = tenant_household(work, 8), let_unit(work, 8)
    return row | {
        "number": "ZL-10",
        "clauses": "{}",
        "household_id": home.id,
        "unit_id": flat.id,
        "kind": row["kind"].value,
        "tenant_group": "lower_middle",
    }


def test_a_term_beyond_five_years_is_refused_by_the_database_too(work: Work) -> None:
    """HN-24-4."""
    with breaks("HN-24-4", match="最长租期"):
        _add(work, 2, ends_on=date(2033, 10, 1))
    _add(work, 3, ends_on=date(2033, 9, 30))


def test_what_is_signed_or_over_never_changes(work: Work) -> None:
    lease = active_lease(work, 1)
    work.session.commit()
    for change in ("deposit_fen = 1", "ends_on = '2028-01-01'", "unit_id = unit_id + 1"):
        _refused(work, f"UPDATE leases SET {change}", "signed lease never changes")
    _refused(work, "DELETE FROM leases", "never removed")
    _refused(work, "UPDATE condition_reports SET note = 'x'", "never changes")
    lease.state, lease.ended_on = LeaseState.ENDED, date(2026, 8, 31)
    lease.ending, lease.end_reason = Ending.MOVED_OUT, "搬走"
    work.session.commit()
    _refused(work, "UPDATE leases SET ending = 'exit'", "never comes back")
    work.session.execute(text("UPDATE leases SET filed_by = 'b'"))


def _refused(work: Work, statement: str, words: str) -> None:
    with pytest.raises(DBAPIError, match=words):
        work.session.execute(text(statement))
    work.session.rollback()


def test_rents_of_a_lease_share_no_day(work: Work) -> None:
    lease = active_lease(work, 1)
    work.session.commit()
    _term(work, lease, date(2026, 1, 1), date(2026, 2, 1))
    with pytest.raises(IntegrityError, match="rent_terms"):
        work.session.flush()
    work.session.rollback()
    first = work.session.scalars(select(RentTerm)).one()
    first.to_on = date(2025, 12, 31)
    work.session.flush()
    _term(work, lease, date(2026, 1, 1), None)
    work.session.flush()


def _term(work: Work, lease: Lease, from_on: date, to_on: date | None) -> None:
    work.session.add(
        RentTerm(
            lease_id=lease.id,
            from_on=from_on,
            to_on=to_on,
            basis=RentBasis.AGREED,
            rent_group="rescue",
            monthly_fen=1,
            standard="约定",
            reason="试",
            set_by="a",
            set_at=NOW,
        )
    )


def test_what_else_the_database_refuses_is_told_as_a_conflict(work: Work) -> None:
    active_lease(work, 1)
    with pytest.raises(Conflict, match="没有保存"):
        _add(work, 2, number="ZL430199-2025-900001")


@pytest.mark.postgresql
def test_of_two_at_once_one_gets_the_flat(postgres_database: Database, keyring: Keyring) -> None:
    """One lease a flat and day, also when two sign in the same moment."""
    work = work_in(postgres_database, keyring, Role.CENTRE)
    with work.session.begin():
        flat = let_unit(work, 1).id
        homes = [tenant_household(work, number).id for number in (1, 2, 3, 4)]
    start, told = threading.Barrier(len(homes)), []

    def sign(number: int, home: int) -> None:
        one = work_in(postgres_database, keyring, Role.CENTRE)
        start.wait()
        try:
            with one.session.begin():
                _add(one, number, flat=flat, home=home)
            told.append("kept")
        except BrokenRule as refused:
            told.append(str(refused)[:4])

    _at_once([lambda n=n, home=home: sign(n, home) for n, home in enumerate(homes, 20)])  # type: ignore[misc]
    assert sorted(told) == ["kept", "租期：2", "租期：2", "租期：2"]


def _at_once(acts: list[Callable[[], None]]) -> None:
    threads = [threading.Thread(target=act) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

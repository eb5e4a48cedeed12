"""Leases filed in real names, and rent levels published: OD-4-3-5, OD-4-3-7."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BadInput, MissingPolicyValue, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from housing.rental_projects import leases
from housing.rental_projects.lease_rules import LEAST_LEASES, levels, real_number
from housing.rental_projects.leases import LeaseStated, Party
from tests.conftest import NOW
from tests.factories.sheets import identity

ORDOS = "150602"
ONE = identity("19900307")
COMPANY = "91110000600037341L"
LEASE = LeaseStated(
    "DS-1",
    Party("安居公司", COMPANY),
    Party("乌云", ONE),
    "东胜区",
    "一居室",
    5000,
    1200,
    date(2026, 8, 3),
)


@pytest.fixture
def work(database: Database, keyring: Keyring) -> Iterator[Work]:
    """An act of Ordos, where leases are filed within 30 days and rents published each quarter."""
    actor = Actor("zhongxin", Role.CENTRE, ORDOS)
    work = Work(session=database.acts(), actor=actor, now=NOW, keyring=keyring)
    for name, value in (("lease_filing_period", 30), ("rent_monitoring_interval", 3)):
        work.session.add(
            Amendment(
                place=ORDOS,
                parameter=name,
                value=value,
                first_day=date(2026, 1, 1),
                document="文件 1 号",
                source="",
                state=AmendmentState.APPROVED,
                proposed_by="a",
                proposed_at=NOW,
                decided_by="b",
                decided_at=NOW,
                reason="",
            )
        )
    yield work
    work.session.close()


def test_a_lease_is_filed_in_real_names_and_told_when_it_is_late(
    work: Work, database: Database
) -> None:
    """OD-4-3-5: filed on 1 September, signed on 3 August and on 1 August."""
    in_time = leases.file_lease(work, LEASE)
    assert (in_time.due_on, in_time.late) == (date(2026, 9, 2), False)
    late = leases.file_lease(work, replace(LEASE, number="DS-2", signed_on=date(2026, 7, 31)))
    assert late.late
    assert ONE.encode() not in in_time.tenant_sealed
    assert work.keyring.unseal(in_time.tenant_sealed) == ONE
    with pytest.raises(WrongState):
        leases.file_lease(work, LEASE)
    work.session.commit()
    with pytest.raises(DBAPIError, match="never changes"), database.engine.begin() as connection:
        connection.execute(text("UPDATE rental_leases SET rent_fen = 1"))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"tenant": Party("乌云", "430101199003078510")}, "承租人：证件号码"),
        ({"tenant": Party("乌云", COMPANY)}, "同一人"),
        ({"tenant": Party(" ", ONE)}, "姓名"),
        ({"signed_on": date(2026, 9, 2)}, "今天之后"),
        ({"district": " "}, "区片"),
        ({"rent_fen": 0}, "大于零"),
    ],
)
def test_what_is_not_real_is_refused(work: Work, wrong: dict[str, object], said: str) -> None:
    """OD-4-3-5."""
    with pytest.raises(BadInput, match=said):
        leases.file_lease(work, replace(LEASE, **wrong))


def test_only_who_keeps_projects_files_and_the_period_must_be_set(
    sqlite_database: Database, keyring: Keyring
) -> None:
    auditor = Actor("shenji", Role.AUDITOR, ORDOS)
    with sqlite_database.acts() as session:
        with pytest.raises(NotAllowed):
            leases.file_lease(Work(session, auditor, NOW, keyring), LEASE)
        with pytest.raises(MissingPolicyValue, match="lease_filing_period"):
            leases.file_lease(
                Work(session, replace(auditor, role=Role.CENTRE), NOW, keyring), LEASE
            )


def test_rent_levels_are_published_from_filed_leases(work: Work) -> None:
    """OD-4-3-7."""
    assert leases.next_report_on(work.session, ORDOS, work.day) is None
    for number, rent in enumerate((1000, 1200, 1900), 2):
        tenant = Party("某人", identity("19900307", f"{number:03d}"))
        leases.file_lease(work, replace(LEASE, number=f"DS-{number}", tenant=tenant, rent_fen=rent))
    made = leases.publish_levels(work, date(2026, 7, 1))
    assert made.levels == [
        {
            "district": "东胜区",
            "layout": "一居室",
            "leases": 3,
            "low_fen": 1000,
            "median_fen": 1200,
            "high_fen": 1900,
        }
    ]
    assert leases.next_report_on(work.session, ORDOS, work.day) == date(2026, 12, 1)
    with pytest.raises(WrongState):
        leases.publish_levels(work, date(2026, 7, 1))
    with pytest.raises(BadInput):
        leases.publish_levels(work, work.day)


@given(st.lists(st.tuples(st.sampled_from("东西"), st.just("一居室"), st.integers(1, 9999))))
def test_no_level_tells_the_rent_of_one_or_two(rents: list[tuple[str, str, int]]) -> None:
    """OD-4-3-7."""
    for level in levels(rents):
        own = [rent for district, _layout, rent in rents if district == level.district]
        assert level.leases == len(own) >= LEAST_LEASES
        assert level.low_fen <= level.median_fen <= level.high_fen


def test_a_number_is_that_of_a_person_or_a_body() -> None:
    """OD-4-3-5."""
    assert real_number("承租人", f" {ONE} ") == ONE
    assert real_number("出租人", COMPANY) == COMPANY
    with pytest.raises(BadInput, match="承租人"):
        real_number("承租人", "123")

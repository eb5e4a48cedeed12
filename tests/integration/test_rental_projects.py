"""Projects declared, recognised, listed and weighed where a place's own text asks for it."""

from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import (
    BadInput,
    BrokenRule,
    MissingPolicyValue,
    NotAllowed,
    NotFound,
    WrongState,
)
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.policies.models import Amendment
from housing.policies.states import AmendmentState
from housing.rental_projects import queries, service
from housing.rental_projects.facts import CandidateStated, EnterpriseStated, ProjectStated
from housing.rental_projects.models import RentalEnterprise
from housing.rental_projects.rules import Facts, Layout, Outcome
from tests.conftest import NOW
from tests.factories.stock import household_facts, keep_households, keep_units, unit_facts

KUNMING, ORDOS = "530100", "150602"
VALUES = {
    KUNMING: {"required_equipment": "床、热水器", "market_rent_reference": 2000},
    ORDOS: {
        "listing_required_fields": "位置、租金",
        "enterprise_capital_by_scale": 100_000,
        "enterprise_staff_by_scale": 30,
        "acquisition_price": 500_000,
    },
}
LAYOUT = Layout("一居室", 30, 6000, 1700, 200, ("床", "热水器"))
PROJECT = ProjectStated("B01", "安居一号", "安居公司", Facts((LAYOUT,), 180000, 30000, False))


def _work(database: Database, keyring: Keyring, place: str, role: Role = Role.CENTRE) -> Work:
    actor = Actor(role.value, role, place)
    return Work(session=database.acts(), actor=actor, now=NOW, keyring=keyring)


def _set_values(work: Work) -> None:
    for name, value in VALUES[work.place].items():
        work.session.add(
            Amendment(
                place=work.place,
                parameter=name,
                value=value,
                first_day=work.day,
                document="文件 1 号",
                source="",
                state=AmendmentState.APPROVED,
                proposed_by="a",
                proposed_at=work.now,
                decided_by="b",
                decided_at=work.now,
                reason="",
            )
        )
    work.session.flush()


def _kept(database: Database, keyring: Keyring, **facts: Any) -> None:
    work = _work(database, keyring, KUNMING)
    held = Facts(
        facts.get("layouts", (LAYOUT,)),
        facts.get("floor_area", 180000),
        facts.get("commercial_area", 30000),
        False,
    )
    service.keep_project(work, ProjectStated("B01", "安居一号", "安居公司", held))
    _set_values(work)
    work.session.commit()
    work.session.close()


def test_a_project_is_recognised_by_somebody_else_and_then_stays(
    database: Database, keyring: Keyring
) -> None:
    """KM-N3-1 to KM-N3-4."""
    _kept(database, keyring)
    with pytest.raises(NotAllowed):
        service.recognise(_work(database, keyring, KUNMING), "B01", "昆认 1 号")
    head = _work(database, keyring, KUNMING, Role.COUNTY_HEAD)
    made = service.recognise(head, "B01", "昆认 1 号")
    assert {each["rule"]: each["outcome"] for each in made.findings} == {
        "KM-N3-1": "passed",
        "KM-N3-2": "passed",
        "KM-N3-4": "passed",
    }
    with pytest.raises(WrongState):
        service.recognise(head, "B01", "昆认 2 号")
    head.session.commit()
    assert verify(head.session, KUNMING).faults == ()
    head.session.close()
    again = _work(database, keyring, KUNMING)
    with pytest.raises(WrongState):
        service.keep_project(again, PROJECT)
    again.session.close()
    with pytest.raises(DBAPIError, match="never changes"), database.engine.begin() as connection:
        connection.execute(text("UPDATE rental_recognitions SET number = 'x'"))


def test_what_fails_stops_a_project_and_a_warning_asks_for_a_reason(
    sqlite_database: Database, keyring: Keyring
) -> None:
    """KM-N3-1, KM-N3-4."""
    _kept(sqlite_database, keyring, commercial_area=90000)
    head = _work(sqlite_database, keyring, KUNMING, Role.COUNTY_HEAD)
    with pytest.raises(BrokenRule, match="理由"):
        service.recognise(head, "B01", "昆认 1 号")
    with pytest.raises(BadInput, match="编号"):
        service.recognise(head, "B01", " ", "产业园区配套")
    assert service.recognise(head, "B01", "昆认 1 号", "产业园区配套").reason == "产业园区配套"
    head.session.close()
    with pytest.raises(NotFound):
        service.recognise(head, "B02", "昆认 1 号")


def test_a_small_project_is_never_recognised(sqlite_database: Database, keyring: Keyring) -> None:
    _kept(sqlite_database, keyring, floor_area=149999)
    head = _work(sqlite_database, keyring, KUNMING, Role.COUNTY_HEAD)
    with pytest.raises(BrokenRule, match="应不少于 30"):
        service.recognise(head, "B01", "昆认 1 号", "任何理由")


@pytest.mark.parametrize(
    ("layout", "said"),
    [
        (Layout("一居室", 30, 6000, 1701, 0, ("床", "热水器")), "不超过其 85%"),
        (Layout("一居室", 30, 6000, 1700, 0, ("床",)), "缺少热水器"),
    ],
)
def test_units_too_dear_or_bare_are_not_listed(
    sqlite_database: Database, keyring: Keyring, layout: Layout, said: str
) -> None:
    """KM-N3-5, KM-N3-6."""
    _kept(sqlite_database, keyring, layouts=(layout,))
    work = _work(sqlite_database, keyring, KUNMING)
    with pytest.raises(BrokenRule, match=said):
        service.publish_listing(work, "B01", "一居室", {})
    with pytest.raises(BadInput):
        service.publish_listing(work, "B01", "四居室", {})


def test_a_listing_is_logged_as_it_was_published(database: Database, keyring: Keyring) -> None:
    """KM-N3-5, KM-N3-6, OD-4-3-2."""
    _kept(database, keyring)
    work = _work(database, keyring, KUNMING)
    made = service.publish_listing(work, "B01", "一居室", {"位置": "呈贡"})
    assert [each["rule"] for each in made.findings] == ["KM-N3-5", "KM-N3-6"]
    work.session.commit()
    ordos = _work(database, keyring, ORDOS)
    service.keep_project(ordos, PROJECT)
    with pytest.raises(MissingPolicyValue, match="listing_required_fields"):
        service.publish_listing(ordos, "B01", "一居室", {"位置": "东胜"})
    _set_values(ordos)
    with pytest.raises(BrokenRule, match="租金"):
        service.publish_listing(ordos, "B01", "一居室", {"位置": "东胜"})
    found = service.publish_listing(ordos, "B01", "一居室", {"位置": "东胜", "租金": "500 元"})
    assert [each["rule"] for each in found.findings] == ["OD-4-3-2"]
    project = queries.project(ordos.session, ORDOS, "B01")
    assert [each.fields["租金"] for each in queries.listings(ordos.session, project.id)] == [
        "500 元"
    ]


def test_an_enterprise_is_kept_beside_its_scale(database: Database, keyring: Keyring) -> None:
    """OD-4-3-3."""
    work = _work(database, keyring, ORDOS)
    _set_values(work)
    _kept_one, found = service.keep_enterprise(work, EnterpriseStated("安居", 10_000_000, 3, 100))
    assert [each.outcome for each in found] == [Outcome.PASSED, Outcome.FAILED]
    service.keep_enterprise(work, EnterpriseStated("安居", 10_000_000, 4, 100))
    assert work.session.scalars(select(RentalEnterprise.staff)).all() == [4]
    with pytest.raises(IntegrityError):
        work.session.execute(text("UPDATE rental_enterprises SET staff = -1"))


def test_a_purchase_is_weighed_against_those_who_wait(database: Database, keyring: Keyring) -> None:
    """OD-4-1-1, OD-4-1-2: three families of two wait, one flat of the layout stands empty."""
    work = _work(database, keyring, ORDOS)
    _set_values(work)
    keep_units(work, unit_facts(1))
    keep_households(work, *(household_facts(n, size=2) for n in range(1, 4)))
    assert queries.demand(work.session, ORDOS) == [(2, 3)]
    stated = CandidateStated("某小区", "一居室", 5500, "东胜区", 2, 500_000, 1, 2)
    made = service.weigh(work, stated)
    assert made.demand == 2
    assert [each["outcome"] for each in made.findings] == ["passed", "passed"]
    with pytest.raises(BadInput, match="位置"):
        service.weigh(work, CandidateStated("某小区", "一居室", 5500, " ", 2, 500_000, 1, 2))
    assert work.session.scalars(select(RegisterRow.subject)).all()[-1] == f"acquisition:{made.id}"

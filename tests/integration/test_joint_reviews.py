"""Tenants who are looked at again by all departments: asked, answered, opinions, decided."""

from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import Session

from housing.checks import queries as checks
from housing.checks.words import Purpose
from housing.clocks import queries as running
from housing.clocks.kinds import ClockKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.joint_reviews import jobs, queries, service
from housing.joint_reviews.models import JointReview
from housing.joint_reviews.states import ReviewPurpose, ReviewState
from housing.leases.models import Lease
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from tests.conftest import PLACE
from tests.factories.tenants import OWNS, RICH, Tenants

P = ReviewPurpose


@pytest.fixture
def tenants(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Tenants:
    return Tenants(sqlite_database, keyring, tmp_path)


def begun(tenants: Tenants, lease: Lease, purpose: P = P.EXIT) -> JointReview:
    with tenants.act(Role.COUNTY_REVIEWER) as work:
        return service.begin(work, lease, purpose, reason="邻居反映收入变化")


def now(tenants: Tenants, review: JointReview) -> JointReview:
    with tenants.database.reads() as session:
        return queries.get(session, PLACE, review.id)


def test_every_department_is_asked_and_its_opinion_kept(tenants: Tenants) -> None:
    """HN-33-1, HN-33-3: registry, civil affairs, housing security; the opinion of each is kept."""
    review = begun(tenants, tenants.lease())
    with tenants.database.reads() as session:
        asked = checks.of_case(session, review.case, Purpose.EXIT)
        clock = running.open_clock(session, review.case, ClockKind.EXIT_REVIEW)
    assert {each.department for each in asked} == {
        OfficeKind.PROPERTY_REGISTRY,
        OfficeKind.CIVIL_AFFAIRS,
        OfficeKind.PUBLIC_SECURITY,
    }
    assert clock is not None
    assert clock.due_on == review.due_on == date(2026, 9, 21)
    tenants.answer(review, **RICH)
    assert tenants.collect() == 1
    with tenants.database.reads() as session:
        held = {each.department: each for each in queries.standing(session, review.id)}
    assert {kind: each.adverse for kind, each in held.items()} == {
        OfficeKind.PROPERTY_REGISTRY: False,
        OfficeKind.CIVIL_AFFAIRS: True,
        OfficeKind.PUBLIC_SECURITY: False,
        OfficeKind.HOUSING_CENTRE: False,
    }
    assert held[OfficeKind.CIVIL_AFFAIRS].rules == ("HN-12-4",)
    assert "家庭收入" in held[OfficeKind.CIVIL_AFFAIRS].words
    assert now(tenants, review).state is ReviewState.ANSWERED


def test_nobody_stays_against_an_opinion_nor_goes_without_one(tenants: Tenants) -> None:
    """HN-33-4: the right ends on an adverse opinion, and only on one."""
    good, bad = begun(tenants, tenants.lease(1)), begun(tenants, tenants.lease(2))
    tenants.answer(good)
    tenants.answer(bad, **OWNS)
    with tenants.head() as work, pytest.raises(BrokenRule, match="没有任何部门") as refused:
        service.decide(work, good.id, passed=False, reasons=["不符合"])
    assert refused.value.rules == ("HN-33-4",)
    with tenants.head() as work, pytest.raises(BrokenRule, match="有不利意见"):
        service.decide(work, bad.id, passed=True, reasons=["符合"])
    with tenants.head() as work:
        failed = service.decide(work, bad.id, passed=False, reasons=["已购买住房"])
        assert failed.conditions == ["HN-12-1"]
        assert failed.cites == ["HN-33-1", "HN-33-3", "HN-12-1"]
        assert [each.department for each in service.adverse(work, failed)] == [
            OfficeKind.PROPERTY_REGISTRY
        ]
    with tenants.head() as work:
        assert service.decide(work, good.id, passed=True, reasons=["均符合"]).state is (
            ReviewState.PASSED
        )
    with tenants.database.reads() as session:
        assert verify(session, PLACE).faults == ()
        assert running.open_clock(session, good.case, ClockKind.EXIT_REVIEW) is None


def test_nothing_is_decided_before_the_decisive_departments_answered(tenants: Tenants) -> None:
    """HN-14-4, HN-33-3: registry and civil affairs have to answer before anybody is kept."""
    review = begun(tenants, tenants.lease())
    tenants.answer(review, [OfficeKind.PROPERTY_REGISTRY])
    with tenants.head() as work, pytest.raises(BrokenRule, match="民政部门尚未答复"):
        service.decide(work, review.id, passed=True, reasons=["均符合"])


def test_a_written_opinion_counts_and_the_last_one_stands(tenants: Tenants) -> None:
    """HN-33-3: misuse is for the housing security body to say, in writing."""
    review = begun(tenants, tenants.lease())
    tenants.answer(review)
    opinion = {"department": OfficeKind.HOUSING_CENTRE, "words": "房屋转租给他人"}
    with tenants.act() as work, pytest.raises(BadInput, match="文号"):
        service.opine(work, review.id, adverse=True, document=" ", **opinion)
    with tenants.act() as work:
        service.opine(work, review.id, adverse=True, document="意见1号", **opinion)
    with tenants.head() as work, pytest.raises(BrokenRule, match="住房保障中心有不利意见"):
        service.decide(work, review.id, passed=True, reasons=["均符合"])
    with tenants.act() as work:
        service.opine(work, review.id, adverse=False, document="意见2号", **opinion)
    with tenants.head() as work:
        service.decide(work, review.id, passed=True, reasons=["均符合"])
        assert len(queries.opinions(work.session, review.id)) == 6


def test_a_second_lease_of_a_member_is_found(tenants: Tenants) -> None:
    """HN-33-2: whoever rents another public dwelling is found in the register of leases."""
    first, second = tenants.lease(1), tenants.lease(2)
    with tenants.database.engine.begin() as connection:
        connection.execute(
            text(
                "UPDATE lease_members SET identity_index = (SELECT identity_index FROM"
                " lease_members WHERE lease_id = :one) WHERE lease_id = :two"
            ),
            {"one": first.id, "two": second.id},
        )
    review = begun(tenants, first)
    tenants.answer(review)
    with tenants.head() as work:
        failed = service.decide(work, review.id, passed=False, reasons=["另有租约"])
        assert failed.conditions == ["HN-33-2"]
        assert second.number in service.adverse(work, failed)[0].words


def test_who_may_what(tenants: Tenants) -> None:
    """Nobody decides what he began; only those who review tenancies begin or keep opinions."""
    lease = tenants.lease()
    with tenants.act(Role.OPERATOR) as work, pytest.raises(NotAllowed):
        service.begin(work, lease, P.EXIT, reason="复查")
    review = begun(tenants, lease, P.PERIODIC)
    tenants.answer(review)
    with tenants.act() as work, pytest.raises(NotAllowed, match="须是两个人"):
        service.decide(work, review.id, passed=True, reasons=["均符合"])
    with tenants.act(Role.COUNTY_REVIEWER, "another") as work:
        service.decide(work, review.id, passed=True, reasons=["均符合"])
        letter = letters_of(work.session, review.case)[0]
        assert letter.kind is LetterKind.TENANT_REVIEWED
    exit_ = begun(tenants, lease)
    tenants.answer(exit_)
    with tenants.act(Role.COUNTY_REVIEWER, "another") as work, pytest.raises(NotAllowed):
        service.decide(work, exit_.id, passed=True, reasons=["均符合"])


def test_a_periodic_review_gives_way_and_no_other_does(tenants: Tenants) -> None:
    lease = tenants.lease()
    periodic = begun(tenants, lease, P.PERIODIC)
    exit_ = begun(tenants, lease, P.EXIT)
    assert now(tenants, periodic).state is ReviewState.VOID
    assert exit_.state is ReviewState.OPEN
    with tenants.act() as work, pytest.raises(WrongState, match="已在联合审核中"):
        service.begin(work, lease, P.RENEWAL, reason="续租")


def test_tenants_are_looked_at_every_interval_spread_over_nights(tenants: Tenants) -> None:
    """HN-33-2: who was not looked at for the interval is due; a second run begins nothing."""
    old = tenants.lease(1, starts_on=date(2025, 8, 1))
    tenants.lease(2, starts_on=date(2026, 1, 1))
    done = jobs.due(tenants.database, tenants.keyring, tenants.clock)
    assert [(each.begun, each.refused) for each in done] == [(1, "")]
    (review,) = tenants.reviews(old)
    assert (review.purpose, review.opened_by) == (P.PERIODIC, "system")
    assert jobs.due(tenants.database, tenants.keyring, tenants.clock)[0].begun == 0
    tenants.answer(review)
    tenants.collect()
    with tenants.act() as work:
        service.decide(work, review.id, passed=True, reasons=["均符合"])
    tenants.pass_to(date(2027, 1, 5))
    assert jobs.due(tenants.database, tenants.keyring, tenants.clock)[0].begun == 1
    assert len(tenants.reviews(old)) == 1


def test_who_came_under_review_since_the_batch_was_chosen_is_let_be(
    tenants: Tenants, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other jobs run beside this one: a renewal asked for meanwhile is no fault of the night's."""
    wanted = tenants.lease(1, starts_on=date(2025, 8, 1))
    other = tenants.lease(2, starts_on=date(2025, 8, 1))
    chosen = jobs._due_tonight

    def then_a_renewal(session: Session, place: str, day: date) -> list[int]:
        ids = chosen(session, place, day)
        begun(tenants, wanted, P.RENEWAL)
        return ids

    monkeypatch.setattr(jobs, "_due_tonight", then_a_renewal)
    (done,) = jobs.due(tenants.database, tenants.keyring, tenants.clock)
    assert (done.begun, done.without_consent, done.refused) == (1, 0, "")
    assert [each.purpose for each in tenants.reviews(wanted)] == [P.RENEWAL]
    assert [each.purpose for each in tenants.reviews(other)] == [P.PERIODIC]


def test_the_database_refuses_nonsense(
    database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    tenants = Tenants(database, keyring, tmp_path)
    review = begun(tenants, tenants.lease())
    tenants.answer(review)
    tenants.collect()
    for words in (
        "UPDATE joint_reviews SET state = 'passed'",
        "UPDATE joint_reviews SET state = 'failed', decided_by = opened_by,"
        " decided_on = opened_on, decision_reason = 'x'",
        "INSERT INTO joint_reviews (place, household_id, number, purpose, state, opened_on,"
        " opened_by, reason, document, due_on, conditions, cites, decision_reason)"
        " SELECT place, household_id, number, purpose, 'open', opened_on, opened_by, reason,"
        " document, due_on, conditions, cites, '' FROM joint_reviews",
        "UPDATE department_opinions SET words = 'x'",
        "DELETE FROM department_opinions",
    ):
        with pytest.raises(DatabaseError), database.engine.begin() as connection:
            connection.execute(text(words))

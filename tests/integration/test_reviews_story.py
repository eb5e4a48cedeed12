"""A case from acceptance to its place in the queue, by the letter of article 15."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from housing.accounts.service import open_account
from housing.applications.states import ApplicationState as S
from housing.checks import queries as checks
from housing.checks.states import CheckState
from housing.clocks import queries as clocks
from housing.clocks.kinds import ClockKind
from housing.core.access.actor import system_actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, WrongState
from housing.core.keyring import Keyring
from housing.eligibility.assess import replay
from housing.households import queries as households
from housing.letters import queries as letters
from housing.letters.kinds import LetterKind
from housing.notices import queries as notices
from housing.notices.kinds import NoticeKind
from housing.policies import queries as policies
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from housing.reviews import county, paper, queries, street
from housing.reviews.papers import ask_lines
from housing.reviews.words import Agreement, Condition, DecisionStage, OpinionStage, Outcome
from housing.waitlist import queries as waitlist
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.reviews import HEAD, SECOND, Desk
from tests.refusing import breaks


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The officers of a county, on both databases."""
    return Desk(open_counter(database, keyring, tmp_path))


@pytest.fixture
def lite(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The same on SQLite alone."""
    return Desk(open_counter(sqlite_database, keyring, tmp_path))


def open_clocks(desk: Desk, case_id: int) -> dict[ClockKind, str]:
    with desk.counter.database.reads() as session:
        held = clocks.of_case(session, desk.case(case_id).case)
    return {clock.kind: clock.role.value for clock in held if clock.stopped_on is None}


def kinds_of_letters(desk: Desk, case_id: int) -> list[LetterKind]:
    with desk.counter.database.reads() as session:
        return [each.kind for each in letters.of_case(session, desk.case(case_id).case)]


def test_a_case_walks_from_acceptance_to_the_queue(desk: Desk) -> None:
    """HN-15-1 to HN-15-11."""
    case = desk.registered()
    assert case.state is S.REGISTERED
    assert case.registered_on == desk.day
    with desk.counter.database.reads() as session:
        household = households.of_application(session, case.id)
        entry = waitlist.of_application(session, case.id)
        up = [(each.kind, each.ends_on) for each in notices.of_case(session, case.case)]
        assert verify(session, PLACE).faults == ()
    assert household is not None
    assert household.income_fen == 120000  # What civil affairs answered, not what was declared.
    assert entry is not None
    assert [kind for kind, _ in up] == [
        NoticeKind.STREET_PRELIMINARY,
        NoticeKind.QUALIFIED,
        NoticeKind.REGISTERED,
    ]
    assert up[2][1] is None
    assert kinds_of_letters(desk, case.id) == [
        LetterKind.ACCEPTANCE,
        LetterKind.STREET_OPINION,
        LetterKind.QUALIFIED,
        LetterKind.REGISTRATION,
    ]
    assert list(open_clocks(desk, case.id)) == [ClockKind.WAITLIST_CAP]


def test_acceptance_asks_every_department_and_starts_the_streets_clock(lite: Desk) -> None:
    """HN-14-4, HN-15-1: 30 working days from acceptance; three departments for a family."""
    case = lite.accepted()
    with lite.counter.database.reads() as session:
        asked = checks.of_case(session, case.case)
        clock = clocks.open_clock(session, case.case, ClockKind.STREET_REVIEW)
    assert [each.department.value for each in asked] == [
        "property_registry",
        "civil_affairs",
        "public_security",
    ]
    assert clock is not None
    assert (clock.period, clock.measure.value) == (30, "working_day")
    assert clock.started_on == lite.day


def test_what_is_missing_is_said_once_with_the_applicants_clock(lite: Desk) -> None:
    """HN-14-1."""
    handed_in = lite.counter.submitted()
    with lite.act(Role.STREET) as work:
        lines = [line for line in ask_lines(work, handed_in) if line.preset]
        items = [(line.key, line.preset, line.member_id) for line in lines]
        street.ask_for_missing(work, handed_in.id, items)
    assert lite.case(handed_in.id).state is S.INCOMPLETE
    assert open_clocks(lite, handed_in.id) == {ClockKind.SUPPLEMENT: "applicant"}
    assert kinds_of_letters(lite, handed_in.id) == [LetterKind.MISSING_ITEMS]


def test_an_opinion_needs_a_survey_of_every_condition(lite: Desk) -> None:
    """HN-15-2."""
    case = lite.accepted()
    with pytest.raises(WrongState), lite.act(Role.STREET) as work:
        street.publish_at_street(work, case.id, Outcome.QUALIFIED, "符合")
    bare = street.Survey(lite.day, "王社区", {Condition.HOUSING: (Agreement.YES, "")})
    with pytest.raises(BadInput, match="家庭收入"), lite.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, bare)
    silent = dict.fromkeys(Condition, (Agreement.NO, ""))
    with pytest.raises(BadInput, match="住房状况"), lite.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, street.Survey(lite.day, "王社区", silent))
    late = street.Survey(lite.day + timedelta(days=1), "王社区", lite.survey(case).found)
    with pytest.raises(BadInput, match="晚于今天"), lite.act(Role.COMMUNITY) as work:
        street.investigate(work, case.id, late)
    assert lite.case(case.id).state is S.ACCEPTED


def test_a_file_is_forwarded_only_after_its_publicity_and_with_the_opinion(lite: Desk) -> None:
    """HN-15-3, HN-15-4."""
    case = lite.at_street()
    with lite.counter.database.reads() as session:
        (notice,) = notices.of_case(session, case.case)
    assert dict(notice.shown)["申请人"] == "李*春"
    assert notice.ends_on is not None
    with pytest.raises(BrokenRule, match="公示至"), lite.act(Role.STREET) as work:
        street.forward(work, case.id)
    lite.pass_days((notice.ends_on - lite.day).days)
    with pytest.raises(BrokenRule, match="公示至"), lite.act(Role.STREET) as work:
        street.forward(work, case.id)
    lite.pass_days(1)
    with lite.act(Role.STREET) as work:
        street.forward(work, case.id)
    assert open_clocks(lite, case.id)[ClockKind.COUNTY_RECEIPT] == "county_reviewer"


def test_a_negative_opinion_is_published_and_forwarded_and_the_county_decides(lite: Desk) -> None:
    """HN-15-4: the street refuses nobody."""
    case = lite.decided(rechecked_as=Outcome.QUALIFIED, street_as=Outcome.UNQUALIFIED)
    with lite.counter.database.reads() as session:
        opinion = queries.last_opinion(session, case.id, OpinionStage.STREET)
    assert opinion is not None
    assert opinion.outcome is Outcome.UNQUALIFIED
    assert case.state is S.COUNTY_PUBLIC


def test_one_period_for_recheck_and_decision_or_two_by_the_countys_switch(
    lite: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    """HN-15-5, HN-15-7."""
    case = lite.received()
    assert {ClockKind.COUNTY_RECHECK, ClockKind.COUNTY_DECISION} <= set(open_clocks(lite, case.id))
    two = policies.book_of_files().amended(
        [
            replace(
                policies.book_of_files().value("two_stage_county_review", PLACE, lite.day),
                value=1,
                in_force_from=lite.day - timedelta(days=60),
            )
        ]
    )
    monkeypatch.setattr(policies, "book", lambda _session: two)
    other = lite.received(who=lite.person(Role.APPLICANT, "sq0000000009"), **SECOND)
    held = open_clocks(lite, other.id)
    assert ClockKind.COUNTY_RECHECK in held
    assert ClockKind.COUNTY_DECISION not in held
    with lite.act(Role.COUNTY_REVIEWER) as work:
        county.recheck(work, other.id, Outcome.QUALIFIED, "材料齐全")
    assert open_clocks(lite, other.id)[ClockKind.COUNTY_DECISION] == "county_head"


def test_who_rechecked_cannot_decide(lite: Desk) -> None:
    """HN-15-7: two persons; the database refuses one as well (test_reviews_database)."""
    case = lite.rechecked()
    lite.answer_all(case.id)
    both = lite.person(Role.COUNTY_HEAD, Role.COUNTY_REVIEWER.value)
    with pytest.raises(BrokenRule, match="另一人"), lite.counter.work(both) as work:
        county.decide(work, case.id, Outcome.QUALIFIED, "符合")


def test_no_decision_without_registry_and_civil_affairs(lite: Desk) -> None:
    """HN-15-8, HN-14-4."""
    case = lite.rechecked()
    for outcome in Outcome:
        with breaks("HN-15-8"), lite.act(Role.COUNTY_HEAD, HEAD) as work:
            county.decide(work, case.id, outcome, "意见")


def test_nothing_is_found_qualified_while_a_condition_is_not_checked(lite: Desk) -> None:
    """HN-14-4: public security has not answered, so the size of the family is not checked."""
    case = lite.rechecked()
    lite.answer_all(case.id, only=("property_registry", "civil_affairs"))
    with pytest.raises(BrokenRule, match="未核查"), lite.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.QUALIFIED, "符合")
    with breaks("HN-15-12"), lite.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.UNQUALIFIED, "不符合")
    values = lite.answer(lite.case(case.id), OfficeKind.PUBLIC_SECURITY)
    with pytest.raises(BadInput, match="文号"), lite.act(Role.COUNTY_REVIEWER) as work:
        paper.record_answer(work, case.id, OfficeKind.PUBLIC_SECURITY, values, " ")
    with lite.act(Role.COUNTY_REVIEWER) as work:
        paper.record_answer(work, case.id, OfficeKind.PUBLIC_SECURITY, values, "公函〔2026〕3 号")
    registry = lite.answer(lite.case(case.id), OfficeKind.PROPERTY_REGISTRY)
    with breaks("HN-15-8"), lite.act(Role.COUNTY_REVIEWER) as work:
        paper.record_answer(work, case.id, OfficeKind.PROPERTY_REGISTRY, registry, "函 4 号")
    with lite.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.QUALIFIED, "书面回函已核对")
    assert lite.case(case.id).state is S.COUNTY_PUBLIC


def test_a_decision_is_replayed_a_year_later_to_the_same_findings(desk: Desk) -> None:
    """HN-15-7, HN-10-1: facts, lines, findings and articles are kept with their hash."""
    case = desk.decided()
    desk.pass_days(365)
    with desk.counter.database.reads() as session:
        (decision,) = queries.decisions(session, case.id)
        again = replay(decision.assessment["assessment"], policies.book(session))
    assert decision.stage is DecisionStage.COUNTY
    assert again.to_json() == decision.assessment["assessment"]
    assert sha256_hex(canonical_bytes(decision.assessment)) == decision.assessment_sha256
    assert case.submitted_at is not None
    assert decision.policy_day == day_of(case.submitted_at)
    assert {"HN-15-7", "HN-15-8", "HN-12-1", "HN-12-4"} <= set(decision.cites)
    with desk.counter.database.reads() as session:
        states = {each.state for each in checks.of_case(session, case.case)}
    assert states == {CheckState.CONCLUDED}


def test_an_officer_keeps_off_the_case_of_a_relation(lite: Desk, keyring: Keyring) -> None:
    """回避: at every act."""
    case = lite.rechecked()
    lite.answer_all(case.id)
    sealed = case.members[0].identity_sealed
    with lite.counter.work(system_actor(PLACE)) as work:
        open_account(
            work,
            HEAD,
            Role.COUNTY_HEAD,
            PLACE,
            "a sentence for tests only",
            lite.counter.offices[OfficeKind.HOUSING_DEPARTMENT],
        )
    with lite.act(Role.COUNTY_HEAD, HEAD) as work:
        recusals.declare(work, Relation.SPOUSE, "李安春", keyring.unseal(sealed))
    with pytest.raises(NotAllowed, match="回避"), lite.act(Role.COUNTY_HEAD, HEAD) as work:
        county.decide(work, case.id, Outcome.QUALIFIED, "符合")

"""From the first word typed to acceptance, against real databases."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from housing.accounts.service import open_applicant
from housing.applications import queries, service
from housing.applications.completeness import Missing
from housing.applications.files import missing_of
from housing.applications.refusals import EditConflict, FieldRefusal
from housing.applications.reveal import reveal
from housing.applications.states import ApplicationAct, ApplicationState
from housing.applications.words import AppliesAs, Channel, Consent, DuplicateDecision
from housing.core.access.actor import system_actor
from housing.core.access.permissions import Role
from housing.core.audit.record import verify
from housing.core.clock import day_of
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.households.words import Group
from tests.conftest import PLACE
from tests.factories.applications import (
    FAMILY,
    HOME,
    INCOME,
    STRANGER,
    Counter,
    member,
    number,
    open_counter,
    people,
)
from tests.integration.small_county import household
from tests.refusing import breaks

CHILD = member("李小春", "child", born="2018-05-06", capacity="none", income_fen=0)
S, A = ApplicationState, ApplicationAct


@pytest.fixture
def both(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The county on SQLite and on PostgreSQL, for what rests on the database."""
    return open_counter(database, keyring, tmp_path / "documents")


@pytest.fixture
def counter(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    return open_counter(sqlite_database, keyring, tmp_path / "documents")


def test_a_family_walks_from_the_first_word_to_acceptance(both: Counter) -> None:
    """HN-14-1: accepted when the file is whole, on the day of acceptance."""
    application = both.accepted(member(), CHILD)
    assert (application.state, application.number) == (S.ACCEPTED, "SQ2026000001")
    assert application.accepted_on == day_of(both.now)
    assert application.applies_as is AppliesAs.HEAD
    with both.database.reads() as session:
        assert verify(session, PLACE).faults == ()
        again = queries.by_number(session, PLACE, "SQ2026000001")
        assert again is not None
        assert [one.live for one in again.members] == [True, True]


def test_what_is_typed_is_kept_and_wrong_values_change_nothing(both: Counter) -> None:
    draft = both.draft()
    with both.work() as work, pytest.raises(FieldRefusal) as refused:
        service.save_step(work, draft.id, "income", {"assets_fen": -1}, draft.version)
    assert set(refused.value.fields) == {"assets_fen"}
    with both.work() as work:
        service.keep_typed(work, draft.id, "income", {"assets_fen": "两万", "号码": number()})
    with both.database.reads() as session:
        kept = queries.get(session, draft.id)
        assert kept.assets_fen == 2000000
        assert kept.version == draft.version
        assert number().encode() not in (kept.draft_sealed or b"")
        assert queries.typed(both.keyring, kept)["income"]["assets_fen"] == "两万"
    with both.work() as work, pytest.raises(FieldRefusal) as refused:
        service.submit(work, draft.id, draft.version, truthful=True)
    assert "income.values" in refused.value.fields
    with both.work() as work:
        saved = service.save_step(work, draft.id, "income", INCOME, draft.version)
    assert saved.version == draft.version  # Nothing changed, so nobody else is in the way.
    with both.database.reads() as session:
        assert queries.typed(both.keyring, queries.get(session, draft.id)) == {}


def test_the_second_writer_is_told_who_changed_what(counter: Counter) -> None:
    draft = counter.draft()
    with counter.work() as work:
        service.save_step(work, draft.id, "home", {"present_area": 3000}, draft.version)
    with counter.work() as work, pytest.raises(EditConflict) as conflict:
        service.save_step(work, draft.id, "home", {"present_area": 4000}, draft.version)
    (change,) = conflict.value.changes
    assert (change.by, change.what) == (FAMILY, "修改 present_area")
    assert FAMILY in str(conflict.value)
    with counter.database.reads() as session:
        assert queries.get(session, draft.id).present_area == 3000


def test_nothing_is_handed_in_before_it_is_whole(counter: Counter) -> None:
    with counter.work() as work:
        draft = service.start_draft(work, group=Group.LOW_INCOME, channel=Channel.HOUSEHOLD_STREET)
        with pytest.raises(FieldRefusal) as refused:
            service.submit(work, draft.id, draft.version, truthful=True)
    assert {"people.members", "people.street", "home.owned_area", "income.assets_fen"} <= set(
        refused.value.fields
    )


def test_the_statement_of_truth_is_kept_with_the_papers(both: Counter) -> None:
    """HN-14-2: stated with each submission, over the facts and the papers as they were."""
    draft = both.draft()
    with both.work() as work:
        both.paper(work, draft, "income")
    with both.work() as work, pytest.raises(BadInput, match="真实性"):
        service.submit(work, draft.id, draft.version, truthful=False)
    with both.work() as work:
        service.submit(work, draft.id, draft.version, truthful=True)
    with both.database.reads() as session:
        (statement,) = queries.statements_of(session, draft.id)
    assert statement.signed_by == FAMILY
    assert len(statement.documents) == 1
    assert len(statement.documents[0][1]) == 64
    with pytest.raises(DBAPIError, match="never changes"), both.database.acts.begin() as session:
        session.execute(text("UPDATE application_statements SET statement = 'x'"))


def test_the_same_submission_twice_is_one_application(both: Counter) -> None:
    draft = both.draft()
    with both.work() as work:
        first = service.submit(work, draft.id, draft.version, truthful=True)
    with both.work() as work:
        again = service.submit(work, draft.id, draft.version, truthful=True)
    assert (again.number, again.version) == (first.number, first.version)
    with both.work() as work, pytest.raises(EditConflict):
        service.submit(work, draft.id, draft.version + 5, truthful=True)


def test_the_same_start_twice_is_one_draft(both: Counter) -> None:
    with both.work() as work:
        options = {"group": Group.LOW_INCOME, "channel": Channel.HOUSEHOLD_STREET, "key": "k1"}
        first = service.start_draft(work, **options)  # type: ignore[arg-type]
        assert service.start_draft(work, **options) is first  # type: ignore[arg-type]


def test_what_is_missing_is_asked_for_once_and_in_full(counter: Counter) -> None:
    """HN-14-1, Order 11 article 8: one notice that names everything."""
    application = counter.submitted()
    with counter.work(Role.STREET) as work:
        missing = missing_of(work, application)
        assert {each.key for each in missing} >= {"income", "dwelling", "identity", "consent"}
        with pytest.raises(BrokenRule, match="全部缺少的材料"):
            service.ask_for_missing(work, application.id, _asked(missing)[:-1], application.version)
    with counter.work(Role.STREET) as work:
        service.ask_for_missing(work, application.id, _asked(missing), application.version)
    with counter.work() as work, pytest.raises(BrokenRule, match="还缺"):
        service.complete(work, application.id, application.version + 1, truthful=True)
    whole = counter.bring_all(application.id)
    with counter.work() as work:
        whole = service.complete(work, application.id, whole.version, truthful=True)
    assert whole.state is S.SUBMITTED
    with counter.work(Role.STREET) as work:
        with pytest.raises(BrokenRule, match="已经一次告知过"):
            service.ask_for_missing(work, application.id, [("priority", "请补交")], whole.version)
        again = service.ask_for_missing(
            work, application.id, [("income", "流水不足六个月")], whole.version
        )
    assert (again.state, (again.missing or {})["times"]) == (S.INCOMPLETE, 2)


def _asked(missing: list[Missing]) -> list[tuple[str, str, int | None]]:
    return [(each.key, each.reason, each.member_id) for each in missing]


def test_nothing_is_accepted_without_papers_and_consents(counter: Counter) -> None:
    """HN-14-1, HN-14-3."""
    application = counter.submitted(member(), CHILD)
    with counter.work(Role.STREET) as work, pytest.raises(BrokenRule) as refused:
        service.accept(work, application.id, application.version)
    assert "李小春" in str(refused.value)
    assert "收入证明" in str(refused.value)


def test_a_member_agrees_signed_in_and_a_parent_agrees_for_a_child(counter: Counter) -> None:
    """HN-14-3: everybody in writing; for a child its parent."""
    draft = counter.draft(member(), CHILD)
    with counter.work(system_actor(PLACE)) as work:
        account = open_applicant(work, "13800009999", "a long password", PLACE, "李安春", number())
        other = open_applicant(
            work, "13800008888", "a long password", PLACE, "别人", number(serial=777)
        )
    adult, child = draft.members
    with counter.work(counter.actor(name=other.name)) as work, pytest.raises(NotFound):
        service.consent(work, draft.id, adult.id)
    with counter.work(counter.actor(name=account.name)) as work:
        service.consent(work, draft.id, adult.id)
        agreed = service.consent(work, draft.id, child.id)
    assert (agreed.consent, agreed.consented_by) == (Consent.SIGNED_IN, account.name)
    with counter.work() as work, pytest.raises(NotFound):
        service.consent(work, draft.id, 99999)


def test_a_new_name_or_number_ends_the_consent(counter: Counter) -> None:
    application = counter.draft()
    counter.bring_all(application.id)
    with counter.work() as work:
        held = service.open_case(work, application.id)
        assert held.members[0].consent is Consent.UPLOADED
        saved = service.save_step(
            work, held.id, "people", people(member(serial=405, id=held.members[0].id)), held.version
        )
    assert saved.members[0].consent is Consent.NONE


def test_one_person_has_one_live_application(both: Counter) -> None:
    first = both.submitted()
    other = both.draft(who=both.actor(name=STRANGER))
    with (
        both.work(both.actor(name=STRANGER)) as work,
        pytest.raises(BrokenRule, match="一件"),
    ):
        service.submit(work, other.id, other.version, truthful=True)
    with both.work() as work:
        service.withdraw(work, first.id, "填错了")
    with both.work(both.actor(name=STRANGER)) as work:
        assert service.submit(work, other.id, other.version, truthful=True).number


def test_the_database_itself_refuses_a_second_live_application(both: Counter) -> None:
    both.submitted()
    both.draft(who=both.actor(name=STRANGER))
    with pytest.raises(DBAPIError), both.database.acts.begin() as session:
        session.execute(text("UPDATE application_members SET live = TRUE"))


def test_an_overlap_is_resolved_once_and_remembered(both: Counter) -> None:
    both.submitted()
    stranger = both.actor(name=STRANGER)
    twin = member("王远", serial=555)
    second = both.submitted(twin, who=stranger)
    with both.database.reads() as session:
        (found,) = queries.duplicates_of(session, second.id)
    assert "手机" in found.reason
    both.bring_all(second.id, stranger)
    with both.work(Role.STREET) as work:
        held = service.open_case(work, second.id)
        with pytest.raises(BrokenRule, match="SQ2026000001"):
            service.accept(work, held.id, held.version)
        service.resolve_duplicate(work, found.id, DuplicateDecision.DIFFERENT, "合租，已核实")
        with pytest.raises(WrongState):
            service.resolve_duplicate(work, found.id, DuplicateDecision.SAME, "再看")
        service.accept(work, held.id, held.version)
    with both.work(stranger) as work:
        service.withdraw(work, second.id, "改日再来")
    third = both.submitted(twin, who=stranger)
    with both.database.reads() as session:
        assert queries.duplicates_of(session, third.id) == []


def test_the_last_application_is_used_again(both: Counter) -> None:
    old = both.submitted(member(), CHILD)
    with both.work() as work:
        service.withdraw(work, old.id, "明年再来")
        new = service.reuse(work, old.id)
        submitted = service.submit(work, new.id, new.version, truthful=True)
    assert (submitted.previous_id, submitted.number) == (old.id, "SQ2026000002")
    assert [one.name for one in submitted.members] == ["李安春", "李小春"]
    assert all(one.consent is Consent.NONE for one in submitted.members)
    assert submitted.present_area == HOME["present_area"]


def test_a_case_is_looked_up_with_the_secret_of_its_receipt(counter: Counter) -> None:
    application = counter.submitted()
    secret = service.receipt_code(counter.keyring, application)
    with counter.database.reads() as session:
        found = queries.by_number_and_secret(
            session, counter.keyring, PLACE, "sq2026000001 ", secret.upper()
        )
        assert found.id == application.id
        for wrong in ("SQ2026000001", "000000000000"), ("SQ2026000002", secret):
            with pytest.raises(NotFound):
                queries.by_number_and_secret(session, counter.keyring, PLACE, *wrong)


def test_numbers_of_people_are_shown_by_right_and_written_down(counter: Counter) -> None:
    application = counter.submitted()
    with counter.work(Role.STREET) as work:
        with pytest.raises(BadInput):
            reveal(work, application.id, " ")
        (shown,) = reveal(work, application.id, "核对证件")
        assert (shown.identity_number, shown.phone) == (number(), "13800001111")
    with counter.work(Role.COMMUNITY) as work, pytest.raises(NotAllowed):
        reveal(work, application.id, "好奇")
    with counter.database.reads() as session:
        rows = queries.acts_of(session, application)
    assert rows[-1].reason == "核对证件"
    assert number() not in str([row.after for row in rows])


def test_the_wrong_office_is_told_in_words(counter: Counter) -> None:
    application = counter.submitted()
    elsewhere = counter.actor(Role.STREET)
    elsewhere = type(elsewhere)("guihua", Role.STREET, PLACE, 999, elsewhere.office_kind)
    with counter.work(elsewhere) as work, pytest.raises(NotAllowed, match="其他机构"):
        service.accept(work, application.id, application.version)
    with counter.work(Role.COUNTY_HEAD) as work, pytest.raises(NotAllowed, match="受理申请"):
        service.advance(work, service.open_case(work, application.id), A.ACCEPT)
    with counter.work(Role.COUNTY_HEAD) as work, pytest.raises(WrongState, match="已提交，待受理"):
        service.advance(work, service.open_case(work, application.id), A.FIND_QUALIFIED)
    with counter.work(counter.actor(name=STRANGER)) as work, pytest.raises(NotFound):
        service.open_case(work, application.id)


def test_a_refusal_names_the_condition_that_failed(counter: Counter) -> None:
    """HN-8-1: whoever meets the conditions is admitted; there is no refusal at discretion."""
    application = counter.accepted()
    way = [
        (Role.COMMUNITY, A.INVESTIGATE),
        (Role.STREET, A.PUBLISH_AT_STREET),
        (Role.STREET, A.FORWARD),
        (Role.COUNTY_REVIEWER, A.RECEIVE),
        (Role.COUNTY_REVIEWER, A.RECHECK),
        (Role.COUNTY_HEAD, A.FIND_UNQUALIFIED),
    ]
    for role, act in way:
        with counter.work(role) as work:
            service.advance(work, service.open_case(work, application.id), act)
    with counter.work(Role.COUNTY_HEAD) as work:
        held = service.open_case(work, application.id)
        with breaks("HN-15-12"):
            service.advance(work, held, A.REFUSE)
        held.refusal_reasons = [{"rule": "HN-12-1", "text": "人均面积超过标准"}]
        service.advance(work, held, A.REFUSE)
    with counter.work() as work:
        done = service.let_stand(work, application.id, "不申请复核")
    assert (done.state, done.closed_on) == (S.REFUSED_FINAL, day_of(counter.now))
    assert not any(one.live for one in done.members)


def test_an_application_at_another_street_is_redirected(counter: Counter) -> None:
    """HN-13-1: the street of registration decides, whoever opened the file."""
    street = counter.actor(Role.STREET)
    elsewhere = type(street)("guihua", Role.STREET, PLACE, 999, street.office_kind)
    draft = counter.draft(who=elsewhere)
    assert draft.street_office_id == 999
    with counter.work(elsewhere) as work:
        signed = counter.paper(work, draft, "consent", draft.members[0].id)
        service.consent(work, draft.id, draft.members[0].id, document_id=signed.id)
        submitted = service.submit(work, draft.id, draft.version + 1, truthful=True)
    assert submitted.street_office_id == street.office
    unknown = counter.draft(
        member("王远", serial=555), who=counter.actor(name=STRANGER), street="无此街道"
    )
    with counter.work(counter.actor(name=STRANGER)) as work, pytest.raises(FieldRefusal) as no:
        service.submit(work, unknown.id, unknown.version, truthful=True)
    assert "people.street" in no.value.fields


def test_time_does_not_run_backwards_for_a_case(counter: Counter) -> None:
    application = counter.submitted()
    counter.now += timedelta(days=1)
    with counter.work() as work:
        service.withdraw(work, application.id, "不需要了")
    with counter.database.reads() as session:
        kept = queries.get(session, application.id)
    assert (kept.state, kept.closed_on) == (S.WITHDRAWN, day_of(counter.now))


def test_numbers_go_on_after_those_that_came_by_sheet(both: Counter) -> None:
    """An entry keeps the number of its sheet; no application may be given it again."""
    with both.database.acts() as session, session.begin():
        for at, taken in enumerate(("SQ2026000041", "SQ2025000099")):
            session.add(household(both.keyring, at, application_number=taken))
    assert both.submitted().number == "SQ2026000042"

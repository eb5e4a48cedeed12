"""At the counter: who may fill in for others, what is signed first, and who keeps off."""

from pathlib import Path

import pytest

from housing.app import create_app
from housing.applications import counter as at_counter
from housing.applications import service
from housing.applications.drafts import people_of
from housing.applications.models import Application
from housing.applications.states import ApplicationState as S
from housing.applications.words import Channel, Consent
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.clock import standing_clock
from housing.core.db.session import Database
from housing.core.errors import BrokenRule, NotAllowed, NotFound
from housing.core.keyring import Keyring
from housing.core.settings import load_settings
from housing.core.work import Work
from housing.households.words import Group
from housing.recusals import service as recusals
from housing.recusals.words import Relation
from tests.conftest import NOW, PLACE
from tests.factories.applications import HOME, INCOME, Counter, member, number, open_counter, people
from tests.factories.offices import seat


@pytest.fixture
def counter(database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    """The test county, on both databases, with an account of the street's officer."""
    counter = open_counter(database, keyring, tmp_path)
    with counter.work(Actor("", None, PLACE)) as work:
        seat(work, "street", Role.STREET, "a sentence for tests only")
    return counter


def opened(work: Work, group: Group = Group.LOW_INCOME, key: str = "") -> Application:
    return at_counter.open_at_counter(
        work,
        group,
        name="李安春",
        document_kind="居民身份证",
        identity_number=number(),
        phone="13800001111",
        key=key,
    )


def filled(counter: Counter) -> Application:
    """Return a draft in which the officer has filled in everything."""
    with counter.work(Role.STREET) as work:
        draft = opened(work)
        for step, values in {"people": people(), "home": HOME, "income": INCOME}.items():
            draft = service.save_step(work, draft.id, step, values, draft.version)
        return draft


def test_what_was_asked_at_the_door_is_kept_with_the_draft(counter: Counter) -> None:
    with counter.work(Role.STREET) as work:
        draft = opened(work, key="one")
        assert opened(work, key="one").id == draft.id
        values = people_of(work.keyring, draft)
        assert at_counter.drafts_of(work.session, work.actor) == [draft]
    assert [one["name"] for one in values["members"]] == ["李安春"]
    assert values["phone"] == "13800001111"
    assert values["street"]
    assert (draft.account, draft.opened_by) == (None, "street")
    assert draft.street_office_id == counter.actor(Role.STREET).office
    with counter.work(Role.STREET) as work:
        assert opened(work, Group.MIGRANT_WORKER).channel is Channel.WORKPLACE_STREET


def test_only_a_street_fills_in_for_others(counter: Counter) -> None:
    """HN-13-1."""
    for role in (Role.PARK, Role.COMMUNITY, Role.COUNTY_REVIEWER, Role.APPLICANT):
        with pytest.raises(NotAllowed), counter.work(role) as work:
            opened(work)


def test_nothing_is_handed_in_before_the_applicant_has_signed(counter: Counter) -> None:
    """HN-14-2, HN-14-3."""
    draft = filled(counter)
    with pytest.raises(BrokenRule, match="还没有签字"), counter.work(Role.STREET) as work:
        service.submit(work, draft.id, draft.version, truthful=True)
    with pytest.raises(NotAllowed), counter.work(Role.STREET) as work:
        service.consent(work, draft.id, draft.members[0].id)
    with counter.work(Role.STREET) as work:
        paper = counter.paper(work, draft, "consent", draft.members[0].id)
        agreed = service.consent(work, draft.id, draft.members[0].id, document_id=paper.id)
        assert agreed.consent is Consent.UPLOADED
    with counter.work(Role.STREET) as work:
        handed_in = service.submit(work, draft.id, agreed_version(work, draft), truthful=True)
    assert handed_in.state is S.SUBMITTED
    assert handed_in.account is None


def agreed_version(work: Work, draft: Application) -> int:
    return service.open_case(work, draft.id).version


def test_another_street_s_counter_does_not_find_the_draft(counter: Counter) -> None:
    draft = filled(counter)
    stranger = Actor("street2", Role.STREET, PLACE, 999)
    with pytest.raises(NotFound), counter.work(stranger) as work:
        service.save_step(work, draft.id, "home", HOME, draft.version)


def declared(counter: Counter, identity: str) -> None:
    with counter.work(Role.STREET) as work:
        recusals.declare(work, Relation.COLLATERAL_KIN, "李安春", identity)


def test_an_officer_keeps_off_somebody_of_their_own(counter: Counter) -> None:
    declared(counter, number())
    with pytest.raises(NotAllowed, match="回避"), counter.work(Role.STREET) as work:
        opened(work)
    with counter.database.reads() as session:
        assert at_counter.drafts_of(session, counter.actor(Role.STREET)) == []


def test_an_officer_keeps_off_a_family_that_turns_out_to_hold_one(counter: Counter) -> None:
    draft = filled(counter)
    brother = member("李小春", "child", born="2010-03-07", serial=405, capacity="limited")
    declared(counter, str(brother["identity_number"]))
    with pytest.raises(NotAllowed, match="回避"), counter.work(Role.STREET) as work:
        service.save_step(work, draft.id, "people", people(member(), brother), draft.version)
    with counter.database.reads() as session:
        kept = session.get(Application, draft.id)
        assert kept is not None
        assert len(kept.members) == 1


def test_a_relation_declared_later_closes_the_draft(counter: Counter) -> None:
    draft = filled(counter)
    declared(counter, number())
    for act in (
        lambda work: service.save_step(work, draft.id, "home", HOME, draft.version),
        lambda work: service.submit(work, draft.id, draft.version, truthful=True),
        lambda work: service.withdraw(work, draft.id, "不再申请"),
    ):
        with pytest.raises(NotAllowed, match="回避"), counter.work(Role.STREET) as work:
            act(work)


def test_a_session_that_ends_at_the_counter_loses_nothing(
    sqlite_database: Database, keyring: Keyring, tmp_path: Path
) -> None:
    settings = load_settings({"HOUSING_HOME": str(tmp_path), "HOUSING_PLACE": PLACE})
    clock = standing_clock(NOW)
    app = create_app(settings, database=sqlite_database, keyring=keyring, clock=clock)
    app.config["WTF_CSRF_ENABLED"] = False
    answer = app.test_client().post("/desk/counter", data={"name": "周老太", "group": "low_income"})
    assert answer.status_code == 400
    assert 'name="again_password"' in answer.text
    assert 'value="周老太"' in answer.text

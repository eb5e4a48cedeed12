"""Workers: by their employer, alone at the street, or for a park's stock (HN 13, HN 15)."""

from pathlib import Path

import pytest

from housing.applications import queries, service
from housing.applications.models import Application, Collective
from housing.applications.refusals import FieldRefusal
from housing.applications.states import ApplicationAct, ApplicationState
from housing.applications.words import AppliesAs, Channel, Consent, DuplicateKind
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.db.session import Database
from housing.core.errors import BadInput, BrokenRule, NotAllowed, NotFound
from housing.core.keyring import Keyring
from housing.core.work import Work
from housing.households.service import register
from housing.households.words import Group
from tests.conftest import PLACE
from tests.factories.applications import (
    HOME,
    INCOME,
    STREET,
    WORK,
    Counter,
    member,
    number,
    open_counter,
    people,
)
from tests.refusing import breaks

S, A = ApplicationState, ApplicationAct


@pytest.fixture
def counter(sqlite_database: Database, keyring: Keyring, tmp_path: Path) -> Counter:
    return open_counter(sqlite_database, keyring, tmp_path / "documents")


def _sheet(counter: Counter, work: Work, *, park: bool = False) -> Collective:
    kind = OfficeKind.PARK if park else OfficeKind.STREET
    collective = Collective(
        place=PLACE,
        employer_office_id=counter.offices[OfficeKind.EMPLOYER],
        office_id=counter.offices[kind],
        park=park,
        name="职工.xlsx",
        sha256="0" * 64,
        rows=1,
        findings=[],
        sent_by=work.actor.name,
        sent_at=work.now,
    )
    work.session.add(collective)
    work.session.flush()
    return collective


def _by_employer(counter: Counter, serial: int = 601, *, park: bool = False) -> Application:
    """File one worker as a sheet does."""
    with counter.work(Role.EMPLOYER) as work:
        draft = service.start_draft(
            work,
            group=Group.MIGRANT_WORKER,
            channel=Channel.PARK if park else Channel.EMPLOYER,
            collective=_sheet(counter, work, park=park),
        )
        name = "赵工" if serial == 601 else f"钱工{serial}"
        worker = people(member(name, serial=serial), phone=f"1390000{serial:04d}")
        for step, values in (
            ("people", worker),
            ("home", HOME),
            ("income", INCOME),
            ("work", WORK),
        ):
            draft = service.save_step(work, draft.id, step, values, draft.version)
        service.consent(work, draft.id, draft.members[0].id, paper="同意-0001")
        return service.submit(work, draft.id, draft.version, truthful=True)


def test_an_employer_files_for_its_staff(counter: Counter) -> None:
    """HN-11-3, HN-13-2: the worker applies, the employer files, the workplace's street receives."""
    application = _by_employer(counter)
    assert application.applies_as is AppliesAs.SELF
    assert application.street_office_id == counter.offices[OfficeKind.STREET]
    assert application.account is None
    assert application.members[0].consent is Consent.UPLOADED
    with counter.work(Role.EMPLOYER) as work:
        assert service.open_case(work, application.id).number == application.number
    with counter.work(Role.APPLICANT) as work, pytest.raises(NotFound):
        service.open_case(work, application.id)


def test_a_paper_of_the_whole_sheet_counts_for_everybody(counter: Counter) -> None:
    application = _by_employer(counter)
    with counter.database.reads() as session:
        sheet = session.get_one(Collective, application.collective_id)
    with counter.work(Role.EMPLOYER) as work:
        before = {each.key for each in service.missing_of(work, application)}
        counter.paper(work, sheet, "employment")  # type: ignore[arg-type]
        after = {each.key for each in service.missing_of(work, application)}
    assert before - after == {"employment"}


def test_staff_of_one_employer_may_share_an_address(counter: Counter) -> None:
    first, second = _by_employer(counter), _by_employer(counter, 602)
    with counter.database.reads() as session:
        assert first.residence_address == second.residence_address
        assert queries.duplicates_of(session, second.id) == []


def test_a_person_under_two_numbers_is_pointed_out(counter: Counter) -> None:
    first = _by_employer(counter)
    with counter.work(Role.EMPLOYER) as work:
        draft = service.reuse(work, first.id)
        passport = {"document_kind": "护照", "identity_number": "E12345678"}
        twin = member("赵工", **passport, birth_on="1990-03-07")
        draft = service.save_step(work, draft.id, "people", people(twin), draft.version)
        draft = service.submit(work, draft.id, draft.version, truthful=True)
    with counter.database.reads() as session:
        kinds = {found.kind for found in queries.duplicates_of(session, draft.id)}
    assert DuplicateKind.SAME_PERSON in kinds


def test_a_worker_without_employer_applies_where_they_work(counter: Counter) -> None:
    """HN-13-3."""
    application = counter.submitted(
        member("钱远", serial=611),
        group=Group.MIGRANT_WORKER,
        channel=Channel.WORKPLACE_STREET,
        street="外地街道",
    )
    assert application.street_office_id == counter.offices[OfficeKind.STREET]
    with counter.work() as work:
        needed = {each.key for each in service.missing_of(work, application)}
    assert "flexible_employment" in needed


def test_a_door_that_is_not_this_groups_is_closed(counter: Counter) -> None:
    """HN-13-1, HN-13-2: families at their street, staff through the employer."""
    with counter.work() as work, pytest.raises(NotAllowed, match="统一申请"):
        service.start_draft(work, group=Group.NEW_EMPLOYEE, channel=Channel.EMPLOYER)
    with counter.work(Role.EMPLOYER) as work, breaks("HN-13-1", BadInput):
        service.start_draft(work, group=Group.LOW_INCOME, channel=Channel.EMPLOYER)
    with counter.work(Role.COUNTY_HEAD) as work, pytest.raises(NotAllowed):
        service.start_draft(work, group=Group.LOW_INCOME, channel=Channel.HOUSEHOLD_STREET)
    draft = counter.draft()
    changed = {"group": "migrant_worker", "channel": "household_street"}
    with counter.work() as work, pytest.raises(BadInput):
        service.save_step(work, draft.id, "start", changed, draft.version)


def test_an_employer_keeps_papers_only_of_its_own(counter: Counter) -> None:
    draft = counter.draft()
    with counter.work() as work, pytest.raises(NotAllowed, match="只有代为申请的单位"):
        service.consent(work, draft.id, draft.members[0].id, paper="同意-1")
    with counter.work(Role.EMPLOYER) as work, pytest.raises(NotFound):
        service.consent(work, draft.id, draft.members[0].id, paper="同意-1")


def test_a_park_reviews_registers_and_files(counter: Counter) -> None:
    """HN-13-4, HN-15-15, HN-15-16: the street never sees it, the park does."""
    application = _by_employer(counter, park=True)
    assert application.street_office_id is None
    assert application.park_office_id == counter.offices[OfficeKind.PARK]
    with counter.work(Role.STREET) as work, pytest.raises(NotAllowed, match="其他机构"):
        service.open_case(work, application.id)
    with counter.work(Role.PARK) as work, pytest.raises(BrokenRule, match="材料不齐"):
        service.must_be_whole(work, service.open_case(work, application.id))
    counter.bring_all(application.id, Role.EMPLOYER)
    for act in (A.START_PARK_REVIEW, A.REGISTER_AT_PARK, A.FILE_PARK):
        with counter.work(Role.PARK) as work:
            held = service.open_case(work, application.id)
            service.must_be_whole(work, held)
            filed = service.advance(work, held, act)
    assert (filed.state, filed.registered_on) == (S.FILED, filed.accepted_on)


def test_a_registered_application_becomes_a_household_that_waits(counter: Counter) -> None:
    """HN-15-10: once, with income a head and the unbroken months of insurance."""
    application = _by_employer(counter, park=True)
    with counter.work(Role.PARK) as work:
        held = service.open_case(work, application.id)
        service.advance(work, held, A.START_PARK_REVIEW)
        service.advance(work, held, A.REGISTER_AT_PARK)
        facts = service.household_facts(work.keyring, held, work.day)
        household = register(work, facts, application_id=held.id)
        assert register(work, facts, application_id=held.id) is household
    assert household.application_number == application.number
    assert (household.size, household.income_fen) == (1, 180000)
    assert household.insurance_months == 13
    assert household.street == STREET
    assert counter.keyring.unseal(household.identity_sealed) == number(serial=601)


def test_who_waits_already_cannot_apply_again(counter: Counter) -> None:
    application = counter.accepted(member("孙一", serial=701), phone="13700000701")
    with counter.work(Role.CENTRE) as work:
        held = service.open_case(work, application.id)
        facts = service.household_facts(work.keyring, held, work.day)
        register(work, facts, application_id=held.id).application_id = None  # As from a sheet.
        service.set_live(work, held, live=False)
    with pytest.raises(BrokenRule, match="轮候"):
        counter.submitted(member("孙一", serial=701))
    with pytest.raises(FieldRefusal):
        counter.submitted(member("孙一", serial=702), phone="not a number")


def test_nobody_is_corrected_into_somebody_who_is_bound_elsewhere(counter: Counter) -> None:
    counter.submitted()
    stranger = counter.actor(name="sq0000000002")
    other = counter.submitted(member("周二", serial=801), who=stranger, phone="13700000801")
    with counter.work(Role.STREET) as work:
        missing = service.missing_of(work, other)
        asked = [(each.key, each.reason, each.member_id) for each in missing]
        service.ask_for_missing(work, other.id, asked, other.version)
    wrong = people(member("李安春", id=other.members[0].id), phone="13700000801")
    with pytest.raises(BrokenRule, match="李安春"), counter.work(stranger) as work:
        service.save_step(work, other.id, "people", wrong, other.version + 1)
    with counter.database.reads() as session:
        assert queries.get(session, other.id).members[0].name == "周二"


def test_a_consent_is_the_signed_paper_of_that_very_member(counter: Counter) -> None:
    """HN-14-3."""
    child = member("李小春", "child", born="2018-05-06", capacity="none", income_fen=0)
    draft = counter.draft(member(), child)
    adult_id, child_id = (one.id for one in draft.members)
    with counter.work() as work:
        income = counter.paper(work, draft, "income", None, 1)
        signed = counter.paper(work, draft, "consent", adult_id, 2)
        for paper, whose in ((income, adult_id), (signed, child_id)):
            with pytest.raises(BadInput, match="书面同意"):
                service.consent(work, draft.id, whose, document_id=paper.id)
        agreed = service.consent(work, draft.id, adult_id, document_id=signed.id)
    assert (agreed.consent, agreed.consent_document_id) == (Consent.UPLOADED, signed.id)

"""Whether households still wait: asked over every way, looked for, never dropped for silence."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DatabaseError

from housing.accounts.service import open_applicant
from housing.confirmations import jobs, queries, rules, service
from housing.confirmations.models import Confirmation
from housing.confirmations.states import ConfirmationState
from housing.confirmations.words import How, TryChannel, TryResult, Wish
from housing.core.access.actor import Actor, system_actor
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.record import verify
from housing.core.audit.tags import Tag
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.letters.kinds import LetterKind
from housing.letters.queries import of_case as letters_of
from housing.letters.queries import text as letter_text
from housing.rechecks import queries as rechecks
from housing.rechecks import reporting
from housing.rechecks.states import Purpose
from housing.waitlist import queries as entries_of
from housing.waitlist import service as waitlist
from housing.waitlist import taking_part
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import EntryState
from tests.conftest import PLACE
from tests.factories.applications import open_counter
from tests.factories.offices import STREET
from tests.factories.reviews import HEAD, Desk
from tests.integration.small_county import household

SITE = "https://gzf.example.cn"
PHONE = "13800003333"
S = ConfirmationState


@pytest.fixture
def desk(database: Database, keyring: Keyring, tmp_path: Path) -> Desk:
    """The offices of the county, at work."""
    return Desk(open_counter(database, keyring, tmp_path))


@pytest.fixture
def waits(desk: Desk) -> WaitlistEntry:
    """A household with a telephone, registered in 2025, in the street of the test's office."""
    return registered(desk, 1, phone=PHONE)


def registered(desk: Desk, number: int, phone: str = "", **changes: Any) -> WaitlistEntry:
    with desk.act(Role.CENTRE) as work:
        if phone:
            changes["phone_sealed"] = work.keyring.seal(phone)
            changes["phone_index"] = work.keyring.blind(phone)
        held = household(work.keyring, number, **({"street": STREET} | changes))
        work.session.add(held)
        work.session.flush()
        return waitlist.register(work, held)


def run(desk: Desk) -> jobs.Done:
    """One night's run."""
    counter = desk.counter
    clock = Clock(lambda: counter.now)
    done = jobs.run(counter.database, counter.keyring, clock, SITE)
    return next((each for each in done if each.place == PLACE), jobs.Done(PLACE))


def asked(desk: Desk, entry: WaitlistEntry) -> Confirmation:
    with desk.counter.database.reads() as session:
        return queries.of_entry(session, entry.id)[0]


def said(desk: Desk, confirmation: Confirmation, keyring: Keyring) -> list[str]:
    with desk.counter.database.reads() as session:
        return [letter_text(each, keyring) for each in letters_of(session, confirmation.case)]


def secret(desk: Desk, confirmation: Confirmation, keyring: Keyring) -> str:
    """The secret as the letter prints it."""
    letter = said(desk, confirmation, keyring)[0]
    return letter.partition(f"{SITE}/confirm/")[2].split()[0]


def test_everybody_is_asked_once_in_the_interval_over_every_way(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    """HN-16-4: who waits is asked; the letter says what happens without an answer."""
    new = registered(desk, 2, registered_on=desk.day)
    assert run(desk) == jobs.Done(PLACE, asked=1)
    assert run(desk) == jobs.Done(PLACE)
    question = asked(desk, waits)
    assert question.state is S.ASKED
    assert (question.due_on - question.opened_on).days >= 30
    with database.reads() as session:
        assert queries.of_entry(session, new.id) == []
        made = queries.tries(session, question.id)
        assert [(each.channel, each.result) for each in made] == [(TryChannel.SMS, TryResult.SENT)]
        kinds = [each.kind for each in letters_of(session, question.case)]
        assert kinds == [LetterKind.CONFIRM_WISH]
        assert verify(session, PLACE).faults == ()
    assert "没有答复本身不会取消您的轮候资格" in said(desk, question, keyring)[0]


def test_reminders_come_by_date_then_the_street_then_a_person(
    desk: Desk, waits: WaitlistEntry, database: Database
) -> None:
    """HN-16-4: silence is handed from the letters to the street and then to a person."""
    run(desk)
    question = asked(desk, waits)
    for day in rules.reminder_days(question.opened_on, question.due_on, 2):
        desk.pass_days((day - desk.day).days - 1)
        assert run(desk).reminded == 0
        desk.pass_days(1)
        assert run(desk).reminded == 1
        assert run(desk).reminded == 0
    question = asked(desk, waits)
    assert question.asked == 3
    desk.pass_days((question.due_on - desk.day).days)
    assert run(desk).missed == 0, "the last day is still theirs"
    desk.pass_days(1)
    assert run(desk).missed == 1
    street = desk.person(Role.STREET)
    with database.reads() as session:
        assert queries.count(session, street, "unreached") == 1
        other = Actor("other", Role.STREET, PLACE, None)
        assert queries.count(session, other, "unreached") == 0
    with desk.counter.work(street) as work:
        service.record_try(work, question.id, TryChannel.PHONE, "三次无人接听")
        with pytest.raises(BadInput, match="联系方式"):
            service.record_try(work, question.id, TryChannel.SMS, "")
    desk.pass_days(120)
    assert run(desk).silent == 1
    with database.reads() as session:
        entry = entries_of.get(session, PLACE, waits.id)
        assert entry.state is EntryState.REGISTERED, "silence ends nothing by itself"
    with desk.act(Role.COUNTY_REVIEWER) as work:
        recheck = reporting.after_silence(work, question.id, "多次联系不上")
    assert recheck.purpose is Purpose.CHANGE
    with database.reads() as session:
        assert queries.get(session, PLACE, question.id).state is S.HANDED_ON
        assert rechecks.undecided_of(session, [waits.id])
        assert verify(session, PLACE).faults == ()


def test_the_link_in_the_message_answers_without_an_account(
    desk: Desk, waits: WaitlistEntry, database: Database, keyring: Keyring
) -> None:
    run(desk)
    question = asked(desk, waits)
    word = secret(desk, question, keyring)
    assert len(word) == service.SECRET
    nobody = system_actor(PLACE)
    with pytest.raises(NotFound, match="链接"), desk.counter.work(nobody) as work:
        service.answer_by_link(work, "0" * 20, Wish.STAYS)
    with desk.counter.work(nobody) as work:
        done = service.answer_by_link(work, f" {word.upper()} ", Wish.STAYS)
    assert (done.state, done.how, done.wish) == (S.ANSWERED, How.LINK, Wish.STAYS)
    with pytest.raises(WrongState), desk.counter.work(nobody) as work:
        service.answer_by_link(work, word, Wish.LEAVES)
    desk.pass_days(40)
    assert run(desk) == jobs.Done(PLACE), "an answered question is not asked about again"
    desk.pass_days(360)
    assert run(desk).asked == 1, "and again after the interval"
    assert secret(desk, asked(desk, waits), keyring) != word


def test_a_late_answer_counts_while_nobody_has_judged(
    desk: Desk, waits: WaitlistEntry, keyring: Keyring
) -> None:
    run(desk)
    question = asked(desk, waits)
    for _ in range(3):
        desk.pass_days(70)
        run(desk)
    assert asked(desk, waits).state is S.SILENT
    with desk.counter.work(system_actor(PLACE)) as work:
        service.answer_by_link(work, secret(desk, question, keyring), Wish.STAYS)
    assert asked(desk, waits).state is S.ANSWERED


def test_the_family_answers_in_its_own_account_only(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    """A sheet's household is that of the account with its number and its telephone."""
    number = "11010519491231002X"
    person = {"identity_sealed": keyring.seal(number), "identity_index": keyring.blind(number)}
    waits = registered(desk, 1, phone=PHONE, **person)
    with desk.counter.work(system_actor(PLACE)) as work:
        mine = open_applicant(work, PHONE, "a sentence for tests", PLACE, "张小乙", number).name
        same_name = open_applicant(
            work, "13900000009", "a sentence for tests", PLACE, "别人", "43010119900307851X"
        ).name
    run(desk)
    question = asked(desk, waits)
    with database.reads() as session:
        assert [each.id for each in queries.of_account(session, mine)] == [question.id]
        assert queries.of_account(session, same_name) == []
        channels = {each.channel for each in queries.tries(session, question.id)}
        assert channels == {TryChannel.INBOX, TryChannel.SMS}
    stranger = Actor(same_name, Role.APPLICANT, PLACE)
    with pytest.raises(NotFound), desk.counter.work(stranger) as work:
        service.answer_own(work, question.id, Wish.LEAVES)
    with desk.counter.work(Actor(mine, Role.APPLICANT, PLACE)) as work:
        done = service.answer_own(work, question.id, Wish.STAYS)
    assert done.how is How.PAGE


def test_an_officer_answers_on_the_word_of_the_family_in_his_own_street(
    desk: Desk, waits: WaitlistEntry
) -> None:
    elsewhere = registered(desk, 2, street="东岸街道")
    run(desk)
    mine, other = asked(desk, waits), asked(desk, elsewhere)
    with desk.act(Role.STREET) as work:
        with pytest.raises(NotFound, match="其他街道"):
            service.answer_for(work, other.id, Wish.STAYS, "电话")
        with pytest.raises(BadInput, match="联系情况"):
            service.answer_for(work, mine.id, Wish.STAYS, " ")
        service.answer_for(work, mine.id, Wish.STAYS, "9月1日电话，本人答复")
    with pytest.raises(NotAllowed), desk.act(Role.AUDITOR) as work:
        service.answer_for(work, other.id, Wish.STAYS, "电话")


def test_a_new_number_reaches_the_family_from_then_on(
    desk: Desk, database: Database, keyring: Keyring
) -> None:
    """Nobody is lost for an old number; the street enters the new one, with who told it."""
    lost = registered(desk, 1)
    run(desk)
    question = asked(desk, lost)
    with desk.act(Role.STREET) as work:
        assert service.phone_of(work, question.id) == ""
        for wrong in (("13800007777", " "), ("12345", "邻居告知")):
            with pytest.raises(BadInput):
                service.change_phone(work, question.id, *wrong)
        service.change_phone(work, question.id, "138 0000 7777", "邻居告知")
    with desk.act(Role.STREET) as work:
        assert service.phone_of(work, question.id) == "13800007777"
    desk.pass_days(13)
    assert run(desk).reminded == 1
    with database.reads() as session:
        channels = [each.channel for each in queries.tries(session, question.id)]
        assert channels == [TryChannel.PAPER, TryChannel.SMS]
        assert verify(session, PLACE).faults == ()


def test_who_says_that_he_leaves_is_reviewed_on_his_written_word(
    desk: Desk, waits: WaitlistEntry, database: Database
) -> None:
    """HN-16-4: cancelled by decision of another person, never by a click."""
    run(desk)
    question = asked(desk, waits)
    with desk.act(Role.CENTRE) as work:
        service.answer_for(work, question.id, Wish.LEAVES, "已购房，电话答复")
    with database.reads() as session:
        entry = entries_of.get(session, PLACE, waits.id)
        assert entry.state is EntryState.REGISTERED
        county = desk.person(Role.COUNTY_REVIEWER)
        assert queries.count(session, county, "leaving") == 1
    with desk.act(Role.COUNTY_REVIEWER) as work:
        with pytest.raises(BadInput, match="书面材料"):
            service.review_leaving(work, question.id, "")
        service.review_leaving(work, question.id, "来函 12")
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        waitlist.cancel(work, waits.id, reasons=["家庭书面表示不再轮候"])
    with database.reads() as session:
        assert queries.count(session, county, "leaving") == 0
        assert entries_of.get(session, PLACE, waits.id).state is EntryState.CANCELLED


def test_a_question_to_who_has_left_is_made_void(desk: Desk, waits: WaitlistEntry) -> None:
    run(desk)
    with desk.act(Role.COUNTY_REVIEWER) as work:
        waitlist.open_review(work, waits.id, reason="已购房")
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        waitlist.cancel(work, waits.id, reasons=["已购房"])
    run(desk)
    assert asked(desk, waits).state is S.VOID


def test_a_night_asks_no_more_than_its_share_in_small_acts(
    desk: Desk, waits: WaitlistEntry, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Who was silent longest comes first; no act asks more than a batch."""
    monkeypatch.setattr("housing.waitlist.rules.LEAST_A_NIGHT", 2)
    monkeypatch.setattr(jobs, "BATCH", 1)
    oldest = registered(desk, 2, registered_on=date(2025, 5, 1))
    youngest = registered(desk, 3, registered_on=date(2025, 7, 1))
    assert run(desk).asked == 2
    assert run(desk).asked == 0, "the night's share is asked"
    with database.reads() as session:
        assert queries.of_entry(session, oldest.id)
        assert queries.of_entry(session, youngest.id) == []
        acts = session.scalars(
            select(RegisterRow.at).where(RegisterRow.tag == Tag.LETTER_SENT.value)
        ).all()
        assert len(acts) == 2
    desk.pass_days(1)
    assert run(desk).asked == 1


def test_a_round_is_a_sign_of_life(desk: Desk, waits: WaitlistEntry) -> None:
    """Who joined a round in the interval is not asked whether he still waits."""
    with desk.act(Role.CENTRE) as work:
        taking_part.join(work, [waits.household_id], "R1")
    with desk.act(Role.COUNTY_HEAD, HEAD) as work:
        taking_part.let_go(work, [waits.household_id], "R1", left_out=True)
    assert run(desk).asked == 0
    desk.pass_days(366)
    assert run(desk).asked == 1


@pytest.mark.parametrize(
    "wrong",
    [
        "state = 'answered'",
        "wish = 'stays'",
        "due_on = opened_on",
        "state = 'asked', answered_on = opened_on, wish = 'stays', how = 'page', answered_by = 'x'",
        "state = 'nonsense'",
        "asked = -1",
    ],
)
def test_the_database_refuses_nonsense(
    desk: Desk, waits: WaitlistEntry, database: Database, wrong: str
) -> None:
    run(desk)
    for statement in (
        f"UPDATE confirmations SET {wrong}",
        "DELETE FROM confirmations",
        "UPDATE confirmation_tries SET note = 'x'",
        "DELETE FROM confirmation_tries",
        "INSERT INTO confirmations (place, entry_id, asked, number, street, secret_index,"
        " answered_by, state, opened_on, due_on, grace_until, note) SELECT place, entry_id, asked,"
        " number, street, 'other', '', 'asked', opened_on, due_on, grace_until, ''"
        " FROM confirmations",
    ):
        with pytest.raises(DatabaseError), database.acts() as session, session.begin():
            session.execute(text(statement))

"""Letters: numbered, kept as sent, read by those they concern, handed over when no wire helps."""

import hashlib
import threading
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Role
from housing.core.audit.models import RegisterRow
from housing.core.audit.tags import Tag
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.keyring import Keyring
from housing.core.work import working
from housing.letters import queries, service
from housing.letters.kinds import LetterKind
from housing.letters.models import Channel, Delivery, Letter
from housing.letters.outbox import deliver
from housing.letters.service import Recipient, send
from housing.letters.states import DeliveryState
from housing.letters.transports import Console
from tests.conftest import NOW, PLACE, actor
from tests.factories.letters import ACCOUNT, CASE, FACTS, LI, letter

PAPER = Recipient("王奶奶")
HEAD = actor(Role.COUNTY_HEAD)
APPLICANT = Actor(ACCOUNT, Role.APPLICANT, PLACE)
Begin = Callable[..., object]


@pytest.fixture
def act(database: Database, keyring: Keyring) -> Begin:
    """Begins an act of somebody, at a chosen time."""

    def begin(who: Actor = HEAD, later: timedelta = timedelta(0)) -> object:
        return working(database.acts, who, standing_clock(NOW + later), keyring)

    return begin


def test_a_letter_is_numbered_kept_as_sent_and_registered(
    act: Begin, database: Database, keyring: Keyring
) -> None:
    with act() as work:
        sent = letter(work, LetterKind.REFUSAL)
    assert sent.number == f"{PLACE}-2026-BF-00001"
    held = queries.text(sent, keyring)
    assert f"编号：{sent.number}" in held
    assert hashlib.sha256(held.encode()).hexdigest() == sent.text_sha256
    assert queries.recipient_name(sent, keyring) == "李明"
    with database.reads() as session:
        row = session.scalars(select(RegisterRow)).one()
        assert (row.tag, row.subject) == (Tag.LETTER_SENT, CASE.subject)
        assert (row.document, row.after["sha256"]) == (sent.number, sent.text_sha256)
        stored = session.execute(text("SELECT text_sealed, recipient_sealed FROM letters")).one()
    for sealed in stored:
        assert "李明".encode() not in bytes(sealed)


def test_each_kind_and_year_counts_for_itself(act: Begin) -> None:
    with act() as work:
        numbers = [letter(work, kind).number for kind in LetterKind for _ in range(2)]
    assert len(set(numbers)) == len(numbers)
    assert all(number.endswith(("-00001", "-00002")) for number in numbers)
    with act(later=timedelta(days=365)) as work:
        assert letter(work).number == f"{PLACE}-2027-SL-00001"


def test_offices_that_write_at_once_never_share_a_number(
    database: Database, keyring: Keyring, clock: Clock
) -> None:
    numbers: list[str] = []

    def write() -> None:
        for _ in range(10):
            with working(database.acts, HEAD, clock, keyring) as work:
                numbers.append(letter(work).number)

    write()
    threads = [threading.Thread(target=write) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sorted(numbers) == [f"{PLACE}-2026-SL-{number:05d}" for number in range(1, 31)]


def test_an_act_that_fails_leaves_no_letter(act: Begin, database: Database) -> None:
    def write() -> None:
        with act() as work:
            letter(work)
            letter(work, LetterKind.REFUSAL, reasons=[])

    with pytest.raises(BadInput, match="reasons"):
        write()
    with database.reads() as session:
        assert session.scalars(select(Letter)).all() == []
        assert session.scalars(select(Delivery)).all() == []


@pytest.mark.parametrize(
    "statement",
    ["UPDATE letters SET text_sealed = recipient_sealed", "DELETE FROM letters WHERE id > 0"],
)
def test_nobody_changes_a_letter_that_was_sent(
    statement: str, act: Begin, database: Database
) -> None:
    with act() as work:
        letter(work)
    with database.acts() as session, pytest.raises(DBAPIError, match="kept as it was sent"):
        session.execute(text(statement))


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE deliveries SET state = 'lost'",
        "UPDATE deliveries SET channel = 'pigeon'",
        "UPDATE deliveries SET attempts = -1",
        "UPDATE deliveries SET state = 'sent' WHERE channel = 'sms'",
        "UPDATE deliveries SET via = 'gateway' WHERE channel = 'sms'",
        "UPDATE deliveries SET state = 'sending' WHERE channel = 'sms'",
        "UPDATE deliveries SET state = 'given_up' WHERE channel = 'sms'",
        "UPDATE deliveries SET read_at = due_at WHERE channel = 'sms'",
        "UPDATE deliveries SET channel = 'sms', read_at = NULL WHERE channel = 'mail'",
        "INSERT INTO letters (place, number, kind, year, sequence, case_kind, case_number, account,"
        " recipient_sealed, text_sealed, text_sha256, cites, day, made_at, made_by) SELECT place,"
        " 'other', kind, year, sequence, '', '', account, recipient_sealed, text_sealed,"
        " text_sha256, cites, day, made_at, made_by FROM letters",
    ],
)
def test_the_database_refuses_deliveries_that_cannot_be(
    statement: str, act: Begin, database: Database
) -> None:
    with act() as work:
        letter(work)
    with database.acts() as session, pytest.raises(IntegrityError):
        session.execute(text(statement))


def test_the_inbox_holds_ones_own_letters_and_knows_which_are_new(
    act: Begin, database: Database
) -> None:
    with act() as work:
        mine = letter(work)
        other = letter(work, to=replace(LI, account="sq0000000008"))
        letter(work, to=PAPER)
    with database.reads() as session:
        assert [each.id for each in queries.inbox(session, ACCOUNT)] == [mine.id]
        assert (queries.unread(session, ACCOUNT), queries.inbox_size(session, ACCOUNT)) == (1, 1)
        assert list(queries.inbox(session, "")) == []
    with act(APPLICANT, timedelta(hours=1)) as work:
        assert service.read(work, mine.number).id == mine.id
        with pytest.raises(NotFound):
            service.read(work, other.number)
    with act(APPLICANT, timedelta(hours=2)) as work:
        service.read(work, mine.number)
    with database.reads() as session:
        assert queries.unread(session, ACCOUNT) == 0
        read = session.scalars(select(Delivery.read_at).where(Delivery.read_at.is_not(None)))
        assert read.all() == [NOW + timedelta(hours=1)]


def test_officers_read_the_letters_of_their_county_and_streets_those_of_their_cases(
    act: Begin, database: Database
) -> None:
    with act() as work:
        ours = letter(work, office_id=4)
    street = Actor("street", Role.STREET, PLACE, 4, OfficeKind.STREET)
    readers = {
        HEAD: True,
        street: True,
        replace(street, office=5): False,
        replace(street, office=None): False,
        replace(HEAD, place="430121"): False,
        actor(Role.CENTRE): True,
        actor(Role.DEPARTMENT): False,
        APPLICANT: False,
        Actor("nobody", None, PLACE): False,
    }
    with database.reads() as session:
        for who, may in readers.items():
            listed = queries.written(session, who, "", None, 10)
            assert [each.id for each in listed] == ([ours.id] if may else []), who
            if may:
                assert queries.get(session, who, ours.number).id == ours.id
            else:
                with pytest.raises(NotFound):
                    queries.get(session, who, ours.number)
        assert [each.id for each in queries.of_case(session, CASE)] == [ours.id]
        assert list(queries.of_case(session, replace(CASE, id=8))) == []
        assert list(queries.written(session, HEAD, "SQ2026999999", None, 10)) == []
        assert list(queries.written(session, HEAD, CASE.number, ours.id, 10)) == []


def test_no_officer_reads_a_code_that_was_sent_to_a_phone(act: Begin, database: Database) -> None:
    with act() as work:
        code = letter(work, LetterKind.VERIFICATION_CODE, Recipient("", phone="13800138000"))
        code.deliveries[0].state = DeliveryState.GIVEN_UP
        code.deliveries[0].last_fault = "too late"
    with database.reads() as session:
        assert list(queries.written(session, HEAD, "", None, 10)) == []
        assert list(queries.for_hands(session, HEAD, None, 10)) == []
        with pytest.raises(NotFound):
            queries.get(session, HEAD, code.number)


def test_paper_waits_for_hands_and_is_handed_over_once(
    act: Begin, database: Database, keyring: Keyring, clock: Clock
) -> None:
    with act() as work:
        sent = letter(work, to=PAPER)
        (delivery,) = sent.deliveries
    console = {Channel.MAIL: Console(str), Channel.SMS: Console(str)}
    assert deliver(database, keyring, console, clock).sent == 0
    with database.reads() as session:
        assert [each.id for each in queries.for_hands(session, HEAD, None, 10)] == [delivery.id]
        assert queries.counts(session)[DeliveryState.WAITING] == 1
    with act() as work:
        with pytest.raises(BadInput, match="送达情况"):
            service.hand_over(work, delivery.id, "  ")
        service.hand_over(work, delivery.id, "本人签收")
    with act() as work, pytest.raises(WrongState, match="已送出"):
        service.hand_over(work, delivery.id, "再次签收")
    with database.reads() as session:
        held = session.get_one(Delivery, delivery.id)
        assert (held.state, held.via, held.sent_at) == (DeliveryState.SENT, "hand", NOW)
        assert list(queries.for_hands(session, HEAD, None, 10)) == []
        last = session.scalars(select(RegisterRow).order_by(RegisterRow.number.desc())).first()
        assert last is not None
        assert (last.tag, last.reason) == (Tag.LETTER_HANDED_OVER, "本人签收")


def test_what_still_waits_for_the_wire_is_not_handed_over(act: Begin) -> None:
    with act() as work:
        by_wire = letter(work).deliveries
        for delivery in by_wire:
            with pytest.raises(WrongState):
                service.hand_over(work, delivery.id, "本人签收")
            with pytest.raises(WrongState):
                service.send_again(work, delivery.id, "再发")


def test_only_officers_with_the_right_handle_deliveries(act: Begin) -> None:
    with act() as work:
        delivery = letter(work, to=PAPER).deliveries[0]
    with act(APPLICANT) as work, pytest.raises(NotAllowed):
        service.hand_over(work, delivery.id, "本人签收")
    street = Actor("street", Role.STREET, PLACE, 5, OfficeKind.STREET)
    with act(street) as work, pytest.raises(NotFound):
        service.hand_over(work, delivery.id, "本人签收")


def test_a_channel_that_does_not_reach_the_person_is_refused(act: Begin) -> None:
    told = {**FACTS[LetterKind.REMINDER], "issuer": "示例县"}
    with act() as work:
        only = send(work, LetterKind.REMINDER, CASE, LI, told, (), channels=[Channel.SMS])
        assert [each.channel for each in only.deliveries] == [Channel.SMS]
        with pytest.raises(BadInput, match="联系方式"):
            send(work, LetterKind.REMINDER, CASE, PAPER, told, (), channels=[Channel.SMS])


def test_without_an_office_the_county_writes(act: Begin, keyring: Keyring) -> None:
    with act() as work:
        sent = send(work, LetterKind.REMINDER, CASE, LI, FACTS[LetterKind.REMINDER], ())
    assert queries.text(sent, keyring).startswith("示例县住房和城乡建设部门\n时限提醒\n")

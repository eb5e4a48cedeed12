"""The outbox against a real mail server and a real gateway: down, slow, refusing, killed."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.core.access.permissions import Role
from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import working
from housing.letters import outbox, queries, service
from housing.letters.kinds import LetterKind
from housing.letters.models import Channel, Delivery, Letter
from housing.letters.outbox import CLAIM_LASTS, PAUSES, Drained, deliver, deliver_letter
from housing.letters.service import Recipient
from housing.letters.states import DeliveryState
from housing.letters.transports import Console, Transports
from tests.conftest import NOW, actor
from tests.factories.letters import EMAIL, LI, PHONE, letter
from tests.integration.letter_servers import (
    KEY,
    Mailbox,
    Phones,
    asks_password,
    certificate,
    free_port,
    gateway_server,
    mail_server,
)
from tests.migrated import migrated_sqlite

MAIL = Recipient("李明", email=EMAIL)
SMS = Recipient("李明", phone=PHONE)


@dataclass
class Desk:
    """Writes letters and drains the outbox, at a time that the test moves on."""

    database: Database
    keyring: Keyring
    transports: dict[Channel, object] = field(default_factory=dict)
    now: datetime = NOW

    @property
    def clock(self) -> Clock:
        return Clock(lambda: self.now)

    def later(self, by: timedelta) -> None:
        self.now += by

    def write(self, to: Recipient = LI, kind: LetterKind = LetterKind.REFUSAL) -> Letter:
        with working(self.database.acts, actor(Role.COUNTY_HEAD), self.clock, self.keyring) as work:
            return letter(work, kind, to)

    def drain(self) -> Drained:
        carried: Transports = {Channel.MAIL: Console(str), Channel.SMS: Console(str)}
        carried = {**carried, **self.transports}  # type: ignore[dict-item]
        return deliver(self.database, self.keyring, carried, self.clock)

    def delivery(self, channel: Channel) -> Delivery:
        with self.database.reads() as session:
            return session.scalars(select(Delivery).where(Delivery.channel == channel)).one()


@pytest.fixture
def desk(database: Database, keyring: Keyring) -> Desk:
    """A desk on SQLite and on PostgreSQL."""
    return Desk(database, keyring)


@pytest.fixture
def small_desk(sqlite_database: Database, keyring: Keyring) -> Desk:
    """A desk on SQLite, for what does not depend on the database."""
    return Desk(sqlite_database, keyring)


@pytest.fixture
def mail() -> Iterator[Mailbox]:
    """A mail server."""
    with mail_server() as box:
        yield box


@pytest.fixture
def phones() -> Iterator[Phones]:
    """A gateway."""
    with gateway_server() as gateway:
        yield gateway


def test_a_letter_goes_by_every_way_that_reaches_the_person(
    desk: Desk, mail: Mailbox, phones: Phones
) -> None:
    desk.transports = {Channel.MAIL: mail.server(), Channel.SMS: phones.gateway()}
    sent = desk.write()
    assert desk.drain() == Drained(sent=2)
    (message,) = mail.messages
    body = message.get_body()
    assert body is not None
    assert body.get_content().replace("\r\n", "\n") == queries.text(sent, desk.keyring)
    assert message["Subject"] == f"审核结果通知书（不符合条件）（{sent.number}）"
    assert message["To"] == EMAIL
    ((to, said),) = phones.taken.values()
    assert to == PHONE
    assert sent.number in said
    assert "人均" not in said  # Reasons are nobody's business but the applicant's.
    held = {each: desk.delivery(each) for each in Channel if each is not Channel.PAPER}
    assert {each: held[each].via for each in held} == {
        Channel.INBOX: "inbox",
        Channel.SMS: "gateway",
        Channel.MAIL: "smtp",
    }
    assert {each.state for each in held.values()} == {DeliveryState.SENT}
    assert message["Message-ID"] == f"<{held[Channel.MAIL].key}@example.org>"
    assert list(phones.taken) == [held[Channel.SMS].key]
    assert desk.drain() == Drained()


def test_a_server_that_is_down_is_tried_again_and_then_given_up(desk: Desk) -> None:
    port = free_port()
    desk.transports = {Channel.MAIL: Mailbox(port).server()}
    desk.write(MAIL)
    for pause in PAUSES:
        assert desk.drain() == Drained(failed=1)
        assert desk.drain() == Drained()
        desk.later(pause - timedelta(seconds=1))
        assert desk.drain() == Drained()
        desk.later(timedelta(seconds=1))
    assert desk.drain() == Drained(given_up=1)
    held = desk.delivery(Channel.MAIL)
    assert (held.state, held.attempts) == (DeliveryState.GIVEN_UP, 5)
    assert "refused" in held.last_fault
    with working(desk.database.acts, actor(Role.CENTRE), desk.clock, desk.keyring) as work:
        service.send_again(work, held.id, "邮件服务器已恢复")
    with mail_server(port) as box:
        assert desk.drain() == Drained(sent=1)
    assert box.messages[0]["Message-ID"] == f"<{held.key}@example.org>"


@pytest.mark.parametrize(
    ("answer", "state"),
    [("550 no such user", DeliveryState.GIVEN_UP), ("451 try later", DeliveryState.FAILED)],
)
def test_a_mail_server_may_refuse_for_good_or_for_now(
    small_desk: Desk, mail: Mailbox, answer: str, state: DeliveryState
) -> None:
    mail.refusal = answer
    small_desk.transports = {Channel.MAIL: mail.server()}
    small_desk.write(MAIL)
    small_desk.drain()
    held = small_desk.delivery(Channel.MAIL)
    assert held.state is state
    assert answer.split(" ", 1)[1] in held.last_fault
    assert not mail.messages


def test_mail_is_encrypted_and_signed_in_or_not_sent(small_desk: Desk, tmp_path: Path) -> None:
    paper = certificate(tmp_path)
    options = {**asks_password("housing", "right"), "tls_context": paper.serving()}
    with mail_server(**options) as box:
        trusted = {"trusted": paper.trusting(), "user": "housing"}
        wrong = [
            box.server("starttls", user="housing", password="right"),  # certificate unknown
            box.server("starttls", password="wrong", **trusted),
            box.server("tls", password="right", seconds=0.5, **trusted),  # speaks no TLS at once
        ]
        for server in wrong:
            small_desk.transports = {Channel.MAIL: server}
            small_desk.write(MAIL)
            assert small_desk.drain() == Drained(failed=1)
        small_desk.transports = {Channel.MAIL: box.server("starttls", password="right", **trusted)}
        small_desk.write(MAIL)
        assert small_desk.drain() == Drained(sent=1)
        assert len(box.messages) == 1
    with mail_server(ssl_context=paper.serving()) as box:
        small_desk.transports = {Channel.MAIL: box.server("tls", trusted=paper.trusting())}
        small_desk.write(MAIL)
        assert small_desk.drain() == Drained(sent=1)


def test_a_server_without_encryption_gets_nothing(small_desk: Desk, mail: Mailbox) -> None:
    small_desk.transports = {Channel.MAIL: mail.server("starttls")}
    small_desk.write(MAIL)
    assert small_desk.drain() == Drained(failed=1)
    assert not mail.messages


@pytest.mark.parametrize(
    ("status", "state"),
    [
        (400, DeliveryState.GIVEN_UP),
        (401, DeliveryState.FAILED),
        (429, DeliveryState.FAILED),
        (500, DeliveryState.FAILED),
        (302, DeliveryState.FAILED),
    ],
)
def test_a_gateway_may_refuse_the_message_or_the_moment(
    small_desk: Desk, phones: Phones, status: int, state: DeliveryState
) -> None:
    phones.status = status
    small_desk.transports = {Channel.SMS: phones.gateway()}
    small_desk.write(SMS)
    small_desk.drain()
    held = small_desk.delivery(Channel.SMS)
    assert held.state is state
    assert f"HTTP {status}" in held.last_fault


def test_a_gateway_that_is_slow_takes_a_message_once(small_desk: Desk, phones: Phones) -> None:
    """It takes the message but answers too late; asked again, it knows the id and answers yes."""
    phones.delay = 1.0
    small_desk.transports = {Channel.SMS: phones.gateway(answer_seconds=0.2)}
    small_desk.write(SMS)
    assert small_desk.drain() == Drained(failed=1)
    assert "Timeout" in small_desk.delivery(Channel.SMS).last_fault
    phones.delay = 0.0
    small_desk.later(PAUSES[0])
    assert small_desk.drain() == Drained(sent=1)
    assert len(phones.requests) == 2
    assert len(phones.taken) == len(set(phones.requests)) == 1


def test_two_drains_at_once_send_each_letter_once(desk: Desk, phones: Phones) -> None:
    phones.delay = 0.02
    desk.transports = {Channel.SMS: phones.gateway()}
    for _ in range(12):
        desk.write(SMS)
    done: list[Drained] = []
    threads = [threading.Thread(target=lambda: done.append(desk.drain())) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)
    assert sum(each.sent for each in done) == 12
    assert len(phones.requests) == len(set(phones.requests)) == 12


class Killed(BaseException):
    """The process dies here."""


@pytest.mark.parametrize("step", ["_refused", "_mark"])
def test_a_drain_that_dies_is_made_good_by_a_later_one(
    step: str, desk: Desk, phones: Phones, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object) -> None:
        raise Killed

    desk.transports = {Channel.SMS: phones.gateway()}
    desk.write(SMS)
    with monkeypatch.context() as patched:
        patched.setattr(outbox, step, die)
        with pytest.raises(Killed):
            desk.drain()
    assert desk.delivery(Channel.SMS).state is DeliveryState.SENDING
    assert desk.drain() == Drained()
    desk.later(CLAIM_LASTS)
    assert desk.drain() == Drained(sent=1)
    assert len(phones.taken) == 1
    assert len(phones.requests) == (2 if step == "_mark" else 1)


def test_a_process_killed_while_the_gateway_thinks_sends_again_with_the_same_key(
    tmp_path: Path, phones: Phones
) -> None:
    """SIGKILL on `housing outbox run`: nothing of Python gets a chance to tidy up."""
    database = migrated_sqlite(tmp_path / "housing.db")
    desk = Desk(database, open_keyring(tmp_path / "keys"))
    desk.write(SMS)
    phones.delay = 30.0
    environ = {
        **os.environ,
        "HOUSING_HOME": str(tmp_path),
        "HOUSING_SMS_URL": phones.url,
        "HOUSING_SMS_KEY": KEY,
    }
    command = [sys.executable, "-c", "import housing.cli; housing.cli.main()", "outbox", "run"]
    process = subprocess.Popen(command, env=environ)
    assert phones.came.wait(timeout=120)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=120)
    held = desk.delivery(Channel.SMS)
    assert held.state is DeliveryState.SENDING
    assert held.claimed_at is not None
    phones.delay = 0.0
    desk.now = held.claimed_at + CLAIM_LASTS
    desk.transports = {Channel.SMS: phones.gateway()}
    assert desk.drain() == Drained(sent=1)
    assert phones.requests == [held.key, held.key]
    assert len(phones.taken) == 1
    database.engine.dispose()


def test_a_letter_that_kills_its_sender_every_time_is_given_up(
    small_desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_given: object) -> None:
        raise Killed

    small_desk.write(SMS)
    with monkeypatch.context() as patched:
        patched.setattr(outbox, "_refused", die)
        for _ in range(len(PAUSES) + 1):
            with pytest.raises(Killed):
                small_desk.drain()
            small_desk.later(CLAIM_LASTS)
    assert small_desk.drain() == Drained(given_up=1)
    assert "中断" in small_desk.delivery(Channel.SMS).last_fault


def test_an_unforeseen_fault_of_one_letter_does_not_stop_the_next(small_desk: Desk) -> None:
    class Broken:
        name = "broken"

        def carry(self, _post: object) -> None:
            raise ZeroDivisionError("unforeseen")

    small_desk.transports = {Channel.MAIL: Broken()}
    small_desk.write(MAIL)
    small_desk.write(SMS)
    assert small_desk.drain() == Drained(sent=1, failed=1)
    assert "unforeseen" in small_desk.delivery(Channel.MAIL).last_fault


def test_a_code_that_is_too_old_is_not_sent(small_desk: Desk, phones: Phones) -> None:
    small_desk.transports = {Channel.SMS: phones.gateway()}
    small_desk.write(SMS, LetterKind.VERIFICATION_CODE)
    small_desk.later(timedelta(minutes=11))
    assert small_desk.drain() == Drained(given_up=1)
    assert not phones.requests


def test_one_letter_can_be_sent_at_once(small_desk: Desk, phones: Phones) -> None:
    first = small_desk.write(SMS, LetterKind.VERIFICATION_CODE)
    small_desk.write(SMS)
    carried = {Channel.SMS: phones.gateway()}
    desk = small_desk
    assert deliver_letter(desk.database, desk.keyring, carried, desk.clock, first.id) == Drained(
        sent=1
    )
    ((_to, said),) = phones.taken.values()
    assert "482913" in said


def test_the_console_masks_the_recipient_and_sends_nothing(small_desk: Desk) -> None:
    said: list[str] = []
    console: Callable[[str], None] = said.append
    small_desk.transports = {Channel.SMS: Console(console), Channel.MAIL: Console(console)}
    small_desk.write()
    assert small_desk.drain() == Drained(sent=2)
    written = "\n".join(said)
    assert "138****8000" in written
    assert "l***@example.org" in written
    assert PHONE not in written
    assert EMAIL not in written
    assert small_desk.delivery(Channel.SMS).via == "console"

"""Acts on letters: writing one, handing it over on paper, sending it again, reading it."""

import json
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import func, select

from housing.core.access.permissions import Permission
from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tags import Tag
from housing.core.canonical import sha256_hex
from housing.core.cases import CaseRef
from housing.core.errors import BadInput, WrongState
from housing.core.work import Work
from housing.letters import queries
from housing.letters.issuer import with_issuer
from housing.letters.kinds import FORMS, LetterKind
from housing.letters.models import CONSOLE, Channel, Delivery, Letter
from housing.letters.names import CALLED
from housing.letters.states import DELIVERY, DeliveryAct, DeliveryState
from housing.letters.writing import Writing, message_of, written


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom a letter is for and how to reach them; `account` is the name of their account."""

    name: str
    phone: str = ""
    email: str = ""
    account: str = ""

    def channels(self) -> tuple[Channel, ...]:
        """Return every way that reaches this person; paper when there is no other."""
        held = {Channel.INBOX: self.account, Channel.SMS: self.phone, Channel.MAIL: self.email}
        return tuple(channel for channel, where in held.items() if where) or (Channel.PAPER,)

    def sealable(self) -> str:
        """Return name, phone and e-mail as JSON text."""
        held = {"name": self.name, "phone": self.phone, "email": self.email}
        return json.dumps(held, ensure_ascii=False)


def send(
    work: Work,
    kind: LetterKind,
    case: CaseRef | None,
    to: Recipient,
    facts: Mapping[str, object],
    cites: Sequence[str],
    channels: Collection[Channel] | None = None,
    office_id: int | None = None,
) -> Letter:
    """Write a letter, keep it as it is sent, and put its deliveries into the outbox.

    `facts` are those of `FORMS[kind]`, plus `issuer` and `contact` where the acting person's
    office is not the one that writes; `cites` come from `PolicyBook.cited`. `channels`: by
    default every way that reaches the person. `office_id`: the office whose officers may read it
    beside the county's (default: that of the acting person). The letter goes out after the act is
    committed, when the outbox is drained; the inbox has it at once.
    Basis: HN 15 (HN-15-12, HN-15-14).

    Raises:
        BadInput: a fact is missing or empty, or no way of `channels` reaches the person.
    """
    ways = _ways(to, channels)
    place = case.place if case else work.place
    sequence = _next(work, place, kind)
    number = f"{place}-{work.day.year}-{FORMS[kind].short}-{sequence:05d}"
    writing = Writing(kind, number, case.number if case else "", to.name, work.day)
    told = with_issuer(work.session, work.actor.office, place, work.day, facts)
    text = written(writing, told, cites)
    letter = Letter(
        place=place,
        number=number,
        kind=kind,
        year=work.day.year,
        sequence=sequence,
        office_id=work.actor.office if office_id is None else office_id,
        account=to.account,
        cites=list(cites),
        day=work.day,
        made_at=work.now,
        made_by=work.actor.name,
        **_case(case),
        **_kept(work, to, text),
    )
    message = message_of(writing, told)
    letter.deliveries = [_delivery(work, letter, channel, message) for channel in ways]
    work.session.add(letter)
    work.session.flush()
    _record(work, letter, Tag.LETTER_SENT, {"channels": [way.value for way in ways]})
    return letter


def hand_over(work: Work, delivery_id: int, note: str) -> Delivery:
    """Note that a letter was printed and handed over; `note` says to whom and how.

    For letters on paper, and for those that no wire carried.

    Raises:
        NotAllowed: the acting person may not see letters, or not this one.
        BadInput: no note.
        WrongState: it was delivered already.
    """
    delivery = _own(work, delivery_id)
    if delivery.channel is not Channel.PAPER and delivery.state is DeliveryState.WAITING:
        raise WrongState(
            "这份文书正在等待发送，请等发送失败后再当面送达"
            " / this letter is still waiting to be sent; hand it over when sending has failed"
        )
    if delivery.state is DeliveryState.SENT and delivery.via != CONSOLE:
        raise WrongState("这份文书已送出，不必再送 / this letter was sent already")
    reason = _note(note)
    _move(delivery, DeliveryAct.HAND_OVER)
    delivery.sent_at, delivery.via = work.now, "hand"
    _record(work, delivery.letter, Tag.LETTER_HANDED_OVER, {}, reason)
    return delivery


def send_again(work: Work, delivery_id: int, note: str) -> Delivery:
    """Put a delivery that was given up into the outbox again, for a reason.

    It keeps its key, so that a gateway that has carried it after all does not carry it twice.

    Raises:
        NotAllowed: see `hand_over`.
        BadInput: no reason.
        WrongState: it was not given up, or is of no use any more.
    """
    delivery = _own(work, delivery_id)
    if delivery.useless_after is not None:
        raise WrongState("这份文书已经过时，不再发送 / this letter is of no use any more")
    reason = _note(note)
    _move(delivery, DeliveryAct.SEND_AGAIN)
    delivery.attempts, delivery.due_at = 0, work.now
    channel = {"channel": delivery.channel.value}
    _record(work, delivery.letter, Tag.LETTER_SENT_AGAIN, channel, reason)
    return delivery


def read(work: Work, number: str) -> Letter:
    """Return a letter of the acting person's own inbox and note when it was first opened.

    Raises:
        NotFound: there is none of that number for this account.
    """
    letter = queries.of_account(work.session, work.actor.name, number)
    for delivery in letter.deliveries:
        if delivery.channel is Channel.INBOX and delivery.read_at is None:
            delivery.read_at = work.now
    work.session.flush()
    return letter


def _ways(to: Recipient, channels: Collection[Channel] | None) -> tuple[Channel, ...]:
    reached = to.channels()
    ways = reached if channels is None else tuple(way for way in reached if way in channels)
    if not ways:
        raise BadInput(
            "收件人没有留下可用的联系方式，文书无法送出；请补充手机号或改用纸质送达"
            " / the recipient cannot be reached in any of the ways asked for; enter a phone number"
            " or deliver on paper"
        )
    return ways


def _next(work: Work, place: str, kind: LetterKind) -> int:
    """Return the next number of the county's letters of this kind and year.

    The head of the county's register is locked first, so that two acts never take one number.
    """
    hold_head(work.session, place)
    last = work.session.scalar(
        select(func.max(Letter.sequence)).where(
            Letter.place == place, Letter.year == work.day.year, Letter.kind == kind
        )
    )
    return (last or 0) + 1


def _case(case: CaseRef | None) -> dict[str, Any]:
    if case is None:
        return {"case_kind": "", "case_id": None, "case_number": ""}
    return {"case_kind": case.kind, "case_id": case.id, "case_number": case.number}


def _kept(work: Work, to: Recipient, text: str) -> dict[str, Any]:
    return {
        "recipient_sealed": work.keyring.seal(to.sealable()),
        "text_sealed": work.keyring.seal(text),
        "text_sha256": sha256_hex(text.encode()),
    }


def _delivery(work: Work, letter: Letter, channel: Channel, message: str) -> Delivery:
    arrived = channel is Channel.INBOX
    minutes = FORMS[letter.kind].minutes
    return Delivery(
        place=letter.place,
        channel=channel,
        key=uuid.uuid4().hex,
        state=DeliveryState.SENT if arrived else DeliveryState.WAITING,
        via="inbox" if arrived else "",
        attempts=0,
        due_at=work.now,
        useless_after=work.now + timedelta(minutes=minutes) if minutes else None,
        sent_at=work.now if arrived else None,
        last_fault="",
        body_sealed=work.keyring.seal(message) if channel is Channel.SMS else None,
    )


def _own(work: Work, delivery_id: int) -> Delivery:
    work.actor.must(Permission.SEE_LETTERS)
    return queries.delivery(work.session, work.actor, delivery_id)


def _move(delivery: Delivery, act: DeliveryAct) -> None:
    delivery.state = DELIVERY.step(delivery.state, act, CALLED).target


def _note(note: str) -> str:
    if not note.strip():
        raise BadInput("请写明理由或送达情况 / say why, or how it was handed over")
    return note.strip()


def _record(
    work: Work, letter: Letter, tag: Tag, more: Mapping[str, object], reason: str = ""
) -> None:
    case = f"{letter.case_kind}:{letter.case_number}"
    subject = case if letter.case_kind else f"letter:{letter.number}"
    after = {"kind": letter.kind.value, "sha256": letter.text_sha256, **more}
    work.session.flush()
    entry = Entry(tag, subject, None, after, reason=reason, document=letter.number)
    work.record(entry, letter.place)

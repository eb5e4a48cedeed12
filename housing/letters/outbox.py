"""The outbox: every delivery that is due is claimed, sent and marked, each in its own acts.

A delivery is claimed in one short act, sent outside of any, and marked in another. Two drains
never send one delivery at the same time; one whose process was killed between sending and marking
is claimed anew after `CLAIM_LASTS`. So each letter arrives at least once, and where it is sent a
second time it carries the same key, by which mail programs and gateways know it again.
"""

import json
import uuid
from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, and_, or_, select, true

from housing.core.clock import Clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring
from housing.letters.kinds import FORMS
from housing.letters.models import Channel, Delivery
from housing.letters.names import CALLED
from housing.letters.post import NotCarried, Post
from housing.letters.states import DELIVERY, DeliveryAct, DeliveryState
from housing.letters.transports import Transports

#: How long after the first, second, … attempt the next is made; after the last it is given up.
PAUSES = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 30, 120))
#: Longer than any transport waits for an answer.
CLAIM_LASTS = timedelta(minutes=10)
TOO_LATE = "过了有效时间，没有发送 / not sent: of no use any more"
CUT_SHORT = "发送多次中断 / sending was cut short too often"


@dataclass(frozen=True, slots=True)
class Drained:
    """What one drain did."""

    sent: int = 0
    failed: int = 0
    given_up: int = 0


def deliver(database: Database, keyring: Keyring, transports: Transports, clock: Clock) -> Drained:
    """Send every delivery that is due; safe to run twice, at once, late, or to be killed."""
    return _drain(database, keyring, transports, clock, true())


def deliver_letter(
    database: Database, keyring: Keyring, transports: Transports, clock: Clock, letter_id: int
) -> Drained:
    """Send the deliveries of one letter that are due; what fails is left to the outbox.

    To be called after the act that wrote the letter is committed.
    """
    of_letter = Delivery.letter_id == letter_id
    return _drain(database, keyring, transports, clock, of_letter)


def _drain(
    database: Database,
    keyring: Keyring,
    transports: Transports,
    clock: Clock,
    which: ColumnElement[bool],
) -> Drained:
    # What fails now is due later than this, so that the drain comes to an end.
    due = and_(which, _is_due(clock.now()))
    counted: Counter[DeliveryState] = Counter()
    while (claimed := _claim(database, clock.now(), due)) is not None:
        if claimed.state is DeliveryState.SENDING:
            refused = _refused(claimed, keyring, transports)
            via = transports[claimed.channel].name
            counted[_mark(database, clock.now(), claimed, via, refused)] += 1
        else:
            counted[claimed.state] += 1
    return Drained(
        counted[DeliveryState.SENT], counted[DeliveryState.FAILED], counted[DeliveryState.GIVEN_UP]
    )


def _is_due(now: datetime) -> ColumnElement[bool]:
    """What a wire carries and is due; a claim older than `CLAIM_LASTS` was lost."""
    waits = Delivery.state.in_((DeliveryState.WAITING, DeliveryState.FAILED))
    lost = and_(Delivery.state == DeliveryState.SENDING, Delivery.claimed_at <= now - CLAIM_LASTS)
    on_wire = Delivery.channel.in_((Channel.SMS, Channel.MAIL))
    return and_(on_wire, or_(waits, lost), Delivery.due_at <= now)


def _claim(database: Database, now: datetime, due: ColumnElement[bool]) -> Delivery | None:
    """Take one delivery; None when none is due. One that is too late comes back given up."""
    with database.acts() as session, session.begin():
        delivery = session.scalars(
            select(Delivery)
            .where(due)
            .order_by(Delivery.due_at, Delivery.id)
            .limit(1)
            .with_for_update(skip_locked=True, of=Delivery)
        ).first()
        if delivery is None:
            return None
        why = _hopeless(delivery, now)
        if why:
            _give_up(delivery, why)
            return delivery
        _move(delivery, DeliveryAct.CLAIM)
        delivery.claim, delivery.claimed_at = uuid.uuid4().hex, now
        delivery.attempts += 1
        return delivery


def _hopeless(delivery: Delivery, now: datetime) -> str:
    if delivery.useless_after is not None and now > delivery.useless_after:
        return TOO_LATE
    return CUT_SHORT if delivery.attempts > len(PAUSES) else ""


def _refused(delivery: Delivery, keyring: Keyring, transports: Transports) -> NotCarried | None:
    """Send; return why it was not taken, or None."""
    try:
        transports[delivery.channel].carry(_post(delivery, keyring))
    except NotCarried as refusal:
        return refusal
    except Exception as fault:
        # Whatever is wrong with one letter, the next must go out.
        return NotCarried(f"{type(fault).__name__}: {fault}")
    return None


def _post(delivery: Delivery, keyring: Keyring) -> Post:
    letter = delivery.letter
    to = json.loads(keyring.unseal(letter.recipient_sealed))
    is_mail = delivery.channel is Channel.MAIL
    return Post(
        key=delivery.key,
        channel=delivery.channel,
        to=to["email"] if is_mail else to["phone"],
        number=letter.number,
        subject=f"{FORMS[letter.kind].title}（{letter.number}）",
        body=keyring.unseal(delivery.body_sealed or letter.text_sealed),
    )


def _mark(
    database: Database, now: datetime, claimed: Delivery, via: str, refusal: NotCarried | None
) -> DeliveryState:
    """Note what became of a claimed delivery, unless another drain has claimed it since."""
    with database.acts() as session, session.begin():
        delivery = session.get(Delivery, claimed.id, with_for_update={"of": Delivery})
        if delivery is None or delivery.claim != claimed.claim:
            return DeliveryState.SENDING
        if refusal is None:
            _move(delivery, DeliveryAct.SUCCEED)
            delivery.sent_at, delivery.via, delivery.last_fault = now, via, ""
        elif refusal.is_final or delivery.attempts > len(PAUSES):
            _give_up(delivery, str(refusal))
        else:
            _move(delivery, DeliveryAct.FAIL)
            delivery.due_at = now + PAUSES[delivery.attempts - 1]
            delivery.last_fault = str(refusal)
        delivery.claim = delivery.claimed_at = None
        return delivery.state


def _give_up(delivery: Delivery, why: str) -> None:
    _move(delivery, DeliveryAct.GIVE_UP)
    delivery.last_fault = why
    delivery.claim = delivery.claimed_at = None


def _move(delivery: Delivery, act: DeliveryAct) -> None:
    delivery.state = DELIVERY.step(delivery.state, act, CALLED).target

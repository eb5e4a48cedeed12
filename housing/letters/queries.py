"""Reads of letters and their deliveries; nobody reads a letter that is not theirs to read."""

import json
from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select
from sqlalchemy.orm import Session

from housing.core.access.actor import Actor
from housing.core.access.offices import OfficeKind
from housing.core.access.permissions import Permission
from housing.core.cases import CaseRef
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.letters.kinds import FORMS
from housing.letters.models import Channel, Delivery, Letter
from housing.letters.states import DeliveryState

#: Offices whose officers see only the letters of their own cases; others see the county's.
OWN_CASES = frozenset({OfficeKind.STREET, OfficeKind.COMMUNITY, OfficeKind.PARK})
#: Kinds that are of no use after some minutes; nobody but the outbox reads them.
PASSING = tuple(kind for kind, form in FORMS.items() if form.minutes)


def text(letter: Letter, keyring: Keyring) -> str:
    """Return the text of a letter exactly as it was sent."""
    return keyring.unseal(letter.text_sealed)


def recipient_name(letter: Letter, keyring: Keyring) -> str:
    """Return the name of whom a letter is for."""
    return str(json.loads(keyring.unseal(letter.recipient_sealed))["name"])


def get(session: Session, actor: Actor, number: str) -> Letter:
    """Return a letter by its number.

    Raises:
        NotFound: there is none, or none that this officer may read.
    """
    found: Letter | None = session.scalar(
        _readable(select(Letter), actor).where(Letter.number == number)
    )
    if found is None:
        raise NotFound(f"没有文书“{number}” / there is no letter {number}")
    return found


def of_account(session: Session, account: str, number: str) -> Letter:
    """Return a letter of the inbox of an account.

    Raises:
        NotFound: there is none of that number for this account.
    """
    found = session.scalar(
        select(Letter).where(
            Letter.number == number, Letter.account == account, Letter.account != ""
        )
    )
    if found is None:
        raise NotFound(f"没有文书“{number}” / there is no letter {number}")
    return found


def of_case(session: Session, case: CaseRef) -> Sequence[Letter]:
    """Return the letters of a case, oldest first; the caller decides who may see the case."""
    return session.scalars(
        select(Letter)
        .where(Letter.place == case.place, Letter.case_kind == case.kind, Letter.case_id == case.id)
        .order_by(Letter.id)
    ).all()


def inbox(session: Session, account: str, offset: int = 0, rows: int = 20) -> Sequence[Letter]:
    """Return the letters to an account, newest first."""
    return session.scalars(
        _to(select(Letter), account).order_by(Letter.id.desc()).offset(offset).limit(rows)
    ).all()


def inbox_size(session: Session, account: str) -> int:
    """Return how many letters an account has."""
    return session.scalar(_to(select(func.count(Letter.id)), account)) or 0


def unread(session: Session, account: str) -> int:
    """Return how many letters of an account nobody has opened yet."""
    return (
        session.scalar(
            _to(select(func.count(Letter.id)), account)
            .join(Delivery)
            .where(Delivery.channel == Channel.INBOX, Delivery.read_at.is_(None))
        )
        or 0
    )


def written(
    session: Session, actor: Actor, case_number: str, before: int | None, rows: int
) -> Sequence[Letter]:
    """Return letters that this officer may read, newest first, those before row id `before`.

    `case_number` narrows the list to one case; empty for all.
    """
    listed = _readable(select(Letter), actor)
    if case_number:
        listed = listed.where(Letter.case_number == case_number)
    if before is not None:
        listed = listed.where(Letter.id < before)
    return session.scalars(listed.order_by(Letter.id.desc()).limit(rows)).all()


def for_hands(session: Session, actor: Actor, before: int | None, rows: int) -> Sequence[Delivery]:
    """Return the deliveries that need a person: given up, or on paper and not handed over yet."""
    listed = _readable(select(Delivery).join(Letter), actor).where(_needs_hands())
    if before is not None:
        listed = listed.where(Delivery.id < before)
    return session.scalars(listed.order_by(Delivery.id.desc()).limit(rows)).all()


def delivery(session: Session, actor: Actor, delivery_id: int) -> Delivery:
    """Return one delivery.

    Raises:
        NotFound: there is none, or none that this officer may see.
    """
    found: Delivery | None = session.scalar(
        _readable(select(Delivery).join(Letter), actor).where(Delivery.id == delivery_id)
    )
    if found is None:
        raise NotFound(f"没有第 {delivery_id} 号送达记录 / there is no delivery {delivery_id}")
    return found


def counts(session: Session) -> dict[DeliveryState, int]:
    """Return how many deliveries of the installation are in each state."""
    rows = session.execute(select(Delivery.state, func.count()).group_by(Delivery.state))
    held: dict[DeliveryState, int] = {}
    for state, count in rows:
        held[state] = count
    return {state: held.get(state, 0) for state in DeliveryState}


def _to(listed: Select[Any], account: str) -> Select[Any]:
    return listed.where(Letter.account == account, Letter.account != "")


def _readable(listed: Select[Any], actor: Actor) -> Select[Any]:
    if not actor.may(Permission.SEE_LETTERS):
        return listed.where(false())
    listed = listed.where(Letter.place == actor.place)
    # A code is between the system and a phone; it needs no hands when it is too late.
    listed = listed.where(Letter.kind.not_in(PASSING))
    if actor.office_kind in OWN_CASES:
        listed = listed.where(Letter.office_id == actor.office)
    return listed


def _needs_hands() -> ColumnElement[bool]:
    return or_(
        Delivery.state == DeliveryState.GIVEN_UP,
        and_(Delivery.state == DeliveryState.WAITING, Delivery.channel == Channel.PAPER),
    )

"""Reads of confirmations: who is due, who has not answered, who said that he leaves."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlalchemy.orm import Session

from housing.confirmations.models import Confirmation, ContactTry
from housing.confirmations.states import PENDING, ConfirmationState
from housing.confirmations.words import Wish
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.errors import NotFound
from housing.core.keyring import Keyring
from housing.offices import queries as offices
from housing.waitlist.models import WaitlistEntry
from housing.waitlist.states import WAITING
from housing.waitlist.whose import entries_of_account

_S = ConfirmationState
#: What each list shows: those to be looked for first, then those that a person must judge.
LISTS: dict[str, ColumnElement[bool]] = {
    "unreached": Confirmation.state == _S.UNREACHED,
    "silent": Confirmation.state == _S.SILENT,
    "leaving": and_(Confirmation.state == _S.ANSWERED, Confirmation.wish == Wish.LEAVES),
    "asked": Confirmation.state == _S.ASKED,
    "answered": and_(Confirmation.state == _S.ANSWERED, Confirmation.wish == Wish.STAYS),
}


def get(session: Session, place: str, confirmation_id: int, *, lock: bool = False) -> Confirmation:
    """Return a confirmation of a place; with `lock`, held until the act ends.

    Raises:
        NotFound: there is none with this id in the place.
    """
    wanted = select(Confirmation).where(
        Confirmation.id == confirmation_id, Confirmation.place == place
    )
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(wanted).one_or_none()
    if found is None:
        raise NotFound(
            f"没有第 {confirmation_id} 号意愿确认 / there is no confirmation {confirmation_id}"
        )
    return found


def by_secret(session: Session, keyring: Keyring, secret: str) -> Confirmation:
    """Return the confirmation that a short message's secret belongs to.

    Raises:
        NotFound: no such secret.
    """
    index = keyring.blind(secret.strip().lower())
    found = session.scalars(
        select(Confirmation).where(Confirmation.secret_index == index)
    ).one_or_none()
    if found is None:
        raise NotFound(
            "链接不对或已失效，请核对短信中的网址，或者致电住房保障部门"
            " / this link is not known; check the address in the message, or call the office"
        )
    return found


def of_account(session: Session, account: str) -> Sequence[Confirmation]:
    """Return the questions to a family's account that are not answered yet, the oldest first."""
    entries = [each.id for each in entries_of_account(session, account)]
    return session.scalars(
        select(Confirmation)
        .where(Confirmation.entry_id.in_(entries), Confirmation.state.in_(PENDING))
        .order_by(Confirmation.id)
    ).all()


def of_entry(session: Session, entry_id: int) -> Sequence[Confirmation]:
    """Return every question to an entry, the newest first."""
    return session.scalars(
        select(Confirmation)
        .where(Confirmation.entry_id == entry_id)
        .order_by(Confirmation.id.desc())
    ).all()


def seen(session: Session, actor: Actor, confirmation_id: int) -> Confirmation:
    """Return a question that an officer may see: of his street, or of his county.

    Raises:
        NotFound: there is none for this officer.
    """
    found = get(session, actor.place, confirmation_id)
    _must_be_of_street(session, actor, found)
    return found


def locked(session: Session, actor: Actor, confirmation_id: int) -> Confirmation:
    """Return a question as `seen`, held until the act ends; raises as `seen`."""
    found = get(session, actor.place, confirmation_id, lock=True)
    _must_be_of_street(session, actor, found)
    return found


def tries(session: Session, confirmation_id: int) -> Sequence[ContactTry]:
    """Return every attempt to reach the household, the oldest first."""
    return session.scalars(
        select(ContactTry)
        .where(ContactTry.confirmation_id == confirmation_id)
        .order_by(ContactTry.id)
    ).all()


def count(session: Session, actor: Actor, only: str) -> int:
    """Return how many questions a list of this officer holds."""
    found = _chosen(session, actor, only).with_only_columns(Confirmation.id).subquery()
    return session.scalar(select(func.count()).select_from(found)) or 0


def page_of(
    session: Session, actor: Actor, only: str, offset: int, limit: int
) -> Sequence[Confirmation]:
    """Return one page of a list, the soonest to end first."""
    column = Confirmation.due_on if only == "asked" else Confirmation.grace_until
    found = _chosen(session, actor, only).order_by(column, Confirmation.id)
    return session.scalars(found.offset(offset).limit(limit)).all()


def street_of(session: Session, actor: Actor) -> str | None:
    """Return the street whose households an officer looks for; None for the whole county."""
    if actor.role not in (Role.STREET, Role.COMMUNITY):
        return None
    office = offices.get(session, actor.office)
    if office is not None and office.parent_id is not None:
        office = offices.get(session, office.parent_id)
    return office.street if office is not None else ""


def due(session: Session, place: str, before: date, limit: int) -> Sequence[int]:
    """Return the entries that wait and gave no sign of life after `before`, longest silent first.

    A registration, an answer that was asked for and the joining of a round are such signs.
    """
    asked = exists().where(
        Confirmation.entry_id == WaitlistEntry.id,
        (Confirmation.opened_on > before) | Confirmation.state.in_(PENDING),
        Confirmation.state != _S.VOID,
    )
    seen_on = func.coalesce(WaitlistEntry.last_round_on, WaitlistEntry.registered_on)
    return session.scalars(
        select(WaitlistEntry.id)
        .where(
            WaitlistEntry.place == place,
            WaitlistEntry.state.in_(WAITING),
            seen_on <= before,
            ~asked,
        )
        .order_by(seen_on, WaitlistEntry.id)
        .limit(limit)
    ).all()


def free_to_ask(session: Session, ids: Collection[int]) -> Sequence[WaitlistEntry]:
    """Return those of these entries that wait and are not being asked, by id."""
    pending_now = exists().where(
        Confirmation.entry_id == WaitlistEntry.id, Confirmation.state.in_(PENDING)
    )
    return session.scalars(
        select(WaitlistEntry)
        .where(WaitlistEntry.id.in_(ids), WaitlistEntry.state.in_(WAITING), ~pending_now)
        .order_by(WaitlistEntry.id)
    ).all()


def asked_on(session: Session, place: str, day: date) -> int:
    """Return how many households were asked for the first time on a day."""
    asked = select(func.count()).where(Confirmation.place == place, Confirmation.opened_on == day)
    return session.scalar(asked) or 0


def over(session: Session, place: str, state: ConfirmationState, day: date) -> Sequence[int]:
    """Return the questions in a state that have been there too long on `day`.

    Who was asked may answer until the last day; a street looks for the others for the grace.
    """
    last_on = Confirmation.due_on if state is _S.ASKED else Confirmation.grace_until
    return session.scalars(
        select(Confirmation.id)
        .where(Confirmation.place == place, Confirmation.state == state, last_on < day)
        .order_by(Confirmation.id)
    ).all()


def left_behind(session: Session, place: str) -> Sequence[int]:
    """Return the questions that stand open although the household waits no more."""
    return session.scalars(
        select(Confirmation.id)
        .join(WaitlistEntry, WaitlistEntry.id == Confirmation.entry_id)
        .where(
            Confirmation.place == place,
            Confirmation.state.in_(PENDING),
            WaitlistEntry.closed_on.is_not(None),
        )
        .order_by(Confirmation.id)
    ).all()


def pending(session: Session, place: str, state: ConfirmationState) -> Sequence[Confirmation]:
    """Return the questions of a place in a state, the oldest first."""
    return session.scalars(
        select(Confirmation)
        .where(Confirmation.place == place, Confirmation.state == state)
        .order_by(Confirmation.id)
    ).all()


def places(session: Session) -> Sequence[str]:
    """Return the places in which somebody waits, or was asked and has not answered."""
    waiting = select(WaitlistEntry.place).where(WaitlistEntry.state.in_(WAITING))
    asked = select(Confirmation.place).where(Confirmation.state.in_(PENDING))
    return sorted(set(session.scalars(waiting.union(asked))))


def _must_be_of_street(session: Session, actor: Actor, found: Confirmation) -> None:
    street = street_of(session, actor)
    if street is not None and street != found.street:
        raise NotFound(
            f"第 {found.id} 号意愿确认由其他街道办理 / confirmation {found.id} is another street's"
        )


def _chosen(session: Session, actor: Actor, only: str) -> Select[Confirmation]:
    found = select(Confirmation).where(Confirmation.place == actor.place, LISTS.get(only, false()))
    street = street_of(session, actor)
    return found if street is None else found.where(Confirmation.street == street)

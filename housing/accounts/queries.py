"""Reading accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts.models import Account
from housing.accounts.rules import MOBILE
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role
from housing.core.errors import NotFound
from housing.core.keyring import Keyring


def by_name(session: Session, name: str) -> Account | None:
    """Return the account of that name, closed ones included."""
    return session.scalars(select(Account).where(Account.name == name)).one_or_none()


def officer(session: Session, place: str, name: str) -> Account:
    """Return an officer of the county by name, closed accounts included.

    Raises:
        NotFound: there is none; applicants are nobody's to look up by name.
    """
    account = by_name(session, name)
    is_officer = account is not None and account.role != Role.APPLICANT.value
    if account is None or not is_officer or account.place != place:
        raise NotFound(f"没有账号“{name}” / there is no account {name!r}")
    return account


def by_phone(session: Session, keyring: Keyring, phone: str) -> Account | None:
    """Return the live applicant's account that signs in with this mobile number."""
    wanted = select(Account).where(
        Account.phone_index == keyring.blind(phone), Account.closed_at.is_(None)
    )
    return session.scalars(wanted).one_or_none()


def by_person(
    session: Session, place: str, identity_index: str, phone_index: str
) -> Account | None:
    """Return the live applicant's account of this person with this mobile number."""
    wanted = select(Account).where(
        Account.place == place,
        Account.identity_index == identity_index,
        Account.phone_index == phone_index,
        Account.closed_at.is_(None),
    )
    return session.scalars(wanted).one_or_none()


def by_sign_in(session: Session, keyring: Keyring, name_or_phone: str) -> Account | None:
    """Return whose account a typed account name or mobile number means."""
    if MOBILE.fullmatch(name_or_phone):
        return by_phone(session, keyring, name_or_phone)
    return by_name(session, name_or_phone)


def accounts_of(session: Session, place: str) -> list[Account]:
    """Return the county's officers by name, closed ones included; applicants have no list."""
    wanted = select(Account).where(Account.place == place, Account.role != Role.APPLICANT.value)
    return list(session.scalars(wanted.order_by(Account.name)))


def staff(session: Session, office_id: int) -> list[Account]:
    """Return the live accounts of an office by name. Basis: HN 5 (HN-5-5)."""
    wanted = select(Account).where(Account.office_id == office_id, Account.closed_at.is_(None))
    return list(session.scalars(wanted.order_by(Account.name)))


def actor_of(account: Account) -> Actor:
    """Return the acting person behind an account, with the office it works in."""
    office = account.office
    return Actor(
        name=account.name,
        role=Role(account.role),
        place=account.place,
        office=account.office_id,
        office_kind=office.kind if office else None,
    )


def signed_in(session: Session, name: str, stamp: str) -> Account | None:
    """Return whose session of a browser this is; None once that session must end."""
    account = by_name(session, name)
    if account is None or account.closed_at is not None or account.stamp != stamp:
        return None
    return account


def shown_name(account: Account, keyring: Keyring) -> str:
    """Return what the pages call this person: account name, an applicant's masked number."""
    if account.phone_sealed is None:
        return account.name
    phone = keyring.unseal(account.phone_sealed)
    return f"{phone[:3]}****{phone[-4:]}"

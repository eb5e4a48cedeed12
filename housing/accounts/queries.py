"""Reading accounts."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts.models import Account
from housing.core.access.actor import Actor
from housing.core.access.permissions import Role


def by_name(session: Session, name: str) -> Account | None:
    """Return the account of that name, closed ones included."""
    return session.scalars(select(Account).where(Account.name == name)).one_or_none()


def accounts_of(session: Session, place: str) -> list[Account]:
    """Return the county's accounts by name, closed ones included."""
    found = session.scalars(select(Account).where(Account.place == place).order_by(Account.name))
    return list(found)


def actor_of(account: Account) -> Actor:
    """Return the acting person behind an account."""
    return Actor(name=account.name, role=Role(account.role), place=account.place)


def signed_in(session: Session, name: str, stamp: str) -> Actor | None:
    """Return who is meant by a session of a browser; None once that session must end."""
    account = by_name(session, name)
    if account is None or account.closed_at is not None or account.stamp != stamp:
        return None
    return actor_of(account)

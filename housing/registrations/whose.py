"""Whose household an account stands for, and how a household is reached."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts import queries as accounts
from housing.accounts.models import Account
from housing.core.access.permissions import Role
from housing.core.keyring import Keyring
from housing.households import queries as households
from housing.households.models import Household
from housing.letters.service import Recipient


def household_of(session: Session, account_name: str, place: str) -> Household | None:
    """Return the household that waits in `place` under the person of an account, or None."""
    account = accounts.by_name(session, account_name)
    if account is None or account.identity_index is None:
        return None
    return households.by_person(session, place, account.identity_index)


def by_number(session: Session, place: str, number: str) -> Household | None:
    """Return the household of `place` that waits under an application number, or None."""
    return session.scalars(
        select(Household).where(
            Household.place == place,
            Household.application_number == number,
            Household.left_on.is_(None),
        )
    ).one_or_none()


def recipient(session: Session, keyring: Keyring, household: Household) -> Recipient:
    """Return how the one who applied is reached: account, mobile number."""
    account = session.scalars(
        select(Account.name).where(
            Account.identity_index == household.identity_index,
            Account.role == Role.APPLICANT.value,
            Account.closed_at.is_(None),
        )
    ).first()
    phone = keyring.unseal(household.phone_sealed) if household.phone_sealed else ""
    return Recipient(name=household.name, phone=phone, account=account or "")

"""Signing in and out: who somebody is, how often they may be wrong, what the register keeps."""

import secrets
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts import passwords, rules
from housing.accounts.models import Account
from housing.accounts.queries import actor_of, by_sign_in
from housing.accounts.service import existing
from housing.core.access.actor import Actor
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import NotAllowed
from housing.core.keyring import Keyring
from housing.core.work import Work

_REFUSED = (
    "账号名（手机号）或密码不正确；连续输错多次后，须等待几分钟再试（最长 15 分钟）"
    " / the account name (mobile number) or the password is wrong; after many wrong ones wait some"
    " minutes (at most 15) before the next"
)


def authenticate(
    session: Session, keyring: Keyring, name: str, password: str, now: datetime
) -> Actor:
    """Return who this is; `name` is an account name or an applicant's mobile number.

    Raises:
        NotAllowed: unknown, closed, wrong password, or still to wait after many wrong ones; the
            words and the time taken are the same for all of them.
    """
    account = by_sign_in(session, keyring, name)
    asked = account is not None and account.closed_at is None and not _waits(account, now)
    if not passwords.matches(account.password_hash if account and asked else None, password):
        raise NotAllowed(_REFUSED)
    assert account is not None  # noqa: S101  `matches` is false for an unknown account
    return actor_of(account)


def note_sign_in(work: Work) -> str:
    """Write into the register that the actor signed in; return the stamp of the session.

    Raises:
        NotAllowed: many wrong passwords came in while this right one was compared.
    """
    account = _locked(work, existing(work, work.actor.name))
    if _waits(account, work.now):
        raise NotAllowed(_REFUSED)
    account.failures, account.failed_at = 0, None
    work.record(Entry(Tag.ACCOUNT_SIGNED_IN, f"account:{account.name}"))
    return account.stamp


def note_refusal(work: Work, name: str) -> None:
    """Count and write down a refused sign-in to an existing account; unknown names are not kept.

    A name that does not exist may be a password typed into the wrong field. While an account
    waits, further tries are not counted, so that nobody can keep somebody else waiting longer.
    """
    found = by_sign_in(work.session, work.keyring, name)
    if found is None:
        return
    account = _locked(work, found)
    if _waits(account, work.now):
        return
    account.failures, account.failed_at = account.failures + 1, work.now
    work.record(Entry(Tag.ACCOUNT_REFUSED, f"account:{account.name}"), account.place)


def sign_out(work: Work) -> None:
    """End every sign-in of the actor, so that a copied cookie is worth nothing."""
    existing(work, work.actor.name).stamp = secrets.token_hex(16)


def _waits(account: Account, now: datetime) -> bool:
    until = rules.waits_until(account.failures, account.failed_at)
    return until is not None and now < until


def _locked(work: Work, account: Account) -> Account:
    """Hold the row until the commit, so that parallel guesses are counted one by one."""
    held = select(Account).where(Account.id == account.id).with_for_update(of=Account)
    return work.session.scalars(held.execution_options(populate_existing=True)).one()

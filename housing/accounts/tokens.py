"""Tokens of programs: made and revoked by their owner, shown once, kept as a hash."""

import hashlib
import secrets
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from housing.accounts.models import Account, ApiToken
from housing.accounts.service import existing
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotFound, WrongState
from housing.core.work import Work

MOST = 20
LONGEST_NAME = 64
_BEGINS = "gzf_"
_NOTED_EVERY = timedelta(hours=1)


def make(work: Work, name: str) -> tuple[ApiToken, str]:
    """Make a token of the actor's account; return its row and the token, which is not kept.

    Raises:
        BadInput: no name, or too long a one.
        WrongState: the account has 20 live tokens.
    """
    account, words = existing(work, work.actor.name), name.strip()
    if not 1 <= len(words) <= LONGEST_NAME:
        raise BadInput(
            f"用途：应为 1 至 {LONGEST_NAME} 个字 / name: use 1 to {LONGEST_NAME} characters"
        )
    if len(live(work.session, account.name)) >= MOST:
        raise WrongState(
            f"最多 {MOST} 个接口令牌，请先撤销不用的 / at most {MOST} tokens; revoke one first"
        )
    secret = _BEGINS + secrets.token_urlsafe(32)
    token = ApiToken(account_id=account.id, name=words, token_hash=_hash(secret), made_at=work.now)
    work.session.add(token)
    work.session.flush()
    subject = f"account:{account.name}"
    work.record(Entry(Tag.TOKEN_MADE, subject, after={"token": token.id, "name": words}))
    return token, secret


def revoke(work: Work, token_id: int) -> ApiToken:
    """End one of the actor's own tokens.

    Raises:
        NotFound: the actor has no such token.
        WrongState: it was revoked before.
    """
    account = existing(work, work.actor.name)
    token = work.session.get(ApiToken, token_id)
    if token is None or token.account_id != account.id:
        raise NotFound("您没有这个接口令牌 / you have no such token")
    if token.revoked_at is not None:
        raise WrongState("接口令牌已撤销 / the token is revoked already")
    token.revoked_at = work.now
    work.record(Entry(Tag.TOKEN_REVOKED, f"account:{account.name}", before={"token": token.id}))
    return token


def live(session: Session, account_name: str) -> list[ApiToken]:
    """Return the tokens of an account that still open the door, newest first."""
    wanted = (
        select(ApiToken)
        .join(Account, ApiToken.account_id == Account.id)
        .where(Account.name == account_name, ApiToken.revoked_at.is_(None))
        .order_by(ApiToken.id.desc())
    )
    return list(session.scalars(wanted))


def account_of(session: Session, secret: str) -> tuple[Account, ApiToken] | None:
    """Return whose token this is; None: unknown, revoked, or the account is closed."""
    found = session.execute(
        select(Account, ApiToken)
        .join(ApiToken, ApiToken.account_id == Account.id)
        .where(
            ApiToken.token_hash == _hash(secret),
            ApiToken.revoked_at.is_(None),
            Account.closed_at.is_(None),
        )
    ).one_or_none()
    return (found[0], found[1]) if found else None


def is_stale(token: ApiToken, now: datetime) -> bool:
    """Return whether its last use is to be noted again; once an hour is enough to know."""
    return token.last_used_at is None or now - token.last_used_at >= _NOTED_EVERY


def note_use(session: Session, token_id: int, now: datetime) -> None:
    """Note that a token was used."""
    token = session.get(ApiToken, token_id)
    if token is not None:
        token.last_used_at = now


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

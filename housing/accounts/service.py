"""Acts on accounts: open, close, set a password, sign in and out."""

import re
import secrets

from sqlalchemy.orm import Session

from housing.accounts import passwords
from housing.accounts.models import Account
from housing.accounts.queries import actor_of, by_name
from housing.core.access.actor import Actor
from housing.core.access.permissions import Permission, Role
from housing.core.audit.record import Entry
from housing.core.audit.tags import Tag
from housing.core.errors import BadInput, NotAllowed, NotFound, WrongState
from housing.core.work import Work

_NAME = re.compile(r"[\w.-]{2,32}")


def open_account(work: Work, name: str, role: Role, place: str, password: str) -> Account:
    """Open an account; the first ones are opened by the machine itself, at its command line.

    Raises:
        NotAllowed: the actor keeps no accounts, or not those of `place`.
        BadInput: the name is taken or unfit, or the password too short.
    """
    _must_keep(work, place)
    if not _NAME.fullmatch(name):
        raise BadInput(
            f"账号名“{name}”应为 2 至 32 个字母、数字、汉字或 . _ -"
            f" / account name {name!r}: use 2 to 32 letters, digits or . _ -"
        )
    if by_name(work.session, name) is not None:
        raise BadInput(
            f"账号名“{name}”已被使用，请换一个 / the name {name!r} is taken, use another"
        )
    account = Account(
        name=name,
        role=role.value,
        place=place,
        password_hash=passwords.hashed(password),
        stamp=secrets.token_hex(16),
        opened_at=work.now,
    )
    work.session.add(account)
    work.session.flush()
    work.record(Entry(Tag.ACCOUNT_OPENED, f"account:{name}", after={"role": role.value}))
    return account


def close_account(work: Work, name: str, *, reason: str) -> Account:
    """Close an account for good; its sign-ins end at once, its acts stay in the register.

    Raises:
        NotAllowed, NotFound: as in `open_account`; nobody closes the own account.
        WrongState: it is closed already.
        BadInput: no reason.
    """
    account = _existing(work, name)
    _must_keep(work, account.place)
    if account.name == work.actor.name:
        raise NotAllowed("不能停用自己的账号 / nobody closes the own account")
    if account.closed_at is not None:
        raise WrongState(f"账号“{name}”已停用 / account {name!r} is closed already")
    if not reason.strip():
        raise BadInput("停用原因：不能为空，请写明 / reason: say why the account is closed")
    account.closed_at = work.now
    account.stamp = secrets.token_hex(16)
    work.record(Entry(Tag.ACCOUNT_CLOSED, f"account:{name}", reason=reason.strip()))
    return account


def set_password(work: Work, name: str, password: str) -> Account:
    """Set a new password: one's own, or for others by whoever keeps the accounts.

    Ends every sign-in of that account.
    """
    account = _existing(work, name)
    if account.name != work.actor.name:
        _must_keep(work, account.place)
    account.password_hash = passwords.hashed(password)
    account.stamp = secrets.token_hex(16)
    work.record(Entry(Tag.ACCOUNT_PASSWORD_SET, f"account:{name}"))
    return account


def authenticate(session: Session, name: str, password: str) -> Actor:
    """Return who this is.

    Raises:
        NotAllowed: name or password wrong, or the account closed; never says which.
    """
    account = by_name(session, name)
    live = account is not None and account.closed_at is None
    if not passwords.matches(account.password_hash if account and live else None, password):
        raise NotAllowed("账号名或密码不正确 / the account name or the password is wrong")
    assert account is not None  # noqa: S101  `matches` is false for an unknown account
    return actor_of(account)


def note_sign_in(work: Work) -> str:
    """Write into the register that the actor signed in; return the stamp of the session."""
    account = _existing(work, work.actor.name)
    work.record(Entry(Tag.ACCOUNT_SIGNED_IN, f"account:{account.name}"))
    return account.stamp


def note_refusal(work: Work, name: str) -> None:
    """Write down a refused sign-in to an existing account; unknown names are not kept.

    A name that does not exist may be a password typed into the wrong field.
    """
    if by_name(work.session, name) is not None:
        work.record(Entry(Tag.ACCOUNT_REFUSED, f"account:{name}"))


def sign_out(work: Work) -> None:
    """End every sign-in of the actor, so that a copied cookie is worth nothing."""
    _existing(work, work.actor.name).stamp = secrets.token_hex(16)


def _existing(work: Work, name: str) -> Account:
    account = by_name(work.session, name)
    if account is None or (work.actor.role is not None and account.place != work.place):
        raise NotFound(f"没有账号“{name}” / there is no account {name!r}")
    return account


def _must_keep(work: Work, place: str) -> None:
    if work.actor.role is None:
        return
    work.actor.must(Permission.KEEP_ACCOUNTS)
    if place != work.place:
        raise NotAllowed(
            f"只能管理本地（{work.place}）的账号 / only accounts of {work.place} can be kept"
        )

"""Passwords: how long they must be, how they are kept, how one is compared."""

from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from housing.core.errors import BadInput

SHORTEST = 10
LONGEST = 256
_HASHER = PasswordHasher()
# One hash takes 64 MiB of memory; more than two at once could exhaust a small machine.
_AT_ONCE = BoundedSemaphore(2)
# Compared when there is no such account, so that the answer takes as long as for a real one.
_NOBODY = _HASHER.hash("no account has this password")


def hashed(password: str) -> str:
    """Return the Argon2id hash to keep.

    Raises:
        BadInput: fewer than 10 or more than 256 characters.
    """
    if not SHORTEST <= len(password) <= LONGEST:
        raise BadInput(
            f"密码长度为 {len(password)} 个字符，应为 {SHORTEST} 至 {LONGEST} 个"
            f" / the password has {len(password)} characters; use {SHORTEST} to {LONGEST}"
        )
    with _AT_ONCE:
        return _HASHER.hash(password)


def matches(password_hash: str | None, password: str) -> bool:
    """Return whether `password` is the one hashed; None stands for an unknown account."""
    with _AT_ONCE:
        try:
            _HASHER.verify(password_hash or _NOBODY, password[:LONGEST])
        except (VerifyMismatchError, InvalidHashError):
            return False
    return password_hash is not None

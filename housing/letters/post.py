"""One letter on its way out, and what a transport says when it is not taken."""

import ssl
from dataclasses import dataclass
from functools import cache

from housing.letters.models import Channel


@dataclass(frozen=True, slots=True)
class Post:
    """What a transport is given: `key` is the same at every attempt of this delivery."""

    key: str
    channel: Channel
    to: str
    number: str
    subject: str
    body: str


class NotCarried(Exception):
    """A transport did not take a letter; `is_final` when trying again cannot help."""

    def __init__(self, why: str, *, is_final: bool = False) -> None:
        super().__init__(why)
        self.is_final = is_final


@cache
def trusted() -> ssl.SSLContext:
    """Return the certificates this machine trusts; reading them takes longer than a letter."""
    return ssl.create_default_context()

"""What carries letters: which transport an installation has for each channel."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Protocol

from housing.core.settings import Settings
from housing.letters.gateway import Gateway
from housing.letters.models import CONSOLE, Channel
from housing.letters.post import Post
from housing.letters.smtp import MailServer


class Transport(Protocol):
    """One way out. `name` is what a delivery keeps of it."""

    @property
    def name(self) -> str:
        """What carried the letter: smtp, gateway or console."""

    def carry(self, post: Post) -> None:
        """Hand the letter over to the next server.

        Raises:
            NotCarried: it was not taken; says whether trying again can help.
        """


Transports = Mapping[Channel, Transport]


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


@dataclass(frozen=True, slots=True)
class Console:
    """Says on standard output what would have been sent, with the recipient masked.

    For installations without a mail server or gateway: nothing leaves the machine.
    """

    say: Callable[[str], None] = field(default=_say)
    name: str = CONSOLE

    def carry(self, post: Post) -> None:
        """Write the letter down; never fails."""
        self.say(f"[{post.channel.value} {post.number} → {_masked(post.to)}]\n{post.body}")


def transports_of(settings: Settings) -> dict[Channel, Transport]:
    """Return the transports of an installation; the console stands in for what is not set up.

    Raises:
        BadInput: a mail server or gateway is named without what it needs; names the setting.
    """
    console = Console()
    mail = MailServer.of(settings) if settings.smtp_host else console
    sms = Gateway.of(settings) if settings.sms_url else console
    return {Channel.MAIL: mail, Channel.SMS: sms}


def _masked(to: str) -> str:
    name, at, domain = to.rpartition("@")
    if at:
        return f"{name[:1]}***@{domain}"
    return f"{to[:3]}****{to[-4:]}"

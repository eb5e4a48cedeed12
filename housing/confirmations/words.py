"""Closed lists of words about confirmations."""

from enum import StrEnum


class Wish(StrEnum):
    """What a household answers: it waits on, or does not need a flat any more."""

    STAYS = "stays"
    LEAVES = "leaves"


class How(StrEnum):
    """By which way the answer came."""

    PAGE = "page"
    LINK = "link"
    OFFICER = "officer"


class TryChannel(StrEnum):
    """By which way somebody tried to reach the household."""

    INBOX = "inbox"
    SMS = "sms"
    MAIL = "mail"
    PAPER = "paper"
    PHONE = "phone"
    VISIT = "visit"


class TryResult(StrEnum):
    """What came of it: sent out, nobody there, or spoken with."""

    SENT = "sent"
    NOBODY = "nobody"
    REACHED = "reached"


#: What a person does, beside the letters that the system writes.
BY_HAND = (TryChannel.PHONE, TryChannel.VISIT)

"""What services raise. Every message is written for the person who has to act on it.

A message never names an article: a place with a legal basis of its own cites that, and not the
instrument whose procedure it borrows. The error carries the ids of its rules instead, and what
shows it adds what the place cites for them (`web.citing`).
"""

from collections.abc import Iterable


class HousingError(Exception):
    """Base of all refusals; the text says what is wrong and what to do.

    `rules`: ids of the rules of the catalogue that the refusal rests on.
    """

    def __init__(self, text: str = "", rules: Iterable[str] = ()) -> None:
        super().__init__(text)
        self.rules = tuple(rules)


class NotFound(HousingError):
    """The thing asked for does not exist, or not for this person."""


class NotAllowed(HousingError):
    """The acting person may not do this."""


class WrongState(HousingError):
    """The act does not fit the state the subject is in."""


class Busy(HousingError):
    """Another act has held the database for too long; nothing was done."""


class Conflict(HousingError):
    """Somebody else changed it in the meantime; the text says who, when and what."""


class BrokenRule(HousingError):
    """A rule of law or of the county forbids it; `rules` names which."""


class MissingPolicyValue(HousingError):
    """A value that the law leaves to the county has not been entered for that day."""


class BadInput(HousingError):
    """What was sent cannot be read or is not plausible; the text names field, value and remedy."""

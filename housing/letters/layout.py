"""A letter's text as parts of a page: the text stays the one that was sent."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Laid:
    """Issuer, title and number; the sections between, each a tuple of lines; issuer and day."""

    issuer: str
    title: str
    number: str
    sections: tuple[tuple[str, ...], ...]
    closing: tuple[str, ...]


def laid(text: str) -> Laid:
    """Return the parts of a text of `writing.written`; joined again they are the text."""
    parts = [tuple(part.split("\n")) for part in text.strip("\n").split("\n\n")]
    issuer, title, number = parts[0]
    return Laid(issuer, title, number, tuple(parts[1:-1]), parts[-1])

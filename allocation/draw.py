"""The public draw: whoever has the roll and the seed computes the same keys and the same order.

One file, Python 3 and its standard library alone; it is sent with a round. The roll is hashed
before the seed exists, so that nobody can choose either to suit the other (method: RFC 3797).
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable


def draw_key(seed: str, roll_sha256: str, subject: str, *purpose: str) -> str:
    """The draw key of a subject as 64 lowercase hexadecimal digits; the smaller key comes first.

    HMAC-SHA256 (RFC 2104) with the seed's text in UTF-8 as key; the message is the roll's hash in
    lowercase hexadecimal, a line feed and the subject (a household's or a flat's id). Further draws
    append, each after a line feed, their `purpose`: `unit`, or `tie` and a class id.

    Raises:
        ValueError: a hash that is not 64 lowercase hexadecimal digits, an empty seed, or an empty
            part or one with a line feed, which could be confused with another draw.
    """
    if not seed:
        raise ValueError("seed: is empty; enter the numbers of the announced source")
    if len(roll_sha256) != 64 or not set(roll_sha256) <= set("0123456789abcdef"):
        raise ValueError(f"roll_sha256: {roll_sha256!r} is not 64 lowercase hexadecimal digits")
    for part in (subject, *purpose):
        if not part or "\n" in part:
            raise ValueError(f"draw: {part!r} must be a text of one line")
    message = "\n".join((roll_sha256, subject, *purpose))
    return hmac.new(seed.encode(), message.encode(), hashlib.sha256).hexdigest()


def order(seed: str, roll_sha256: str, subjects: Iterable[str], *purpose: str) -> list[str]:
    """The subjects by their draw keys, smallest first; equal keys by the bytes of the ids.

    O(n log n). An equality has a chance of about n² / 2^257; it is settled nevertheless.
    """
    keys = {subject: draw_key(seed, roll_sha256, subject, *purpose) for subject in subjects}
    return sorted(keys, key=lambda subject: (keys[subject], subject.encode()))

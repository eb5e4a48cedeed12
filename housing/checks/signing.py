"""Signatures between a county and a department: who sent these bytes, when, for which address.

HMAC-SHA256 with a secret that the two share, over four lines: the method of a question or the
status of an answer, the path, the date, and the SHA-256 of the body. The date has a header of its
own, because servers between the two may replace `Date`. Described in docs/department-interface.md.
"""

import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime, parsedate_to_datetime
from typing import Protocol

from housing.core.canonical import sha256_hex
from housing.core.errors import NotAllowed

DATE = "X-Housing-Date"
KEY_ID = "X-Housing-Key-Id"
SIGNATURE = "X-Housing-Signature"
#: How far the two clocks may differ; older signatures are taken for replays.
LEEWAY = timedelta(minutes=5)
LEAST_SECRET = 32


class Headers(Protocol):
    """Headers of a question or an answer, found whatever the case of their letters."""

    def get(self, key: str, default: str, /) -> str:
        """Return the value of a header, `default` when it is missing."""


@dataclass(frozen=True, slots=True, repr=False)
class Key:
    """A shared secret and the name both sides call it by; never printed."""

    id: str
    secret: str


def signed(key: Key, about: str, path: str, body: bytes, now: datetime) -> dict[str, str]:
    """Return the headers that sign `body`; `about` is a method (`POST`) or a status (`200`)."""
    day = format_datetime(now.replace(microsecond=0), usegmt=True)
    return {DATE: day, KEY_ID: key.id, SIGNATURE: _signature(key, about, path, day, body)}


def must_be_signed(
    key: Key, headers: Headers, about: str, path: str, body: bytes, now: datetime
) -> None:
    """Refuse bytes that the holder of `key` has not signed for this address just now.

    Raises:
        NotAllowed: unsigned, signed with another key, changed on the way, or too old.
    """
    day, signature = headers.get(DATE, ""), headers.get(SIGNATURE, "")
    if not day or not signature:
        raise NotAllowed("没有签名 / not signed")
    if headers.get(KEY_ID, "") != key.id:
        raise NotAllowed("密钥编号不符 / signed with another key")
    if not hmac.compare_digest(
        signature.encode(), _signature(key, about, path, day, body).encode()
    ):
        raise NotAllowed("签名不符，内容可能被改动 / the signature does not fit the content")
    if abs(now - _instant(day)) > LEEWAY:
        raise NotAllowed(
            f"签名日期 {day} 与本机时间相差超过 5 分钟，请校准时钟；旧的报文不能重放"
            f" / signed at {day}, more than 5 minutes from this machine's time; set the clocks"
        )


def _signature(key: Key, about: str, path: str, day: str, body: bytes) -> str:
    text = "\n".join((about, path, day, sha256_hex(body)))
    return hmac.new(key.secret.encode(), text.encode(), "sha256").hexdigest()


def _instant(day: str) -> datetime:
    try:
        found = parsedate_to_datetime(day)
    except ValueError as wrong:
        raise NotAllowed(
            f"签名日期“{day[:40]}”无法识别 / the signed date cannot be read"
        ) from wrong
    if found.tzinfo is None:
        raise NotAllowed("签名日期没有时区 / the signed date has no zone")
    return found

"""What a department said, as it is kept and handed on; and that it said nothing, with the reason.

The values are those of `schemas`: days in ISO form, money in fen, areas in hundredths of m².
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from housing.checks.words import Channel
from housing.core.access.offices import OfficeKind
from housing.core.canonical import sha256_hex


@dataclass(frozen=True, slots=True)
class Answer:
    """One department's answer; `values` as the department's schema gives them."""

    department: OfficeKind
    values: Mapping[str, object]
    channel: Channel
    answered_by: str
    answered_at: datetime
    sha256: str

    @property
    def as_of(self) -> date:
        """The day for which the department's records speak."""
        return date.fromisoformat(str(self.values["as_of"]))

    @property
    def document(self) -> str:
        """The department's own number of this answer; empty when it gave none."""
        return str(self.values.get("document", ""))


@dataclass(frozen=True, slots=True)
class NotAnswered:
    """The department has not answered; `why` in words, '中文 / English'."""

    department: OfficeKind
    why: str


def written(values: Mapping[str, object]) -> str:
    """Return the one way an answer is written before it is sealed and hashed."""
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def fingerprint(values: Mapping[str, object]) -> str:
    """Return the SHA-256 of `written`."""
    return sha256_hex(written(values).encode())

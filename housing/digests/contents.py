"""What a digest says, as the bytes of its file, and such a file read again."""

import json
import re
from dataclasses import dataclass
from datetime import date, datetime

from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput
from housing.digests.models import RegisterDigest

FORMAT = 1
_HEX = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class KeptDigest:
    """A digest that somebody kept: row `number` of the chain of `place` had this hash."""

    place: str
    day: date
    number: int
    hash: str
    sha256: str


def digest_bytes(digest: RegisterDigest) -> bytes:
    """Return the canonical bytes of a digest; `sha256` is their hash.

    `number` and `hash` name the last row of the day, `rows` and `tags` count what was added since
    the digest before, `previous` is the hash of that digest's bytes (null for the first), `faults`
    and `first_fault` tell what a walk over the whole chain found when the digest was made.
    """
    return canonical_bytes(
        {
            "format": FORMAT,
            "place": digest.place,
            "day": digest.day.isoformat(),
            "number": digest.number,
            "hash": digest.hash,
            "rows": digest.rows,
            "tags": digest.tags,
            "faults": digest.faults,
            "first_fault": digest.first_fault,
            "previous": digest.previous_sha256,
            "made_at": digest.made_at.isoformat(),
        }
    )


def read_digest(raw: bytes, name: str) -> KeptDigest:
    """Read a kept digest; `name` is the file's, for the refusal.

    Raises:
        BadInput: the file is no digest; names the file and the field.
    """
    try:
        said = json.loads(raw)
        kept = KeptDigest(
            place=str(said["place"]),
            day=date.fromisoformat(said["day"]),
            number=int(said["number"]),
            hash=str(said["hash"]),
            sha256=sha256_hex(raw),
        )
        datetime.fromisoformat(said["made_at"])
    except (ValueError, KeyError, TypeError) as fault:
        raise _no_digest(name, str(fault)) from fault
    if said.get("format") != FORMAT:
        raise _no_digest(name, f"format {said.get('format')!r}")
    if not _HEX.fullmatch(kept.hash) or kept.number < 1:
        raise _no_digest(name, f"number {kept.number}, hash {kept.hash!r}")
    return kept


def _no_digest(name: str, why: str) -> BadInput:
    return BadInput(
        f"{name} 不是登记簿摘要（{why}）；请使用从公示页下载、未经改动的文件"
        f" / {name} is no digest of a register ({why}); use the file as it was downloaded"
    )

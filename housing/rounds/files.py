"""The files of a round in their exact bytes: written once, and hashed again before each use."""

import json
from collections.abc import Mapping
from typing import Any, NamedTuple

from sqlalchemy import insert
from sqlalchemy.orm import Session

from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BrokenRule, NotFound
from housing.rounds.models import Round, RoundFile

#: Which fact of the round holds the hash of which file.
HASHED_IN: Mapping[str, str] = {
    "roll.json": "roll_sha256",
    "units.json": "units_sha256",
    "rules.json": "rules_sha256",
    "seed.json": "seed_sha256",
    "order.json": "order_sha256",
    "stages.json": "stages_sha256",
    "allocation.json": "allocation_sha256",
}


class Kept(NamedTuple):
    """A file as it was kept: its content and the SHA-256 of its bytes."""

    content: Any
    sha256: str


def keep(session: Session, round_id: int, contents: Mapping[str, Any]) -> dict[str, str]:
    """Write contents as canonical bytes under their names; return the hash of each."""
    return keep_bytes(
        session, round_id, {name: canonical_bytes(value) for name, value in contents.items()}
    )


def keep_bytes(session: Session, round_id: int, bodies: Mapping[str, bytes]) -> dict[str, str]:
    """Write files under their names; return the hash of each."""
    hashes = {name: sha256_hex(body) for name, body in bodies.items()}
    rows = [
        {"round_id": round_id, "name": name, "sha256": hashes[name], "body": body}
        for name, body in bodies.items()
    ]
    session.execute(insert(RoundFile), rows)
    return hashes


def read(session: Session, a_round: Round, name: str) -> Kept:
    """Return a file of the round, after hashing its bytes again.

    Raises:
        NotFound: the round has no such file yet.
        BrokenRule: the bytes are not those that were hashed; names both hashes.
    """
    body = body_of(session, a_round, name)
    return Kept(json.loads(body), sha256_hex(body))


def body_of(session: Session, a_round: Round, name: str) -> bytes:
    """Return the bytes of a file of the round, after hashing them again; raises as `read`."""
    row = session.get(RoundFile, (a_round.id, name), populate_existing=True)
    if row is None:
        raise NotFound(f"轮次 {a_round.code} 还没有 {name} / round {a_round.code} has no {name}")
    check_hash(a_round, name, row.sha256, row.body)
    return row.body


def check_hash(a_round: Round, name: str, kept: str, body: bytes) -> None:
    """Refuse bytes that are not those the round was given when the file was written.

    Raises:
        BrokenRule: names the file, the hash written down and the hash found.
    """
    fact = HASHED_IN.get(name)
    written = getattr(a_round, fact) if fact else kept
    found = sha256_hex(body)
    if not found == kept == written:
        raise BrokenRule(
            f"轮次 {a_round.code} 的 {name} 在记录哈希之后被改动：登记为 {written}，现为 {found}；"
            "本轮不得继续，应予作废 / was changed after its hash was written down: was"
            f" {written}, is {found}; this round must not go on"
        )


def check_all(session: Session, a_round: Round) -> None:
    """Hash every file again, those of the stages against stages.json.

    Raises:
        BrokenRule: a file is not what was written down; names it with both hashes.
    """
    for name in HASHED_IN:
        body_of(session, a_round, name)
    for row in read(session, a_round, "stages.json").content["stages"]:
        for part in ("problem", "plan"):
            body = body_of(session, a_round, row[part])
            if sha256_hex(body) != row[f"{part}_sha256"]:
                raise BrokenRule(
                    f"轮次 {a_round.code} 的 {row[part]}：应为 {row[f'{part}_sha256']}，"
                    f"现为 {sha256_hex(body)} / differs from stages.json"
                )

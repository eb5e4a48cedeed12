"""The requests a department has taken: kept in its own SQLite file, the people in them sealed."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from housing.core.canonical import sha256_hex
from housing.core.errors import Conflict
from housing.core.keyring import Keyring

_TABLE = """
CREATE TABLE IF NOT EXISTS requests (
  request_id TEXT PRIMARY KEY,
  sha256 TEXT NOT NULL,
  message BLOB NOT NULL,
  taken_at TEXT NOT NULL,
  answered_at TEXT,
  answer BLOB,
  CHECK ((answered_at IS NULL) = (answer IS NULL))
)
"""


@dataclass(frozen=True, slots=True)
class Taken:
    """One request as it was taken; `answer` is None while it is open; `row` numbers it."""

    row: int
    message: dict[str, Any]
    answer: dict[str, Any] | None


@dataclass(frozen=True, slots=True)
class Store:
    """Requests by number; each call is one transaction, so that threads may share it."""

    path: Path
    keyring: Keyring

    def prepare(self) -> None:
        """Make the table if there is none."""
        with self._open() as file:
            file.execute(_TABLE)

    def take(self, request_id: str, raw: bytes, now: datetime) -> bool:
        """Keep a request; return False when exactly this one is kept already.

        Raises:
            Conflict: another request of this number is kept.
        """
        digest = sha256_hex(raw)
        with self._open() as file:
            known = file.execute(
                "SELECT sha256 FROM requests WHERE request_id = ?", (request_id,)
            ).fetchone()
            if known is None:
                file.execute(
                    "INSERT INTO requests (request_id, sha256, message, taken_at)"
                    " VALUES (?, ?, ?, ?)",
                    (request_id, digest, self.keyring.seal(raw.decode()), now.isoformat()),
                )
            elif known[0] != digest:
                raise Conflict(
                    "已有同一编号、内容不同的请求 / another request of this number is kept"
                )
        return known is None

    def find(self, request_id: str) -> Taken | None:
        """Return a request, None when it was never taken."""
        with self._open() as file:
            found = file.execute(
                "SELECT rowid, message, answer FROM requests WHERE request_id = ?", (request_id,)
            ).fetchone()
        if found is None:
            return None
        row, message, answer = found
        return Taken(
            row=row,
            message=json.loads(self.keyring.unseal(message)),
            answer=json.loads(self.keyring.unseal(answer)) if answer else None,
        )

    def keep_answer(self, request_id: str, answer: dict[str, Any], now: datetime) -> None:
        """Keep the first answer to a request; a second one changes nothing."""
        sealed = self.keyring.seal(json.dumps(answer, ensure_ascii=False))
        with self._open() as file:
            file.execute(
                "UPDATE requests SET answer = ?, answered_at = ?"
                " WHERE request_id = ? AND answer IS NULL",
                (sealed, now.isoformat(), request_id),
            )

    @contextmanager
    def _open(self) -> Iterator[sqlite3.Connection]:
        with closing(sqlite3.connect(self.path, timeout=30, isolation_level=None)) as file:
            file.execute("BEGIN IMMEDIATE")
            try:
                yield file
            except BaseException:
                file.execute("ROLLBACK")
                raise
            file.execute("COMMIT")

"""Documents while others act, and after a process was killed: whatever has a row can be read."""

import io
import os
import signal
import subprocess
import sys
import threading
import time
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from housing.core.access.permissions import Role
from housing.core.cases import CaseRef
from housing.core.clock import Clock, standing_clock
from housing.core.db.session import Database
from housing.core.keyring import Keyring, open_keyring
from housing.core.work import working
from housing.documents import jobs, service
from housing.documents.examine import Examined, examine
from housing.documents.folder import Folder
from housing.documents.jobs import GRACE
from housing.documents.models import Document
from tests.conftest import NOW, PLACE, actor
from tests.factories import files
from tests.migrated import migrated_sqlite

JPEG = files.picture()


def _case(number: int) -> CaseRef:
    return CaseRef("application", number, PLACE, f"SQ202600000{number}")


def _broken(database: Database, keyring: Keyring, clock: Clock, folder: Folder) -> list[int]:
    """The documents that are there by their rows and cannot be read."""
    broken = []
    with working(database.acts, actor(Role.STREET), clock, keyring) as work:
        for held in work.session.scalars(select(Document).where(Document.removed_at.is_(None))):
            try:
                content = service.read(work, folder, _case(held.case_id), held)
            except Exception:
                content = b""
            if content != JPEG:
                broken.append(held.id)
    return broken


def test_the_sweep_never_takes_what_somebody_hands_in_at_that_moment(
    database: Database,
    keyring: Keyring,
    clock: Clock,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same file comes in again just when the sweep has made up its mind to remove it."""
    folder, decided = Folder(tmp_path / "documents"), threading.Event()
    file: Examined = examine("a.jpg", io.BytesIO(JPEG), folder)
    is_older = jobs._is_older
    asked: list[Path] = []

    def hand_in() -> None:
        with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
            service.keep_examined(work, folder, _case(1), "identity", file)

    def slowly(path: Path, oldest: datetime) -> bool:
        asked.append(path)
        answer = is_older(path, oldest)
        if len(asked) == 2:  # The last look before the file is removed.
            decided.set()
            time.sleep(0.7)
        return answer

    hand_in()
    with working(database.acts, actor(Role.APPLICANT), clock, keyring) as work:
        held = work.session.scalars(select(Document)).one()
        service.remove(work, _case(1), held.id)
    long_ago = (NOW - 2 * GRACE).timestamp()
    os.utime(folder.path(held.path), (long_ago, long_ago))
    monkeypatch.setattr(jobs, "_is_older", slowly)
    sweeping = threading.Thread(target=jobs.sweep, args=(database, folder, clock))
    sweeping.start()
    assert decided.wait(timeout=120)
    hand_in()
    sweeping.join(timeout=120)
    assert len(asked) == 2
    assert _broken(database, keyring, clock, folder) == []


HANDS_IN = """
import sys
from pathlib import Path
from housing.core.cases import CaseRef
from housing.core.clock import system_clock
from housing.core.db.session import open_database
from housing.core.keyring import open_keyring
from housing.core.work import working
from housing.documents import service
from housing.documents.examine import Examined
from housing.documents.folder import Folder
from housing.core.access.actor import system_actor
import hashlib

home, place = Path(sys.argv[1]), sys.argv[2]
content = (home / "sent.jpg").read_bytes()
sha256 = hashlib.sha256(content).hexdigest()
file = Examined("a.jpg", "image/jpeg", 1, sha256, content)
database, keyring = open_database(f"sqlite:///{home / 'housing.db'}"), open_keyring(home / "keys")
for number in range(1, 10_000):
    case = CaseRef("application", number, place, f"SQ{number}")
    with working(database.acts, system_actor(place), system_clock(), keyring) as work:
        service.keep_examined(work, Folder(home / "documents"), case, "identity", file)
"""


@pytest.mark.parametrize("after", [0.05, 0.2, 0.35])
def test_a_process_killed_anywhere_leaves_only_whole_documents(
    after: float, tmp_path: Path
) -> None:
    database = migrated_sqlite(tmp_path / "housing.db")
    keyring = open_keyring(tmp_path / "keys")
    (tmp_path / "sent.jpg").write_bytes(JPEG)
    process = subprocess.Popen([sys.executable, "-c", HANDS_IN, str(tmp_path), PLACE])
    for _ in range(2400):
        with database.reads() as session:
            if session.scalars(select(Document).limit(1)).first():
                break
        time.sleep(0.05)
    time.sleep(after)
    process.send_signal(signal.SIGKILL)
    process.wait(timeout=120)
    with database.reads() as session:
        assert session.scalars(select(Document)).all()
    late = Clock(lambda: standing_clock(NOW).now().replace(year=2100))
    assert _broken(database, keyring, late, Folder(tmp_path / "documents")) == []
    database.engine.dispose()

"""Making the digests of past days, each once, and the files that can be kept elsewhere."""

import re
from collections import Counter, deque
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path

from sqlalchemy import text
from sqlalchemy.orm import Session

from housing.core.audit.record import verify
from housing.core.canonical import sha256_hex
from housing.core.clock import ZONE, day_of
from housing.core.db.session import Database
from housing.core.files import write_whole
from housing.digests import queries
from housing.digests.contents import digest_bytes
from housing.digests.models import RegisterDigest
from housing.digests.proof import digest_faults
from housing.digests.queries import RowSeen

_ONE_DAY = timedelta(days=1)
_SUBJECT = re.compile(r"（.*）")


def make_digests(database: Database, now: datetime, folder: Path) -> list[RegisterDigest]:
    """Make the digest of every place and day that is over at `now` and has none yet.

    Returns the new ones in order of place and day; a second call returns none. Their files, and
    those a crash kept from being written, are `folder`/<place>/<day>.json. The chain, the earlier
    digests and their files are walked first: what is wrong is said in the new digest, for ever.

    The walk reads and holds nobody up; only the new rows are written in a transaction of acts.
    """
    made = []
    with database.reads() as session:
        _hold_still(session)
        places = queries.places(session)
        drafts = [list(_drafts(session, place, now, folder)) for place in places]
    for of_place in drafts:
        with database.acts() as session, session.begin():
            made += _added(session, of_place)
    with database.reads() as session:
        for place in places:
            _write_missing(session, place, folder)
    return made


def folder_of(home: Path) -> Path:
    """Return where an installation lays down the files of its digests."""
    return home / "digests"


def path_of(folder: Path, digest: RegisterDigest) -> Path:
    """Return where the file of a digest lies."""
    return folder / digest.place / f"{digest.day}.json"


def _hold_still(session: Session) -> None:
    """See one state of the database throughout; PostgreSQL would show commits in between."""
    if session.get_bind().dialect.name == "postgresql":
        session.connection(execution_options={"isolation_level": "REPEATABLE READ"})


def _drafts(session: Session, place: str, now: datetime, folder: Path) -> Iterator[RegisterDigest]:
    before = queries.latest(session, place)
    rows = deque(queries.rows_after(session, place, before.number if before else 0))
    if before is None and not rows:
        return
    day = before.day + _ONE_DAY if before else day_of(rows[0].at)
    if day >= day_of(now):
        return
    head = _head(session, before) if before else (rows[0].number, rows[0].hash)
    faults = _faults(session, place, folder)
    previous = before.sha256 if before else None
    while day < day_of(now):
        todays = list(_taken(rows, _end_of(day)))
        head = (todays[-1].number, todays[-1].hash) if todays else head
        digest = _digest((place, day), head, todays, faults)
        digest.previous_sha256, digest.made_at = previous, now
        digest.sha256 = sha256_hex(digest_bytes(digest))
        yield digest
        previous, day = digest.sha256, day + _ONE_DAY


def _head(session: Session, before: RegisterDigest) -> tuple[int, str]:
    """Return where the chain stands now, as far as the digest before went.

    When nothing is left of it, the head it had; the faults tell the rest.
    """
    found = queries.head_upto(session, before.place, before.number)
    return found or (before.number, before.hash)


def _digest(
    of: tuple[str, date], head: tuple[int, str], todays: list[RowSeen], faults: list[str]
) -> RegisterDigest:
    return RegisterDigest(
        place=of[0],
        day=of[1],
        number=head[0],
        hash=head[1],
        rows=len(todays),
        tags=dict(sorted(Counter(row.tag for row in todays).items())),
        faults=len(faults),
        first_fault=faults[0] if faults else "",
    )


def _taken(rows: deque[RowSeen], end: datetime) -> Iterator[RowSeen]:
    """Take the rows before `end` off the queue.

    An act begun before midnight and committed after that day's digest counts on the next day, so
    that no row is ever counted twice or not at all.
    """
    while rows and rows[0].at < end:
        yield rows.popleft()


def _end_of(day: date) -> datetime:
    return datetime.combine(day + _ONE_DAY, time(), ZONE)


def _faults(session: Session, place: str, folder: Path) -> list[str]:
    digests = queries.by_place(session, place)
    found = [*verify(session, place).faults, *digest_faults(session, digests)]
    found += [
        f"{digest.day} 的摘要文件与摘要不符 / the file of the digest of {digest.day} differs"
        for digest in digests
        if (path := path_of(folder, digest)).exists() and path.read_bytes() != digest_bytes(digest)
    ]
    # A digest is public: the row's number says where to look, its subject is for officers.
    return [_SUBJECT.sub("", fault) for fault in found]


def _added(session: Session, drafts: list[RegisterDigest]) -> list[RegisterDigest]:
    """Add the digests of one place, unless somebody else made them meanwhile."""
    if not drafts:
        return []
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("LOCK TABLE register_digests IN SHARE ROW EXCLUSIVE MODE"))
    newest = queries.latest(session, drafts[0].place)
    if (newest.sha256 if newest else None) != drafts[0].previous_sha256:
        return []
    session.add_all(drafts)
    return drafts


def _write_missing(session: Session, place: str, folder: Path) -> None:
    """Write the files that are not there; one that is there is never replaced."""
    for digest in queries.by_place(session, place):
        path = path_of(folder, digest)
        if not path.exists():
            write_whole(path, digest_bytes(digest))

"""Reading digests, and what they are made from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from housing.core.audit.models import RegisterHead, RegisterRow
from housing.core.errors import NotFound
from housing.digests.models import RegisterDigest


@dataclass(frozen=True, slots=True)
class RowSeen:
    """What a digest needs of one row of the register."""

    number: int
    at: datetime
    tag: str
    hash: str


def places(session: Session) -> list[str]:
    """Return every place that has a chain, in order of its code."""
    return list(session.scalars(select(RegisterHead.place).order_by(RegisterHead.place)))


def count(session: Session, place: str) -> int:
    """Return how many digests there are of `place`."""
    query = select(func.count()).where(RegisterDigest.place == place)
    return session.scalars(query.select_from(RegisterDigest)).one()


def listing(session: Session, place: str, offset: int, rows: int) -> Sequence[RegisterDigest]:
    """Return one page of the digests of `place`, the newest first."""
    query = select(RegisterDigest).where(RegisterDigest.place == place)
    newest_first = query.order_by(RegisterDigest.day.desc())
    return session.scalars(newest_first.offset(offset).limit(rows)).all()


def latest(session: Session, place: str) -> RegisterDigest | None:
    """Return the newest digest of `place`; None when there is none yet."""
    return next(iter(listing(session, place, 0, 1)), None)


def by_place(session: Session, place: str) -> Sequence[RegisterDigest]:
    """Return every digest of `place`, the oldest first."""
    query = select(RegisterDigest).where(RegisterDigest.place == place)
    return session.scalars(query.order_by(RegisterDigest.day)).all()


def get(session: Session, place: str, day: date) -> RegisterDigest:
    """Return the digest of one day.

    Raises:
        NotFound: there is none of that day.
    """
    digest = session.get(RegisterDigest, (place, day))
    if digest is None:
        raise NotFound(
            f"没有 {day} 的登记簿摘要；当天的摘要次日生成"
            f" / there is no digest of {day}; a day's digest is made on the day after"
        )
    return digest


def rows_after(session: Session, place: str, number: int) -> list[RowSeen]:
    """Return the rows of `place` after row `number`, in order."""
    query = _seen().where(RegisterRow.place == place, RegisterRow.number > number)
    found = session.execute(query.order_by(RegisterRow.number))
    return [RowSeen(number, at, tag, hash_) for number, at, tag, hash_ in found]


def head_upto(session: Session, place: str, number: int) -> tuple[int, str] | None:
    """Return number and hash of the last row of `place` that is not after row `number`."""
    query = (
        select(RegisterRow.number, RegisterRow.hash)
        .where(RegisterRow.place == place, RegisterRow.number <= number)
        .order_by(RegisterRow.number.desc())
        .limit(1)
    )
    for found_number, found_hash in session.execute(query):
        return found_number, found_hash
    return None


def _seen() -> Select[int, datetime, str, str]:
    return select(RegisterRow.number, RegisterRow.at, RegisterRow.tag, RegisterRow.hash)

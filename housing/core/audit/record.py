"""Writing one row of the register, and finding any row that was changed, removed or slipped in."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session, SessionTransaction

from housing.core.audit.models import FIRST_PREVIOUS, RegisterHead, RegisterRow
from housing.core.audit.tenancy_tags import AnyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BrokenRule


@dataclass(frozen=True, slots=True)
class Entry:
    """What is to be written about one act; `before` and `after` hold canonical values only."""

    tag: AnyTag
    subject: str
    before: object = None
    after: object = None
    reason: str = ""
    document: str = ""
    policy_day: date | None = None


@dataclass(frozen=True, slots=True)
class Findings:
    """Result of walking a chain: rows seen, head hash, and one sentence for each fault."""

    rows: int
    head: str
    faults: tuple[str, ...] = field(default=())


@dataclass(slots=True)
class _Held:
    """The end of a chain, locked by the transaction `begun`, and its last row once written."""

    begun: SessionTransaction
    head: RegisterHead
    last: RegisterRow | None = None


_KEY = "register held"
#: Longer than this no act waits for another one to end.
WAITED = timedelta(minutes=5)


def append(
    session: Session, place: str, actor: str, now: datetime, day: date, entry: Entry
) -> RegisterRow:
    """Add one row to the chain of `place`; holds the chain's head until the commit.

    An act that began before another one ended is written down when it could be: its row bears
    the time of the row before it, never an earlier one.

    Raises:
        BrokenRule: `now` lies further before the last row than acts wait for each other, since
            nobody may backdate the register.
    """
    head = hold_head(session, place)
    held = _held(session, place)
    last = held.last if held else None
    if last is None or last.number != head.number:
        last = session.get(RegisterRow, (place, head.number)) if head.number else None
    if last is not None and now < last.at - WAITED:
        raise BrokenRule(
            f"登记簿不能倒填：{now.isoformat()} 早于第 {last.number} 行的 {last.at.isoformat()}"
            " / the register cannot be backdated; check this machine's clock"
        )
    row = RegisterRow(
        place=place,
        number=head.number + 1,
        at=now if last is None else max(now, last.at),
        actor=actor,
        tag=entry.tag.value,
        subject=entry.subject,
        before=entry.before,
        after=entry.after,
        reason=entry.reason,
        document=entry.document,
        policy_day=entry.policy_day or day,
        previous_hash=head.hash,
        hash="",
    )
    row.hash = row_hash(row)
    head.number, head.hash = row.number, row.hash
    session.add(row)
    session.flush()
    if held:
        held.last = row
    return row


def hold_head(session: Session, place: str) -> RegisterHead:
    """Return the end of the chain of `place`, held until the commit: acts take it before others.

    An act that holds it already is not sent to the database again: nobody else can have moved it.
    """
    held = _held(session, place)
    if held is not None:
        return held.head
    head = session.scalars(
        select(RegisterHead)
        .where(RegisterHead.place == place)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one_or_none()
    if head is None:
        head = RegisterHead(place=place, number=0, hash=FIRST_PREVIOUS)
        session.add(head)
        session.flush()
    begun = session.get_transaction()
    # What a savepoint locked is free again when the act goes back to before it.
    if begun is not None and not session.in_nested_transaction():
        session.info[_KEY, place] = _Held(begun, head)
    return head


def _held(session: Session, place: str) -> _Held | None:
    """Return the chain's end as this very transaction holds it; None where it has to be locked."""
    held: _Held | None = session.info.get((_KEY, place))
    same = held is not None and held.begun is session.get_transaction()
    return held if same and not session.in_nested_transaction() else None


def row_hash(row: RegisterRow) -> str:
    """Return the SHA-256 of a row's canonical bytes, the hash of the row before included."""
    return sha256_hex(
        canonical_bytes(
            {
                "place": row.place,
                "number": row.number,
                "at": row.at.isoformat(),
                "actor": row.actor,
                "tag": row.tag,
                "subject": row.subject,
                "before": row.before,
                "after": row.after,
                "reason": row.reason,
                "document": row.document,
                "policy_day": row.policy_day.isoformat(),
                "previous_hash": row.previous_hash,
            }
        )
    )


def verify(session: Session, place: str) -> Findings:
    """Walk the chain of `place` from its first row and name every fault."""
    head = session.get(RegisterHead, place)
    rows = session.scalars(
        select(RegisterRow).where(RegisterRow.place == place).order_by(RegisterRow.number)
    )
    return walk(rows, head.number if head else 0, head.hash if head else FIRST_PREVIOUS)


def walk(rows: Iterable[RegisterRow], head_number: int, head_hash: str) -> Findings:
    """Check rows in order of number against each other and against the head of the chain."""
    faults: list[str] = []
    number, previous = 0, FIRST_PREVIOUS
    for row in rows:
        faults += _row_faults(row, number, previous)
        number, previous = row.number, row.hash
    if number != head_number:
        faults.append(f"末行应为第 {head_number} 行，实为第 {number} 行 / rows missing at the end")
    elif previous != head_hash:
        faults.append(f"第 {number} 行与链尾哈希不符 / row {number} differs from the chain's head")
    return Findings(rows=number, head=previous, faults=tuple(faults))


def _row_faults(row: RegisterRow, number: int, previous: str) -> Iterator[str]:
    if row.number != number + 1:
        yield f"第 {number + 1} 行缺失 / row {number + 1} is missing"
    if row.previous_hash != previous:
        yield f"第 {row.number} 行没有接在前一行之后 / row {row.number} is out of the chain"
    if row_hash(row) != row.hash:
        yield f"第 {row.number} 行被改动（{row.tag}，{row.subject}） / row {row.number} was changed"

"""Posting: the only way money is moved. Callers check the rights of their own acts.

Every posting is one voucher with consecutive numbers in a county's year, and one row of the
register that holds the hash of its lines.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import Any, cast

from sqlalchemy import Dialect, Insert, Table, insert, select
from sqlalchemy.dialects import postgresql, sqlite

from housing.core.audit.record import Entry, hold_head
from housing.core.audit.tenancy_tags import TenancyTag
from housing.core.canonical import canonical_bytes, sha256_hex
from housing.core.errors import BadInput, Conflict, NotFound
from housing.core.work import Work
from housing.ledger.models import Account, Book, Transfer
from housing.ledger.words import AccountKind, TransferKind

#: So many rows go to the database in one statement.
CHUNK = 5000
_TRANSFERS = cast("Table", Transfer.__table__)


@dataclass(frozen=True, slots=True)
class NewTransfer:
    """`fen` out of account `credit_id` and into account `debit_id`; see `models.Transfer`."""

    debit_id: int
    credit_id: int
    fen: int
    kind: TransferKind
    on: date
    lease_id: int | None = None
    period: str | None = None
    note: str = ""
    document: str = ""
    reverses_id: int | None = None


def account(work: Work, kind: AccountKind, ref: str = "", place: str = "") -> Account:
    """Return the account, opened when it does not exist yet; `place`: the actor's by default."""
    held = place or work.place
    found = accounts(work, kind, [ref], held)
    return work.session.get_one(Account, found[ref], populate_existing=True)


def accounts(work: Work, kind: AccountKind, refs: Iterable[str], place: str = "") -> dict[str, int]:
    """Return {ref: account id} of many accounts of one kind, opened where they do not exist."""
    held, wanted = place or work.place, sorted(set(refs))
    found = _known(work, kind, wanted, held)
    for lacking in _chunks(ref for ref in wanted if ref not in found):
        rows = [
            {"place": held, "kind": kind, "ref": ref, "debits_fen": 0, "credits_fen": 0}
            for ref in lacking
        ]
        # Another act may open the same account at this moment: then that one is taken.
        work.session.execute(_opening(work.session.get_bind().dialect), rows)
        found |= _known(work, kind, lacking, held)
    return found


def _opening(dialect: Dialect) -> Insert:
    if dialect.name == "sqlite":
        return sqlite.insert(Account).on_conflict_do_nothing()
    return postgresql.insert(Account).on_conflict_do_nothing()


def _known(work: Work, kind: AccountKind, refs: Sequence[str], place: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for some in _chunks(refs):
        rows = work.session.execute(
            select(Account.ref, Account.id).where(
                Account.place == place, Account.kind == kind, Account.ref.in_(some)
            )
        )
        found |= {row.ref: row.id for row in rows}
    return found


def post(
    work: Work, transfers: Sequence[NewTransfer], *, reason: str = "", place: str = ""
) -> list[Transfer]:
    """Post transfers of one county as one voucher and return them in the given order.

    Raises:
        BadInput: an amount is not positive or a day lies in the future.
    """
    voucher = post_many(work, transfers, reason=reason, place=place)
    return list(
        work.session.scalars(
            select(Transfer)
            .where(Transfer.place == (place or work.place), Transfer.voucher == voucher)
            .order_by(Transfer.id)
        )
    )


def post_many(
    work: Work, transfers: Sequence[NewTransfer], *, reason: str = "", place: str = ""
) -> str:
    """Post many transfers of one county as one voucher, whose number is returned.

    Raises:
        BadInput: an amount is not positive or a day lies in the future.
    """
    if not transfers:
        raise BadInput("凭证没有分录 / a voucher needs at least one transfer")
    for each in transfers:
        _check(each, work.day)
    held = place or work.place
    voucher = _next_voucher(work, held)
    lines = [_line(each) for each in transfers]
    shared = {"place": held, "voucher": voucher, "made_by": work.actor.name, "made_at": work.now}
    for some in _chunks(lines):
        _write(work, [_row(line) | shared for line in some])
    _forget_totals(work)
    after = {
        "transfers": len(lines),
        "fen": sum(each.fen for each in transfers),
        "sha256": lines_hash(lines),
    }
    subject = f"voucher:{voucher}"
    work.record(Entry(TenancyTag.LEDGER_POSTED, subject, after=after, reason=reason), held)
    return voucher


def _write(work: Work, rows: list[dict[str, Any]]) -> None:
    """Add rows past the objects of the session, which would cost more than the rows themselves.

    PostgreSQL adds up once a statement: with `returning`, a thousand rows go into one.
    """
    wanted = insert(_TRANSFERS)
    if work.session.get_bind().dialect.name == "sqlite":
        work.session.execute(wanted, rows)
    else:
        work.session.execute(wanted.returning(_TRANSFERS.c.id), rows).all()


def _row(line: dict[str, Any]) -> dict[str, Any]:
    row = dict(line)
    row["on_day"] = row.pop("on")
    return row


def lines_hash(lines: Sequence[dict[str, Any]]) -> str:
    """Return the SHA-256 of a voucher's lines in their order, as the register keeps it."""
    return sha256_hex(canonical_bytes([line | {"on": line["on"].isoformat()} for line in lines]))


def reverse(work: Work, transfer_id: int, *, reason: str, document: str = "") -> Transfer:
    """Undo a transfer by its opposite of today; the first one stays on file.

    Raises:
        NotFound: no such transfer in the actor's county.
        BadInput: no reason was given.
        Conflict: it has been undone already, or is itself an undoing.
    """
    held = work.session.get(Transfer, transfer_id)
    if held is None or held.place != work.place:
        raise NotFound(f"没有流水 {transfer_id} / no transfer {transfer_id}")
    if not reason.strip():
        raise BadInput("冲正要写明原因 / a reversal needs its reason")
    hold_head(work.session, held.place)
    undone = select(Transfer.voucher).where(Transfer.reverses_id == transfer_id)
    if held.kind is TransferKind.REVERSAL or (by := work.session.scalar(undone)) is not None:
        which = held.voucher if held.kind is TransferKind.REVERSAL else by
        raise Conflict(
            f"流水 {transfer_id} 已由凭证 {which} 冲正，不能再冲正"
            f" / transfer {transfer_id} is reversed by voucher {which} already"
        )
    opposite = NewTransfer(
        debit_id=held.credit_id,
        credit_id=held.debit_id,
        fen=held.fen,
        kind=TransferKind.REVERSAL,
        on=work.day,
        lease_id=held.lease_id,
        period=held.period,
        note=reason.strip(),
        document=document,
        reverses_id=held.id,
    )
    return post(work, [opposite], reason=reason.strip())[0]


def _check(each: NewTransfer, day: date) -> None:
    if each.fen <= 0:
        raise BadInput(f"金额 {each.fen} 分应大于零 / an amount of {each.fen} fen is not positive")
    if each.on > day:
        raise BadInput(
            f"入账日期 {each.on} 晚于今天 {day}，请改为不晚于今天的日期"
            f" / {each.on} lies after today, {day}"
        )


def _next_voucher(work: Work, place: str) -> str:
    """The register's head is held first, as in every act, so that no two acts wait crosswise."""
    hold_head(work.session, place)
    year = work.day.year
    book = work.session.get(Book, (place, year), with_for_update=True, populate_existing=True)
    if book is None:
        book = Book(place=place, year=year, vouchers=0)
        work.session.add(book)
    book.vouchers += 1
    work.session.flush()
    return f"{year}-{book.vouchers:06d}"


def _line(each: NewTransfer) -> dict[str, Any]:
    return {
        "on": each.on,
        "debit_id": each.debit_id,
        "credit_id": each.credit_id,
        "fen": each.fen,
        "kind": each.kind,
        "lease_id": each.lease_id,
        "period": each.period,
        "note": each.note,
        "document": each.document,
        "reverses_id": each.reverses_id,
    }


def _forget_totals(work: Work) -> None:
    """The database has changed the totals: what the session holds is read again when asked for."""
    for held in list(work.session.identity_map.values()):
        if isinstance(held, Account):
            work.session.expire(held, ["debits_fen", "credits_fen"])


def _chunks(rows: Iterable[Any]) -> Iterator[list[Any]]:
    iterator = iter(rows)
    while some := list(islice(iterator, CHUNK)):
        yield some

"""The statement of a lease (租金明细): what was charged and paid, day by day, and what is owed.

Basis: HN 26 (HN-26-1), HN 27 (HN-27-2: fees are told apart from rent).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path

from sqlalchemy.orm import Session

from housing.core.money import Fen, yuan
from housing.leases.models import Lease
from housing.leases.paper import typeset
from housing.ledger import queries as ledger
from housing.ledger.queries import StatementLine
from housing.ledger.words import LEASE_DUES, TRANSFER_NAMES, AccountKind, TransferKind
from housing.units import queries as units

COLUMNS = ("日期", "月份", "事项", "应缴（元）", "缴纳、减免（元）", "尚欠（元）", "说明", "凭证")
A = AccountKind


@dataclass(frozen=True, slots=True)
class Row:
    """One transfer as the tenant sees it: `fen` is owed more when positive, `owed` after it."""

    on: date
    kind: TransferKind
    period: str | None
    fen: int
    owed: int
    note: str
    voucher: str


@dataclass(frozen=True, slots=True)
class Statement:
    """The account of a lease from a day to a day; what was paid ahead counts against what is owed.

    `parts` are what is open today by kind of account, the deposit held among them.
    """

    lease: Lease
    address: str
    since: date
    until: date
    opening: int
    rows: tuple[Row, ...]
    parts: dict[AccountKind, int]

    @property
    def owed(self) -> int:
        """What is owed at the end; negative when more was paid than is due."""
        return self.rows[-1].owed if self.rows else self.opening


def statement(session: Session, lease: Lease, since: date, until: date) -> Statement:
    """Return the statement of a lease for the days from `since` to `until`."""
    before = ledger.statement(session, lease.id, None, since - timedelta(days=1))
    opening = sum(_owed(line) for line in before)
    lines = ledger.statement(session, lease.id, since, until)
    return Statement(
        lease=lease,
        address=units.located(session, lease.unit_id),
        since=since,
        until=until,
        opening=opening,
        rows=tuple(_rows(lines, opening)),
        parts=ledger.lease_balances(session, lease.place, lease.id),
    )


def year_of(lease: Lease, day: date) -> date:
    """Return where a statement begins unless asked: a year ago, or with the lease."""
    return max(lease.starts_on, day.replace(day=1) - timedelta(days=365)).replace(day=1)


def cells(held: Statement) -> list[tuple[str, ...]]:
    """Return the rows as a sheet shows them, the first one what was owed before."""
    first = (held.since.isoformat(), "", "期初", "", "", yuan(Fen(held.opening)), "", "")
    return [first, *(_cell(row) for row in held.rows)]


def pdf(held: Statement, day: date, fonts: Path | None = None) -> bytes:
    """Return the statement as PDF.

    Raises:
        BadInput: a character that no font can show.
    """
    content = {
        "number": held.lease.number,
        "address": held.address,
        "since": held.since.isoformat(),
        "until": held.until.isoformat(),
        "owed": yuan(Fen(held.owed)),
        "deposit": yuan(Fen(held.parts.get(A.DEPOSIT_HELD, 0) - held.parts.get(A.DEPOSIT_DUE, 0))),
        "columns": list(COLUMNS),
        "rows": [list(row) for row in cells(held)],
        "day": day.isoformat(),
    }
    return typeset(str(Path(__file__).parent / "statement.typ"), content, day, fonts)


def _rows(lines: Sequence[StatementLine], opening: int) -> list[Row]:
    """Join the sides of a transfer; what moves within the lease, as from prepaid, is left out."""
    joined: dict[int, tuple[StatementLine, int]] = {}
    for line in lines:
        _, fen = joined.get(line.transfer_id, (line, 0))
        joined[line.transfer_id] = (line, fen + _owed(line))
    rows, owed = [], opening
    for line, fen in joined.values():
        if fen:
            owed += fen
            rows.append(Row(line.on, line.kind, line.period, fen, owed, line.note, line.voucher))
    return rows


def _owed(line: StatementLine) -> int:
    if line.account in LEASE_DUES:
        return line.fen
    return -line.fen if line.account is A.PREPAID else 0


def _cell(row: Row) -> tuple[str, ...]:
    amount = yuan(Fen(abs(row.fen)))
    return (
        row.on.isoformat(),
        row.period or "",
        TRANSFER_NAMES[row.kind],
        amount if row.fen > 0 else "",
        amount if row.fen < 0 else "",
        yuan(Fen(row.owed)),
        row.note,
        row.voucher,
    )
